import { TokenKind } from './token-kinds.ts';

/** Character codes and what they mean to the lexer. */
export const TAB = 9;
export const LINE_FEED = 10;
export const CARRIAGE_RETURN = 13;
export const SPACE = 32;
export const HASH = 35;
export const DOLLAR = 36;
export const QUOTE = 39;
export const ASTERISK = 42;
export const MINUS = 45;
export const DOT = 46;
export const SLASH = 47;
export const BACKSLASH = 92;
export const LOWER_U = 117;
export const OPEN_BRACE = 123;
export const CLOSE_BRACE = 125;
export const BYTE_ORDER_MARK = 0xfeff;

/** What a character begins. */
export const NOTHING = 0;
export const WORD = 1;
export const NUMBER = 2;
export const LINE_BREAK = 3;
export const PUNCTUATION = 4;
export const BRACE_OR_QUOTE = 5;

/** What a character below 128 begins; the others begin nothing. */
export const BEGINS = new Uint8Array(128);

/** 1 for the characters below 128 of which identifiers consist. */
export const IN_IDENTIFIER = new Uint8Array(128);

/** Kind of the token that consists of this one character. */
export const KIND_OF_CHARACTER = new Uint8Array(128).fill(TokenKind.Unrecognized);

for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_') {
  BEGINS[letter.charCodeAt(0)] = WORD;
  IN_IDENTIFIER[letter.charCodeAt(0)] = 1;
}
for (const digit of '0123456789') {
  BEGINS[digit.charCodeAt(0)] = NUMBER;
  IN_IDENTIFIER[digit.charCodeAt(0)] = 1;
}
for (const lineBreak of '\r\n') BEGINS[lineBreak.charCodeAt(0)] = LINE_BREAK;
for (const special of "{}'$") BEGINS[special.charCodeAt(0)] = BRACE_OR_QUOTE;
for (const [character, kind] of [
  ['&', TokenKind.Unrecognized],
  [',', TokenKind.Comma],
  [':', TokenKind.Colon],
  ['=', TokenKind.Assignment],
  ['(', TokenKind.LeftParen],
  [')', TokenKind.RightParen],
  ['[', TokenKind.LeftSquare],
  [']', TokenKind.RightSquare],
  ['<', TokenKind.LeftChevron],
  ['>', TokenKind.RightChevron],
  ['@', TokenKind.At],
  ['.', TokenKind.Dot],
  ['?', TokenKind.Question],
  [';', TokenKind.Semicolon],
  ['+', TokenKind.Plus],
  ['-', TokenKind.Minus],
  ['*', TokenKind.Asterisk],
  ['/', TokenKind.Slash],
  ['%', TokenKind.Modulo],
  ['!', TokenKind.Exclamation],
  ['|', TokenKind.Pipe],
  ['^', TokenKind.Hat],
] as const) {
  BEGINS[character.charCodeAt(0)] = PUNCTUATION;
  KIND_OF_CHARACTER[character.charCodeAt(0)] = kind;
}

const PAIRS: ReadonlyMap<string, TokenKind> = new Map<string, TokenKind>([
  ['==', TokenKind.Equals],
  ['=~', TokenKind.EqualsInsensitive],
  ['=>', TokenKind.Arrow],
  ['!=', TokenKind.NotEquals],
  ['!~', TokenKind.NotEqualsInsensitive],
  ['<=', TokenKind.LessThanOrEqual],
  ['>=', TokenKind.GreaterThanOrEqual],
  ['&&', TokenKind.LogicalAnd],
  ['||', TokenKind.LogicalOr],
  ['??', TokenKind.DoubleQuestion],
  ['::', TokenKind.DoubleColon],
]);

/** Kind of the token of two characters, at index `first * 128 + second`; 0 where the two are no token. */
export const KIND_OF_PAIR = new Uint8Array(128 * 128);

for (const [pair, kind] of PAIRS) KIND_OF_PAIR[pair.charCodeAt(0) * 128 + pair.charCodeAt(1)] = kind;

export function isLineBreak(code: number): boolean {
  return code === LINE_FEED || code === CARRIAGE_RETURN;
}

export function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

export function isInIdentifier(code: number): boolean {
  return code < 128 && IN_IDENTIFIER[code] === 1;
}
