import { parseArguments } from './parse-calls.ts';
import { parseExpression } from './parse-expressions.ts';
import type { Parser } from './parser.ts';
import { expect, identifierOrMissing, missing, skippedSince } from './recovery.ts';
import { TokenKind } from './token-kinds.ts';
import type {
  ElementAccess,
  Expression,
  FunctionCall,
  Identifier,
  MethodCall,
  Name,
  NonNullAssertion,
  PropertyAccess,
  ResourceAccess,
  TokenIndex,
} from './tree.ts';

/** `name(arguments)`, from the `(`. */
export function parseCall(parser: Parser, allows: number, name: Identifier): FunctionCall {
  const openParen = parser.at;
  const list = parseArguments(parser, allows);
  return {
    kind: 'FunctionCall',
    start: name.start,
    end: list.end,
    firstToken: name.firstToken,
    pastToken: parser.at,
    name,
    arguments: list.arguments,
    strays: list.strays,
    openParen,
    closeParen: list.close,
  };
}

/** `target.name`, `target.?name` and `target.name(...)`, from the dot. */
export function parseDot(
  parser: Parser,
  allows: number,
  target: Expression,
  maySafe: boolean,
): PropertyAccess | MethodCall {
  parser.advance();
  const safe = maySafe && parser.is(TokenKind.Question);
  const question = parser.at;
  if (safe) parser.advance();
  const name = identifierOrMissing(parser, 'Expected the name of a function or property.');
  if (parser.is(TokenKind.LeftParen)) {
    return parseMethodCall(parser, allows, target, safe ? skippedSafeName(parser, question, name) : name);
  }
  return {
    kind: 'PropertyAccess',
    start: target.start,
    end: name.end,
    firstToken: target.firstToken,
    pastToken: parser.at,
    target,
    safe,
    name,
  };
}

function parseMethodCall(parser: Parser, allows: number, target: Expression, name: Name): MethodCall {
  const openParen = parser.at;
  const list = parseArguments(parser, allows);
  return {
    kind: 'MethodCall',
    start: target.start,
    end: list.end,
    firstToken: target.firstToken,
    pastToken: parser.at,
    target,
    name,
    arguments: list.arguments,
    strays: list.strays,
    openParen,
    closeParen: list.close,
  };
}

function skippedSafeName(parser: Parser, question: TokenIndex, name: Name): Name {
  parser.report('A function is called with ".", not with ".?".', parser.startOf(question), parser.endOf(question));
  return { ...skippedSince(parser, question, [name]), end: name.end };
}

/** `target[index]`, with `?` and `^` before the index, from the `[`; null after `fail` if it can't be read or isn't closed. */
export function parseIndex(parser: Parser, allows: number, target: Expression): ElementAccess | null {
  parser.advance();
  const safe = parser.is(TokenKind.Question);
  if (safe) parser.advance();
  const fromEnd = parser.is(TokenKind.Hat);
  if (fromEnd) parser.advance();
  const index: Expression | null = parser.is(TokenKind.RightSquare)
    ? missing(parser, 'Expected an index or the name of a property.')
    : parseExpression(parser, allows);
  if (index === null) return null;
  const close = expect(parser, TokenKind.RightSquare, 'Expected "]".');
  if (close === null) return null;
  return {
    kind: 'ElementAccess',
    start: target.start,
    end: parser.endOf(close),
    firstToken: target.firstToken,
    pastToken: parser.at,
    target,
    safe,
    fromEnd,
    index,
  };
}

/** `target::name`, from the `::`. */
export function parseNestedName(parser: Parser, target: Expression): ResourceAccess {
  parser.advance();
  const name = identifierOrMissing(parser, 'Expected the name of a nested resource.');
  return {
    kind: 'ResourceAccess',
    start: target.start,
    end: name.end,
    firstToken: target.firstToken,
    pastToken: parser.at,
    target,
    name,
  };
}

/** `target!`, from the `!`. */
export function parseAssertion(parser: Parser, target: Expression): NonNullAssertion {
  const token = parser.advance();
  return {
    kind: 'NonNullAssertion',
    start: target.start,
    end: parser.endOf(token),
    firstToken: target.firstToken,
    pastToken: parser.at,
    target,
  };
}
