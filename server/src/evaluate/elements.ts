/** Arrays whose elements have conditions, and conditions on elements: what functions of arrays share. */
import { conditionCell, conjunction } from './arrays.ts';
import { type Call, cellOf } from './calls.ts';
import type { Cell } from './cell.ts';
import { lift, select } from './lift.ts';
import type { Assumptions } from './terms.ts';
import { type ArrayElement, type ArrayValue, absent, isChoice, type ObjectValue, type Value } from './values.ts';

/** Elements of one array that a function makes. */
export const mostElements = 100_000;

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
  return lift(
    evaluator,
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

/** True if all elements and their order are known, as far as they are there. */
export function isInOrder(array: ArrayValue): boolean {
  return array.rest === null && array.items.every((item) => item.placed);
}

/** An element that is there if both its own condition and another hold; null if it never is. */
export function restricted(call: Call, item: ArrayElement, condition: Value): ArrayElement | null {
  if (condition === true) return item;
  if (condition === false) return null;
  return { cell: item.cell, when: conjunction(call.evaluator, call.at, item.when, condition), placed: item.placed };
}

/**
 * Whether a property is there, as a condition: in a merged object some are only in some alternatives. Those cells are made with their values;
 * what an expression gives is never absent, so a cell that wasn't evaluated needn't be.
 */
export function presence(call: Call, property: Cell): Value {
  const { evaluator, at } = call;
  if (property.value === undefined) return true;
  const value = evaluator.force(property);
  if (!isChoice(value)) return value !== absent;
  return evaluator.force(
    lift(evaluator, at, [property], ([leaf = property]) => conditionCell(at, evaluator.force(leaf) !== absent)),
  );
}

/** The properties of an object as elements, those that differ in case only kept apart. The open part of the object is left out. */
export function propertiesOf(
  call: Call,
  object: ObjectValue,
): readonly { readonly key: string; readonly element: ArrayElement }[] {
  const byKey = new Map<string, Cell>();
  for (const [position, key] of object.shape.keys.entries()) {
    const cell = object.cells[position];
    if (cell !== undefined) byKey.set(key, cell);
  }
  return [...byKey].flatMap(([key, cell]) => {
    const there = presence(call, cell);
    const element = restricted(call, cell, there);
    return element === null ? [] : [{ key, element }];
  });
}

/** The opposite of a condition. */
export function negated(call: Call, condition: Value): Value {
  if (typeof condition === 'boolean') return !condition;
  const { evaluator, at } = call;
  const [yes, no] = [conditionCell(at, false), conditionCell(at, true)];
  return evaluator.force(select(evaluator, at, conditionCell(at, condition), yes, no));
}

/** True if any of the conditions holds. */
export function anyOf(call: Call, conditions: readonly Value[]): Value {
  if (conditions.includes(true)) return true;
  const { evaluator, at } = call;
  let result: Value = false;
  for (const condition of [...conditions].reverse()) {
    if (condition === false) continue;
    const rest = conditionCell(at, result);
    result = evaluator.force(select(evaluator, at, conditionCell(at, condition), conditionCell(at, true), rest));
  }
  return result;
}
