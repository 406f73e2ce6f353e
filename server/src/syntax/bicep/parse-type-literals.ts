import { parseDecorators } from './parse-decorators.ts';
import { endOfList, passComma, passSeparator } from './parse-lists.ts';
import { parseKey } from './parse-literals.ts';
import { closeList, END_OF_PARENTHESIZED, parenthesizedInner, passToNextItem } from './parse-parentheses.ts';
import { parseType } from './parse-types.ts';
import type { Parser } from './parser.ts';
import { closeBracket, closeOrReport, expectOrSkip, isMissing, recover } from './recovery.ts';
import { TokenKind, terminators } from './token-kinds.ts';
import {
  type Decorator,
  NO_TOKEN,
  type ObjectType,
  type ObjectTypeProperty,
  type ParameterizedType,
  type Skipped,
  type TupleType,
  type TupleTypeItem,
  type TypeNode,
} from './tree.ts';

const END_OF_ITEM = terminators(TokenKind.NewLine, TokenKind.RightSquare);
const END_OF_PROPERTY = terminators(TokenKind.NewLine, TokenKind.RightBrace);
const END_OF_ARGUMENT = terminators(TokenKind.NewLine, TokenKind.Comma, TokenKind.RightChevron);

/** `<arguments>` behind a name, from the `<`. */
export function parseParameterizedType(
  parser: Parser,
  target: TypeNode | null,
  name: ParameterizedType['name'],
): ParameterizedType {
  parser.advance();
  const mark = parser.mark();
  const strayMark = parser.markStrays();
  parser.skipNewLines();
  while (!parser.is(TokenKind.RightChevron) && !parser.is(TokenKind.EndOfFile)) {
    const start = parser.at;
    const problems = parser.problems.length;
    parser.push(parseType(parser) ?? recover(parser, start, problems, false, END_OF_ARGUMENT));
    const { kind } = parser;
    if (kind === TokenKind.RightChevron || kind === TokenKind.EndOfFile) break;
    if (!passComma(parser, TokenKind.RightChevron)) break;
    // A comma may not stand last: reading a type there says so.
    if (kind === TokenKind.Comma && parser.is(TokenKind.RightChevron)) {
      const last = parser.at;
      const count = parser.problems.length;
      parser.push(parseType(parser) ?? recover(parser, last, count, false, END_OF_ARGUMENT));
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
    strays: parser.takeStrays(strayMark),
    closeChevron: close,
  };
}

/** `(type)`, from the `(`. */
export function parseParenthesizedType(parser: Parser): TypeNode {
  const open = parser.advance();
  const mark = parser.mark();
  while (!parser.is(TokenKind.RightParen)) {
    const start = parser.at;
    const problems = parser.problems.length;
    parser.push(parseType(parser) ?? recover(parser, start, problems, false, END_OF_PARENTHESIZED));
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

/** `{ ... }`, from the `{`; null after `fail` if it is never closed. */
export function parseObjectType(parser: Parser): ObjectType | null {
  const open = parser.advance();
  const mark = parser.mark();
  const strayMark = parser.markStrays();
  parser.skipNewLines();
  while (!parser.is(TokenKind.RightBrace) && !parser.is(TokenKind.EndOfFile)) {
    parser.push(parsePropertyType(parser));
    const { kind } = parser;
    if (kind !== TokenKind.RightBrace && kind !== TokenKind.EndOfFile) passSeparator(parser);
  }
  const properties = parser.take<ObjectTypeProperty>(mark);
  const strays = parser.takeStrays(strayMark);
  const close = closeBracket(parser, open, TokenKind.RightBrace, '}');
  if (close === null) return null;
  return {
    kind: 'ObjectType',
    start: parser.startOf(open),
    end: endOfList(parser, properties),
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
  const valueToken = parser.at;
  const problems = parser.problems.length;
  const value: TypeNode = parseType(parser) ?? recover(parser, valueToken, problems, isMissing(colon), END_OF_PROPERTY);
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

/** `[ ... ]`, from the `[`; null after `fail` if it is never closed. */
export function parseTupleType(parser: Parser): TupleType | null {
  const open = parser.advance();
  const mark = parser.mark();
  const strayMark = parser.markStrays();
  parser.skipNewLines();
  while (!parser.is(TokenKind.RightSquare) && !parser.is(TokenKind.EndOfFile)) {
    const start = parser.at;
    const problems = parser.problems.length;
    parser.push(parseTupleItem(parser) ?? recover(parser, start, problems, false, END_OF_ITEM));
    const { kind } = parser;
    if (kind !== TokenKind.RightSquare && kind !== TokenKind.EndOfFile) passSeparator(parser);
  }
  const items = parser.take<TupleTypeItem | Skipped>(mark);
  const strays = parser.takeStrays(strayMark);
  const close = closeBracket(parser, open, TokenKind.RightSquare, ']');
  if (close === null) return null;
  return {
    kind: 'TupleType',
    start: parser.startOf(open),
    end: endOfList(parser, items),
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
