/** Reads JSON text into values: `json`, `base64ToJson`. Strings may be in single quotes, and there may be comments, as Azure's reader accepts them. */
import { integerOf } from '../syntax/arm/integer.ts';
import type { Cell } from './cell.ts';
import { type Shape, shapeOf, type Value } from './values.ts';

/** Objects and arrays inside of each other; Azure's reader stops at as many. */
const deepest = 64;

/** Values in one text. */
const mostValues = 200_000;

interface Reading {
  readonly text: string;
  readonly make: (value: Value) => Cell;
  at: number;
  values: number;
}

/** Ends the reading of a text that isn't JSON. Only `readJson` catches it. */
class NoJson extends Error {}

/**
 * The value that a JSON text stands for; undefined if it isn't JSON, too large or too deep.
 * @param make makes the cells of properties and elements
 */
export function readJson(text: string, make: (value: Value) => Cell): Value | undefined {
  const reading: Reading = { text, make, at: 0, values: 0 };
  try {
    const value = readValue(reading, 0);
    skipBlanks(reading);
    return reading.at === text.length ? value : undefined;
  } catch (error) {
    if (error instanceof NoJson) return undefined;
    throw error;
  }
}

function readValue(reading: Reading, depth: number): Value {
  if (++reading.values > mostValues || depth > deepest) throw new NoJson();
  skipBlanks(reading);
  const character = reading.text[reading.at];
  if (character === '{') return readObject(reading, depth);
  if (character === '[') return readArray(reading, depth);
  if (character === '"' || character === "'") return readString(reading);
  return readWord(reading);
}

function readObject(reading: Reading, depth: number): Value {
  const keys: string[] = [];
  const cells: Cell[] = [];
  reading.at++;
  while (!closes(reading, '}', keys.length > 0)) {
    skipBlanks(reading);
    keys.push(readString(reading));
    skipBlanks(reading);
    if (reading.text[reading.at++] !== ':') throw new NoJson();
    cells.push(reading.make(readValue(reading, depth + 1)));
  }
  const shape: Shape = shapeOf(keys);
  return { kind: 'object', shape, cells, rest: null };
}

function readArray(reading: Reading, depth: number): Value {
  const items: Cell[] = [];
  reading.at++;
  while (!closes(reading, ']', items.length > 0)) items.push(reading.make(readValue(reading, depth + 1)));
  return { kind: 'array', items, rest: null };
}

/** Steps over the closing bracket, or over the comma before the next part. */
function closes(reading: Reading, bracket: string, after: boolean): boolean {
  skipBlanks(reading);
  const character = reading.text[reading.at];
  if (character === bracket) {
    reading.at++;
    return true;
  }
  if (after) {
    if (character !== ',') throw new NoJson();
    reading.at++;
  }
  return false;
}

const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
};

function readString(reading: Reading): string {
  const { text } = reading;
  const quote = text[reading.at];
  if (quote !== '"' && quote !== "'") throw new NoJson();
  let from = reading.at + 1;
  let result = '';
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === quote) {
      reading.at = at + 1;
      return result + text.slice(from, at);
    }
    if (character !== '\\') continue;
    result += text.slice(from, at);
    const letter = text[++at] ?? '';
    if (letter === 'u') {
      const digits = text.slice(at + 1, at + 5);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw new NoJson();
      result += String.fromCharCode(Number.parseInt(digits, 16));
      at += 4;
    } else {
      const meant = escapes[letter];
      if (meant === undefined) throw new NoJson();
      result += meant;
    }
    from = at + 1;
  }
  throw new NoJson();
}

function readWord(reading: Reading): Value {
  const start = reading.at;
  while (reading.at < reading.text.length && reading.at - start < 40 && /[-+.\w]/.test(reading.text[reading.at] ?? ''))
    reading.at++;
  const word = reading.text.slice(start, reading.at);
  if (word === 'true') return true;
  if (word === 'false') return false;
  if (word === 'null') return null;
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(word)) throw new NoJson();
  const number = integerOf(word);
  const isInteger = /^-?\d+$/.test(word);
  const fits =
    typeof number === 'bigint' ? BigInt.asIntN(64, number) === number : !isInteger || Number.isSafeInteger(number);
  if (!fits) throw new NoJson();
  return number;
}

function skipBlanks(reading: Reading): void {
  const { text } = reading;
  for (;;) {
    while (reading.at < text.length && ' \t\r\n'.includes(text[reading.at] ?? '')) reading.at++;
    if (text[reading.at] !== '/') return;
    const [start, end] = text.startsWith('/*', reading.at) ? ['/*', '*/'] : ['//', '\n'];
    if (!text.startsWith(start, reading.at)) return;
    const closed = text.indexOf(end, reading.at + 2);
    if (closed < 0 && end === '*/') throw new NoJson();
    reading.at = closed < 0 ? text.length : closed + end.length;
  }
}
