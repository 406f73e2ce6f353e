/**
 * `format`, `concat` and `join`: texts made of others. Semantics: Azure documentation and .NET composite formatting, as far
 * as the corpus pins it; other format strings give an unknown value.
 */
import { concatArrays } from '../arrays.ts';
import { type Call, type Implementation, ofSettled, refused, unknownResult } from '../calls.ts';
import type { Cell } from '../cell.ts';
import { forPresent, isInOrder } from '../elements.ts';
import { formattedParts } from '../json-text.ts';
import { lift } from '../lift.ts';
import { longestString, partsOf, writtenText } from '../texts.ts';
import { isArray, isScalar, isUnknown, type Scalar, type TextPart, type Value } from '../values.ts';
import { integerOf } from './numbers.ts';
import { containerKind } from './sets.ts';

/** Texts one after the other, or arrays; elements of a choice of arrays have its conditions. */
const concat: Implementation = (call) => {
  if (containerKind(call, call.operands) !== 'array') return concatTexts(call);
  const plain = call.operands.some((operand) => isScalar(call.evaluator.force(operand)));
  return plain ? refused(call) : concatArrays(call.evaluator, call.operands);
};

const concatTexts: Implementation = ofSettled((call, values, settled) => {
  // Unknown values may be arrays as well as texts.
  if (values.length > 0 && values.every((value) => isUnknown(value) && value.type !== 'string'))
    return unknownResult(call, settled, values.find(isUnknown)?.reason ?? 'nothing is joined');
  const parts: TextPart[] = [];
  for (const value of values) {
    const known = partsOf(value);
    if (known === null) return unknownResult(call, settled, 'part of the text is not a plain value');
    parts.push(...known);
  }
  return writtenText(call.evaluator, call.at, parts);
});

interface Hole {
  readonly index: number;
  readonly alignment: number;
  readonly pattern: string;
}

/** A pattern that is only known after evaluation or formats its values; a constant one of plain holes is read as an interpolated text. */
const format: Implementation = ofSettled((call, [pattern, ...values], settled) => {
  if (typeof pattern !== 'string') return unknownResult(call, settled, 'the pattern of format is not known');
  const pieces = piecesOf(pattern);
  if (pieces === null) return refused(call);
  const parts: TextPart[] = [];
  let length = 0;
  for (const piece of pieces) {
    const known = typeof piece === 'string' ? [piece] : holeParts(call, piece, values);
    if (known === null) return unknownResult(call, settled, 'how a part of the text is written is not known');
    for (const part of known) length += typeof part === 'string' ? part.length : 0;
    if (length > longestString) return call.evaluator.beyond(call.at, 'the text is too long');
    parts.push(...known);
  }
  return writtenText(call.evaluator, call.at, parts);
});

function holeParts(call: Call, hole: Hole, values: readonly Value[]): readonly TextPart[] | null {
  const value = values[hole.index];
  if (value === undefined) return null;
  if (hole.pattern === '') {
    const parts = formattedParts(call.evaluator, value);
    if (hole.alignment === 0 || parts === null) return parts;
    const [only = ''] = parts;
    return parts.length <= 1 && typeof only === 'string' ? [aligned(only, hole.alignment)] : null;
  }
  const text = isScalar(value) ? formattedNumber(value, hole.pattern) : undefined;
  return text === undefined ? null : [aligned(text, hole.alignment)];
}

function aligned(text: string, alignment: number): string {
  return alignment < 0 ? text.padEnd(-alignment) : text.padStart(alignment);
}

/** Fixed texts and holes `{index,alignment:pattern}`; null if the pattern is none. Doubled braces stand for one. */
function piecesOf(pattern: string): readonly (string | Hole)[] | null {
  const pieces: (string | Hole)[] = [];
  let from = 0;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at];
    if (character !== '{' && character !== '}') continue;
    pieces.push(pattern.slice(from, at));
    if (pattern[at + 1] === character) {
      pieces.push(character);
      at++;
    } else {
      const close = character === '{' ? pattern.indexOf('}', at) : -1;
      const hole =
        close < 0 || close - at > 200
          ? null
          : /^(\d{1,4})(?:, *(-?\d{1,4}) *)?(?::([^{}]*))?$/.exec(pattern.slice(at + 1, close));
      if (hole === null) return null;
      pieces.push({ index: Number(hole[1]), alignment: Number(hole[2] ?? 0), pattern: hole[3] ?? '' });
      at = close;
    }
    from = at + 1;
  }
  return [...pieces, pattern.slice(from)];
}

/** Integers by the standard patterns `D`, `N`, `F` and `X` with a number of digits, and by zeros; undefined for the rest. */
function formattedNumber(value: Scalar, pattern: string): string | undefined {
  const integer = integerOf(value);
  if (integer === null) return undefined;
  const sign = integer < 0n ? '-' : '';
  const digits = String(integer < 0n ? -integer : integer);
  if (/^0{1,99}$/.test(pattern)) return sign + digits.padStart(pattern.length, '0');
  const standard = /^([DdNnFfXx])(\d{0,2})$/.exec(pattern);
  if (standard === null) return undefined;
  const [, letter = '', precision = ''] = standard;
  const places = Number(precision);
  const fraction = places === 0 ? '' : `.${'0'.repeat(places)}`;
  switch (letter.toLowerCase()) {
    case 'd':
      return sign + digits.padStart(places, '0');
    case 'x': {
      if (integer < 0n) return undefined;
      const hex = integer.toString(16).padStart(places, '0');
      return letter === 'X' ? hex.toUpperCase() : hex;
    }
    case 'n':
      return precision === '' ? undefined : sign + digits.replace(/\B(?=(?:\d{3})+$)/g, ',') + fraction;
    default:
      return precision === '' ? undefined : sign + digits + fraction;
  }
}

const join: Implementation = ofSettled((call, [array, delimiter], settled, assumptions) => {
  if (array === undefined || !isArray(array) || !isInOrder(array) || typeof delimiter !== 'string')
    return unknownResult(call, settled, 'what is joined is not known');
  return forPresent(call, array.items, assumptions, (present, assumed) =>
    lift(
      call.evaluator,
      call.at,
      present,
      (elements) => call.evaluator.given(call.at, joinCells(call, elements, delimiter)),
      assumed,
    ),
  );
});

function joinCells(call: Call, cells: readonly Cell[], delimiter: string): Value {
  const parts: TextPart[] = [];
  for (const [index, cell] of cells.entries()) {
    const known = partsOf(call.evaluator.force(cell));
    if (known === null) return call.evaluator.failure(call.at, 'what is joined is not a plain value');
    parts.push(...(index === 0 ? known : [delimiter, ...known]));
  }
  return writtenText(call.evaluator, call.at, parts);
}

export const formatFunctions: Readonly<Record<string, Implementation>> = { concat, format, join };
