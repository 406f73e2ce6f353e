import { parseCall, parseDot, readReference } from './parse-members.ts';
import { COMPLEX_LITERALS, NOTHING, type Parser } from './parser.ts';
import { END_OF_STATEMENT, recover, skippedSince } from './recovery.ts';
import { TokenKind } from './token-kinds.ts';
import type { Decorator, Expression, Skipped } from './tree.ts';
import { liftWall } from './walls.ts';

export type Decorators = readonly (Decorator | Skipped)[];

/** The decorators at the current place, with what follows them on their lines; each needs a new line behind it. */
export function parseDecorators(parser: Parser): Decorators {
  if (!parser.is(TokenKind.At)) return NOTHING;
  const mark = parser.mark();
  while (parser.is(TokenKind.At)) {
    parser.push(parseDecorator(parser));
    liftWall(parser);
    if (!parser.is(TokenKind.NewLine)) parser.push(passRestOfLine(parser));
    parser.skipNewLines();
  }
  return parser.take<Decorator | Skipped>(mark);
}

/** Passes over what follows a statement or decorator on its line, and over the new line. */
export function passRestOfLine(parser: Parser): Skipped {
  const start = parser.at;
  parser.fail('Expected a new line.');
  recover(parser, start, parser.problems.length, false, END_OF_STATEMENT);
  if (parser.is(TokenKind.NewLine)) parser.advance();
  return skippedSince(parser, start);
}

function parseDecorator(parser: Parser): Decorator {
  const at = parser.advance();
  const expression = parseDecoratorExpression(parser);
  return {
    kind: 'Decorator',
    start: parser.startOf(at),
    end: expression.end,
    firstToken: at,
    pastToken: parser.at,
    expression,
  };
}

/** Names with dots between them, each of which may be called. */
function parseDecoratorExpression(parser: Parser): Expression {
  if (!parser.is(TokenKind.Identifier)) {
    parser.fail('Expected the name of a decorator.');
    return recover(parser, parser.at, parser.problems.length, false, END_OF_STATEMENT);
  }
  let expression: Expression =
    parser.kindAt(parser.at + 1) === TokenKind.LeftParen ? parseCall(parser, COMPLEX_LITERALS) : readReference(parser);
  while (parser.is(TokenKind.Dot)) {
    expression = parseDot(parser, COMPLEX_LITERALS, expression, false);
    parser.wrappings++;
  }
  return expression;
}
