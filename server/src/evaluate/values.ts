import type { Expression } from '../template/ir.ts';
import type { Cell, Frame } from './cell.ts';
import type { Reference } from './instance.ts';
import type { Atom, Term } from './terms.ts';

/**
 * Values of the evaluation. Scalars are raw JavaScript values; where a value comes from is kept in its cell, so equal values need no copies.
 * A bigint stands for an integer past 2^53. `null` is written, `absent` is not there; at a resource's border both mean omitted.
 */
export type Value = Scalar | Absent | ObjectValue | ArrayValue | TextValue | Reference | Choice | Unknown | LambdaValue;

export type Scalar = string | number | bigint | boolean | null;

export interface Absent {
  readonly kind: 'absent';
}

/** The one absent value. */
export const absent: Absent = { kind: 'absent' };

/**
 * Keys of an object literal, shared by all values that it makes. Lookup ignores case, as ARM does; of equal keys the last one counts. `folded`
 * is made for long lists only: most objects have few keys, and a map would outweigh the values.
 */
export interface Shape {
  readonly keys: readonly string[];
  readonly folded: ReadonlyMap<string, number> | null;
}

/**
 * `rest` is set if the object may have more properties, or others than those listed: it is open. `conditions` are those of the call of a module
 * that the object stands for.
 */
export interface ObjectValue {
  readonly kind: 'object';
  readonly shape: Shape;
  readonly cells: readonly Cell[];
  readonly rest: Unknown | null;
  readonly conditions?: readonly Cell[];
}

/**
 * `when` is the condition under which the element is there; null for always. `placed` is false if it has no known position even among the
 * elements that are there: an open part of the array stands before it, or nobody says in which order they come.
 */
export interface ArrayElement {
  readonly cell: Cell;
  readonly when: Value | null;
  readonly placed: boolean;
}

export interface ArrayValue {
  readonly kind: 'array';
  readonly items: readonly ArrayElement[];
  readonly rest: Unknown | null;
}

/** A partly known string: at least one part isn't a string, no two strings are neighbours. */
export interface TextValue {
  readonly kind: 'text';
  readonly parts: readonly TextPart[];
}

export type TextPart = string | Unknown | Reference;

/** One of two values by a condition. Ordered by atom from the root down, no atom twice on a path. */
export interface Choice {
  readonly kind: 'choice';
  readonly on: Atom;
  readonly yes: Cell;
  readonly no: Cell;
}

/**
 * A value that isn't known. Equal terms are one unknown. `oneOf` are the candidates that an author wrote (allowed values), if any. A failure
 * of the evaluation (an index out of range, a wrong type) is an unknown too, so that it can never make a verdict certain.
 */
export interface Unknown {
  readonly kind: 'unknown';
  readonly term: Term;
  readonly reason: string;
  readonly nullable: boolean;
  readonly oneOf: readonly Scalar[] | null;
  /** Set if it is surely a string (or null, if it may be that); what isn't is another value once it is written into a text. */
  readonly type?: 'string';
  /** Of a secret: whether it is another value; undefined if that isn't known. It can be asked, and not be read. */
  readonly equals?: (other: Scalar) => boolean | undefined;
}

export interface LambdaValue {
  readonly kind: 'lambda';
  readonly parameters: readonly string[];
  readonly body: Expression;
  readonly frame: Frame;
}

export function isScalar(value: Value): value is Scalar {
  return typeof value !== 'object' || value === null;
}

export function isUnknown(value: Value): value is Unknown {
  return typeof value === 'object' && value !== null && value.kind === 'unknown';
}

export function isChoice(value: Value): value is Choice {
  return typeof value === 'object' && value !== null && value.kind === 'choice';
}

export function isObject(value: Value): value is ObjectValue {
  return typeof value === 'object' && value !== null && value.kind === 'object';
}

export function isArray(value: Value): value is ArrayValue {
  return typeof value === 'object' && value !== null && value.kind === 'array';
}

/** True for an element that is always there and whose position is known. */
export function isCertain(element: ArrayElement): boolean {
  return element.when === null && element.placed;
}

/** True for null and for absent. */
export function isNothing(value: Value): boolean {
  return value === null || value === absent;
}

/** Lists of more keys than this are looked up by a map. */
const longestScan = 16;

export function shapeOf(keys: readonly string[]): Shape {
  if (keys.length <= longestScan) return { keys, folded: null };
  return { keys, folded: new Map(keys.map((key, position) => [key.toLowerCase(), position])) };
}

/** Position of a key, without regard to case; -1 if the shape lacks it. */
export function positionOf(shape: Shape, key: string): number {
  if (shape.folded !== null) return shape.folded.get(key.toLowerCase()) ?? -1;
  let folded: string | null = null;
  for (let position = shape.keys.length - 1; position >= 0; position--) {
    const candidate = shape.keys[position] ?? '';
    if (candidate === key) return position;
    if (candidate.length !== key.length) continue;
    folded ??= key.toLowerCase();
    if (candidate.toLowerCase() === folded) return position;
  }
  return -1;
}

/** The keys without repetition. Of keys that differ in case only the first spelling stays; the value is that of the last. */
export function keysOf(object: ObjectValue): readonly string[] {
  const { keys } = object.shape;
  if (keys.every((key, position) => positionOf(object.shape, key) === position)) return keys;
  const spellings = new Map<string, string>();
  for (const key of keys) if (!spellings.has(key.toLowerCase())) spellings.set(key.toLowerCase(), key);
  return [...spellings.values()];
}

/** The cell of a property, by name without regard to case. */
export function propertyOf(object: ObjectValue, key: string): Cell | undefined {
  const position = positionOf(object.shape, key);
  return position < 0 ? undefined : object.cells[position];
}
