/** For tests: what one template means in both languages. */
import { posix } from 'node:path';
import { Cell } from '../server/src/evaluate/cell.ts';
import { noFiles, type TemplateFiles } from '../server/src/evaluate/files.ts';
import { type Program, programOf } from '../server/src/evaluate/program.ts';
import { lower } from './deployment.ts';
import { showCell } from './show-value.ts';

/** Sections of a JSON template, with the schema of a deployment to a resource group. */
export function armTemplate(sections: Readonly<Record<string, unknown>>): string {
  const schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';
  return JSON.stringify({ $schema: schema, contentVersion: '1.0.0.0', resources: [], ...sections });
}

/** A nested deployment whose template has its own names. */
export function innerDeployment(
  name: string,
  sections: Readonly<Record<string, unknown>>,
  others: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  const { parameters = {}, ...envelope } = others;
  const template: unknown = JSON.parse(armTemplate(sections));
  return {
    type: 'Microsoft.Resources/deployments',
    apiVersion: '2025-04-01',
    name,
    ...envelope,
    properties: { expressionEvaluationOptions: { scope: 'inner' }, mode: 'Incremental', parameters, template },
  };
}

/** Evaluates a template; `others` are the files beside it. */
export function programFrom(text: string, others: Readonly<Record<string, string>> = {}): Program {
  const load: TemplateFiles['load'] = (from, reference) => {
    const file = posix.join(posix.dirname(from), reference);
    const found = others[file];
    return found === undefined
      ? { kind: 'missing', reason: 'it is not there', problem: null }
      : { file, lowered: lower(found) };
  };
  return programOf({ file: 'main', lowered: lower(text), files: { ...noFiles, load } });
}

/** The resources with their conditions, then the outputs, one a line. Names and values as `showCell` writes them. */
export function shownProgram(program: Program): readonly string[] {
  const resources = program.instances.map(({ declaration, name, conditions }) => {
    const words = conditions.map((condition) => ` if ${showCell(program, condition)}`);
    return `${declaration.type} ${showCell(program, name)}${words.join('')}`;
  });
  const outputs = program.lowered.template.declarations.flatMap((declaration) =>
    declaration.kind === 'output'
      ? [`${declaration.name} = ${showCell(program, new Cell(declaration.value, program.frame))}`]
      : [],
  );
  return [...resources, ...outputs];
}
