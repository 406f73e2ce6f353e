/** JSON as text: of values that are wholly known, and read back into values. */
import type { Cell } from './cell.ts';
import type { Evaluator } from './evaluator.ts';
import { longestString, partsOf } from './texts.ts';
import { isCertain, keysOf, propertyOf, type TextPart, type Value } from './values.ts';

/** How JSON is written. `folded` sorts keys and ignores their case, so that equal values have equal texts. */
export interface JsonStyle {
  readonly quote: '"' | "'";
  readonly folded: boolean;
}

/** What `string` gives. */
export const compactJson: JsonStyle = { quote: '"', folded: false };

/** What `format` gives for an object or an array. */
export const quotedJson: JsonStyle = { quote: "'", folded: false };

/** A text that two values share only if they are equal. */
export const comparableJson: JsonStyle = { quote: '"', folded: true };

/** Values inside of one value that are written; a shared value counts each time it is met. */
const mostWritten = 200_000;

/** Objects and arrays inside of each other; more are as good as unknown. */
const deepestJson = 100;

interface Writing {
  readonly evaluator: Evaluator;
  readonly style: JsonStyle;
  readonly parts: string[];
  length: number;
  values: number;
}

/** Compact JSON of a value; null if a part of it isn't known, if it depends on a condition, or if the text is too long. */
export function jsonTextOf(evaluator: Evaluator, value: Value, style: JsonStyle): string | null {
  const writing: Writing = { evaluator, style, parts: [], length: 0, values: 0 };
  return write(writing, value, 0) ? writing.parts.join('') : null;
}

/** How an object or an array stands in a formatted text; null for other values and for what isn't wholly known. */
export function jsonParts(evaluator: Evaluator, value: Value): readonly TextPart[] | null {
  if (typeof value !== 'object' || value === null || (value.kind !== 'object' && value.kind !== 'array')) return null;
  const text = jsonTextOf(evaluator, value, quotedJson);
  return text === null ? null : [text];
}

/** The parts of a value in a formatted text, objects and arrays included. */
export function formattedParts(evaluator: Evaluator, value: Value): readonly TextPart[] | null {
  return partsOf(value) ?? jsonParts(evaluator, value);
}

function write(writing: Writing, value: Value, depth: number): boolean {
  if (++writing.values > mostWritten || depth > deepestJson) return false;
  if (typeof value === 'string') return put(writing, quoted(value, writing.style.quote));
  if (typeof value === 'number')
    return Number.isInteger(value) || isShortFraction(value) ? put(writing, String(value)) : false;
  if (typeof value === 'bigint' || typeof value === 'boolean' || value === null) return put(writing, String(value));
  if (value.kind === 'object') return writeObject(writing, value, depth);
  if (value.kind === 'array') return writeArray(writing, value, depth);
  return false;
}

function put(writing: Writing, text: string): boolean {
  writing.length += text.length;
  if (writing.length > longestString) return false;
  writing.parts.push(text);
  return true;
}

function writeObject(writing: Writing, object: Extract<Value, { kind: 'object' }>, depth: number): boolean {
  if (object.rest !== null) return false;
  const keys = writing.style.folded ? [...keysOf(object)].sort(byFoldedText) : keysOf(object);
  let separator = '{';
  for (const key of keys) {
    const cell = propertyOf(object, key);
    const value = cell === undefined ? null : writing.evaluator.force(cell);
    if (typeof value === 'object' && value !== null && value.kind === 'absent') continue;
    const name = writing.style.folded ? key.toLowerCase() : key;
    if (!put(writing, `${separator}${quoted(name, writing.style.quote)}:`) || !write(writing, value, depth + 1))
      return false;
    separator = ',';
  }
  return put(writing, separator === '{' ? '{}' : '}');
}

function byFoldedText(a: string, b: string): number {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  return left < right ? -1 : left > right ? 1 : 0;
}

function writeArray(writing: Writing, array: Extract<Value, { kind: 'array' }>, depth: number): boolean {
  if (array.rest !== null) return false;
  let separator = '[';
  for (const item of array.items) {
    if (!isCertain(item)) return false;
    if (!put(writing, separator) || !write(writing, writing.evaluator.force(item.cell), depth + 1)) return false;
    separator = ',';
  }
  return put(writing, separator === '[' ? '[]' : ']');
}

/** Fractions that JavaScript and .NET write alike. */
function isShortFraction(value: number): boolean {
  return Math.abs(value) < 1e15 && Math.abs(value) >= 1e-4;
}

/** A JSON string. Line separators are escaped beside control characters, as the JSON library of Azure's own evaluation does. */
function quoted(text: string, quote: '"' | "'"): string {
  const escaped = JSON.stringify(text)
    .slice(1, -1)
    .replace(/[\u0085\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  if (quote === '"') return `"${escaped}"`;
  return `'${escaped.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** Compares the known value of a cell with a JSON text, for callers that hold cells. */
export function comparableText(evaluator: Evaluator, cell: Cell): string | null {
  return jsonTextOf(evaluator, evaluator.force(cell), comparableJson);
}
