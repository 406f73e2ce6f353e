/**
 * Functions, ternaries and conditions of what has alternatives (spec: evaluation, section 3): each is worked out in every alternative of what it
 * reads, and gives a decision.
 */
import type { Cell } from './cell.ts';
import {
  choiceCell,
  evaluatedChoice,
  liftOrGiveUp,
  mostAlternatives,
  pruned,
  settle,
  tooManyAlternatives,
  truthAtom,
} from './choices.ts';
import type { Evaluator } from './evaluator.ts';
import { type Assumptions, type Atom, compareAtoms } from './terms.ts';
import { isChoice, isUnknown } from './values.ts';

/** Applies a function of settled operands to all alternatives; the cell of the result. */
export function lift(
  evaluator: Evaluator,
  at: Cell,
  operands: readonly Cell[],
  leaf: (settled: readonly Cell[], assumptions: Assumptions | null) => Cell,
  assumed: Assumptions | null = null,
  choice = choiceCell,
): Cell {
  // Nearly all calls are of values without alternatives.
  for (const operand of operands)
    if (isChoice(evaluator.force(operand))) return liftAlternatives(evaluator, at, operands, leaf, assumed, choice);
  return pruned(at, leaf(operands, assumed), assumed);
}

function liftAlternatives(
  evaluator: Evaluator,
  at: Cell,
  operands: readonly Cell[],
  leaf: (settled: readonly Cell[], assumptions: Assumptions | null) => Cell,
  assumed: Assumptions | null,
  choice: typeof choiceCell,
): Cell {
  const join = (on: Atom, yes: Cell, no: Cell): Cell => choice(at, on, yes, no);
  const prunedLeaf: typeof leaf = (settled, assumptions) => pruned(at, leaf(settled, assumptions), assumptions);
  let isAffordable = true;
  const spend = (steps: number): boolean => {
    isAffordable &&= evaluator.spend(steps);
    return isAffordable;
  };
  const lifted = liftOrGiveUp(operands, evaluator.force, prunedLeaf, join, assumed, spend);
  return (
    lifted ?? evaluator.given(at, isAffordable ? evaluator.beyond(at, tooManyAlternatives) : evaluator.exhausted(at))
  );
}

/** The cell of `test ? yes : no` for a condition that is a decision; both sides are evaluated, since some alternative takes each. */
export function select(evaluator: Evaluator, at: Cell, test: Cell, yes: Cell, no: Cell): Cell {
  let decisions = 0;
  let isCut = false;
  const descend = (condition: Cell, first: Cell, second: Cell, assumptions: Assumptions | null): Cell => {
    const settledTest = settle(condition, assumptions, evaluator.force);
    const value = evaluator.force(settledTest);
    if (!isChoice(value)) return settle(value === true ? first : second, assumptions, evaluator.force);
    isCut ||= ++decisions > mostAlternatives || !evaluator.spend(1);
    if (isCut) return settledTest;
    const sides = [settle(first, assumptions, evaluator.force), settle(second, assumptions, evaluator.force)];
    let atom = value.on;
    for (const side of sides) {
      const sideValue = evaluator.force(side);
      if (isChoice(sideValue) && compareAtoms(sideValue.on, atom) < 0) atom = sideValue.on;
    }
    const whenTrue = descend(settledTest, first, second, { atom, side: true, outer: assumptions });
    const whenFalse = descend(settledTest, first, second, { atom, side: false, outer: assumptions });
    return evaluatedChoice(at, atom, whenTrue, whenFalse);
  };
  const selected = descend(test, yes, no, null);
  // A tree that was cut would carry its size into every value that is made of it.
  return isCut ? evaluator.given(at, evaluator.beyond(at, tooManyAlternatives)) : selected;
}

/** A cell as a condition: its leaves are true and false, unknown ones having become decisions. */
export function asCondition(evaluator: Evaluator, cell: Cell): Cell {
  const value = evaluator.force(cell);
  if (typeof value === 'boolean') return cell;
  const leafOf = ([settled = cell]: readonly Cell[]): Cell => {
    const test = evaluator.force(settled);
    if (typeof test === 'boolean') return settled;
    const unknown = isUnknown(test) ? test : evaluator.failure(settled, 'the condition is not a boolean');
    return decisionOf(evaluator, settled, truthAtom(unknown));
  };
  return lift(evaluator, cell, [cell], leafOf, null, evaluatedChoice);
}

/** The boolean that an atom asks for. */
export function decisionOf(evaluator: Evaluator, at: Cell, atom: Atom): Cell {
  return evaluator.given(at, {
    kind: 'choice',
    on: atom,
    yes: evaluator.given(at, true),
    no: evaluator.given(at, false),
  });
}
