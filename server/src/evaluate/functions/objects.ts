/** Objects as lists of their properties, and JSON text as values. */
import { type Call, type Implementation, ofScalars, ofSettled, refused, unknownResult } from '../calls.ts';
import type { Cell } from '../cell.ts';
import { propertiesOf } from '../elements.ts';
import { readJson } from '../json-values.ts';
import { compareTexts } from '../text-order.ts';
import { type ArrayElement, isCertain, isObject, type ObjectValue, shapeOf, type Value } from '../values.ts';

interface Entry {
  readonly key: string;
  readonly element: ArrayElement;
}

/**
 * An array with an element for each property, in the order of their keys. Where that order isn't known, since the keys or the object leave it
 * open, the elements have no known position.
 */
function listOf(
  call: Call,
  object: ObjectValue,
  make: (key: string, cell: Cell) => Cell,
  isOrdered: (entries: readonly Entry[]) => boolean,
): Value {
  let ordered = object.rest === null;
  const entries = [...propertiesOf(call, object)].sort((a, b) => {
    const order = compareTexts(a.key, b.key);
    if (order === undefined) ordered = false;
    return order ?? 0;
  });
  ordered = ordered && isOrdered(entries);
  const items = entries.map(({ key, element }): ArrayElement => {
    const cell = make(key, element.cell);
    return isCertain(element) && ordered ? cell : { cell, when: element.when, placed: ordered && element.placed };
  });
  const rest = object.rest === null ? null : call.evaluator.failure(call.at, object.rest.reason);
  return { kind: 'array', items, rest };
}

const itemShape = shapeOf(['key', 'value']);

/**
 * `items`: objects with `key` and `value`, in the order of the keys. Keys that differ in case only are two, as the compiler's own tests assert.
 */
const items: Implementation = ofSettled((call, [value], settled) => {
  if (value === undefined || !isObject(value))
    return unknownResult(call, settled, 'the properties of the object are not known');
  const { evaluator, at } = call;
  const make = (key: string, cell: Cell): Cell =>
    evaluator.given(at, { kind: 'object', shape: itemShape, cells: [evaluator.given(at, key), cell], rest: null });
  return listOf(call, value, make, () => true);
});

/** The keys. Whether they are sorted isn't documented, so they have a place only where it makes no difference. */
const objectKeys: Implementation = ofSettled((call, [value], settled) => {
  if (value === undefined || !isObject(value))
    return unknownResult(call, settled, 'the properties of the object are not known');
  const declared = new Map(value.shape.keys.map((key, position) => [key, position]));
  const inOrder = (entries: readonly Entry[]): boolean =>
    entries.every((entry, index) => {
      const previous = entries[index - 1];
      return previous === undefined || (declared.get(previous.key) ?? 0) < (declared.get(entry.key) ?? 0);
    });
  return listOf(call, value, (key) => call.evaluator.given(call.at, key), inOrder);
});

/** Only calls that make no object literal are left to this: those with a key too many. */
const createObject: Implementation = (call) => refused(call);

export const objectFunctions: Readonly<Record<string, Implementation>> = {
  items,
  objectKeys,
  createObject,
  json: jsonOf((text) => text),
};

/** A function that reads JSON from a text which `decode` makes of its argument; undefined if it can't. */
export function jsonOf(decode: (text: string) => string | undefined): Implementation {
  return (call) =>
    ofScalars((argument) => {
      const text = typeof argument === 'string' ? decode(argument) : undefined;
      return text === undefined ? undefined : readJson(text, (value) => call.evaluator.given(call.at, value));
    })(call);
}
