import { beginsDeclaration } from './keywords.ts';
import type { Parser } from './parser.ts';
import { TokenKind } from './token-kinds.ts';
import type { TokenIndex } from './tree.ts';

/**
 * A wall is an end of file that stands, for the time of one statement, in the place of the new line before the next line that looks like a
 * declaration. What is open in the statement comes to its end there instead of swallowing that declaration.
 */
export function raiseWall(parser: Parser): void {
  parser.isWalled = true;
  raiseAfter(parser, parser.at);
}

/** Removes the wall behind a statement. */
export function removeWall(parser: Parser): void {
  parser.isWalled = false;
  restore(parser);
  parser.moveTo(parser.at);
}

/** Moves the wall behind a decorator: the declaration after it belongs to the same statement. */
export function liftWall(parser: Parser): void {
  if (!parser.isWalled || parser.level > 0) return;
  restore(parser);
  raiseAfter(parser, parser.pastNewLines(parser.at));
}

function restore(parser: Parser): void {
  const endOfFile = parser.lexed.tokens.count - 1;
  if (parser.limit !== endOfFile) parser.kinds[parser.limit] = TokenKind.NewLine;
  parser.limit = endOfFile;
}

function raiseAfter(parser: Parser, token: TokenIndex): void {
  const line = nextDeclarationLine(parser, token);
  if (line !== null) {
    parser.limit = line - 1;
    parser.kinds[parser.limit] = TokenKind.EndOfFile;
  }
  parser.moveTo(parser.at);
}

/** First token of the first line after `token` that looks like a declaration of its own: not one that `token` is a decorator of. */
export function nextStatementLine(parser: Parser, token: TokenIndex): TokenIndex | null {
  let line: TokenIndex | null = token;
  while (line !== null && parser.kindAt(line) === TokenKind.At) line = nextDeclarationLine(parser, line);
  return line === null ? null : nextDeclarationLine(parser, line);
}

/** First token of the first line after `token` that looks like a declaration or like its decorators. */
export function nextDeclarationLine(parser: Parser, token: TokenIndex): TokenIndex | null {
  parser.declarationLines ??= declarationLines(parser);
  const lines = parser.declarationLines;
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle] ?? 0) > token) high = middle;
    else low = middle + 1;
  }
  return lines[low] ?? null;
}

/** Asked for only in a file with problems. */
function declarationLines(parser: Parser): TokenIndex[] {
  const { kinds, starts, text } = parser;
  const lines: TokenIndex[] = [];
  for (let token = 1; token < parser.lexed.tokens.count; token++) {
    const isFirstOnLine = kinds[token - 1] === TokenKind.NewLine && starts[token] === parser.endOf(token - 1);
    if (isFirstOnLine && beginsDeclaration(text, parser.startOf(token))) lines.push(token);
  }
  return lines;
}
