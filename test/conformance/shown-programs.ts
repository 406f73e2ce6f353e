/** Programs as `evaluate` shows them, compared with what is known of them. */
import assert from 'node:assert/strict';
import type { Cell } from '../../server/src/evaluate/cell.ts';
import type { ScenarioContext } from '../../server/src/evaluate/scenario.ts';
import { evaluatedTemplate } from '../../server/src/service/evaluate.ts';
import { FormReader, isFormObject, leftOut } from '../../server/src/service/evaluation/forms.ts';
import type { Form } from '../../server/src/service/evaluation/model.ts';
import { deploymentOfFiles, type FileTexts } from '../template-files.ts';

type Entries = Readonly<Record<string, Form>>;

/** `resources` have `id`, `type`, `name` and `apiVersion` beside their properties, as a snapshot has them; existing and absent ones are left out. */
export interface Shown {
  readonly parameters: Entries;
  readonly variables: Entries;
  readonly outputs: Entries;
  readonly resources: readonly Entries[];
}

/** Values compared so far. `symbolic` ones are unknown or references, as they should be; `wrong` says what differs. */
export interface Counts {
  equal: number;
  symbolic: number;
  readonly wrong: string[];
}

/** Evaluates `main.bicep`, with a parameter file if one is named. */
export function shownProgram(
  files: FileTexts,
  main: string,
  parameters: string | null,
  context: ScenarioContext,
): Shown {
  const others = Object.entries(files).filter(([file]) => file !== main);
  const ordered = { [main]: files[main] ?? '', ...Object.fromEntries(others) };
  const deployment = deploymentOfFiles(ordered, { context, ...(parameters === null ? {} : { parameters }) });
  const { program } = deployment.index;
  const { outputs, resources } = evaluatedTemplate(deployment);
  const reader = new FormReader(program);
  const bound: Record<'parameter' | 'variable', [string, Form][]> = { parameter: [], variable: [] };
  for (const [name, binding] of program.frame.bindings) {
    if (binding.kind === 'parameter' || binding.kind === 'variable')
      bound[binding.kind].push([name, read(reader, binding.cell)]);
  }
  const ids = program.instances.map((instance) => {
    const id = reader.names.id(instance, null);
    return id === null ? null : reader.text(id, null);
  });
  return {
    parameters: Object.fromEntries(bound.parameter),
    variables: Object.fromEntries(bound.variable),
    outputs,
    resources: resources.flatMap(({ existing, presence, type, name, apiVersion, body }, index) => {
      if (existing || presence === 'absent') return [];
      assert.ok(isFormObject(body));
      return [{ id: ids[index] ?? null, type, name, apiVersion, ...body }];
    }),
  };
}

function read(reader: FormReader, cell: Cell): Form {
  const form = reader.read(cell, null);
  return form === leftOut ? null : form;
}

/**
 * Compares leaf by leaf. An expression in brackets stands for a value that wasn't known when the expectation was written, so it has to be unknown
 * or a reference here; `isAnswered` says the same of everything expected.
 */
export function compareShown(
  path: string,
  found: unknown,
  expected: unknown,
  isAnswered: boolean,
  counts: Counts,
): void {
  const wrong = (): void => {
    counts.wrong.push(`${path}: ${shownText(found)} instead of ${shownText(expected)}`);
  };
  if (isSymbolic(found) || (isExpression(expected) && holdsSymbolic(found))) {
    if (isAnswered || isExpression(expected)) counts.symbolic++;
    else wrong();
    return;
  }
  const isCompound = typeof expected === 'object' && expected !== null;
  const isAlike =
    isCompound && typeof found === 'object' && found !== null && Array.isArray(expected) === Array.isArray(found);
  if (!isCompound || !isAlike || Object.keys(expected).length === 0) {
    const isEqual = isAlike ? Object.keys(found).length === 0 : found === expected;
    if (isEqual) counts.equal++;
    else wrong();
    return;
  }
  const entries = new Map(Object.entries(found));
  for (const [key, value] of Object.entries(expected)) {
    compareShown(`${path}.${key}`, entries.get(key), value, isAnswered, counts);
    entries.delete(key);
  }
  for (const [key, value] of entries) counts.wrong.push(`${path}.${key}: ${shownText(value)} instead of nothing`);
}

function isSymbolic(form: unknown): boolean {
  return typeof form === 'object' && form !== null && ('$unknown' in form || '$ref' in form);
}

function holdsSymbolic(form: unknown): boolean {
  return (
    typeof form === 'object' &&
    form !== null &&
    Object.values(form).some((part) => isSymbolic(part) || holdsSymbolic(part))
  );
}

function isExpression(value: unknown): boolean {
  return typeof value === 'string' && /^\[.*\]$/s.test(value);
}

function shownText(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part)) ?? 'nothing';
}
