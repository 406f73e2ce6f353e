import { parseArguments } from './parse-calls.ts';
import { parseExpression } from './parse-expressions.ts';
import type { Parser } from './parser.ts';
import { expect, identifierOrMissing, missing, readIdentifier, skippedSince } from './recovery.ts';
import { TokenKind } from './token-kinds.ts';
import type {
  ElementAccess,
  Expression,
  FunctionCall,
  MethodCall,
  Name,
  NameReference,
  NonNullAssertion,
  PropertyAccess,
  ResourceAccess,
} from './tree.ts';

/** `name(arguments)`, from the name, behind which a `(` stands. */
export function parseCall(parser: Parser, allows: number): FunctionCall {
  const name = readIdentifier(parser);
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

/** A name as a value, which the current token is known to be. */
export function readReference(parser: Parser): NameReference {
  const token = parser.advance();
  return {
    kind: 'Name',
    start: parser.startOf(token),
    end: parser.endOf(token),
    firstToken: token,
    pastToken: token + 1,
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
  if (safe) parser.advance();
  const name = identifierOrMissing(parser, 'Expected the name of a function or property.');
  if (!parser.is(TokenKind.LeftParen)) return propertyAccess(parser, target, safe, name);

  const calledName = safe ? skippedSafeName(parser, name) : name;
  const openParen = parser.at;
  const list = parseArguments(parser, allows);
  return {
    kind: 'MethodCall',
    start: target.start,
    end: list.end,
    firstToken: target.firstToken,
    pastToken: parser.at,
    target,
    name: calledName,
    arguments: list.arguments,
    strays: list.strays,
    openParen,
    closeParen: list.close,
  };
}

function propertyAccess(parser: Parser, target: Expression, safe: boolean, name: Name): PropertyAccess {
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

function skippedSafeName(parser: Parser, name: Name): Name {
  const question = name.firstToken - 1;
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
