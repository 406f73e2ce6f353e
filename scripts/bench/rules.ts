/**
 * Experiments 3 and 5 of the evaluation's design: how often rules run because of alternatives, how long all of them take beside the evaluation,
 * and in how many deployments a value has too many alternatives.
 */
import { buildDeployment } from '../../server/src/deployment/build.ts';
import { runRules } from '../../server/src/rules/engine.ts';
import { rules } from '../../server/src/rules/index.ts';
import { corpusModules } from '../../test/corpus-modules.ts';
import { forceAll } from './evaluation.ts';

export interface RuleFigures {
  /** Pairs of a rule and a resource that it is for. */
  readonly judged: number;
  /** Runs of one rule for one resource. */
  readonly once: number;
  readonly p99: number;
  readonly most: number;
  /** Time of all rules as a part of the time that it takes to evaluate the same deployments whole. */
  readonly share: number;
  /** Deployments in which a value has more alternatives than are kept apart. */
  readonly cutEntries: number;
}

/** Evaluates each consumer whole, then runs all rules over it; three rounds, of which the last counts. */
export function measureRules(paths: readonly string[]): RuleFigures {
  const templates = corpusModules();
  let figures = runAll(paths, templates);
  for (let round = 0; round < 2; round++) figures = runAll(paths, templates);
  return figures;
}

function runAll(paths: readonly string[], templates: ReturnType<typeof corpusModules>): RuleFigures {
  const runs: number[] = [];
  let evaluating = 0;
  let judging = 0;
  let cutEntries = 0;
  for (const path of paths) {
    const lowered = templates.read(path);
    if (lowered === null) continue;
    const begin = performance.now();
    const deployment = buildDeployment({ file: path, lowered, files: templates });
    forceAll(deployment);
    const between = performance.now();
    runRules(rules, deployment, {}, undefined, (_, count) => runs.push(count));
    evaluating += between - begin;
    judging += performance.now() - between;
    if (deployment.index.program.evaluator.cutCount > 0) cutEntries++;
  }
  runs.sort((a, b) => a - b);
  return {
    judged: runs.length,
    once: runs.filter((count) => count === 1).length / runs.length,
    p99: runs[Math.floor(runs.length * 0.99)] ?? 0,
    most: runs.at(-1) ?? 0,
    share: judging / evaluating,
    cutEntries,
  };
}
