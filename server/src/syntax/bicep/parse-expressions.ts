import { parseLambda, parseParenthesizedOrLambda } from './parse-calls.ts';
import { parseArray, parseObject } from './parse-literals.ts';
import { isLoop, parseFor } from './parse-loops.ts';
import { parseAssertion, parseCall, parseDot, parseIndex, parseNestedName, readReference } from './parse-members.ts';
import { parseScalar } from './parse-scalars.ts';
import { parseString } from './parse-strings.ts';
import { COMPLEX_LITERALS, MAX_LEVELS, type Parser } from './parser.ts';
import { END_OF_OPERAND, expectOrSkip, isMissing, readIdentifier, recover } from './recovery.ts';
import { TokenKind, terminators } from './token-kinds.ts';
import type { Binary, BinaryOperator, Expression, Unary, UnaryOperator } from './tree.ts';

const END_OF_TRUE_BRANCH = END_OF_OPERAND | terminators(TokenKind.Colon);

/** How strongly an operator binds, by the kind of its token; 0 for what is no binary operator. All of them associate to the left. */
const PRECEDENCE = new Uint8Array(64);
const BINARY_OPERATORS: BinaryOperator[] = [];
for (const [kind, operator, precedence] of [
  [TokenKind.Asterisk, '*', 7],
  [TokenKind.Slash, '/', 7],
  [TokenKind.Modulo, '%', 7],
  [TokenKind.Plus, '+', 6],
  [TokenKind.Minus, '-', 6],
  [TokenKind.LeftChevron, '<', 5],
  [TokenKind.LessThanOrEqual, '<=', 5],
  [TokenKind.RightChevron, '>', 5],
  [TokenKind.GreaterThanOrEqual, '>=', 5],
  [TokenKind.Equals, '==', 4],
  [TokenKind.NotEquals, '!=', 4],
  [TokenKind.EqualsInsensitive, '=~', 4],
  [TokenKind.NotEqualsInsensitive, '!~', 4],
  [TokenKind.LogicalAnd, '&&', 3],
  [TokenKind.LogicalOr, '||', 2],
  [TokenKind.DoubleQuestion, '??', 1],
] as const) {
  PRECEDENCE[kind] = precedence;
  BINARY_OPERATORS[kind] = operator;
}

/**
 * An expression, or null after `fail`. `allows` are the bits of parser.ts.
 *
 * Nesting comes back to this function through as few calls as may be, since each takes its part of the stack (`MAX_LEVELS`).
 */
export function parseExpression(parser: Parser, allows: number): Expression | null {
  if (!enterLevel(parser)) return null;
  let expression = parsePrimary(parser, allows);
  if (expression !== null && isAttachment(parser.kind)) expression = parseAttachments(parser, allows, expression);
  if (expression !== null && bindingOf(parser.kind) > 0) expression = parseOperators(parser, allows, expression, 0);
  if (expression !== null && isQuestionNext(parser)) expression = parseConditional(parser, allows, expression);
  parser.level--;
  return expression;
}

/** An expression, or a `Skipped` up to the next terminator. */
export function parseExpressionOrSkip(
  parser: Parser,
  allows: number,
  suppressed: boolean,
  terminating: number,
): Expression {
  const start = parser.at;
  const problems = parser.problems.length;
  return parseExpression(parser, allows) ?? recover(parser, start, problems, suppressed, terminating);
}

/**
 * Counts a nested expression or type; the caller takes the level back. False, after `fail`, if it is one too many: then the rest of the
 * statement is passed over, so that all that is open around it comes to its end at once.
 */
export function enterLevel(parser: Parser): boolean {
  parser.level++;
  if (parser.level > parser.highestLevel) parser.highestLevel = parser.level;
  if (parser.level <= MAX_LEVELS) return true;
  parser.level--;
  parser.tooDeepAt ??= parser.at;
  parser.moveTo(parser.limit);
  parser.fail('');
  return false;
}

function isQuestionNext(parser: Parser): boolean {
  if (parser.is(TokenKind.Question)) return true;
  return parser.is(TokenKind.NewLine) && parser.kindAt(parser.pastNewLines(parser.at)) === TokenKind.Question;
}

function parseConditional(parser: Parser, allows: number, condition: Expression): Expression {
  parser.skipNewLines();
  parser.advance();
  const whenTrue = parseExpressionOrSkip(parser, allows, false, END_OF_TRUE_BRANCH);
  const isRead = whenTrue.kind !== 'Skipped';
  if (isRead && parser.kindAt(parser.pastNewLines(parser.at)) === TokenKind.Colon) parser.skipNewLines();
  const colon = expectOrSkip(parser, TokenKind.Colon, 'Expected ":".', isMissing(whenTrue), END_OF_OPERAND);
  const whenFalse = parseExpressionOrSkip(parser, allows, isMissing(colon), END_OF_OPERAND);
  parser.wrappings++;
  return {
    kind: 'Conditional',
    start: condition.start,
    end: whenFalse.end,
    firstToken: condition.firstToken,
    pastToken: parser.at,
    condition,
    whenTrue,
    colon,
    whenFalse,
  };
}

/** A value with all that is attached behind it. */
function parseOperand(parser: Parser, allows: number): Expression | null {
  const primary = parsePrimary(parser, allows);
  return primary !== null && isAttachment(parser.kind) ? parseAttachments(parser, allows, primary) : primary;
}

function bindingOf(kind: number): number {
  return PRECEDENCE[kind] ?? 0;
}

/** Binary operators that bind more strongly than `precedence`, behind their first operand. */
function parseOperators(parser: Parser, allows: number, first: Expression, precedence: number): Expression {
  let left = first;
  for (let { kind } = parser; bindingOf(kind) > precedence; { kind } = parser) {
    parser.advance();
    left = binary(parser, kind, left, parseRightOperand(parser, allows, bindingOf(kind)));
  }
  return left;
}

function parseRightOperand(parser: Parser, allows: number, precedence: number): Expression {
  const start = parser.at;
  const problems = parser.problems.length;
  if (!enterLevel(parser)) return recover(parser, start, problems, false, END_OF_OPERAND);
  let operand: Expression = parseOperand(parser, allows) ?? recover(parser, start, problems, false, END_OF_OPERAND);
  if (bindingOf(parser.kind) > precedence) operand = parseOperators(parser, allows, operand, precedence);
  parser.level--;
  return operand;
}

function binary(parser: Parser, kind: number, left: Expression, right: Expression): Binary {
  parser.wrappings++;
  return {
    kind: 'Binary',
    start: left.start,
    end: right.end,
    firstToken: left.firstToken,
    pastToken: parser.at,
    operator: BINARY_OPERATORS[kind] ?? '+',
    left,
    right,
  };
}

/** `!` and `-` take one operand, which can't begin with another of them. */
function parseUnary(parser: Parser, allows: number): Unary {
  const operator: UnaryOperator = parser.is(TokenKind.Minus) ? '-' : '!';
  const first = parser.advance();
  const problems = parser.problems.length;
  const operand = parseOperandOfSign(parser, allows) ?? recover(parser, first + 1, problems, false, END_OF_OPERAND);
  parser.wrappings++;
  return {
    kind: 'Unary',
    start: parser.startOf(first),
    end: operand.end,
    firstToken: first,
    pastToken: parser.at,
    operator,
    operand,
  };
}

function parseOperandOfSign(parser: Parser, allows: number): Expression | null {
  if (parser.is(TokenKind.Minus) || parser.is(TokenKind.Exclamation)) return parser.fail('Expected a value.');
  if (!enterLevel(parser)) return null;
  const operand = parseOperand(parser, allows);
  parser.level--;
  return operand;
}

/** A value without what is attached behind it; or `!` or `-` with its whole operand, behind which nothing can be attached. */
function parsePrimary(parser: Parser, allows: number): Expression | null {
  const { kind } = parser;
  switch (kind) {
    case TokenKind.Identifier:
      if (parser.kindAt(parser.at + 1) === TokenKind.LeftParen) return parseCall(parser, allows);
      return parseName(parser);
    case TokenKind.StringComplete:
    case TokenKind.StringLeftPiece:
      return parseString(parser);
    case TokenKind.LeftBrace:
      return (allows & COMPLEX_LITERALS) === 0 ? failComplexLiteral(parser) : parseObject(parser, allows);
    case TokenKind.LeftSquare:
      if ((allows & COMPLEX_LITERALS) === 0) return failComplexLiteral(parser);
      return isLoop(parser) ? parseFor(parser, allows, false) : parseArray(parser);
    case TokenKind.LeftParen:
      return parseParenthesizedOrLambda(parser, allows);
    case TokenKind.Integer:
    case TokenKind.TrueKeyword:
    case TokenKind.FalseKeyword:
    case TokenKind.NullKeyword:
      return parseScalar(parser);
    case TokenKind.Exclamation:
    case TokenKind.Minus:
      return parseUnary(parser, allows);
    default:
      return parser.fail('Expected a value.');
  }
}

function isAttachment(kind: number): boolean {
  return (
    kind === TokenKind.Dot ||
    kind === TokenKind.LeftSquare ||
    kind === TokenKind.DoubleColon ||
    kind === TokenKind.Exclamation
  );
}

/** Members, indexes, calls, `::` and `!` behind a value. */
function parseAttachments(parser: Parser, allows: number, first: Expression): Expression | null {
  let target: Expression | null = first;
  while (target !== null) {
    switch (parser.kind) {
      case TokenKind.Dot:
        target = parseDot(parser, allows, target, true);
        break;
      case TokenKind.LeftSquare:
        target = parseIndex(parser, allows, target);
        break;
      case TokenKind.DoubleColon:
        target = parseNestedName(parser, target);
        break;
      case TokenKind.Exclamation:
        target = parseAssertion(parser, target);
        break;
      default:
        return target;
    }
    parser.wrappings++;
  }
  return null;
}

function failComplexLiteral(parser: Parser): null {
  return parser.fail("Arrays and objects can't stand in a string; declare a variable for it.");
}

/** A variable, or a lambda with one parameter. */
function parseName(parser: Parser): Expression {
  const isLambda = parser.kindAt(parser.at + 1) === TokenKind.Arrow;
  return isLambda ? parseLambda(parser, readIdentifier(parser)) : readReference(parser);
}
