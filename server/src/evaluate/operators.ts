/** The operators that evaluate only what they need: `? :`, `??`, `&&` and `||`. */
import type { Expression } from '../template/ir.ts';
import type { Cell } from './cell.ts';
import { choiceCell, mostAlternatives, nullAtom, tooManyAlternatives } from './choices.ts';
import type { Evaluator } from './evaluator.ts';
import { asCondition, lift, select } from './lift.ts';
import { type Assumptions, implied } from './terms.ts';
import { isNothing, isUnknown, type Value } from './values.ts';

/** `condition ? whenTrue : whenFalse`. */
export function conditional(
  evaluator: Evaluator,
  cell: Cell,
  condition: Expression,
  whenTrue: Expression,
  whenFalse: Expression,
): Value {
  const test = asCondition(evaluator, evaluator.part(condition, cell.frame));
  const tested = evaluator.force(test);
  if (typeof tested === 'boolean')
    return evaluator.forward(cell, evaluator.part(tested ? whenTrue : whenFalse, cell.frame));
  return evaluator.forward(
    cell,
    select(evaluator, cell, test, evaluator.part(whenTrue, cell.frame), evaluator.part(whenFalse, cell.frame)),
  );
}

/** `a ?? b ?? ...` of the operands from an index on: the first that isn't null, or the last. */
export function coalesced(
  evaluator: Evaluator,
  cell: Cell,
  operands: readonly Expression[],
  index: number,
  asked = 0,
  assumed: Assumptions | null = null,
): Cell {
  let at = index;
  for (; at < operands.length - 1; at++) {
    const expression = operands[at];
    if (expression === undefined) break;
    const operand = evaluator.part(expression, cell.frame);
    if (!isNothing(evaluator.force(operand)))
      return coalescedFrom(evaluator, cell, operands, at, operand, asked, assumed);
  }
  const last = operands[at];
  return last === undefined ? evaluator.given(cell, null) : evaluator.part(last, cell.frame);
}

/** The value of an operand that isn't surely null, or of those behind it where it is. */
function coalescedFrom(
  evaluator: Evaluator,
  cell: Cell,
  operands: readonly Expression[],
  index: number,
  operand: Cell,
  asked: number,
  assumed: Assumptions | null,
): Cell {
  if (asked > mostAlternatives) return evaluator.given(cell, evaluator.beyond(cell, tooManyAlternatives));
  const behind = (assumptions: Assumptions | null): Cell =>
    coalesced(evaluator, cell, operands, index + 1, asked + 1, assumptions);
  const leafOf = ([settled = operand]: readonly Cell[], assumptions: Assumptions | null): Cell => {
    const value = evaluator.force(settled);
    if (isNothing(value)) return behind(assumptions);
    if (!isUnknown(value) || !value.nullable) return settled;
    const atom = nullAtom(value);
    const isNull = implied(atom, assumptions);
    if (isNull === true) return behind(assumptions);
    const known = evaluator.given(settled, { ...value, nullable: false });
    return isNull === false ? known : choiceCell(cell, atom, behind({ atom, side: true, outer: assumptions }), known);
  };
  return lift(evaluator, cell, [operand], leafOf, assumed);
}

/** `&&` (`stop` false) or `||` (`stop` true) of the operands: from the first on, as far as one is needed. */
export function junction(evaluator: Evaluator, cell: Cell, operands: readonly Expression[], stop: boolean): Cell {
  const stopped = evaluator.given(cell, stop);
  const open: Cell[] = [];
  let result = evaluator.given(cell, !stop);
  for (const expression of operands) {
    const test = asCondition(evaluator, evaluator.part(expression, cell.frame));
    const value = evaluator.force(test);
    if (value === !stop) continue;
    if (value === stop) {
      result = stopped;
      break;
    }
    open.push(test);
  }
  for (const test of open.reverse()) {
    const rest = asCondition(evaluator, result);
    result = stop ? select(evaluator, cell, test, stopped, rest) : select(evaluator, cell, test, rest, stopped);
  }
  return result;
}
