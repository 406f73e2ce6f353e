/** Functions of strings. Partly known texts are kept where the function allows it. */
import { type Implementation, ofScalars, ofSettled, unknownResult } from './calls.ts';
import { concatArrays } from './containers.ts';
import { partsOf, textOf } from './texts.ts';
import { isArray, isNothing, isScalar, type Scalar, type TextPart, type Value } from './values.ts';

/** Letters of a known text changed in every known part; an unknown part stays unknown, as the same function of it. */
function letters(change: (text: string) => string): Implementation {
  return ofSettled((call, [value], settled) => {
    const parts = value === undefined || !isTextual(value) ? null : partsOf(value);
    if (parts === null) return unknownResult(call, settled, `${call.name} of this value is not evaluated`);
    if (parts.some((part) => typeof part !== 'string' && part.kind === 'reference'))
      return unknownResult(call, settled, `${call.name} of an id is not evaluated`);
    return textOf(
      parts.map((part) => {
        if (typeof part === 'string') return change(part);
        if (part.kind === 'reference') return part;
        const key = `${call.name.toLowerCase()}(${part.term.key})`;
        return { ...part, term: { ...part.term, key, size: part.term.size + 1 }, oneOf: null };
      }),
    );
  });
}

function isTextual(value: Value): boolean {
  return (
    typeof value === 'string' ||
    (typeof value === 'object' && value !== null && (value.kind === 'text' || value.kind === 'unknown'))
  );
}

const concat: Implementation = (call) =>
  ofSettled((inner, values, settled) => {
    if (values.some(isArray)) return concatArrays(inner.evaluator, settled);
    const parts: TextPart[] = [];
    for (const value of values) {
      const known = partsOf(value);
      if (known === null) return unknownResult(inner, settled, 'part of the text is not a plain value');
      parts.push(...known);
    }
    return textOf(parts);
  })(call);

/** `format` with a pattern that is only known after evaluation; a constant pattern is read as an interpolated text. */
const format: Implementation = ofSettled((call, [pattern, ...values], settled) => {
  if (typeof pattern !== 'string') return unknownResult(call, settled, 'the pattern of format is not known');
  const parts: TextPart[] = [];
  for (const piece of pattern.split(/(\{\{|\}\}|\{\d+\})/)) {
    const hole = /^\{(\d+)\}$/.exec(piece);
    if (hole === null) {
      parts.push(piece === '{{' ? '{' : piece === '}}' ? '}' : piece);
      continue;
    }
    const value = values[Number(hole[1])];
    const known = value === undefined ? null : partsOf(value);
    if (known === null) return unknownResult(call, settled, 'part of the text is not a plain value');
    parts.push(...known);
  }
  return textOf(parts);
});

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

const string: Implementation = ofSettled((call, [value], settled) => {
  if (value !== undefined && isScalar(value) && value !== null) return String(value);
  if (value !== undefined && isTextual(value)) return value;
  return unknownResult(call, settled, 'the text of this value is not evaluated');
});

const empty: Implementation = ofSettled((call, [value], settled) => {
  if (value === undefined || isNothing(value)) return true;
  if (typeof value === 'string') return value === '';
  if (typeof value === 'object' && value !== null) {
    if (value.kind === 'text')
      return value.parts.some((part) => typeof part === 'string')
        ? false
        : unknownResult(call, settled, 'whether it is empty is not known');
    if (value.kind === 'reference') return false;
    if (value.kind === 'object') {
      if (value.shape.keys.length > 0) return false;
      return value.rest === null ? true : unknownResult(call, settled, 'whether it is empty is not known');
    }
    if (value.kind === 'array') {
      if (value.items.some((item) => item.when === null)) return false;
      if (value.items.length === 0 && value.rest === null) return true;
      return unknownResult(call, settled, 'whether it is empty is not known');
    }
    if (value.kind === 'unknown') {
      const answer = unknownResult(call, settled, value.reason);
      return call.evaluator.decision(call.at, { term: answer.term, form: { kind: 'empty', subject: value.term.key } });
    }
  }
  return unknownResult(call, settled, 'whether it is empty is not known');
});

export const textFunctions: Readonly<Record<string, Implementation>> = {
  concat,
  format,
  empty,
  string,
  toLower: letters((text) => text.toLowerCase()),
  toUpper: letters((text) => text.toUpperCase()),
  trim: textOnly((text) => text.trim()),
  startsWith: affix(
    (text, start) => text.startsWith(start),
    (parts) => parts[0],
  ),
  endsWith: affix(
    (text, end) => text.endsWith(end),
    (parts) => parts[parts.length - 1],
  ),
  indexOf: textOnly((text, sought) =>
    typeof sought === 'string' ? text.toLowerCase().indexOf(sought.toLowerCase()) : undefined,
  ),
  replace: textOnly((text, sought, by) =>
    typeof sought === 'string' && typeof by === 'string' && sought !== '' ? text.split(sought).join(by) : undefined,
  ),
  substring: textOnly((text, start, length) => {
    if (typeof start !== 'number' || start < 0 || start > text.length) return undefined;
    if (length === undefined) return text.slice(start);
    return typeof length === 'number' && length >= 0 && start + length <= text.length
      ? text.slice(start, start + length)
      : undefined;
  }),
};
