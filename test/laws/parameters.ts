/** For tests of laws: templates whose parameters nobody knows, and values for them. */

import type { LoadedTemplate } from '../../server/src/evaluate/files.ts';
import type { Program } from '../../server/src/evaluate/program.ts';
import { parseArm } from '../../server/src/syntax/arm/parse-arm.ts';
import type { Declaration, ParameterDeclaration } from '../../server/src/template/ir.ts';
import { lowerArm } from '../../server/src/template/lower-arm.ts';
import type { LoweredFile } from '../../server/src/template/lowered.ts';
import { NotPlain, plainValue } from '../plain-value.ts';

export function withParameters(
  file: LoweredFile,
  change: (parameter: ParameterDeclaration) => ParameterDeclaration,
): LoweredFile {
  const declarations = file.template.declarations.map(
    (declaration): Declaration => (declaration.kind === 'parameter' ? change(declaration) : declaration),
  );
  return { ...file, template: { ...file.template, declarations } };
}

export function parametersOf({ template }: LoweredFile): readonly ParameterDeclaration[] {
  return template.declarations.filter((declaration) => declaration.kind === 'parameter');
}

/** The template with parameters that nobody knows anything of but their types. What may be null is an unknown like others. */
export function withoutDefaults(file: LoweredFile): LoweredFile {
  return withParameters(file, (parameter) => ({
    ...parameter,
    default: null,
    type: { ...parameter.type, nullable: false },
  }));
}

/** Values of parameters by their names in lower case. */
export type ParameterValues = ReadonlyMap<string, unknown>;

/** A parameter file with these values; names that the template doesn't declare are left out. */
export function parameterFile(template: LoweredFile, values: ParameterValues): LoadedTemplate {
  const parameters: Record<string, { value: unknown }> = {};
  for (const { name } of parametersOf(template)) {
    const value = values.get(name.toLowerCase());
    if (value !== undefined) parameters[name] = { value };
  }
  const $schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#';
  const text = JSON.stringify({ $schema, contentVersion: '1.0.0.0', parameters });
  return { file: 'given.parameters.json', lowered: lowerArm(parseArm(text)) };
}

/** What the calls of a program give the files that they call, as far as it is plain and known: a map for each call, by file. */
export function givenByCalls(program: Program, add: (file: string, values: ParameterValues) => void): void {
  for (const { callee } of program.calls) {
    const values = new Map<string, unknown>();
    for (const [name, binding] of callee.bindings) {
      if (binding.kind !== 'parameter' || binding.defaulted || binding.cell.frame === callee) continue;
      const value = writable(program, binding.cell);
      if (value !== undefined) values.set(name.slice(name.indexOf(' ') + 1).toLowerCase(), value);
    }
    if (values.size > 0) add(callee.file, values);
  }
}

/** The plain value of a cell, if it can be written in a parameter file. Null is left to the parameter's type. */
function writable(program: Program, cell: Parameters<typeof plainValue>[1]): unknown {
  try {
    const value = plainValue(program.evaluator, cell);
    JSON.stringify(value);
    return value ?? undefined;
  } catch (error) {
    if (error instanceof NotPlain || error instanceof TypeError) return undefined;
    throw error;
  }
}
