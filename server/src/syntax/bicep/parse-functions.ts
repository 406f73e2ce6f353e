import { passNewLinesBeforeBody } from './parse-calls.ts';
import type { Decorators } from './parse-decorators.ts';
import { parseExpressionOrSkip } from './parse-expressions.ts';
import { closeList, passToNextItem } from './parse-parentheses.ts';
import { parseDeclaredType } from './parse-types.ts';
import { COMPLEX_LITERALS, type Parser } from './parser.ts';
import {
  END_OF_STATEMENT,
  expectOrSkip,
  identifierOrMissing,
  identifierOrSkip,
  isMissing,
  recover,
} from './recovery.ts';
import { TokenKind, terminators } from './token-kinds.ts';
import type {
  FunctionDeclaration,
  FunctionLambda,
  Skipped,
  TokenIndex,
  TypeNode,
  TypeParameter,
  TypeParameterList,
} from './tree.ts';

const END_OF_NAME = END_OF_STATEMENT | terminators(TokenKind.Assignment);
const END_OF_PART = terminators(TokenKind.NewLine, TokenKind.RightParen);
const END_OF_PARAMETER = END_OF_PART | terminators(TokenKind.Comma);

export function parseFunction(parser: Parser, first: TokenIndex, decorators: Decorators): FunctionDeclaration {
  parser.advance();
  const name = identifierOrSkip(parser, 'Expected the name of the function.', END_OF_NAME);
  const lambda = parseLambdaOrSkip(parser, isMissing(name));
  return {
    kind: 'FunctionDeclaration',
    start: parser.startOf(first),
    end: lambda.end,
    firstToken: first,
    pastToken: parser.at,
    decorators,
    name,
    lambda,
  };
}

function parseLambdaOrSkip(parser: Parser, suppressed: boolean): FunctionLambda | Skipped {
  if (!parser.is(TokenKind.LeftParen)) {
    parser.fail('Expected "(" before the parameters of the function.');
    return recover(parser, parser.at, parser.problems.length, suppressed, END_OF_STATEMENT);
  }
  const parameters = parseParameters(parser);
  const returnType = parseTypeOf(parser, END_OF_PART);
  const arrow = expectOrSkip(parser, TokenKind.Arrow, 'Expected "=>".', false, END_OF_PART);
  if (typeof arrow === 'number') passNewLinesBeforeBody(parser);
  const body = parseExpressionOrSkip(parser, COMPLEX_LITERALS, false, END_OF_PART);
  return {
    kind: 'FunctionLambda',
    start: parameters.start,
    end: body.end,
    firstToken: parameters.firstToken,
    pastToken: parser.at,
    parameters,
    returnType,
    arrow,
    body,
  };
}

function parseParameters(parser: Parser): TypeParameterList {
  const open = parser.advance();
  const mark = parser.mark();
  parser.skipNewLines();
  while (!parser.is(TokenKind.RightParen)) {
    const start = parser.at;
    const parameter = parseParameter(parser);
    parser.push(parameter);
    if (!passToNextItem(parser, true) || parser.at === start) break;
  }
  const list = closeList(parser, open, parser.take<TypeParameter>(mark));
  return {
    kind: 'TypeParameterList',
    start: parser.startOf(open),
    end: list.end,
    firstToken: open,
    pastToken: parser.at,
    parameters: list.items,
    close: list.close,
  };
}

function parseParameter(parser: Parser): TypeParameter {
  const first = parser.at;
  const name = identifierOrMissing(parser, 'Expected the name of a parameter.');
  const type = parseTypeOf(parser, END_OF_PARAMETER);
  return {
    kind: 'TypeParameter',
    start: name.start,
    end: type.end,
    firstToken: first,
    pastToken: parser.at,
    name,
    type,
  };
}

function parseTypeOf(parser: Parser, terminating: number): TypeNode {
  const start = parser.at;
  const problems = parser.problems.length;
  return parseDeclaredType(parser, false) ?? recover(parser, start, problems, false, terminating);
}
