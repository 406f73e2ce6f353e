import { enterLevel, parseExpression } from './parse-expressions.ts';
import { parseScalar } from './parse-scalars.ts';
import { parseString } from './parse-strings.ts';
import {
  parseObjectType,
  parseParameterizedType,
  parseParenthesizedType,
  parseTupleType,
} from './parse-type-literals.ts';
import { NO_COMPLEX_LITERALS, type Parser } from './parser.ts';
import {
  END_OF_OPERAND,
  END_OF_STATEMENT,
  expect,
  identifierOrMissing,
  missing,
  readIdentifier,
  recover,
} from './recovery.ts';
import { TokenKind, terminators } from './token-kinds.ts';
import type {
  Identifier,
  NonNullableType,
  NullableType,
  Skipped,
  StringNode,
  TokenIndex,
  TypeName,
  TypeNode,
  UnaryType,
} from './tree.ts';

const END_OF_RESOURCE_TYPE = terminators(TokenKind.Assignment, TokenKind.NewLine);

/**
 * The type of a declaration, which may also be `resource 'Rp/type@version'`. An output may leave the string out (`mayOmitResource`).
 * Null after `fail`.
 */
export function parseDeclaredType(parser: Parser, mayOmitResource: boolean): TypeNode | null {
  if (!parser.isWord(parser.at, 'resource') || parser.kindAt(parser.at + 1) === TokenKind.LeftChevron) {
    return parseType(parser);
  }
  const keyword = parser.advance();
  const type =
    mayOmitResource && !beginsString(parser.kind) ? null : parseResourceType(parser, false, END_OF_RESOURCE_TYPE);
  return {
    kind: 'ResourceType',
    start: parser.startOf(keyword),
    end: type?.end ?? parser.endOf(keyword),
    firstToken: keyword,
    pastToken: parser.at,
    type,
  };
}

function beginsString(kind: number): boolean {
  return kind === TokenKind.StringComplete || kind === TokenKind.StringLeftPiece;
}

/** The string that names a resource type, or a `Skipped` up to the next terminator. */
export function parseResourceType(parser: Parser, suppressed: boolean, terminating: number): StringNode | Skipped {
  return parseStringOrSkip(
    parser,
    "Expected a resource type, such as 'Microsoft.Web/sites@2024-04-01'.",
    suppressed,
    terminating,
  );
}

/** A string that must be readable, or a `Skipped` up to the next terminator. */
export function parseStringOrSkip(
  parser: Parser,
  message: string,
  suppressed: boolean,
  terminating: number,
): StringNode | Skipped {
  const start = parser.at;
  const problems = parser.problems.length;
  // The compiler looks for a string through the whole line, so that it loses what follows; editors don't.
  if (beginsString(parser.kind) || !parser.closesBrackets) {
    const string = parseString(parser);
    if (string.kind === 'String') return string;
  }
  parser.fail(message, start);
  return recover(parser, start, problems, suppressed, terminating);
}

/** A type with its unions, or null after `fail`. */
export function parseType(parser: Parser): TypeNode | null {
  if (!enterLevel(parser)) return null;
  const first = parser.at;
  const leadsWithPipe = isPipeNext(parser);
  if (leadsWithPipe) passPipe(parser);
  let type = parsePrimaryType(parser);
  if (type !== null && isAttachment(parser.kind)) type = parseAttachments(parser, type);
  if (type !== null && (leadsWithPipe || isPipeNext(parser))) type = parseUnion(parser, first, type);
  parser.level--;
  return type;
}

/** A new line may stand before `|`. */
function isPipeNext(parser: Parser): boolean {
  if (parser.is(TokenKind.Pipe)) return true;
  return parser.is(TokenKind.NewLine) && parser.kindAt(parser.at + 1) === TokenKind.Pipe;
}

function passPipe(parser: Parser): void {
  parser.skipNewLines();
  parser.advance();
}

function parseUnion(parser: Parser, firstToken: TokenIndex, candidate: TypeNode): TypeNode {
  const mark = parser.mark();
  parser.push(candidate);
  let end = candidate.end;
  while (isPipeNext(parser)) {
    passPipe(parser);
    const start = parser.at;
    const problems = parser.problems.length;
    // The compiler passes over the rest of the file if a member can't be read; editors go on with the next line.
    const terminating = parser.closesBrackets ? END_OF_STATEMENT : 0;
    const member: TypeNode = parser.is(TokenKind.NewLine)
      ? missing(parser, 'Expected a type after "|".')
      : (parseUnionMember(parser) ?? recover(parser, start, problems, false, terminating));
    parser.push(member);
    end = member.end;
  }
  parser.wrappings++;
  return {
    kind: 'UnionType',
    start: parser.startOf(firstToken),
    end,
    firstToken,
    pastToken: parser.at,
    members: parser.take<TypeNode>(mark),
  };
}

/** A type with all that is attached behind it. */
function parseUnionMember(parser: Parser): TypeNode | null {
  const type = parsePrimaryType(parser);
  return type !== null && isAttachment(parser.kind) ? parseAttachments(parser, type) : type;
}

function isAttachment(kind: number): boolean {
  return isAccess(kind) || kind === TokenKind.Question || kind === TokenKind.Exclamation;
}

function isAccess(kind: number): boolean {
  return kind === TokenKind.Dot || kind === TokenKind.LeftSquare;
}

/** Members and indexes behind a type, then `?` and `!`; behind these nothing but more of them. */
function parseAttachments(parser: Parser, first: TypeNode): TypeNode | null {
  let type: TypeNode | null = first.kind === 'UnaryType' ? first : parseAccesses(parser, first);
  while (type !== null && (parser.is(TokenKind.Question) || parser.is(TokenKind.Exclamation))) {
    type = parseSuffix(parser, type);
  }
  return type;
}

function parseSuffix(parser: Parser, base: TypeNode): NullableType | NonNullableType {
  const kind = parser.is(TokenKind.Question) ? 'NullableType' : 'NonNullableType';
  const token = parser.advance();
  parser.wrappings++;
  const { start, firstToken } = base;
  return { kind, start, end: parser.endOf(token), firstToken, pastToken: parser.at, base };
}

function parseAccesses(parser: Parser, first: TypeNode): TypeNode | null {
  let target: TypeNode | null = first;
  while (target !== null && isAccess(parser.kind)) {
    target = parser.is(TokenKind.LeftSquare) ? parseIndexType(parser, target) : parseDotType(parser, target);
    parser.wrappings++;
  }
  return target;
}

/** `!` and `-` take a type with its members and indexes. */
function parseUnaryType(parser: Parser): UnaryType {
  const operator = parser.is(TokenKind.Minus) ? '-' : '!';
  const first = parser.advance();
  const problems = parser.problems.length;
  const repeated = parser.is(TokenKind.Minus) || parser.is(TokenKind.Exclamation);
  const read = repeated ? parser.fail('Expected a type.') : parsePrimaryType(parser);
  const accessed = read === null ? null : parseAccesses(parser, read);
  const operand: TypeNode = accessed ?? recover(parser, first + 1, problems, false, END_OF_OPERAND);
  parser.wrappings++;
  return {
    kind: 'UnaryType',
    start: parser.startOf(first),
    end: operand.end,
    firstToken: first,
    pastToken: parser.at,
    operator,
    operand,
  };
}

/** A type without what is attached behind it; or `!` or `-` with its whole operand. */
function parsePrimaryType(parser: Parser): TypeNode | null {
  const { kind } = parser;
  switch (kind) {
    case TokenKind.Identifier: {
      const name = readIdentifier(parser);
      if (parser.is(TokenKind.LeftChevron)) return parseParameterizedType(parser, null, name);
      return typeName(name);
    }
    case TokenKind.StringComplete:
    case TokenKind.StringLeftPiece:
      return parseString(parser);
    case TokenKind.LeftBrace:
      return parseObjectType(parser);
    case TokenKind.LeftSquare:
      return parseTupleType(parser);
    case TokenKind.LeftParen:
      return parseParenthesizedType(parser);
    case TokenKind.Integer:
    case TokenKind.TrueKeyword:
    case TokenKind.FalseKeyword:
    case TokenKind.NullKeyword:
      return parseScalar(parser);
    case TokenKind.Exclamation:
    case TokenKind.Minus:
      return parseUnaryType(parser);
    default:
      return parser.fail('Expected a type.');
  }
}

function typeName(name: Identifier): TypeName {
  const { start, end, firstToken, pastToken } = name;
  return { kind: 'TypeName', start, end, firstToken, pastToken };
}

/** `[]`, `[*]`, `[0]`. */
function parseIndexType(parser: Parser, target: TypeNode): TypeNode | null {
  parser.advance();
  const { start, firstToken } = target;
  if (parser.is(TokenKind.RightSquare)) {
    const close = parser.advance();
    return { kind: 'ArrayType', start, end: parser.endOf(close), firstToken, pastToken: parser.at, element: target };
  }
  if (parser.is(TokenKind.Asterisk)) {
    parser.advance();
    const close = expect(parser, TokenKind.RightSquare, 'Expected "]".');
    if (close === null) return null;
    return { kind: 'TypeItems', start, end: parser.endOf(close), firstToken, pastToken: parser.at, target };
  }
  const index = parseExpression(parser, NO_COMPLEX_LITERALS);
  if (index === null) return null;
  const close = expect(parser, TokenKind.RightSquare, 'Expected "]".');
  if (close === null) return null;
  return { kind: 'TypeElement', start, end: parser.endOf(close), firstToken, pastToken: parser.at, target, index };
}

/** `.name`, `.*`, `.name<arguments>`. */
function parseDotType(parser: Parser, target: TypeNode): TypeNode {
  parser.advance();
  const { start, firstToken } = target;
  if (parser.is(TokenKind.Asterisk)) {
    const end = parser.endOf(parser.advance());
    return { kind: 'TypeAdditionalProperties', start, end, firstToken, pastToken: parser.at, target };
  }
  const name = identifierOrMissing(parser, 'Expected the name of a type or property.');
  if (parser.is(TokenKind.LeftChevron)) return parseParameterizedType(parser, target, name);
  return { kind: 'TypeMember', start, end: name.end, firstToken, pastToken: parser.at, target, name };
}
