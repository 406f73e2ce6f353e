import { commentsBetween } from './comments.ts';
import type { Parser } from './parser.ts';
import { missingSeparator } from './recovery.ts';
import { TokenKind } from './token-kinds.ts';
import type { Node, Skipped } from './tree.ts';

/**
 * Passes what stands between two elements of an object, array or list in braces: new lines, or one comma.
 * Gives `strays`, to which a `Skipped` is added if something else stands there.
 */
export function passSeparator(parser: Parser, strays: readonly Skipped[]): readonly Skipped[] {
  if (parser.is(TokenKind.NewLine)) {
    parser.skipNewLines();
    return strays;
  }
  if (!parser.is(TokenKind.Comma)) {
    return [...strays, missingSeparator(parser, 'Expected a new line or a comma.')];
  }
  parser.advance();
  if (!parser.is(TokenKind.NewLine)) return strays;
  const stray = missingSeparator(
    parser,
    'A comma may not stand at the end of the line: the new line separates by itself.',
  );
  parser.advance();
  return [...strays, stray];
}

/**
 * Passes what stands between two arguments: a comma, with new lines after it.
 * Gives null if the list is never closed, and nothing was passed.
 */
export function passComma(parser: Parser, close: TokenKind, strays: readonly Skipped[]): readonly Skipped[] | null {
  if (parser.is(TokenKind.Comma)) {
    parser.advance();
    parser.skipNewLines();
    return strays;
  }
  if (!parser.is(TokenKind.NewLine)) return [...strays, missingSeparator(parser, 'Expected a comma.')];

  let next = parser.at + 1;
  while (parser.kindAt(next) === TokenKind.NewLine && hasCommentBefore(parser, next)) next++;
  const kind = parser.kindAt(next);
  if (kind === TokenKind.EndOfFile) return null;
  const withStray = kind === close ? strays : [...strays, missingSeparator(parser, 'Expected a comma.')];
  parser.skipNewLines();
  return withStray;
}

/** Where a list in brackets ends that was just read: behind its bracket, or, if it is never closed, behind all that it holds. */
export function endOfList(parser: Parser, elements: readonly Node[]): number {
  return Math.max(parser.endOf(parser.at - 1), elements.at(-1)?.end ?? 0);
}

/** True if a comment lies between the token before and this one. */
function hasCommentBefore(parser: Parser, token: number): boolean {
  const from = parser.endOf(token - 1);
  const to = parser.startOf(token);
  return from < to && commentsBetween(parser.lexed.comments, from, to).length > 0;
}
