/**
 * Experiments 1 and 2 of the evaluation's design, on the real reader: what a whole evaluation costs, and how much memory a cell takes.
 * Every template of the corpus is an entry of its own; every property of every resource is forced. Modules and loops are not followed yet.
 */
import { readFileSync } from 'node:fs';
import { queryObjects } from 'node:v8';
import { buildDeployment, type EvaluatedDeployment } from '../../server/src/deployment/build.ts';
import { Cell } from '../../server/src/evaluate/cell.ts';
import type { Evaluator } from '../../server/src/evaluate/evaluator.ts';
import { isArray, isChoice, isObject } from '../../server/src/evaluate/values.ts';
import { parseBicep } from '../../server/src/syntax/bicep/index.ts';
import { lowerBicep } from '../../server/src/template/lower-bicep.ts';
import type { LoweredFile } from '../../server/src/template/lowered.ts';

export interface EvaluationFigures {
  readonly entries: number;
  readonly resources: number;
  readonly forcedCells: number;
  readonly milliseconds: number;
  readonly p50: number;
  readonly p95: number;
  readonly slowest: number;
  /** Bytes per reachable cell with all deployments alive; null if the collector can't be called (run with --expose-gc). */
  readonly bytesPerCell: number | null;
}

/** Evaluates each file whole, three times; gives the figures of the last round. */
export function measureEvaluation(paths: readonly string[]): EvaluationFigures {
  const files = paths.map((path) => ({ path, lowered: lowerBicep(parseBicep(readFileSync(path, 'utf8')), 'bicep') }));
  let figures = evaluateAll(files);
  for (let round = 0; round < 2; round++) figures = evaluateAll(files);
  return { ...figures, bytesPerCell: memoryPerCell(files) };
}

function evaluateAll(files: readonly { readonly path: string; readonly lowered: LoweredFile }[]): EvaluationFigures {
  const times: number[] = [];
  let resources = 0;
  let forcedCells = 0;
  const begin = performance.now();
  for (const { path, lowered } of files) {
    const start = performance.now();
    const deployment = buildDeployment(path, lowered);
    resources += forceAll(deployment);
    forcedCells += deployment.index.program.evaluator.stepCount;
    times.push(performance.now() - start);
  }
  const milliseconds = performance.now() - begin;
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return {
    entries: files.length,
    resources,
    forcedCells,
    milliseconds,
    p50: at(0.5),
    p95: at(0.95),
    slowest: at(1),
    bytesPerCell: null,
  };
}

/** Forces every value of every resource; gives the number of resources. */
function forceAll(deployment: EvaluatedDeployment): number {
  const { program } = deployment.index;
  for (const instance of program.instances) {
    for (const cell of [instance.name, instance.body, ...instance.conditions]) forceDeep(program.evaluator, cell);
  }
  return program.instances.length;
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

function memoryPerCell(files: readonly { readonly path: string; readonly lowered: LoweredFile }[]): number | null {
  if (globalThis.gc === undefined) return null;
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  const deployments = files.map(({ path, lowered }) => buildDeployment(path, lowered));
  for (const deployment of deployments) forceAll(deployment);
  globalThis.gc();
  const used = process.memoryUsage().heapUsed - before;
  const cells = queryObjects(Cell, { format: 'count' });
  return used / cells;
}
