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

/** Keys of an object literal, shared by all values that it makes. Lookup ignores case, as ARM does; the first spelling counts. */
export interface Shape {
  readonly keys: readonly string[];
  readonly positions: ReadonlyMap<string, number>;
}

/** `rest` is set if the object may have more properties, or others than those listed: it is open. */
export interface ObjectValue {
  readonly kind: 'object';
  readonly shape: Shape;
  readonly cells: readonly Cell[];
  readonly rest: Unknown | null;
}

/** `when` is the condition under which the element is there; null for always. */
export interface ArrayElement {
  readonly cell: Cell;
  readonly when: Value | null;
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

/** True for null and for absent. */
export function isNothing(value: Value): boolean {
  return value === null || value === absent;
}

/** The shape of a list of keys; of equal keys the last position counts, with the first spelling. */
export function shapeOf(keys: readonly string[]): Shape {
  const positions = new Map<string, number>();
  for (let position = 0; position < keys.length; position++)
    positions.set((keys[position] ?? '').toLowerCase(), position);
  return { keys, positions };
}

/** The cell of a property, by name without regard to case. */
export function propertyOf(object: ObjectValue, key: string): Cell | undefined {
  const position = object.shape.positions.get(key) ?? object.shape.positions.get(key.toLowerCase());
  return position === undefined ? undefined : object.cells[position];
}
