/**
 * Functions that lay containers together: `union`, `intersection`, `distinct`, `flatten`, `shallowMerge`. They build new containers over the
 * same cells. `union` merges objects at every depth and drops repeated elements; `shallowMerge` replaces whole properties.
 */
import { concatArrays, conditionCell, conjunction } from '../arrays.ts';
import { type Call, type Implementation, ofSettled, refused, unknownResult } from '../calls.ts';
import type { Cell } from '../cell.ts';
import { anyOf, isInOrder, mostElements, negated, restricted } from '../elements.ts';
import { comparableText } from '../json-text.ts';
import { asCondition, decisionOf, lift, select } from '../lift.ts';
import { mergeObjects, perhaps } from '../objects.ts';
import { compoundTerm } from '../terms.ts';
import {
  type ArrayElement,
  type ArrayValue,
  absent,
  isArray,
  isChoice,
  isObject,
  keysOf,
  type ObjectValue,
  propertyOf,
  shapeOf,
  type Unknown,
  type Value,
} from '../values.ts';
import { equality } from './logic.ts';

const union: Implementation = (call) => {
  switch (containerKind(call, call.operands)) {
    case 'object':
      return mergeObjects(call.evaluator, call.at, call.operands, true);
    case 'array':
      return distinctOf(call, concatArrays(call.evaluator, call.operands));
    case 'both':
      return ofSettled((inner, _, settled) => {
        const operands = { ...inner, operands: settled };
        return containerKind(inner, settled) === 'both' ? refused(inner) : union(operands);
      })(call);
    default:
      return call.evaluator.failure(call.at, 'what is united is not known');
  }
};

/** Whether operands stand for objects or arrays, in any of their alternatives; null if none of them tells. */
export function containerKind(call: Call, operands: readonly Cell[]): 'object' | 'array' | 'both' | null {
  const kinds = new Set<'object' | 'array'>();
  const pending = [...operands];
  for (let cell = pending.pop(); cell !== undefined && kinds.size < 2; cell = pending.pop()) {
    const value = call.evaluator.force(cell);
    if (isChoice(value)) pending.push(value.yes, value.no);
    else if (isObject(value) || isArray(value)) kinds.add(value.kind);
  }
  if (kinds.size === 2) return 'both';
  const [kind] = kinds;
  return kind ?? null;
}

/** Comparisons of elements that aren't wholly known in one call; beyond, the result isn't known. */
const mostComparisons = 10_000;

/** Earlier elements that one may repeat; beyond, whether it does is a decision of its own. */
const mostRivals = 8;

/** Elements without repetition, the first of each staying. An element that may repeat an earlier one is there if it doesn't. */
function distinctOf(call: Call, array: ArrayValue): Value {
  const { evaluator } = call;
  const kept: ArrayElement[] = [];
  const byText = new Map<string, ArrayElement[]>();
  const unclear: ArrayElement[] = [];
  let comparisons = 0;
  if (array.items.length > mostElements || !evaluator.spend(array.items.length))
    return evaluator.beyond(call.at, 'the array has too many elements');
  for (const item of array.items) {
    const text = comparableText(evaluator, item.cell);
    const rivals = text === null ? kept : [...(byText.get(text) ?? []), ...unclear];
    comparisons += rivals.length;
    if (comparisons > mostComparisons)
      return evaluator.beyond(call.at, 'the array has too many elements that are not known');
    const element = withoutRivals(call, item, rivals);
    if (element === null) continue;
    kept.push(element);
    if (text === null) unclear.push(element);
    else byText.set(text, [...(byText.get(text) ?? []), element]);
  }
  return { kind: 'array', items: kept, rest: array.rest };
}

/** An element under the condition that it equals no earlier one that is there; null if it surely does. */
function withoutRivals(call: Call, item: ArrayElement, rivals: readonly ArrayElement[]): ArrayElement | null {
  let element: ArrayElement | null = item;
  let unsure = 0;
  for (const rival of rivals) {
    const same = sameElement(call, rival.cell, item.cell);
    if (same === false) continue;
    if (same !== true && ++unsure > mostRivals) return restricted(call, item, ownDecision(call, item.cell, item.cell));
    const present = conjunction(call.evaluator, call.at, rival.when, same);
    element = restricted(call, element, negated(call, present ?? true));
    if (element === null) return null;
  }
  return element;
}

/** Whether two elements are equal, as a condition. One that can't be told is a decision of its own. */
function sameElement(call: Call, a: Cell, b: Cell): Value {
  const { evaluator, at } = call;
  if (a === b) return true;
  const whole = lift(evaluator, at, [a, b], ([first = a, second = b]) => {
    const answer = equality(call, evaluator.force(first), evaluator.force(second));
    if (typeof answer === 'boolean') return conditionCell(at, answer);
    if (answer !== null) return answer;
    return evaluator.given(at, ownDecision(call, first, second));
  });
  return evaluator.force(asCondition(evaluator, whole));
}

/** A decision that is asked for two elements only. */
function ownDecision(call: Call, a: Cell, b: Cell): Value {
  const place = call.evaluator.failure(call.at, 'whether elements are equal is not known').term;
  const term = compoundTerm(`same:${termName(a)}:${termName(b)}`, [place], place.place);
  return call.evaluator.force(decisionOf(call.evaluator, call.at, { term, form: { kind: 'truth' } }));
}

function termName(cell: Cell): string {
  return `${cell.frame.path}#${cell.expression.node}`;
}

/** Whether an array surely has an equal element, as a condition; null if an open part of it may have one. */
export function membership(call: Call, array: ArrayValue, cell: Cell): Value | null {
  const conditions: Value[] = [];
  let unsure = 0;
  for (const element of array.items) {
    const same = sameElement(call, element.cell, cell);
    if (same === false) continue;
    const there = conjunction(call.evaluator, call.at, element.when, same);
    if (there === true) return true;
    if (++unsure > 64) return null;
    if (there !== null) conditions.push(there);
  }
  return array.rest === null ? anyOf(call, conditions) : null;
}

const intersection: Implementation = ofSettled((call, values, settled) => {
  const [first] = values;
  if (values.every(isArray) && first !== undefined && isArray(first)) return commonElements(call, values, settled);
  if (values.every(isObject)) return commonProperties(call, values);
  return unknownResult(call, settled, 'what is intersected is not known');
});

function commonElements(call: Call, arrays: readonly ArrayValue[], settled: readonly Cell[]): Value {
  const [first, ...others] = arrays;
  const open = arrays.find((array) => array.rest !== null);
  if (first === undefined || open !== undefined)
    return unknownResult(call, settled, 'what is intersected is not known');
  const work = others.reduce((sum, other) => sum + other.items.length * first.items.length, 0);
  if (work > mostElements || !call.evaluator.spend(work))
    return call.evaluator.beyond(call.at, 'the arrays are too long');
  const items: ArrayElement[] = [];
  for (const item of first.items) {
    let element: ArrayElement | null = item;
    for (const other of others) {
      const shared = membership(call, other, item.cell);
      if (shared === null) return unknownResult(call, settled, 'what is intersected is not known');
      element = element === null ? null : restricted(call, element, shared);
    }
    if (element !== null) items.push(element);
  }
  return distinctOf(call, { kind: 'array', items, rest: null });
}

/** Properties whose values are equal in all objects. What is left of nested objects that differ isn't documented. */
function commonProperties(call: Call, objects: readonly ObjectValue[]): Value {
  const { evaluator, at } = call;
  const [first, ...others] = objects;
  if (first === undefined) return refused(call);
  const keys: string[] = [];
  const cells: Cell[] = [];
  let rest: Unknown | null = null;
  for (const key of keysOf(first)) {
    const own = propertyOf(first, key);
    const having = others.map((other) => propertyOf(other, key));
    const isLacked = others.some((other, index) => having[index] === undefined && other.rest === null);
    if (own === undefined || isLacked) continue;
    const written = having.filter((cell) => cell !== undefined);
    const shared = lift(evaluator, at, [own, ...written], ([one = own, ...same]) => {
      const isShared = written.length === others.length ? sharedByAll(call, one, same) : null;
      if (isShared === false) return evaluator.given(at, absent);
      if (isShared === true) return one;
      const value = evaluator.failure(at, 'whether all objects share it is not known', key.toLowerCase());
      return isShared === 'in part' ? evaluator.given(at, value) : perhaps(evaluator, at, value, value.term, key);
    });
    if (!mayBeThere(call, shared)) continue;
    keys.push(key);
    cells.push(shared);
  }
  if (objects.some((object) => object.rest !== null)) rest = evaluator.failure(at, 'what is intersected is not known');
  return { kind: 'object', shape: shapeOf(keys), cells, rest };
}

function mayBeThere(call: Call, property: Cell): boolean {
  const value = call.evaluator.force(property);
  return isChoice(value) ? mayBeThere(call, value.yes) || mayBeThere(call, value.no) : value !== absent;
}

/** Whether properties are there and equal, or objects of which a part may be; null if that can't be told. */
function sharedByAll(call: Call, own: Cell, others: readonly Cell[]): boolean | 'in part' | null {
  const { evaluator } = call;
  if ([own, ...others].some((cell) => evaluator.force(cell) === absent)) return false;
  let shared: boolean | 'in part' | null = true;
  for (const other of others) {
    const same = sameElement(call, own, other);
    const areObjects = isObject(evaluator.force(own)) && isObject(evaluator.force(other));
    if (same === false && !areObjects) return false;
    if (same !== true && shared !== null) shared = areObjects ? 'in part' : null;
  }
  return shared;
}

const distinct: Implementation = (call) => distinctOf(call, concatArrays(call.evaluator, call.operands));

/** The elements of an array's arrays, one level deep. */
const flatten: Implementation = (call) => {
  const { evaluator, at } = call;
  const outer = concatArrays(evaluator, call.operands);
  const items: ArrayElement[] = [];
  let rest: Unknown | null = null;
  for (const item of outer.items) {
    const inner = concatArrays(evaluator, [item.cell]);
    const { when } = item;
    // Elements before the open part of their own array have places, if no other open part stands before them.
    const isPlaced = item.placed && rest === null;
    for (const element of inner.items) {
      const added = when === null ? element : restricted(call, element, when);
      if (added === null) continue;
      items.push(isPlaced ? added : { cell: added.cell, when: added.when, placed: false });
    }
    if (inner.rest !== null) rest = evaluator.failure(item.cell, inner.rest.reason);
    if (items.length > mostElements) return evaluator.beyond(at, 'the array has too many elements');
  }
  if (outer.rest !== null) rest = evaluator.failure(at, outer.rest.reason);
  return { kind: 'array', items, rest };
};

/** Objects of a list laid over each other. An object with a condition is nothing where that doesn't hold. */
const shallowMerge: Implementation = ofSettled((call, [list], settled) => {
  const { evaluator, at } = call;
  if (list === undefined || !isArray(list) || !isInOrder(list))
    return unknownResult(call, settled, 'what is merged is not known');
  const nothing = evaluator.given(at, { kind: 'object', shape: shapeOf([]), cells: [], rest: null });
  const layers = list.items.map((item) =>
    item.when === null ? item.cell : select(evaluator, at, conditionCell(at, item.when), item.cell, nothing),
  );
  return mergeObjects(evaluator, at, layers, false);
});

export const setFunctions: Readonly<Record<string, Implementation>> = {
  union,
  intersection,
  distinct,
  flatten,
  shallowMerge,
};
