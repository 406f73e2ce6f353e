import { parameterList } from './parse-calls.ts';
import { parseExpression, parseExpressionOrSkip } from './parse-expressions.ts';
import { parseObject } from './parse-literals.ts';
import { parenthesizedInner, parseParenthesizedExpressions } from './parse-parentheses.ts';
import { COMPLEX_LITERALS, NO_COMPLEX_LITERALS, type Parser } from './parser.ts';
import {
  expectOrSkip,
  expectWordOrSkip,
  isMissing,
  missing,
  readIdentifier,
  recover,
  skippedAround,
} from './recovery.ts';
import { TokenKind, terminators } from './token-kinds.ts';
import type {
  Expression,
  ForNode,
  Identifier,
  IfNode,
  ObjectNode,
  ParameterList,
  Parenthesized,
  Skipped,
} from './tree.ts';

const END_OF_LOOP = terminators(TokenKind.RightSquare, TokenKind.NewLine);
const END_OF_SOURCE = END_OF_LOOP | terminators(TokenKind.Colon);
const END_OF_CONDITION = terminators(TokenKind.LeftBrace, TokenKind.NewLine);
const END_OF_LINE = terminators(TokenKind.NewLine);

/** True if the `[` that is the current token begins a loop. */
export function isLoop(parser: Parser): boolean {
  return parser.isWord(parser.pastNewLines(parser.at + 1), 'for');
}

/**
 * `[for ...]`, from its `[`. `isBody` says that it is the body of a resource or module, which allows only an object or a condition in it.
 * Null, after `fail`, if no `for` follows.
 */
export function parseFor(parser: Parser, allows: number, isBody: boolean): ForNode | null {
  const open = parser.advance();
  parser.skipNewLines();
  if (!parser.isWord(parser.at, 'for')) return parser.fail('Expected "for".');
  parser.advance();

  const problems = parser.problems.length;
  const variables = parseVariables(parser);
  const wereRead = parser.problems.length === problems;
  const inKeyword = expectWordOrSkip(parser, 'in', !wereRead, END_OF_LOOP);
  const source = parseExpressionOrSkip(parser, COMPLEX_LITERALS, isMissing(inKeyword), END_OF_SOURCE);
  const colon = expectOrSkip(parser, TokenKind.Colon, 'Expected ":".', isMissing(source), END_OF_LOOP);

  const bodyStart = parser.at;
  const bodyProblems = parser.problems.length;
  const body: Expression =
    (isBody ? parseBodyOfLoop(parser, allows) : parseExpression(parser, allows | COMPLEX_LITERALS)) ??
    recover(parser, bodyStart, bodyProblems, isMissing(colon), END_OF_LOOP);
  if (body.kind !== 'Skipped') parser.skipNewLines();
  const close = expectOrSkip(parser, TokenKind.RightSquare, 'Expected "]".', isMissing(body), END_OF_LOOP);
  const [item, index] = variables.kind === 'ParameterList' ? variables.parameters : [variables];
  return {
    kind: 'For',
    start: parser.startOf(open),
    end: typeof close === 'number' ? parser.endOf(close) : close.end,
    firstToken: open,
    pastToken: parser.at,
    variables,
    item: item?.kind === 'Identifier' ? item : null,
    index: index?.kind === 'Identifier' ? index : null,
    inKeyword,
    source,
    colon,
    body,
    closeBracket: close,
  };
}

function parseVariables(parser: Parser): Identifier | ParameterList | Skipped {
  if (parser.is(TokenKind.Identifier)) return readIdentifier(parser);
  if (!parser.is(TokenKind.LeftParen)) return missing(parser, 'Expected the name of a loop variable, or "(".');
  const problems = parser.problems.length;
  const list = parameterList(parser, parseParenthesizedExpressions(parser, NO_COMPLEX_LITERALS, false));
  const names = list.parameters.filter((parameter) => parameter.kind === 'Identifier').length;
  if (names === 2 || parser.problems.length > problems) return list;
  parser.report('Expected two loop variables: an item and its index.', list.start, list.end);
  return skippedAround(list);
}

function parseBodyOfLoop(parser: Parser, allows: number): ObjectNode | IfNode | null {
  if (parser.is(TokenKind.LeftBrace)) return parseObject(parser, allows);
  if (parser.isWord(parser.at, 'if')) return parseIf(parser, allows, true);
  return parser.fail('Expected "{" or "if".');
}

/** `if (condition) { ... }`, from its keyword. */
export function parseIf(parser: Parser, allows: number, insideLoop: boolean): IfNode {
  const keyword = parser.advance();
  // In a loop the `]` belongs to the loop, so recovery must not pass over it.
  const loopEnd = insideLoop ? END_OF_LOOP : 0;
  const condition = parseCondition(parser, allows & COMPLEX_LITERALS, END_OF_CONDITION | loopEnd);
  const conditionIsClosed = condition.kind === 'Parenthesized' && typeof condition.close === 'number';

  const start = parser.at;
  const problems = parser.problems.length;
  const body: ObjectNode | Skipped =
    parseObject(parser, allows) ?? recover(parser, start, problems, !conditionIsClosed, END_OF_LINE | loopEnd);
  return {
    kind: 'If',
    start: parser.startOf(keyword),
    end: body.end,
    firstToken: keyword,
    pastToken: parser.at,
    condition,
    body,
  };
}

function parseCondition(parser: Parser, allows: number, terminating: number): Parenthesized | Skipped {
  if (!parser.is(TokenKind.LeftParen)) {
    parser.fail('Expected "(".');
    return recover(parser, parser.at, parser.problems.length, false, terminating);
  }
  const list = parseParenthesizedExpressions(parser, allows, true);
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
