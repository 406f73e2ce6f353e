import { parseExpression } from './parse-expressions.ts';
import type { Parser } from './parser.ts';
import { END_OF_OPERAND, expectOrSkip, isMissing, recover } from './recovery.ts';
import { TokenKind, terminators } from './token-kinds.ts';
import type { Expected, Expression, Node, Skipped, TokenIndex } from './tree.ts';

export const END_OF_PARENTHESIZED = END_OF_OPERAND | terminators(TokenKind.Comma);
const END_OF_LIST = terminators(
  TokenKind.StringRightPiece,
  TokenKind.RightBrace,
  TokenKind.RightSquare,
  TokenKind.NewLine,
);

/** What stands in parentheses, as it stands: whether it is a value or the parameters of a lambda is known only behind it. */
export interface ParenthesizedList<T extends Node> {
  readonly open: TokenIndex;
  readonly items: readonly T[];
  /** Past the last item or comma or new line. */
  readonly pastItems: TokenIndex;
  /** Number of items, commas and new lines. */
  readonly width: number;
  readonly close: Expected;
  readonly end: number;
  readonly pastToken: TokenIndex;
}

/** Expressions in parentheses, from the `(`, which is the current token. */
export function parseParenthesizedExpressions(
  parser: Parser,
  allows: number,
  newLines: boolean,
): ParenthesizedList<Expression> {
  const open = parser.advance();
  const mark = parser.mark();
  if (newLines) parser.skipNewLines();
  while (!parser.is(TokenKind.RightParen)) {
    const start = parser.at;
    const problems = parser.problems.length;
    const item = parseExpression(parser, allows);
    parser.push(item ?? recover(parser, start, problems, false, END_OF_PARENTHESIZED));
    if (!passToNextItem(parser, newLines)) break;
  }
  return closeList(parser, open, parser.take<Expression>(mark));
}

/** Passes new lines and a comma; false if there is no comma, so that no further item may follow. */
export function passToNextItem(parser: Parser, newLines: boolean): boolean {
  if (newLines) parser.skipNewLines();
  if (!parser.is(TokenKind.Comma)) return false;
  parser.advance();
  if (newLines) parser.skipNewLines();
  return true;
}

/** Reads the `)` behind the items. */
export function closeList<T extends Node>(parser: Parser, open: TokenIndex, items: readonly T[]): ParenthesizedList<T> {
  const pastItems = parser.at;
  const last = items.at(-1);
  const lastIsMissing = last !== undefined && last.pastToken === pastItems && isMissing(last);
  const close = expectOrSkip(parser, TokenKind.RightParen, 'Expected ")".', lastIsMissing, END_OF_LIST);
  return {
    open,
    items,
    pastItems,
    width: widthOf(open, items, pastItems),
    close,
    end: typeof close === 'number' ? parser.endOf(close) : close.end,
    pastToken: parser.at,
  };
}

function widthOf(open: TokenIndex, items: readonly Node[], pastItems: TokenIndex): number {
  let width = items.length;
  let token = open + 1;
  for (const item of items) {
    width += item.firstToken - token;
    token = item.pastToken;
  }
  return width + pastItems - token;
}

/** The one item in the parentheses. If there is none, or more, or a new line besides, a `Skipped`. */
export function parenthesizedInner<T extends Node>(parser: Parser, list: ParenthesizedList<T>): T | Skipped {
  const [item] = list.items;
  if (item !== undefined && list.width === 1) return item;

  const first = list.open + 1;
  const start = list.width === 0 ? parser.endOf(list.open) : parser.startOf(first);
  const end = list.width === 0 ? start : Math.max(list.items.at(-1)?.end ?? 0, parser.endOf(list.pastItems - 1));
  parser.report('Expected exactly one value in the parentheses, on one line.', start, end);
  return {
    kind: 'Skipped',
    start,
    end,
    firstToken: first,
    pastToken: list.pastItems,
    cause: list.width === 0 ? 'missing' : 'unexpected',
    parts: list.items,
  };
}
