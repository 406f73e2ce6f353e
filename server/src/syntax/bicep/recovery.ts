import { NOTHING, type Parser } from './parser.ts';
import { TokenKind, terminators } from './token-kinds.ts';
import {
  type Expected,
  type Identifier,
  type Name,
  NO_TOKEN,
  type Node,
  type Skipped,
  type TokenIndex,
} from './tree.ts';

/** Where the search for a place to go on ends. */
export const END_OF_STATEMENT = terminators(TokenKind.NewLine);

/** Where an operand that can't be read ends. */
export const END_OF_OPERAND = terminators(
  TokenKind.StringRightPiece,
  TokenKind.RightBrace,
  TokenKind.RightParen,
  TokenKind.RightSquare,
  TokenKind.NewLine,
);

/**
 * Turns what was passed since `start`, where a part that failed began, and what lies before the next terminator into one `Skipped`.
 * Problems and pending nodes inside that part are dropped (`problemCount` is their number before it) in favour of the failure's own,
 * unless it is suppressed because something missing just before it has been reported.
 */
export function recover(
  parser: Parser,
  start: TokenIndex,
  problemCount: number,
  suppressed: boolean,
  terminating: number,
): Skipped {
  passTo(parser, terminating);
  parser.problems.length = problemCount;
  if (!suppressed) reportFailure(parser);
  return skippedSince(parser, start);
}

/** Moves to the next terminator, or to the end. */
export function passTo(parser: Parser, terminating: number): void {
  while (parser.at < parser.limit && !isOneOf(parser.kind, terminating)) parser.advance();
}

export function isOneOf(kind: number, terminating: number): boolean {
  return kind < 31 && (terminating & (1 << kind)) !== 0;
}

function reportFailure(parser: Parser): void {
  const token = parser.failedAt;
  const start = parser.startOf(token);
  // A new line may be many lines long, also where a wall stands for it; the place is where it begins.
  const isEmpty = token === parser.limit || parser.kindAt(token) === TokenKind.NewLine;
  const end = isEmpty ? start : parser.endOf(token);
  parser.report(parser.failure, start, end);
}

/** The tokens from `start` to the current one, which is not included, as a `Skipped`. */
export function skippedSince(parser: Parser, start: TokenIndex, parts: readonly Node[] = NOTHING): Skipped {
  const pastToken = parser.at;
  const offset = parser.startOf(start);
  return {
    kind: 'Skipped',
    start: offset,
    end: pastToken > start ? parser.endOf(pastToken - 1) : offset,
    firstToken: start,
    pastToken,
    cause: pastToken > start ? 'unexpected' : 'missing',
    parts,
  };
}

/** A node that was read and may not stand where it stands. */
export function skippedAround(node: Node): Skipped {
  const { start, end, firstToken, pastToken } = node;
  return { kind: 'Skipped', start, end, firstToken, pastToken, cause: 'unexpected', parts: [node] };
}

/** An empty `Skipped` at the current place, without a problem. */
export function absent(parser: Parser): Skipped {
  return skippedSince(parser, parser.at);
}

/** An empty `Skipped` at the current place; the message says what is missing there. */
export function missing(parser: Parser, message: string): Skipped {
  const start = parser.startOf(parser.at);
  parser.report(message, start, start);
  return absent(parser);
}

/** An empty `Skipped` that stands for a separator. */
export function missingSeparator(parser: Parser, message: string): Skipped {
  return { ...missing(parser, message), cause: 'separator' };
}

/** The current token if it is of this kind; else a failure. */
export function expect(parser: Parser, kind: TokenKind, message: string): TokenIndex | null {
  return parser.is(kind) ? parser.advance() : parser.fail(message);
}

/** The current token if it is of this kind, else a `Skipped` up to the next terminator. */
export function expectOrSkip(
  parser: Parser,
  kind: TokenKind,
  message: string,
  suppressed: boolean,
  terminating: number,
): Expected {
  if (parser.is(kind)) return parser.advance();
  parser.fail(message);
  return recover(parser, parser.at, parser.problems.length, suppressed, terminating);
}

/** The same for a word that is a keyword here. */
export function expectWordOrSkip(parser: Parser, word: string, suppressed: boolean, terminating: number): Expected {
  if (parser.isWord(parser.at, word)) return parser.advance();
  parser.fail(`Expected "${word}".`);
  return recover(parser, parser.at, parser.problems.length, suppressed, terminating);
}

/** True if the node is empty: its problem has been reported, and what follows would only repeat it. */
export function isMissing(node: Node | Expected): boolean {
  return typeof node === 'object' && node.kind === 'Skipped' && node.start === node.end;
}

/**
 * The closing bracket. For a bracket that is never closed null after `fail`, or `NO_TOKEN` where brackets are closed for the author.
 */
export function closeBracket(parser: Parser, open: TokenIndex, kind: TokenKind, character: string): TokenIndex | null {
  if (parser.is(kind)) return parser.advance();
  if (!parser.closesBrackets || parser.at < parser.limit) return parser.fail(`Expected "${character}".`);
  if (parser.reportedUnclosedAt !== parser.at) {
    parser.reportedUnclosedAt = parser.at;
    parser.report(`This bracket is never closed: "${character}" is missing.`, parser.startOf(open), parser.endOf(open));
  }
  return NO_TOKEN;
}

/** The closing bracket of a list that gives a node even without it; `NO_TOKEN` after a report. */
export function closeOrReport(parser: Parser, kind: TokenKind, character: string): TokenIndex {
  if (parser.is(kind)) return parser.advance();
  const start = parser.startOf(parser.at);
  parser.report(`Expected "${character}".`, start, start);
  return NO_TOKEN;
}

/** The identifier at the current place, which is known to be one. */
export function readIdentifier(parser: Parser): Identifier {
  const token = parser.advance();
  return {
    kind: 'Identifier',
    start: parser.startOf(token),
    end: parser.endOf(token),
    firstToken: token,
    pastToken: token + 1,
  };
}

/** An identifier, or an empty `Skipped`. */
export function identifierOrMissing(parser: Parser, message: string): Name {
  return parser.is(TokenKind.Identifier) ? readIdentifier(parser) : missing(parser, message);
}

/** An identifier, or a `Skipped` up to the next terminator. */
export function identifierOrSkip(parser: Parser, message: string, terminating: number): Name {
  if (parser.is(TokenKind.Identifier)) return readIdentifier(parser);
  parser.fail(message);
  return recover(parser, parser.at, parser.problems.length, false, terminating);
}
