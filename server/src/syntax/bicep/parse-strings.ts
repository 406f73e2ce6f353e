import { parseExpression } from './parse-expressions.ts';
import { NO_COMPLEX_LITERALS, NOTHING, type Parser } from './parser.ts';
import { passTo, recover, skippedSince } from './recovery.ts';
import { TokenKind, terminators } from './token-kinds.ts';
import type { Expression, Node, Skipped, StringNode, TokenIndex } from './tree.ts';

const END_OF_HOLE = terminators(TokenKind.StringMiddlePiece, TokenKind.StringRightPiece, TokenKind.NewLine);

/**
 * A string with its holes. Where no string stands, or one that has no end or a wrong escape, it gives a `Skipped`, whose problem the lexer
 * has reported.
 */
export function parseString(parser: Parser): StringNode | Skipped {
  const first = parser.at;
  if (parser.is(TokenKind.StringComplete)) {
    parser.advance();
    return stringOrSkipped(parser, first, NOTHING);
  }

  const mark = parser.mark();
  let piece: number = TokenKind.StringLeftPiece;
  while (parser.kind === piece) {
    parser.advance();
    parser.push(parseHole(parser));
    piece = TokenKind.StringMiddlePiece;
  }
  if (parser.is(TokenKind.StringRightPiece) && parser.at > first) {
    parser.advance();
    return stringOrSkipped(parser, first, parser.take<Expression>(mark));
  }
  if (parser.at === first) parser.push(passToEndOfHole(parser));
  return brokenString(parser, first, parser.take<Node>(mark));
}

function stringOrSkipped(parser: Parser, first: TokenIndex, holes: readonly Expression[]): StringNode | Skipped {
  if (parser.isMalformed(first) || holes.some((hole) => parser.isMalformed(hole.pastToken))) {
    return brokenString(parser, first, holes);
  }
  const pastToken = parser.at;
  return {
    kind: 'String',
    start: parser.startOf(first),
    end: parser.endOf(pastToken - 1),
    firstToken: first,
    pastToken,
    holes,
  };
}

/** A string that can't be read reaches to the next token. */
function brokenString(parser: Parser, first: TokenIndex, parts: readonly Node[]): Skipped {
  return { ...skippedSince(parser, first, parts), end: parser.startOf(parser.at), cause: 'string' };
}

/** The expression of a hole. It ends with its line; arrays and objects may not stand in it. */
function parseHole(parser: Parser): Expression {
  const first = parser.at;
  const problems = parser.problems.length;
  const expression: Expression =
    parseExpression(parser, NO_COMPLEX_LITERALS) ?? recover(parser, first, problems, false, END_OF_HOLE);
  const { kind } = parser;
  if (kind === TokenKind.StringMiddlePiece || kind === TokenKind.StringRightPiece || kind === TokenKind.NewLine) {
    return expression;
  }
  const rest = passToEndOfHole(parser);
  return { ...skippedSince(parser, first, [expression, rest]), start: expression.start, end: rest.end };
}

function passToEndOfHole(parser: Parser): Skipped {
  const first = parser.at;
  passTo(parser, END_OF_HOLE);
  const rest = skippedSince(parser, first);
  parser.report('Expected the end of the expression in the string: "}".', rest.start, rest.end);
  return rest;
}
