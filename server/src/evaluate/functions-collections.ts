/** Functions of arrays and objects. They build new containers over the same cells, so provenance goes on inside of them. */

import { type Call, type Implementation, ofSettled, unknownResult } from './calls.ts';
import type { Cell } from './cell.ts';
import { concatArrays, mergeObjects } from './containers.ts';
import { valuesEqual } from './functions-logic.ts';
import { memberOf } from './members.ts';
import { type ArrayValue, isArray, isObject, isScalar, isUnknown, keysOf, propertyOf, type Value } from './values.ts';

const union: Implementation = (call) => {
  const first = call.operands[0];
  const kind = first === undefined ? null : containerKind(call, first);
  if (kind === 'object') return mergeObjects(call.evaluator, call.at, call.operands, true);
  if (kind === 'array') return distinct(call, concatArrays(call.evaluator, call.operands));
  return call.evaluator.failure(call.at, 'what is united is not known');
};

/** Whether an operand stands for an object or an array, looking at the first alternative that tells. */
function containerKind(call: Call, operand: Cell): 'object' | 'array' | null {
  const value = call.evaluator.force(operand);
  if (isObject(value)) return 'object';
  if (isArray(value)) return 'array';
  if (typeof value === 'object' && value !== null && value.kind === 'choice') {
    return containerKind(call, value.yes) ?? containerKind(call, value.no);
  }
  const next = call.operands[call.operands.indexOf(operand) + 1];
  return next === undefined ? null : containerKind(call, next);
}

function distinct(call: Call, array: ArrayValue): ArrayValue {
  const kept: ArrayValue['items'][number][] = [];
  for (const item of array.items) {
    const value = call.evaluator.force(item.cell);
    const repeated = kept.some(
      (earlier) => earlier.when === null && valuesEqual(call, call.evaluator.force(earlier.cell), value) === true,
    );
    if (!repeated) kept.push(item);
  }
  return { kind: 'array', items: kept, rest: array.rest };
}

const contains: Implementation = ofSettled((call, [container, item], settled) => {
  if (container === undefined || item === undefined)
    return call.evaluator.failure(call.at, 'contains takes two arguments');
  if (typeof container === 'string' && isScalar(item)) return container.includes(String(item));
  if (isObject(container) && isScalar(item)) {
    if (propertyOf(container, String(item)) !== undefined) return true;
    if (container.rest === null) return false;
  }
  if (isArray(container)) {
    let open = container.rest !== null;
    for (const element of container.items) {
      const same = valuesEqual(call, call.evaluator.force(element.cell), item);
      if (same === true && element.when === null) return true;
      if (same !== false) open = true;
    }
    if (!open) return false;
  }
  return unknownResult(call, settled, 'what contains gives depends on an unknown value');
});

const length: Implementation = ofSettled((call, [value], settled) => {
  if (typeof value === 'string') return value.length;
  if (value !== undefined && isArray(value) && value.rest === null && value.items.every((item) => item.when === null))
    return value.items.length;
  if (value !== undefined && isObject(value) && value.rest === null) return keysOf(value).length;
  return unknownResult(call, settled, 'the length is not known');
});

function edge(fromEnd: boolean): Implementation {
  return ofSettled((call, [value], settled) => {
    if (typeof value === 'string') return fromEnd ? value.slice(-1) : value.slice(0, 1);
    const owner = settled[0];
    if (owner !== undefined && value !== undefined && isArray(value)) {
      const key = call.evaluator.given(call.at, fromEnd ? 1 : 0);
      return memberOf(call.evaluator, call.at, owner, key, { safe: true, fromEnd, nested: false });
    }
    return unknownResult(call, settled, `what ${call.name} gives depends on an unknown value`);
  });
}

const split: Implementation = ofSettled((call, [text, separators], settled) => {
  const list =
    separators !== undefined && isArray(separators)
      ? separators.items.map((item) => call.evaluator.force(item.cell))
      : [separators];
  if (
    typeof text !== 'string' ||
    !list.every((separator): separator is string => typeof separator === 'string' && separator !== '')
  ) {
    return unknownResult(call, settled, 'the text that is split is not known');
  }
  let pieces = [text];
  for (const separator of list) pieces = pieces.flatMap((piece) => piece.split(separator));
  return {
    kind: 'array',
    items: pieces.map((piece) => call.evaluator.given(call.at, piece)),
    rest: null,
  };
});

const join: Implementation = ofSettled((call, [array, delimiter], settled) => {
  if (array !== undefined && isArray(array) && array.rest === null && typeof delimiter === 'string') {
    const values: Value[] = array.items.map((item) => (item.when === null ? call.evaluator.force(item.cell) : null));
    if (values.every((value): value is string | number => typeof value === 'string' || typeof value === 'number'))
      return values.join(delimiter);
  }
  return unknownResult(call, settled, 'what is joined is not known');
});

const createArray: Implementation = (call) => ({
  kind: 'array',
  items: call.operands,
  rest: null,
});

const array: Implementation = ofSettled((call, [value], settled) => {
  const cell = settled[0];
  if (cell === undefined || value === undefined || isUnknown(value))
    return unknownResult(call, settled, 'the value is not known');
  return isArray(value) ? cell : { kind: 'array', items: [cell], rest: null };
});

/** Integers that `range` makes at most; Azure takes 10,000. */
const longestRange = 100_000;

const range: Implementation = ofSettled((call, [start, count], settled) => {
  if (typeof start !== 'number' || typeof count !== 'number')
    return unknownResult(call, settled, 'the range is not known');
  if (count < 0 || count > longestRange) return call.evaluator.failure(call.at, 'the range is too long');
  const items = Array.from({ length: count }, (_, index) => call.evaluator.given(call.at, start + index));
  return { kind: 'array', items, rest: null };
});

export const collectionFunctions: Readonly<Record<string, Implementation>> = {
  union,
  contains,
  length,
  first: edge(false),
  last: edge(true),
  split,
  join,
  createArray,
  array,
  range,
  shallowMerge: ofSettled((call, [list], settled) => {
    if (list === undefined || !isArray(list) || list.rest !== null || list.items.some((item) => item.when !== null)) {
      return unknownResult(call, settled, 'what is merged is not known');
    }
    return mergeObjects(
      call.evaluator,
      call.at,
      list.items.map((item) => item.cell),
      false,
    );
  }),
};
