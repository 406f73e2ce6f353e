import { parseNestedDeclaration } from './parse-declarations.ts';
import { parseExpression } from './parse-expressions.ts';
import { endOfList, passSeparator } from './parse-lists.ts';
import { parseString } from './parse-strings.ts';
import { COMPLEX_LITERALS, NESTED_RESOURCES, type Parser } from './parser.ts';
import { closeBracket, expectOrSkip, isMissing, readIdentifier, recover } from './recovery.ts';
import { TokenKind, terminators } from './token-kinds.ts';
import type {
  ArrayNode,
  Expression,
  Identifier,
  ObjectMember,
  ObjectNode,
  Skipped,
  Spread,
  StringNode,
} from './tree.ts';

const END_OF_ITEM = terminators(TokenKind.NewLine, TokenKind.RightSquare);
const END_OF_MEMBER = terminators(TokenKind.NewLine, TokenKind.RightBrace);
const END_OF_KEY = END_OF_MEMBER | terminators(TokenKind.Colon);
const COMMA = terminators(TokenKind.Comma);

/** `{ ... }`. Null, after `fail`, if the current token is no `{` or the object is never closed. */
export function parseObject(parser: Parser, allows: number): ObjectNode | null {
  if (!parser.is(TokenKind.LeftBrace)) return parser.fail('Expected "{".');
  const open = parser.advance();
  const mark = parser.mark();
  const strayMark = parser.markStrays();
  parser.skipNewLines();
  while (!parser.is(TokenKind.RightBrace) && !parser.is(TokenKind.EndOfFile)) {
    parser.push(parseMemberOfObject(parser, allows));
    const { kind } = parser;
    if (kind === TokenKind.NewLine) parser.skipNewLines();
    else if (kind !== TokenKind.RightBrace && kind !== TokenKind.EndOfFile) passSeparator(parser);
  }
  const members = parser.take<ObjectMember>(mark);
  const strays = parser.takeStrays(strayMark);
  const close = closeBracket(parser, open, TokenKind.RightBrace, '}');
  if (close === null) return null;
  return {
    kind: 'Object',
    start: parser.startOf(open),
    end: endOfList(parser, members),
    firstToken: open,
    pastToken: parser.at,
    members,
    strays,
    openBrace: open,
    closeBrace: close,
  };
}

function parseMemberOfObject(parser: Parser, allows: number): ObjectMember {
  if (allows === NESTED_RESOURCES && isNestedResource(parser)) return parseNestedDeclaration(parser);
  if (parser.is(TokenKind.Ellipsis)) return parseSpread(parser, END_OF_MEMBER | COMMA);

  const key = parseKey(parser);
  const colon = parser.is(TokenKind.Colon)
    ? parser.advance()
    : expectOrSkip(parser, TokenKind.Colon, 'Expected ":".', isMissing(key), END_OF_MEMBER);
  const start = parser.at;
  const problems = parser.problems.length;
  const value: Expression =
    parseExpression(parser, COMPLEX_LITERALS) ?? recover(parser, start, problems, isMissing(colon), END_OF_MEMBER);
  return {
    kind: 'ObjectProperty',
    start: key.start,
    end: value.end,
    firstToken: key.firstToken,
    pastToken: parser.at,
    key,
    colon,
    value,
  };
}

/** A decorator, or `resource` with a name behind it; else `resource` is the name of a property. */
function isNestedResource(parser: Parser): boolean {
  if (parser.is(TokenKind.At)) return true;
  return (
    parser.is(TokenKind.Identifier) &&
    parser.kindAt(parser.at + 1) === TokenKind.Identifier &&
    parser.isWord(parser.at, 'resource')
  );
}

export function parseKey(parser: Parser): Identifier | StringNode | Skipped {
  if (parser.is(TokenKind.Identifier)) return readIdentifier(parser);
  const start = parser.at;
  const problems = parser.problems.length;
  if (parser.is(TokenKind.StringComplete) || parser.is(TokenKind.StringLeftPiece)) {
    const key = parseString(parser);
    if (key.kind === 'String') return key;
  }
  parser.fail('Expected the name of a property.', start);
  return recover(parser, start, problems, false, END_OF_KEY);
}

/** `...value`, from its first token. */
function parseSpread(parser: Parser, terminating: number): Spread {
  const first = parser.advance();
  const problems = parser.problems.length;
  const value: Expression =
    parseExpression(parser, COMPLEX_LITERALS) ?? recover(parser, first + 1, problems, false, terminating);
  return {
    kind: 'Spread',
    start: parser.startOf(first),
    end: value.end,
    firstToken: first,
    pastToken: parser.at,
    value,
  };
}

/** `[ ... ]`, from its first token; null after `fail` if it is never closed. */
export function parseArray(parser: Parser): ArrayNode | null {
  const open = parser.advance();
  const mark = parser.mark();
  const strayMark = parser.markStrays();
  parser.skipNewLines();
  while (!parser.is(TokenKind.RightSquare) && !parser.is(TokenKind.EndOfFile)) {
    if (parser.is(TokenKind.Ellipsis)) {
      parser.push(parseSpread(parser, END_OF_ITEM | COMMA));
    } else {
      const start = parser.at;
      const problems = parser.problems.length;
      const item = parseExpression(parser, COMPLEX_LITERALS);
      parser.push(item ?? recover(parser, start, problems, false, END_OF_ITEM));
    }
    const { kind } = parser;
    if (kind !== TokenKind.RightSquare && kind !== TokenKind.EndOfFile) passSeparator(parser);
  }
  const items = parser.take<Expression | Spread>(mark);
  const strays = parser.takeStrays(strayMark);
  const close = closeBracket(parser, open, TokenKind.RightSquare, ']');
  if (close === null) return null;
  return {
    kind: 'Array',
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
