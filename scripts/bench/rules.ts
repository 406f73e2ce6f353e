/**
 * Experiments 3 and 5 of the evaluation's design: how often rules run because of alternatives, how long all of them take beside the evaluation,
 * in how many deployments a value has too many alternatives, and what each rule costs.
 */
import { buildDeployment } from '../../server/src/deployment/build.ts';
import { runRules } from '../../server/src/rules/engine.ts';
import { rules } from '../../server/src/rules/index.ts';
import { type CorpusModules, corpusModules } from '../../test/corpus-modules.ts';
import { forceAll } from './evaluation.ts';
import { workClock } from './figures.ts';

export interface RuleFigures {
  /** Pairs of a rule and a resource that it is for. */
  readonly judged: number;
  /** Runs of one rule for one resource. */
  readonly once: number;
  readonly p99: number;
  readonly most: number;
  /** Time of all rules as a part of the time that it takes to evaluate the same deployments whole. */
  readonly share: number;
  /** Milliseconds of all rules, and of the evaluation of the same deployments. */
  readonly judging: number;
  readonly evaluating: number;
  /** Milliseconds of each rule, the most expensive first. What several rules ask for is counted for the first of them. */
  readonly costs: readonly RuleCost[];
  /** Deployments in which a value has more alternatives than are kept apart. */
  readonly cutEntries: number;
}

export interface RuleCost {
  readonly ruleId: string;
  readonly milliseconds: number;
}

/**
 * Evaluates each consumer whole, then runs all rules over it; three rounds, of which that counts in which the rules took the least. In a fourth one
 * each rule is run by itself.
 */
export function measureRules(paths: readonly string[]): RuleFigures {
  const templates = corpusModules();
  const rounds = [1, 2, 3].map(() => runAll(paths, templates));
  const best = rounds.reduce((one, other) => (other.judging < one.judging ? other : one));
  return { ...best, costs: costsOf(paths, templates) };
}

function costsOf(paths: readonly string[], templates: CorpusModules): readonly RuleCost[] {
  const costs = new Map<string, number>();
  for (const path of paths) {
    const lowered = templates.read(path);
    if (lowered === null) continue;
    const deployment = buildDeployment({ file: path, lowered, files: templates });
    forceAll(deployment);
    for (const rule of rules) {
      const begin = workClock();
      runRules([rule], deployment, {});
      costs.set(rule.id, (costs.get(rule.id) ?? 0) + workClock() - begin);
    }
  }
  return [...costs]
    .map(([ruleId, milliseconds]) => ({ ruleId, milliseconds }))
    .sort((a, b) => b.milliseconds - a.milliseconds);
}

function runAll(paths: readonly string[], templates: CorpusModules): Omit<RuleFigures, 'costs'> {
  const runs: number[] = [];
  let evaluating = 0;
  let judging = 0;
  let cutEntries = 0;
  for (const path of paths) {
    const lowered = templates.read(path);
    if (lowered === null) continue;
    const begin = workClock();
    const deployment = buildDeployment({ file: path, lowered, files: templates });
    forceAll(deployment);
    const between = workClock();
    runRules(rules, deployment, {}, undefined, (_, count) => runs.push(count));
    evaluating += between - begin;
    judging += workClock() - between;
    if (deployment.index.program.evaluator.cutCount > 0) cutEntries++;
  }
  runs.sort((a, b) => a - b);
  return {
    judged: runs.length,
    once: runs.filter((count) => count === 1).length / runs.length,
    p99: runs[Math.floor(runs.length * 0.99)] ?? 0,
    most: runs.at(-1) ?? 0,
    share: judging / evaluating,
    judging,
    evaluating,
    cutEntries,
  };
}
