/** Objects as lists of their properties, and JSON text as values. */
import { type Call, type Implementation, ofScalars, ofSettled, refused, unknownResult } from './calls.ts';
import type { Cell } from './cell.ts';
import { readJson } from './json-values.ts';
import { compareTexts } from './text-order.ts';
import { type ArrayElement, isObject, type ObjectValue, shapeOf, type Value } from './values.ts';

interface Entry {
  readonly key: string;
  readonly cell: Cell;
}

/**
 * The properties in the order of their keys, and whether that order is known. Keys that differ in case only are two, as the compiler's own
 * tests assert of `items`.
 */
function entriesOf(object: ObjectValue): { readonly entries: readonly Entry[]; readonly ordered: boolean } {
  const byKey = new Map<string, Cell>();
  for (const [position, key] of object.shape.keys.entries()) {
    const cell = object.cells[position];
    if (cell !== undefined) byKey.set(key, cell);
  }
  const entries = [...byKey].map(([key, cell]) => ({ key, cell }));
  let ordered = true;
  entries.sort((a, b) => {
    const order = compareTexts(a.key, b.key);
    if (order === undefined) ordered = false;
    return order ?? 0;
  });
  return { entries, ordered: ordered && object.rest === null };
}

/**
 * One element for each property that is there in this alternative.
 * @param ordered if false, the elements have no known position
 */
function listOf(
  call: Call,
  object: ObjectValue,
  make: (entry: Entry) => Cell,
  isOrdered: (entries: readonly Entry[]) => boolean,
): Value | Cell {
  const { evaluator, at } = call;
  const { entries, ordered } = entriesOf(object);
  const rest = object.rest === null ? null : evaluator.failure(at, object.rest.reason);
  return evaluator.lift(
    at,
    entries.map((entry) => entry.cell),
    (settled) => {
      const present = entries.filter((_, index) => {
        const value = evaluator.force(settled[index] ?? at);
        return !(typeof value === 'object' && value !== null && value.kind === 'absent');
      });
      const placed = ordered && isOrdered(present);
      const items = present.map((entry): ArrayElement => (placed ? make(entry) : { cell: make(entry), when: true }));
      return evaluator.given(at, { kind: 'array', items, rest });
    },
  );
}

const itemShape = shapeOf(['key', 'value']);

/** `items`: objects with `key` and `value`, in the order of the keys. */
const items: Implementation = ofSettled((call, [value], settled) => {
  if (value === undefined || !isObject(value))
    return unknownResult(call, settled, 'the properties of the object are not known');
  const { evaluator, at } = call;
  const make = ({ key, cell }: Entry): Cell =>
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
  return listOf(call, value, ({ key }) => call.evaluator.given(call.at, key), inOrder);
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
