/** Whether a resource is deployed, and what its values may take for granted where it is. */
import { type Run, runAlternatives } from '../../deployment/alternatives.ts';
import { holds } from '../../deployment/paths.ts';
import type { Cell } from '../../evaluate/cell.ts';
import { settle } from '../../evaluate/choices.ts';
import type { Evaluator } from '../../evaluate/evaluator.ts';
import type { ResourceInstance } from '../../evaluate/instance.ts';
import { asCondition } from '../../evaluate/lift.ts';
import type { Assumptions } from '../../evaluate/terms.ts';
import { isChoice } from '../../evaluate/values.ts';
import type { Presence } from './model.ts';

export interface Deployed {
  readonly presence: Presence;
  /** What surely holds wherever the resource is deployed. */
  readonly assumptions: Assumptions | null;
}

const always: Deployed = { presence: 'present', assumptions: null };

export function deployedOf(evaluator: Evaluator, run: Run, { conditions }: ResourceInstance): Deployed {
  if (conditions.length === 0) return always;
  const tests = conditions.map((condition) => asCondition(evaluator, condition));
  const outcomes = runAlternatives(run, () => tests.every((test) => holds(evaluator, run, evaluator.force(test))));
  const answers = outcomes.map((outcome) => (outcome.kind === 'decided' ? outcome.value : undefined));
  if (answers.every((answer) => answer === true)) return always;
  if (answers.every((answer) => answer === false)) return { presence: 'absent', assumptions: null };
  let assumptions: Assumptions | null = null;
  for (const test of tests) assumptions = whereTrue(evaluator, test, assumptions);
  return { presence: 'conditional', assumptions };
}

/** Adds the decisions that a condition needs to be true: those of which the other side is surely false. */
function whereTrue(evaluator: Evaluator, test: Cell, outer: Assumptions | null): Assumptions | null {
  let assumptions = outer;
  let cell = test;
  for (;;) {
    cell = settle(cell, assumptions, evaluator.force);
    const value = evaluator.force(cell);
    if (!isChoice(value)) return assumptions;
    const isFalse = [value.yes, value.no].map((side) => evaluator.force(side) === false);
    if (isFalse[0] === isFalse[1]) return assumptions;
    assumptions = { atom: value.on, side: isFalse[1] === true, outer: assumptions };
    cell = isFalse[1] === true ? value.yes : value.no;
  }
}
