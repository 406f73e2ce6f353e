import { commentsBetween } from './comments.ts';
import type { Parser } from './parser.ts';
import { missingSeparator } from './recovery.ts';
import { TokenKind } from './token-kinds.ts';
import type { Node } from './tree.ts';

/**
 * Passes what stands between two elements of an object, array or list in braces: new lines, or one comma. If something else stands there,
 * a stray is pushed for it.
 */
export function passSeparator(parser: Parser): void {
  if (parser.is(TokenKind.NewLine)) {
    parser.skipNewLines();
    return;
  }
  if (!parser.is(TokenKind.Comma)) {
    parser.pushStray(missingSeparator(parser, 'Expected a new line or a comma.'));
    return;
  }
  parser.advance();
  if (!parser.is(TokenKind.NewLine)) return;
  const message = 'A comma may not stand at the end of the line: the new line separates by itself.';
  parser.pushStray(missingSeparator(parser, message));
  parser.advance();
}

/**
 * Passes what stands between two arguments: a comma, with new lines after it. If the comma is missing, a stray is pushed for it.
 * False if the list is never closed; then nothing was passed.
 */
export function passComma(parser: Parser, close: TokenKind): boolean {
  if (parser.is(TokenKind.Comma)) {
    parser.advance();
    parser.skipNewLines();
    return true;
  }
  if (!parser.is(TokenKind.NewLine)) {
    parser.pushStray(missingSeparator(parser, 'Expected a comma.'));
    return true;
  }
  let next = parser.at + 1;
  while (parser.kindAt(next) === TokenKind.NewLine && hasCommentBefore(parser, next)) next++;
  const kind = parser.kindAt(next);
  if (kind === TokenKind.EndOfFile) return false;
  if (kind !== close) parser.pushStray(missingSeparator(parser, 'Expected a comma.'));
  parser.skipNewLines();
  return true;
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
