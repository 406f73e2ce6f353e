/** Arrays whose elements have conditions, and conditions on elements: what functions of arrays share. */
import { type Call, cellOf } from './calls.ts';
import type { Cell } from './cell.ts';
import { conditionCell, conjunction } from './containers.ts';
import type { Assumptions } from './terms.ts';
import type { ArrayElement, ArrayValue, Value } from './values.ts';

/** Elements of one array that a function makes. */
export const mostElements = 100_000;

/** True if all elements are there in every case, each at its position. */
export function isCertain(array: ArrayValue): boolean {
  return array.items.every((item) => item.when === null);
}

/**
 * Applies `leaf` to the elements that are there, for every alternative of their conditions. The array must not be open.
 * @param assumptions what holds where the array is used
 */
export function forPresent(
  call: Call,
  items: readonly ArrayElement[],
  assumptions: Assumptions | null,
  leaf: (present: readonly Cell[], assumptions: Assumptions | null) => Value | Cell,
): Cell {
  const { evaluator, at } = call;
  const conditions = items.flatMap((item) => (item.when === null ? [] : [evaluator.given(at, item.when)]));
  if (conditions.length === 0) return cellOf(call, leaf(items.map(cellOfElement), assumptions));
  return evaluator.lift(
    at,
    conditions,
    (settled, assumed) => {
      let next = 0;
      const present: Cell[] = [];
      for (const item of items) {
        const holds = item.when === null ? true : evaluator.force(settled[next++] ?? at);
        if (typeof holds !== 'boolean') return evaluator.given(at, evaluator.failure(at, 'a condition is not known'));
        if (holds) present.push(item.cell);
      }
      return cellOf(call, leaf(present, assumed));
    },
    assumptions,
  );
}

function cellOfElement(item: ArrayElement): Cell {
  return item.cell;
}

/** An element that is there if both its own condition and another hold; null if it never is. */
export function restricted(call: Call, item: ArrayElement, condition: Value): ArrayElement | null {
  if (condition === true) return item;
  if (condition === false) return null;
  return { cell: item.cell, when: conjunction(call.evaluator, call.at, item.when, condition) };
}

/** The opposite of a condition. */
export function negated(call: Call, condition: Value): Value {
  if (typeof condition === 'boolean') return !condition;
  const { evaluator, at } = call;
  const [yes, no] = [conditionCell(at, false), conditionCell(at, true)];
  return evaluator.force(evaluator.select(at, conditionCell(at, condition), yes, no));
}

/** True if any of the conditions holds. */
export function anyOf(call: Call, conditions: readonly Value[]): Value {
  if (conditions.includes(true)) return true;
  const { evaluator, at } = call;
  let result: Value = false;
  for (const condition of [...conditions].reverse()) {
    if (condition === false) continue;
    const rest = conditionCell(at, result);
    result = evaluator.force(evaluator.select(at, conditionCell(at, condition), conditionCell(at, true), rest));
  }
  return result;
}
