import { parseDecorators } from './parse-decorators.ts';
import { enterLevel, parseExpression } from './parse-expressions.ts';
import { passComma, passSeparator } from './parse-lists.ts';
import { parseKey } from './parse-literals.ts';
import { closeList, END_OF_PARENTHESIZED, parenthesizedInner, passToNextItem } from './parse-parentheses.ts';
import { parseScalar } from './parse-scalars.ts';
import { parseString } from './parse-strings.ts';
import { NO_COMPLEX_LITERALS, NOTHING, type Parser } from './parser.ts';
import {
  closeBracket,
  closeOrReport,
  END_OF_OPERAND,
  END_OF_STATEMENT,
  expect,
  expectOrSkip,
  identifierOrMissing,
  isMissing,
  missing,
  readIdentifier,
  recover,
} from './recovery.ts';
import { TokenKind, terminators } from './token-kinds.ts';
import {
  type Decorator,
  NO_TOKEN,
  type ObjectType,
  type ObjectTypeProperty,
  type ParameterizedType,
  type Skipped,
  type StringNode,
  type TokenIndex,
  type TupleType,
  type TupleTypeItem,
  type TypeNode,
} from './tree.ts';

const END_OF_ITEM = terminators(TokenKind.NewLine, TokenKind.RightSquare);
const END_OF_PROPERTY = terminators(TokenKind.NewLine, TokenKind.RightBrace);
const END_OF_ARGUMENT = terminators(TokenKind.NewLine, TokenKind.Comma, TokenKind.RightChevron);
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
  const isString = parser.is(TokenKind.StringComplete) || parser.is(TokenKind.StringLeftPiece);
  const type = mayOmitResource && !isString ? null : parseResourceType(parser, false, END_OF_RESOURCE_TYPE);
  return {
    kind: 'ResourceType',
    start: parser.startOf(keyword),
    end: type?.end ?? parser.endOf(keyword),
    firstToken: keyword,
    pastToken: parser.at,
    type,
  };
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
  const string = parseString(parser);
  if (string.kind === 'String') return string;
  parser.fail(message, start);
  return recover(parser, start, problems, suppressed, terminating);
}

/** A type with its unions, or null after `fail`. */
export function parseType(parser: Parser): TypeNode | null {
  if (!enterLevel(parser)) return null;
  const first = parser.at;
  const leadsWithPipe = isPipeNext(parser);
  if (leadsWithPipe) passPipe(parser);
  const candidate = parseSuffixedType(parser);
  const type =
    candidate !== null && (leadsWithPipe || isPipeNext(parser)) ? parseUnion(parser, first, candidate) : candidate;
  parser.level--;
  return type;
}

export function parseTypeOrSkip(parser: Parser, suppressed: boolean, terminating: number): TypeNode {
  const start = parser.at;
  const problems = parser.problems.length;
  return parseType(parser) ?? recover(parser, start, problems, suppressed, terminating);
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
      : (parseSuffixedType(parser) ?? recover(parser, start, problems, false, terminating));
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

/** A type with `?` and `!` behind it. */
function parseSuffixedType(parser: Parser): TypeNode | null {
  let base =
    parser.is(TokenKind.Exclamation) || parser.is(TokenKind.Minus) ? parseUnaryType(parser) : parseMemberType(parser);
  while (base !== null && (parser.is(TokenKind.Question) || parser.is(TokenKind.Exclamation))) {
    const kind = parser.is(TokenKind.Question) ? 'NullableType' : 'NonNullableType';
    const token = parser.advance();
    parser.wrappings++;
    base = {
      kind,
      start: base.start,
      end: parser.endOf(token),
      firstToken: base.firstToken,
      pastToken: parser.at,
      base,
    };
  }
  return base;
}

function parseUnaryType(parser: Parser): TypeNode {
  const operator = parser.is(TokenKind.Minus) ? '-' : '!';
  const first = parser.advance();
  const problems = parser.problems.length;
  const operand: TypeNode = parseMemberType(parser) ?? recover(parser, first + 1, problems, false, END_OF_OPERAND);
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

/** A primary type with all that is attached behind it: members and indexes. */
function parseMemberType(parser: Parser): TypeNode | null {
  let target = parsePrimaryType(parser);
  while (target !== null) {
    if (parser.is(TokenKind.LeftSquare)) target = parseIndexType(parser, target);
    else if (parser.is(TokenKind.Dot)) target = parseDotType(parser, target);
    else return target;
    parser.wrappings++;
  }
  return null;
}

function parsePrimaryType(parser: Parser): TypeNode | null {
  const { kind } = parser;
  switch (kind) {
    case TokenKind.Identifier:
      return parseTypeName(parser);
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
    default:
      return parser.fail('Expected a type.');
  }
}

function parseTypeName(parser: Parser): TypeNode {
  const token = parser.at;
  if (parser.kindAt(token + 1) === TokenKind.LeftChevron) {
    const name = readIdentifier(parser);
    return parseParameterizedType(parser, null, name);
  }
  parser.advance();
  return {
    kind: 'TypeName',
    start: parser.startOf(token),
    end: parser.endOf(token),
    firstToken: token,
    pastToken: token + 1,
  };
}

/** `<arguments>` behind a name, from the `<`. */
function parseParameterizedType(
  parser: Parser,
  target: TypeNode | null,
  name: ParameterizedType['name'],
): ParameterizedType {
  parser.advance();
  const mark = parser.mark();
  let strays: readonly Skipped[] = NOTHING;
  parser.skipNewLines();
  while (!parser.is(TokenKind.RightChevron) && !parser.is(TokenKind.EndOfFile)) {
    parser.push(parseTypeOrSkip(parser, false, END_OF_ARGUMENT));
    const { kind } = parser;
    if (kind === TokenKind.RightChevron || kind === TokenKind.EndOfFile) break;
    const passed = passComma(parser, TokenKind.RightChevron, strays);
    if (passed === null) break;
    strays = passed;
    if (kind === TokenKind.Comma && parser.is(TokenKind.RightChevron)) {
      parser.push(missing(parser, 'Expected a type after the comma.'));
    }
  }
  const close = closeOrReport(parser, TokenKind.RightChevron, '>');
  const outermost = target ?? name;
  return {
    kind: 'ParameterizedType',
    start: outermost.start,
    end: close === NO_TOKEN ? parser.startOf(parser.at) : parser.endOf(close),
    firstToken: outermost.firstToken,
    pastToken: parser.at,
    target,
    name,
    arguments: parser.take<TypeNode>(mark),
    strays,
    closeChevron: close,
  };
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

function parseParenthesizedType(parser: Parser): TypeNode {
  const open = parser.advance();
  const mark = parser.mark();
  while (!parser.is(TokenKind.RightParen)) {
    parser.push(parseTypeOrSkip(parser, false, END_OF_PARENTHESIZED));
    if (!passToNextItem(parser, false)) break;
  }
  const list = closeList(parser, open, parser.take<TypeNode>(mark));
  return {
    kind: 'ParenthesizedType',
    start: parser.startOf(open),
    end: list.end,
    firstToken: open,
    pastToken: parser.at,
    inner: parenthesizedInner(parser, list),
    close: list.close,
  };
}

function parseObjectType(parser: Parser): ObjectType | null {
  const open = parser.advance();
  const mark = parser.mark();
  let strays: readonly Skipped[] = NOTHING;
  parser.skipNewLines();
  while (!parser.is(TokenKind.RightBrace) && !parser.is(TokenKind.EndOfFile)) {
    parser.push(parsePropertyType(parser));
    const { kind } = parser;
    if (kind !== TokenKind.RightBrace && kind !== TokenKind.EndOfFile) strays = passSeparator(parser, strays);
  }
  const properties = parser.take<ObjectTypeProperty>(mark);
  const close = closeBracket(parser, open, TokenKind.RightBrace, '}');
  if (close === null) return null;
  return {
    kind: 'ObjectType',
    start: parser.startOf(open),
    end: parser.endOf(parser.at - 1),
    firstToken: open,
    pastToken: parser.at,
    properties,
    strays,
    openBrace: open,
    closeBrace: close,
  };
}

function parsePropertyType(parser: Parser): ObjectTypeProperty {
  const first = parser.at;
  const decorators = parseDecorators(parser);
  const keyToken = parser.at;
  const key = parser.is(TokenKind.Asterisk) ? null : parseKey(parser);
  if (key === null) parser.advance();
  const colon = expectOrSkip(parser, TokenKind.Colon, 'Expected ":".', key !== null && isMissing(key), END_OF_PROPERTY);
  const value = parseTypeOrSkip(parser, isMissing(colon), END_OF_PROPERTY);
  const start = decorators[0]?.start ?? key?.start ?? parser.startOf(keyToken);
  return {
    kind: 'ObjectTypeProperty',
    start,
    end: value.end,
    firstToken: first,
    pastToken: parser.at,
    decorators,
    key,
    colon,
    value,
  };
}

function parseTupleType(parser: Parser): TupleType | null {
  const open = parser.advance();
  const mark = parser.mark();
  let strays: readonly Skipped[] = NOTHING;
  parser.skipNewLines();
  while (!parser.is(TokenKind.RightSquare) && !parser.is(TokenKind.EndOfFile)) {
    const start = parser.at;
    const problems = parser.problems.length;
    parser.push(parseTupleItem(parser) ?? recover(parser, start, problems, false, END_OF_ITEM));
    const { kind } = parser;
    if (kind !== TokenKind.RightSquare && kind !== TokenKind.EndOfFile) strays = passSeparator(parser, strays);
  }
  const items = parser.take<TupleTypeItem | Skipped>(mark);
  const close = closeBracket(parser, open, TokenKind.RightSquare, ']');
  if (close === null) return null;
  return {
    kind: 'TupleType',
    start: parser.startOf(open),
    end: parser.endOf(parser.at - 1),
    firstToken: open,
    pastToken: parser.at,
    items,
    strays,
    openBracket: open,
    closeBracket: close,
  };
}

function parseTupleItem(parser: Parser): TupleTypeItem | null {
  const first = parser.at;
  const decorators: readonly (Decorator | Skipped)[] = parseDecorators(parser);
  const value = parseType(parser);
  if (value === null) return null;
  return {
    kind: 'TupleTypeItem',
    start: decorators[0]?.start ?? value.start,
    end: value.end,
    firstToken: first,
    pastToken: parser.at,
    decorators,
    value,
  };
}
