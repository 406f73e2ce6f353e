/** Partly known strings: building, comparing and cutting them. */
import type { Cell } from './cell.ts';
import type { Evaluator } from './evaluator.ts';
import type { ResourceInstance } from './instance.ts';
import { compoundTerm, constantTerm, longestTerm, type Term } from './terms.ts';
import type { TextPart, TextValue, Unknown, Value } from './values.ts';

/** Longest string that is built, in UTF-16 units. */
export const longestString = 4 * 1024 * 1024;

/** Unknown parts of one text; beyond, the text isn't known at all. */
const mostUnknownParts = 64;

/** Characters of written text that count as one step of the evaluation. */
const charactersPerStep = 64;

/** The text that parts make at a cell, while it is short enough. */
export function writtenText(evaluator: Evaluator, at: Cell, parts: readonly TextPart[]): Value {
  let length = 0;
  let unknown = 0;
  for (const part of parts) {
    if (typeof part === 'string') length += part.length;
    else unknown++;
  }
  if (length > longestString || !evaluator.spend(length / charactersPerStep))
    return evaluator.beyond(at, 'the text is too long');
  if (unknown > mostUnknownParts) return evaluator.failure(at, 'the text has too many parts that are not known');
  return textOf(parts);
}

/** Joins parts to a string, or to a text with neighbouring strings merged. */
export function textOf(parts: readonly TextPart[]): string | TextValue | TextPart {
  const merged: TextPart[] = [];
  for (const part of parts) {
    if (part === '') continue;
    const last = merged[merged.length - 1];
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part;
    else merged.push(part);
  }
  if (merged.length === 0) return '';
  const only = merged[0];
  if (merged.length === 1 && only !== undefined)
    return typeof only !== 'string' && only.kind === 'unknown' ? asText(only) : only;
  return { kind: 'text', parts: merged };
}

/** An unknown written into a text by itself: `'${zones}'` is '1' where zones is 1, and '' where it is null. */
function asText(unknown: Unknown): Unknown {
  if (unknown.type === 'string' && !unknown.nullable) return unknown;
  const compound = compoundTerm('string', [unknown.term], unknown.term.place);
  const written = unknown.oneOf?.map((candidate) => partsOf(candidate)?.[0] ?? '');
  const oneOf = written?.every((candidate) => typeof candidate === 'string') ? [...new Set(written)] : null;
  const nothing = unknown.nullable && oneOf !== null && !oneOf.includes('') ? [''] : [];
  return {
    kind: 'unknown',
    term: { ...compound, label: unknown.term.label },
    reason: unknown.reason,
    nullable: false,
    oneOf: oneOf === null ? null : [...oneOf, ...nothing],
    type: 'string',
  };
}

/** A string, number or boolean as it is written into a text; null for all else. */
export function scalarText(value: Value): string | null {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
      return String(value);
    case 'boolean':
      return value ? 'True' : 'False';
    default:
      return null;
  }
}

/** The parts of a value that stands for a string; null if it doesn't. */
export function partsOf(value: Value): readonly TextPart[] | null {
  const scalar = scalarText(value);
  if (scalar !== null) return [scalar];
  if (typeof value !== 'object' || value === null) return null;
  if (value.kind === 'text') return value.parts;
  if (value.kind === 'unknown') return [value];
  if (value.kind === 'reference' && value.what === 'id') return [value];
  return null;
}

/** True or false if the strings are surely equal or surely not, undefined if it depends on unknown parts. Case counts. */
export function textsEqual(a: readonly TextPart[], b: readonly TextPart[]): boolean | undefined {
  if (a.length === b.length && a.every((part, index) => samePart(part, b[index]))) return true;
  const aStart = startOf(a);
  const bStart = startOf(b);
  const aEnd = lastText(a);
  const bEnd = lastText(b);
  const aWhole = a.length === 1 && typeof a[0] === 'string';
  const bWhole = b.length === 1 && typeof b[0] === 'string';
  if (aWhole && bWhole) return aStart === bStart;
  if (aWhole) return fits(aStart, b, bStart, bEnd) ? undefined : false;
  if (bWhole) return fits(bStart, a, aStart, aEnd) ? undefined : false;
  const shorterStart = Math.min(aStart.length, bStart.length);
  if (aStart.slice(0, shorterStart) !== bStart.slice(0, shorterStart)) return false;
  const shorterEnd = Math.min(aEnd.length, bEnd.length);
  if (shorterEnd > 0 && aEnd.slice(-shorterEnd) !== bEnd.slice(-shorterEnd)) return false;
  return undefined;
}

function samePart(a: TextPart | undefined, b: TextPart | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  return partTerm(a).key === partTerm(b).key;
}

/** What a text begins with; an id begins with a slash, whatever it is. */
function startOf([first]: readonly TextPart[]): string {
  if (typeof first === 'string') return first;
  return first?.kind === 'reference' ? '/' : '';
}

function lastText(parts: readonly TextPart[]): string {
  const last = parts[parts.length - 1];
  return typeof last === 'string' ? last : '';
}

function fits(whole: string, parts: readonly TextPart[], start: string, end: string): boolean {
  const known = parts.reduce((length, part) => length + (typeof part === 'string' ? part.length : 0), 0);
  if (known > whole.length || !whole.startsWith(start) || !whole.endsWith(end)) return false;
  let at = 0;
  for (const part of parts) {
    if (typeof part !== 'string') continue;
    const found = whole.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return true;
}

/** The term of a part of a text. */
export function partTerm(part: TextPart): Term {
  if (typeof part === 'string') return constantTerm(part);
  return part.kind === 'unknown' ? part.term : instanceTerm(part.to, part.what);
}

export function instanceTerm(instance: ResourceInstance, what: string): Term {
  return {
    key: `${what}(${instance.key})`,
    place: instance.key,
    size: 1,
    label: `${instance.declaration.name}.${what}`,
  };
}

/** The term of a whole value, for use in compound terms; null for objects, arrays and the like, and for texts of very many parts. */
export function termOf(value: Value): Term | null {
  if (typeof value !== 'object' || value === null) return constantTerm(value);
  switch (value.kind) {
    case 'unknown':
      return value.term;
    case 'text': {
      const parts = value.parts.map(partTerm);
      const size = parts.reduce((sum, part) => sum + part.size, 1);
      return size > longestTerm ? null : { ...compoundTerm('text', parts, ''), label: textLabel(value.parts) };
    }
    case 'reference':
      return instanceTerm(value.to, value.what);
    case 'absent':
      return constantTerm(null);
    default:
      return null;
  }
}

/** A text as a template writes it: `'vnet-${environment}'`. */
function textLabel(parts: readonly TextPart[]): string {
  const inside = parts.map((part) =>
    typeof part === 'string' ? part : `\${${partTerm(part).label.replace(/^parameter (?=\w+$)/, '')}}`,
  );
  return `'${inside.join('')}'`;
}

/** The pieces of a text between the slashes of its known parts. */
export function segmentsOfText(parts: readonly TextPart[]): readonly (readonly TextPart[])[] {
  const segments: TextPart[][] = [[]];
  for (const part of parts) {
    if (typeof part !== 'string') {
      segments[segments.length - 1]?.push(part);
      continue;
    }
    part.split('/').forEach((piece, index) => {
      if (index > 0) segments.push([]);
      if (piece !== '') segments[segments.length - 1]?.push(piece);
    });
  }
  return segments;
}
