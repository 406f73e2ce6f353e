import { beginsDeclaration } from './keywords.ts';
import { parseExpression, parseExpressionOrSkip } from './parse-expressions.ts';
import { passComma } from './parse-lists.ts';
import { type ParenthesizedList, parenthesizedInner, parseParenthesizedExpressions } from './parse-parentheses.ts';
import { COMPLEX_LITERALS, type Parser } from './parser.ts';
import { closeOrReport, recover, skippedAround } from './recovery.ts';
import { TokenKind, terminators } from './token-kinds.ts';
import {
  type Expression,
  type Identifier,
  type Lambda,
  type Name,
  NO_TOKEN,
  type ParameterList,
  type Skipped,
  type TokenIndex,
} from './tree.ts';

const END_OF_ARGUMENT = terminators(TokenKind.NewLine, TokenKind.Comma, TokenKind.RightParen);
const END_OF_LAMBDA = terminators(TokenKind.NewLine, TokenKind.RightParen);

/** Words that the compiler takes for the next declaration if they follow the arrow of a lambda on a new line, also where they are names. */
const WORDS_OF_NEXT_DECLARATION = [
  'assert',
  'import',
  'metadata',
  'module',
  'output',
  'param',
  'resource',
  'type',
  'var',
];

/** What stands between the parentheses of a call, and where it ends. */
export interface Arguments {
  readonly arguments: readonly Expression[];
  readonly strays: readonly Skipped[];
  /** `NO_TOKEN` if the list is never closed. */
  readonly close: TokenIndex;
  readonly end: number;
}

/** The arguments of a call, from its `(`, which is the current token. */
export function parseArguments(parser: Parser, allows: number): Arguments {
  parser.advance();
  const mark = parser.mark();
  const strayMark = parser.markStrays();
  parser.skipNewLines();
  while (!parser.is(TokenKind.RightParen) && !parser.is(TokenKind.EndOfFile)) {
    const start = parser.at;
    const problems = parser.problems.length;
    const argument = parseExpression(parser, allows);
    parser.push(argument ?? recover(parser, start, problems, false, END_OF_ARGUMENT));

    const { kind } = parser;
    if (kind === TokenKind.RightParen || kind === TokenKind.EndOfFile) break;
    if (!passComma(parser, TokenKind.RightParen)) break;
    // A comma may not stand last: reading an argument there says so.
    if (kind === TokenKind.Comma && parser.is(TokenKind.RightParen)) {
      parser.push(parseExpressionOrSkip(parser, allows, false, END_OF_ARGUMENT));
    }
  }
  const close = closeOrReport(parser, TokenKind.RightParen, ')');
  const end = close === NO_TOKEN ? parser.startOf(parser.at) : parser.endOf(close);
  return { arguments: parser.take<Expression>(mark), strays: parser.takeStrays(strayMark), close, end };
}

/** `(expression)`, or a lambda whose parameters are in parentheses. */
export function parseParenthesizedOrLambda(parser: Parser, allows: number): Expression {
  const list = parseParenthesizedExpressions(parser, allows, true);
  if (parser.is(TokenKind.Arrow)) return parseLambda(parser, parameterList(parser, list));
  return {
    kind: 'Parenthesized',
    start: parser.startOf(list.open),
    end: list.end,
    firstToken: list.open,
    pastToken: parser.at,
    inner: parenthesizedInner(parser, list),
    close: list.close,
  };
}

/** A lambda from its arrow, which is the current token. */
export function parseLambda(parser: Parser, parameters: Identifier | ParameterList): Lambda {
  parser.advance();
  passNewLinesBeforeBody(parser);
  const body = parseExpressionOrSkip(parser, COMPLEX_LITERALS, false, END_OF_LAMBDA);
  return {
    kind: 'Lambda',
    start: parameters.start,
    end: body.end,
    firstToken: parameters.firstToken,
    pastToken: parser.at,
    parameters,
    body,
  };
}

/** New lines may stand before the body of a lambda, unless what follows begins a declaration. */
export function passNewLinesBeforeBody(parser: Parser): void {
  if (!parser.is(TokenKind.NewLine)) return;
  const next = parser.pastNewLines(parser.at);
  const isDeclaration = parser.closesBrackets
    ? beginsDeclaration(parser.text, parser.startOf(next))
    : WORDS_OF_NEXT_DECLARATION.some((word) => parser.isWord(next, word));
  if (!isDeclaration) parser.skipNewLines();
}

/** Names among expressions in parentheses are parameters; anything else is skipped, which is no error of the grammar. */
export function parameterList(parser: Parser, list: ParenthesizedList<Expression>): ParameterList {
  return {
    kind: 'ParameterList',
    start: parser.startOf(list.open),
    end: list.end,
    firstToken: list.open,
    pastToken: list.pastToken,
    parameters: list.items.map((item) => parameterOf(item)),
    close: list.close,
  };
}

function parameterOf(item: Expression): Name {
  if (item.kind === 'Skipped') return item;
  if (item.kind === 'Name') return { ...item, kind: 'Identifier' };
  return skippedAround(item);
}
