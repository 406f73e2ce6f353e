/**
 * Experiments 1 and 2 of the evaluation's design, on the real reader: what whole deployments cost, and how much memory a cell takes. Every
 * consumer of the corpus is an entry; its modules are read, those of the public registry from the folder beside it, and every property of
 * every resource that is deployed is forced.
 */
import { queryObjects } from 'node:v8';
import { buildDeployment, type EvaluatedDeployment } from '../../server/src/deployment/build.ts';
import { Cell } from '../../server/src/evaluate/cell.ts';
import type { Evaluator } from '../../server/src/evaluate/evaluator.ts';
import { asCondition } from '../../server/src/evaluate/lift.ts';
import { isArray, isChoice, isObject } from '../../server/src/evaluate/values.ts';
import { parseBicep } from '../../server/src/syntax/bicep/index.ts';
import { lowerBicep } from '../../server/src/template/lower-bicep.ts';
import { type CorpusModules, corpusModules } from '../../test/corpus-modules.ts';

export interface EvaluationFigures {
  readonly entries: number;
  readonly resources: number;
  readonly forcedCells: number;
  readonly milliseconds: number;
  readonly p50: number;
  readonly p95: number;
  readonly slowest: number;
  /** Bytes for each further cell of a deployment that is alive; null if the collector can't be called (run with --expose-gc). */
  readonly bytesPerCell: number | null;
}

/** Evaluates each consumer whole, four times; gives the figures of the last round. */
export function measureEvaluation(paths: readonly string[]): EvaluationFigures {
  const templates = corpusModules();
  let figures = evaluateAll(paths, templates);
  for (let round = 0; round < 3; round++) figures = evaluateAll(paths, templates);
  return { ...figures, bytesPerCell: memoryPerCell() };
}

function evaluateAll(paths: readonly string[], templates: CorpusModules): EvaluationFigures {
  const times: number[] = [];
  let resources = 0;
  let forcedCells = 0;
  const begin = performance.now();
  for (const path of paths) {
    const start = performance.now();
    const lowered = templates.read(path);
    if (lowered === null) continue;
    const deployment = buildDeployment({ file: path, lowered, files: templates });
    resources += forceAll(deployment);
    forcedCells += deployment.index.program.evaluator.stepCount;
    times.push(performance.now() - start);
  }
  const milliseconds = performance.now() - begin;
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return {
    entries: times.length,
    resources,
    forcedCells,
    milliseconds,
    p50: at(0.5),
    p95: at(0.95),
    slowest: at(1),
    bytesPerCell: null,
  };
}

/** Forces every value of every resource that isn't surely left out; gives how many are declared. */
export function forceAll(deployment: EvaluatedDeployment): number {
  const { program } = deployment.index;
  const { evaluator } = program;
  let resources = 0;
  for (const instance of program.instances) {
    const isLeftOut = (condition: Cell): boolean => evaluator.force(asCondition(evaluator, condition)) === false;
    if (instance.conditions.some(isLeftOut)) continue;
    if (!instance.declaration.existing) resources++;
    for (const cell of [instance.name, instance.body]) forceDeep(evaluator, cell);
  }
  return resources;
}

function forceDeep(evaluator: Evaluator, root: Cell): void {
  const pending = [root];
  for (let cell = pending.pop(); cell !== undefined; cell = pending.pop()) {
    const value = evaluator.force(cell);
    if (isObject(value)) pending.push(...value.cells);
    else if (isArray(value)) for (const item of value.items) pending.push(item.cell);
    else if (isChoice(value)) pending.push(value.yes, value.no);
  }
}

/** Resources of the two templates whose difference tells what a cell takes. */
const measuredResources = 500;

/**
 * Bytes for each further cell: two templates of equally many resources, one with more properties, are kept alive with every value forced. What a
 * resource takes besides its cells is the same in both and falls out. Each template is evaluated a second time, since the keys of objects
 * are shared by all evaluations of a text.
 */
function memoryPerCell(): number | null {
  const few = memoryOf(templateWith(2));
  const many = memoryOf(templateWith(16));
  return few === null || many === null ? null : (many.bytes - few.bytes) / (many.cells - few.cells);
}

function templateWith(properties: number): string {
  const property = (_: unknown, index: number): string => `    p${index}: { a: 'text', b: shared, c: [1, 2] }\n`;
  const body = Array.from({ length: properties }, property).join('');
  const resource = (_: unknown, index: number): string =>
    `resource r${index} 'Microsoft.Storage/storageAccounts@2023-05-01' = {\n  name: 'a${index}'\n  properties: {\n${body}  }\n}\n`;
  return `param shared string = 'x'\n${Array.from({ length: measuredResources }, resource).join('')}`;
}

function memoryOf(text: string): { readonly bytes: number; readonly cells: number } | null {
  const collect = globalThis.gc;
  if (collect === undefined) return null;
  const lowered = lowerBicep(parseBicep(text), 'bicep');
  forceAll(buildDeployment({ file: 'first', lowered }));
  collect();
  const cellsBefore = queryObjects(Cell, { format: 'count' });
  const bytesBefore = process.memoryUsage().heapUsed;
  const deployment = buildDeployment({ file: 'second', lowered });
  forceAll(deployment);
  collect();
  const bytes = process.memoryUsage().heapUsed - bytesBefore;
  const cells = queryObjects(Cell, { format: 'count' }) - cellsBefore;
  // Asked for last, so that the deployment is alive while it is measured.
  return deployment.keys.length === measuredResources ? { bytes, cells } : null;
}
