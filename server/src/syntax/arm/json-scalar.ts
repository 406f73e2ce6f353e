import type { JsonScalar } from './json-builder.ts';
import type { JsonString } from './json-node.ts';
import { type JsonScanner, Token } from './json-scanner.ts';
import { decodeJsonString } from './json-string.ts';

type Report = (message: string, start: number, end: number) => void;

/** The token as a scalar value without a place in a tree. A word that JSON doesn't know is reported and read as a string. */
export function scalarOf(text: string, scanner: JsonScanner, report: Report): JsonScalar {
  const { start: offset, end, kind } = scanner;
  const length = end - offset;
  switch (kind) {
    case Token.number:
      return { type: 'number', offset, length, parent: undefined, value: Number(text.slice(offset, end)) };
    case Token.true:
    case Token.false:
      return { type: 'boolean', offset, length, parent: undefined, value: kind === Token.true };
    case Token.null:
      return { type: 'null', offset, length, parent: undefined, value: null };
    case Token.word:
      report('This is no JSON value. A text stands in double quotes.', offset, end);
      return stringOf(text, scanner, report);
    default:
      return stringOf(text, scanner, report);
  }
}

/** The token as a string, decoded; one without quotes stands for itself. */
export function stringOf(text: string, scanner: JsonScanner, report: Report): JsonString {
  const { start: offset, end, kind, closed, escaped } = scanner;
  const length = end - offset;
  if (kind !== Token.string) {
    return { type: 'string', offset, length, parent: undefined, value: text.slice(offset, end) };
  }
  if (closed && !escaped) {
    return { type: 'string', offset, length, parent: undefined, value: text.slice(offset + 1, end - 1) };
  }
  if (!closed) report("This text isn't closed by a double quote.", offset, end);
  const decoded = decodeJsonString(text, offset, length);
  for (const at of decoded.invalidEscapes) report('JSON knows no such escape sequence.', at, Math.min(at + 2, end));
  return { type: 'string', offset, length, parent: undefined, value: decoded.value };
}
