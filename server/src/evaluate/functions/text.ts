/**
 * Functions of strings. Partly known texts are kept where the function allows it. Semantics: Azure documentation, template functions (string);
 * positions are counted in UTF-16 units, as .NET counts them.
 */
import { type Call, checked, type Implementation, ofScalars, ofSettled, refused, unknownResult } from '../calls.ts';
import { compactJson, jsonTextOf } from '../json-text.ts';
import { compoundTerm } from '../terms.ts';
import { longestString, partsOf, textOf } from '../texts.ts';
import { isScalar, type Scalar, type TextPart, type Value } from '../values.ts';

/** Letters of a known text changed in every known part; an unknown part stays unknown, as the same function of it. */
function letters(change: (letter: string) => string): Implementation {
  const changeText = (text: string): string => {
    const changed = change(text);
    if (changed.length === text.length && !/[^\0-\x7f]/.test(text)) return changed;
    // One letter at a time, since .NET never makes two of one, nor looks at its neighbours.
    return text.replace(/./gsu, (letter) => (change(letter).length === letter.length ? change(letter) : letter));
  };
  return ofSettled((call, [value], settled) => {
    const parts = value === undefined || !isTextual(value) ? null : partsOf(value);
    if (parts === null) return unknownResult(call, settled, `${call.name} of this value is not evaluated`);
    if (parts.some((part) => typeof part !== 'string' && part.kind === 'reference'))
      return unknownResult(call, settled, `${call.name} of an id is not evaluated`);
    return textOf(parts.map((part) => (typeof part === 'string' ? changeText(part) : ofPart(call.name, part))));
  });
}

/** The unknown part that the same function of an unknown part is. */
function ofPart(name: string, part: Exclude<TextPart, string>): TextPart {
  if (part.kind === 'reference') return part;
  const term = compoundTerm(name.toLowerCase(), [part.term], part.term.place);
  return { ...part, term: { ...term, label: part.term.label }, nullable: false, oneOf: null, type: 'string' };
}

export function isTextual(value: Value): boolean {
  return (
    typeof value === 'string' ||
    (typeof value === 'object' && value !== null && (value.kind === 'text' || value.kind === 'unknown'))
  );
}

/** True if the value's known start decides; undefined if an unknown part could. Case is ignored. */
function affix(
  hasAffix: (text: string, affix: string) => boolean,
  known: (parts: readonly TextPart[]) => TextPart | undefined,
): Implementation {
  return ofSettled((call, [value, wanted], settled) => {
    if (typeof wanted === 'string' && value !== undefined) {
      if (typeof value === 'string') return hasAffix(value.toLowerCase(), wanted.toLowerCase());
      const parts = isTextual(value) ? partsOf(value) : null;
      const end = parts === null ? undefined : known(parts);
      if (typeof end === 'string') {
        const [text, sought] = [end.toLowerCase(), wanted.toLowerCase()];
        if (text.length >= sought.length) return hasAffix(text, sought);
        if (!hasAffix(sought, text)) return false;
      }
    }
    return unknownResult(call, settled, `what ${call.name} gives depends on an unknown value`);
  });
}

function textOnly(compute: (text: string, ...others: readonly Scalar[]) => Value | undefined): Implementation {
  return ofScalars((text, ...others) => (typeof text === 'string' ? compute(text, ...others) : undefined));
}

/** Booleans are written `True` and `False`, objects and arrays as compact JSON. */
const string: Implementation = ofSettled((call, [value], settled) => {
  if (value === undefined) return refused(call);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (isScalar(value) && value !== null) return String(value);
  if (isTextual(value)) return textOf(partsOf(value) ?? []);
  if (typeof value === 'object' && value !== null && value.kind === 'reference' && value.what === 'id') return value;
  const text = jsonTextOf(call.evaluator, value, compactJson);
  return value === null || text === null ? unknownResult(call, settled, 'the text of this value is not known') : text;
});

/** Replaces in known parts. In a partly known text only a single character, which can't lie across two parts. */
const replace: Implementation = ofSettled((call, [value, sought, by], settled) => {
  if (typeof sought === 'string' && typeof by === 'string' && value !== undefined) {
    if (typeof value === 'string') return checked(call, replaced(value, sought, by));
    const parts = typeof value === 'object' && value !== null && value.kind === 'text' ? value.parts : null;
    if (
      parts !== null &&
      sought.length === 1 &&
      parts.every((part) => typeof part === 'string' || part.kind === 'unknown')
    ) {
      const name = `replace[${JSON.stringify([sought, by])}]`;
      const changed = parts.map((part) =>
        typeof part === 'string' ? checked(call, replaced(part, sought, by)) : ofPart(name, part),
      );
      if (changed.every(isPart)) return textOf(changed);
    }
  }
  return unknownResult(call, settled, 'the text in which something is replaced is not known');
});

function isPart(value: Value): value is TextPart {
  return typeof value === 'string' || (typeof value === 'object' && value !== null && value.kind === 'unknown');
}

function replaced(text: string, sought: string, by: string): string | undefined {
  if (sought === '') return undefined;
  const pieces = text.split(sought);
  if (text.length + (pieces.length - 1) * (by.length - sought.length) > longestString) return undefined;
  return pieces.join(by);
}

/** A part of a text by position: of a partly known one, as far as its known beginning reaches. */
const substring: Implementation = ofSettled((call, [value, start, length], settled) => {
  if (value === undefined || !isPosition(start) || !(length === undefined || isPosition(length)))
    return isScalar(start ?? 0) && isScalar(length ?? 0)
      ? refused(call)
      : unknownResult(call, settled, 'which part of the text is meant is not known');
  if (typeof value === 'string') {
    if (start > value.length || (length !== undefined && start + length > value.length)) return refused(call);
    return length === undefined ? value.slice(start) : value.slice(start, start + length);
  }
  const parts = knownStart(value);
  const head = parts?.[0];
  if (parts === null || typeof head !== 'string' || start > head.length)
    return unknownResult(call, settled, 'the text is not known');
  if (length === undefined) return textOf([head.slice(start), ...parts.slice(1)]);
  return start + length <= head.length
    ? head.slice(start, start + length)
    : unknownResult(call, settled, 'the text is not known');
});

function isPosition(value: Value | undefined): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

/** The parts of a partly known text that begins with a known one; null for other values. */
function knownStart(value: Value): readonly TextPart[] | null {
  if (typeof value !== 'object' || value === null || value.kind !== 'text') return null;
  return typeof value.parts[0] === 'string' ? value.parts : null;
}

/** The first characters of a text, or those after them; null if it isn't known which those are. */
export function cutText(value: Value, count: number, keepStart: boolean): Value | null {
  const size = Math.max(0, count);
  if (typeof value === 'string') return keepStart ? value.slice(0, size) : value.slice(size);
  const parts = knownStart(value);
  const head = parts?.[0];
  if (parts === null || typeof head !== 'string' || size > head.length) return null;
  return keepStart ? head.slice(0, size) : textOf([head.slice(size), ...parts.slice(1)]);
}

function padLeft(value: Scalar | undefined, length: Scalar | undefined, pad: Scalar = ' '): Value | undefined {
  const isText = typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
  if (!isText || !isPosition(length) || length > longestString) return undefined;
  if (typeof pad !== 'string' || pad.length !== 1) return undefined;
  return String(value).padStart(length, pad);
}

/** `like` with one wildcard, where it is the same with and without regard to case: which of the two Azure does isn't documented. */
function like(text: string, pattern: Scalar | undefined): Value | undefined {
  if (typeof pattern !== 'string') return undefined;
  const [start = '', end, ...others] = pattern.split('*');
  if (others.length > 0) return undefined;
  const matches = (candidate: string, head: string, tail: string | undefined): boolean => {
    if (tail === undefined) return candidate === head;
    return candidate.length >= head.length + tail.length && candidate.startsWith(head) && candidate.endsWith(tail);
  };
  const exact = matches(text, start, end);
  return exact === matches(text.toLowerCase(), start.toLowerCase(), end?.toLowerCase()) ? exact : undefined;
}

/** White space at the ends; undefined where .NET and JavaScript disagree on what that is. */
function trim(text: string): Value | undefined {
  const trimmed = text.trim();
  const disputed = /^[\ufeff\u0085]|[\ufeff\u0085]$/;
  return disputed.test(trimmed) || /[\ufeff\u0085]/.test(text.slice(0, 100)) ? undefined : trimmed;
}

export const textFunctions: Readonly<Record<string, Implementation>> = {
  string,
  replace,
  substring,
  padLeft: ofScalars(padLeft),
  like: textOnly(like),
  toLower: letters((text) => text.toLowerCase()),
  toUpper: letters((text) => text.toUpperCase()),
  trim: textOnly(trim),
  startsWith: affix(
    (text, start) => text.startsWith(start),
    (parts) => parts[0],
  ),
  endsWith: affix(
    (text, end) => text.endsWith(end),
    (parts) => parts[parts.length - 1],
  ),
};

/** The first or last position of a text in another without regard to case; undefined where case rules of other scripts could matter. */
export function positionOfText(text: string, sought: string, fromEnd: boolean): number | undefined {
  if (sought === '') return fromEnd ? undefined : 0;
  if (/[^\0-\x7f]/.test(text + sought)) {
    const exact = fromEnd ? text.lastIndexOf(sought) : text.indexOf(sought);
    return exact === folded(text, sought, fromEnd) ? exact : undefined;
  }
  return folded(text, sought, fromEnd);
}

function folded(text: string, sought: string, fromEnd: boolean): number {
  const [within, wanted] = [text.toLowerCase(), sought.toLowerCase()];
  return fromEnd ? within.lastIndexOf(wanted) : within.indexOf(wanted);
}

/** The unknown that a call of a text gives which isn't known. */
export function unknownText(call: Call, settled: Parameters<typeof unknownResult>[1]): Value {
  return unknownResult(call, settled, `what ${call.name} gives depends on an unknown value`);
}
