/** What evaluated deployments take that are kept, and whether shares of them could be left alone (experiments 6 and 7 of the evaluation's design). */
import { buildDeployment, type EvaluatedDeployment } from '../../server/src/deployment/build.ts';
import type { Frame } from '../../server/src/evaluate/cell.ts';
import { runRules } from '../../server/src/rules/engine.ts';
import { rules } from '../../server/src/rules/index.ts';
import type { Declaration, Template } from '../../server/src/template/ir.ts';
import { type CorpusModules, corpusModules } from '../../test/corpus-modules.ts';
import { workClock } from './figures.ts';

export interface KeepingFigures {
  /** Sixteen deployments after the rules, the largest of the corpus; null if the collector can't be called (run with --expose-gc). */
  readonly megabytesOfLargest: number | null;
  readonly bytesPerStep: number | null;
  /** Share of the callers of a shared module whose findings read nothing of a declaration in it, on average. */
  readonly callersLeftAlone: number;
  /** How many times as long an evaluation takes that is suspended every 2,000 cells. */
  readonly timesInSlices: number;
}

/** Deployments that the service keeps. */
const kept = 16;

/** Callers that a module has to have to be counted as shared. */
const fewestCallers = 5;

/** Cells after which an evaluation in slices is suspended. */
const cellsOfSlice = 2000;

export function measureKeeping(consumers: readonly string[]): KeepingFigures {
  const modules = corpusModules();
  const sizes = consumers.map((path) => ({ path, steps: stepsOf(judged(modules, path)) }));
  const largest = [...sizes].sort((a, b) => b.steps - a.steps).slice(0, kept);
  const memory = memoryOf(
    modules,
    largest.map(({ path }) => path),
  );
  return {
    megabytesOfLargest: memory === null ? null : memory.bytes / 1e6,
    bytesPerStep: memory === null ? null : memory.bytes / memory.steps,
    callersLeftAlone: callersLeftAlone(modules, consumers),
    timesInSlices: timesInSlices(modules, consumers),
  };
}

function judged(modules: CorpusModules, path: string, slice?: number): EvaluatedDeployment | null {
  const lowered = modules.read(path);
  if (lowered === null) return null;
  const slices = slice === undefined ? {} : { slices: { slice } };
  const deployment = buildDeployment({ file: path, lowered, files: modules, ...slices });
  runRules(rules, deployment, {});
  return deployment;
}

function stepsOf(deployment: EvaluatedDeployment | null): number {
  return deployment?.index.program.evaluator.stepCount ?? 0;
}

function memoryOf(
  modules: CorpusModules,
  paths: readonly string[],
): { readonly bytes: number; readonly steps: number } | null {
  const collect = globalThis.gc;
  if (collect === undefined) return null;
  collect();
  const before = process.memoryUsage().heapUsed;
  const deployments = paths.map((path) => judged(modules, path));
  collect();
  const bytes = process.memoryUsage().heapUsed - before;
  // Asked for last, so that the deployments are alive while they are measured.
  return { bytes, steps: deployments.reduce((sum, deployment) => sum + stepsOf(deployment), 0) };
}

/** Of each declaration of each shared module: which of the entries that call the module have read something of it. */
function callersLeftAlone(modules: CorpusModules, consumers: readonly string[]): number {
  const files = new Map<string, { readonly callers: Set<string>; readonly readers: Map<Declaration, Set<string>> }>();
  for (const path of consumers) {
    for (const { callee, calleeTemplate } of judged(modules, path)?.index.program.calls ?? []) {
      const known = files.get(callee.file) ?? { callers: new Set(), readers: new Map() };
      files.set(callee.file, known);
      known.callers.add(path);
      for (const declaration of bindingDeclarations(calleeTemplate)) {
        const readers = known.readers.get(declaration) ?? new Set();
        known.readers.set(declaration, readers);
        if (isRead(declaration, callee)) readers.add(path);
      }
    }
  }
  const shares: number[] = [];
  for (const { callers, readers } of files.values()) {
    if (callers.size < fewestCallers) continue;
    for (const entries of readers.values()) shares.push(1 - entries.size / callers.size);
  }
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** Parameters and variables: what resources say is read by the rules that are for them, and an edit of it is none that leaves others alone. */
function bindingDeclarations({ declarations }: Template): readonly Declaration[] {
  return declarations.filter(
    (declaration) =>
      declaration.kind === 'variable' || (declaration.kind === 'parameter' && declaration.default !== null),
  );
}

/** True if the value of a variable was evaluated, or the default of a parameter. */
function isRead({ name }: Declaration, frame: Frame): boolean {
  const binding = frame.bindings.get(name);
  if (binding?.kind === 'variable') return binding.cell.value !== undefined;
  return binding?.kind === 'parameter' && binding.defaulted && binding.cell.value !== undefined;
}

function timesInSlices(modules: CorpusModules, consumers: readonly string[]): number {
  const timeOf = (slice?: number): number => {
    const start = workClock();
    for (const path of consumers) judged(modules, path, slice);
    return workClock() - start;
  };
  // The first round has warmed both up; the least of three counts, since other programs only add to it.
  const whole: number[] = [];
  const sliced: number[] = [];
  for (let round = 0; round < 3; round++) {
    whole.push(timeOf());
    sliced.push(timeOf(cellsOfSlice));
  }
  return Math.min(...sliced) / Math.min(...whole);
}
