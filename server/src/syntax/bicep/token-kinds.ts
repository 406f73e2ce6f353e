/**
 * Kinds of tokens. The first 31 may be terminators of error recovery, which are kept as bits of one number (`terminators`).
 * Keywords other than `true`, `false` and `null` are identifiers: Bicep's keywords are contextual.
 */
export const TokenKind = {
  EndOfFile: 0,
  NewLine: 1,
  Identifier: 2,
  Comma: 3,
  Colon: 4,
  Assignment: 5,
  LeftBrace: 6,
  RightBrace: 7,
  LeftParen: 8,
  RightParen: 9,
  LeftSquare: 10,
  RightSquare: 11,
  LeftChevron: 12,
  RightChevron: 13,
  StringComplete: 14,
  StringLeftPiece: 15,
  StringMiddlePiece: 16,
  StringRightPiece: 17,
  Integer: 18,
  TrueKeyword: 19,
  FalseKeyword: 20,
  NullKeyword: 21,
  At: 22,
  Dot: 23,
  Question: 24,
  Semicolon: 25,
  Plus: 26,
  Minus: 27,
  Asterisk: 28,
  Slash: 29,
  Modulo: 30,
  Exclamation: 31,
  LessThanOrEqual: 32,
  GreaterThanOrEqual: 33,
  Equals: 34,
  NotEquals: 35,
  EqualsInsensitive: 36,
  NotEqualsInsensitive: 37,
  LogicalAnd: 38,
  LogicalOr: 39,
  DoubleQuestion: 40,
  DoubleColon: 41,
  Arrow: 42,
  Pipe: 43,
  Ellipsis: 44,
  Hat: 45,
  Unrecognized: 46,
} as const;

export type TokenKind = (typeof TokenKind)[keyof typeof TokenKind];

/** A set of token kinds, each below 31, as bits. */
export function terminators(...kinds: TokenKind[]): number {
  return kinds.reduce<number>((bits, kind) => bits | (1 << kind), 0);
}

/**
 * The tokens of a file, as columns: kind, start and end (exclusive) of token `i` stand at index `i`. The last token is the end of file, which
 * is empty. What lies between two tokens is trivia: blanks, comments, directives, a byte order mark.
 */
export interface Tokens {
  readonly count: number;
  readonly kinds: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Index of the first token that ends after `offset`: the token at the offset, or the next one if the offset lies in trivia. */
export function tokenAt(tokens: Tokens, offset: number): number {
  let low = 0;
  let high = tokens.count - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens.ends[middle] ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

export function tokenText(text: string, tokens: Tokens, token: number): string {
  return text.slice(tokens.starts[token], tokens.ends[token]);
}
