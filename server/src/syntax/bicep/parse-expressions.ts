import { parseLambda, parseParenthesizedOrLambda } from './parse-calls.ts';
import { parseArray, parseObject } from './parse-literals.ts';
import { isLoop, parseFor } from './parse-loops.ts';
import { parseAssertion, parseCall, parseDot, parseIndex, parseNestedName } from './parse-members.ts';
import { parseScalar } from './parse-scalars.ts';
import { parseString } from './parse-strings.ts';
import { COMPLEX_LITERALS, MAX_LEVELS, type Parser } from './parser.ts';
import { END_OF_OPERAND, expectOrSkip, isMissing, readIdentifier, recover } from './recovery.ts';
import { TokenKind, terminators } from './token-kinds.ts';
import type { BinaryOperator, Expression, UnaryOperator } from './tree.ts';

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

/** An expression, or null after `fail`. `allows` are the bits of parser.ts. */
export function parseExpression(parser: Parser, allows: number): Expression | null {
  if (!enterLevel(parser)) return null;
  const operand = parseBinary(parser, allows, 0);
  const expression = operand !== null && isQuestionNext(parser) ? parseConditional(parser, allows, operand) : operand;
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

function parseBinary(parser: Parser, allows: number, precedence: number): Expression | null {
  let left =
    parser.is(TokenKind.Exclamation) || parser.is(TokenKind.Minus)
      ? parseUnary(parser, allows)
      : parseMember(parser, allows);
  while (left !== null) {
    const { kind } = parser;
    const binding = PRECEDENCE[kind] ?? 0;
    if (binding <= precedence) return left;
    parser.advance();
    const start = parser.at;
    const problems = parser.problems.length;
    const right: Expression =
      parseBinary(parser, allows, binding) ?? recover(parser, start, problems, false, END_OF_OPERAND);
    parser.wrappings++;
    left = {
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
  return null;
}

/** `!` and `-` take one member expression: they can't be repeated. */
function parseUnary(parser: Parser, allows: number): Expression {
  const operator: UnaryOperator = parser.is(TokenKind.Minus) ? '-' : '!';
  const first = parser.advance();
  const problems = parser.problems.length;
  const operand: Expression =
    parseMember(parser, allows) ?? recover(parser, first + 1, problems, false, END_OF_OPERAND);
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

/** A primary expression with all that is attached behind it: members, indexes, calls, `::`, `!`. */
function parseMember(parser: Parser, allows: number): Expression | null {
  const { kind } = parser;
  let target: Expression | null;
  switch (kind) {
    case TokenKind.Identifier:
      target = parseName(parser, allows);
      break;
    case TokenKind.StringComplete:
    case TokenKind.StringLeftPiece:
      target = parseString(parser);
      break;
    case TokenKind.LeftBrace:
      if ((allows & COMPLEX_LITERALS) === 0) return failComplexLiteral(parser);
      target = parseObject(parser, allows);
      break;
    case TokenKind.LeftSquare:
      if ((allows & COMPLEX_LITERALS) === 0) return failComplexLiteral(parser);
      target = isLoop(parser) ? parseFor(parser, allows, false) : parseArray(parser);
      break;
    case TokenKind.LeftParen:
      target = parseParenthesizedOrLambda(parser, allows);
      break;
    case TokenKind.Integer:
    case TokenKind.TrueKeyword:
    case TokenKind.FalseKeyword:
    case TokenKind.NullKeyword:
      target = parseScalar(parser);
      break;
    default:
      return parser.fail('Expected a value.');
  }
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

/** A variable, a function call or a lambda with one parameter. */
function parseName(parser: Parser, allows: number): Expression {
  const first = parser.at;
  const next = parser.kindAt(first + 1);
  if (next === TokenKind.LeftParen) return parseCall(parser, allows, readIdentifier(parser));
  if (next === TokenKind.Arrow) return parseLambda(parser, readIdentifier(parser));
  parser.advance();
  return {
    kind: 'Name',
    start: parser.startOf(first),
    end: parser.endOf(first),
    firstToken: first,
    pastToken: first + 1,
  };
}
