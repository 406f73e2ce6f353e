import { BACKSLASH, CLOSE_BRACE, DOLLAR, isLineBreak, LOWER_U, OPEN_BRACE, QUOTE } from './characters.ts';
import { endBeforeDeclaration } from './keywords.ts';
import type { LexerState } from './lexer.ts';
import { syntaxProblem } from './problems.ts';
import { TokenKind } from './token-kinds.ts';

/** Quotes that begin and end a multi-line string. */
const MULTILINE_QUOTES = 3;

/**
 * Scans a string from its opening `'`, `'''` or `$'''` at `start` to its end or to its first hole.
 * Gives the offset past it, or `start` if a `$` begins no string.
 */
export function scanStringStart(state: LexerState, start: number): number {
  const { text } = state;
  const quotes = skipRun(text, start, DOLLAR);
  const multiline = isTripleQuote(text, quotes);
  if (multiline) return scanMultiline(state, start, quotes + MULTILINE_QUOTES, quotes - start, true);
  return quotes > start ? start : scanSingleLine(state, start, true);
}

/** Scans a string on from the `}` at `start` that closes a hole; `dollars` is what `holes` tells of it. */
export function scanStringAfterHole(state: LexerState, start: number, dollars: number): number {
  return dollars > 0 ? scanMultiline(state, start, start + 1, dollars, false) : scanSingleLine(state, start, false);
}

/** Notes that a string ended, or paused at a hole. */
function finish(state: LexerState, isFirst: boolean, atHole: boolean, dollars: number): void {
  if (atHole) {
    state.stringKind = isFirst ? TokenKind.StringLeftPiece : TokenKind.StringMiddlePiece;
    if (isFirst) state.holes.push(dollars);
  } else {
    state.stringKind = isFirst ? TokenKind.StringComplete : TokenKind.StringRightPiece;
    if (!isFirst) state.holes.pop();
  }
}

function scanMultiline(state: LexerState, start: number, from: number, dollars: number, isFirst: boolean): number {
  const { text } = state;
  state.stringMalformed = false;
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === DOLLAR && dollars > 0) {
      const past = skipRun(text, at, DOLLAR);
      if (past - at >= dollars && text.charCodeAt(past) === OPEN_BRACE) {
        finish(state, isFirst, true, dollars);
        return past + 1;
      }
      at = past;
    } else if (code === QUOTE) {
      const past = skipRun(text, at, QUOTE);
      if (past - at >= MULTILINE_QUOTES) {
        finish(state, isFirst, false, dollars);
        return past;
      }
      at = past;
    } else {
      at++;
    }
  }

  const end = state.yields ? endBeforeDeclaration(text, from) : text.length;
  state.stringMalformed = true;
  state.problems.push(syntaxProblem("The multi-line string is not closed: ''' is missing.", start, end));
  finish(state, isFirst, false, dollars);
  return end;
}

function scanSingleLine(state: LexerState, start: number, isFirst: boolean): number {
  const { text } = state;
  state.stringMalformed = false;
  let at = start + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      finish(state, isFirst, false, 0);
      return at + 1;
    }
    if (code === DOLLAR && text.charCodeAt(at + 1) === OPEN_BRACE) {
      finish(state, isFirst, true, 0);
      return at + 2;
    }
    if (isLineBreak(code)) break;
    at = code === BACKSLASH ? scanEscape(state, at) : at + 1;
  }

  state.stringMalformed = true;
  state.problems.push(syntaxProblem('The string is not closed at the end of the line.', start, at));
  finish(state, isFirst, false, 0);
  return at;
}

/** Scans the escape whose backslash stands at `start`; gives the offset past it. */
function scanEscape(state: LexerState, start: number): number {
  const { text } = state;
  let at = start + 2;
  // Backslash as the last character: the string has no end, which is said there.
  if (at > text.length) return text.length;
  const escaped = text.charCodeAt(start + 1);
  if (escaped !== LOWER_U) {
    if (!isEscapable(escaped)) {
      // The compiler takes a line break for an escaped character and reads on in the next line; editors end the string.
      if (state.yields && isLineBreak(escaped)) at--;
      state.stringMalformed = true;
      const message = "This escape doesn't exist; \\n, \\r, \\t, \\\\, \\', \\$ and \\u{...} do.";
      state.problems.push(syntaxProblem(message, start, at));
    }
    return at;
  }

  const opens = text.charCodeAt(at) === OPEN_BRACE;
  if (opens) {
    at++;
    const digits = at;
    while (isHexDigit(text.charCodeAt(at))) at++;
    const codePoint = Number.parseInt(text.slice(digits, at), 16);
    if (at >= text.length) return at;
    if (at > digits && text.charCodeAt(at) === CLOSE_BRACE) {
      at++;
      if (codePoint <= 0x10ffff) return at;
    }
  } else if (at >= text.length) {
    return at;
  }
  state.stringMalformed = true;
  const message = 'A Unicode escape has the form \\u{1F60A}, with at most 10FFFF between the braces.';
  state.problems.push(syntaxProblem(message, start, at));
  return at;
}

function isEscapable(code: number): boolean {
  switch (code) {
    case 110: // n
    case 114: // r
    case 116: // t
    case BACKSLASH:
    case QUOTE:
    case DOLLAR:
      return true;
    default:
      return false;
  }
}

function isHexDigit(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);
}

function isTripleQuote(text: string, at: number): boolean {
  return text.charCodeAt(at) === QUOTE && text.charCodeAt(at + 1) === QUOTE && text.charCodeAt(at + 2) === QUOTE;
}

function skipRun(text: string, from: number, code: number): number {
  let at = from;
  while (text.charCodeAt(at) === code) at++;
  return at;
}
