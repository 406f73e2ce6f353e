import type { Problem } from '../../text/problem.ts';
import {
  BEGINS,
  BRACE_OR_QUOTE,
  BYTE_ORDER_MARK,
  CLOSE_BRACE,
  DOT,
  HASH,
  isInIdentifier,
  isLineBreak,
  KIND_OF_CHARACTER,
  KIND_OF_PAIR,
  LINE_BREAK,
  NOTHING,
  NUMBER,
  OPEN_BRACE,
  PUNCTUATION,
  SLASH,
  SPACE,
  TAB,
  WORD,
} from './characters.ts';
import { scanStringAfterHole, scanStringStart } from './lexer-strings.ts';
import { type Comment, type DirectiveText, scanTrivia } from './lexer-trivia.ts';
import { syntaxProblem } from './problems.ts';
import { TokenKind, type Tokens } from './token-kinds.ts';

export interface LexedText {
  readonly tokens: Tokens;
  readonly comments: readonly Comment[];
  readonly directives: readonly DirectiveText[];
  readonly problems: readonly Problem[];
  /** Indices of string tokens that have no end or hold an escape that doesn't exist. */
  readonly malformedStrings: ReadonlySet<number>;
}

/** What the scanners of strings and trivia share with the loop below. */
export interface LexerState {
  readonly text: string;
  /** True if what is never closed gives way to a declaration at the start of a line (editor mode). */
  readonly yields: boolean;
  readonly problems: Problem[];
  readonly comments: Comment[];
  readonly directives: DirectiveText[];
  /** The open string holes around the current place, innermost last: for each the number of `$` before its `{`, 0 for one on a single line. */
  readonly holes: number[];
  /** True once it is known that no block comment is closed from here on. */
  blockCommentsEnd: boolean;
  /** Kind of the string token scanned last. */
  stringKind: TokenKind;
  /** Whether that token has no end or a wrong escape. */
  stringMalformed: boolean;
}

/** Stands in `holes` for a `{` inside a hole. */
const OPEN_OBJECT = -1;

const MAX_IDENTIFIER_LENGTH = 255;

/** Past the last character. */
const END = -1;

/**
 * Splits the text into tokens. Never fails: what can't be a token is `Unrecognized`, a string without end is a string token all the same.
 * Tokens and the gaps between them make up the whole text.
 */
export function lex(text: string, yields: boolean): LexedText {
  const state: LexerState = {
    text,
    yields,
    problems: [],
    comments: [],
    directives: [],
    holes: [],
    blockCommentsEnd: false,
    stringKind: TokenKind.StringComplete,
    stringMalformed: false,
  };
  const { holes } = state;
  const malformedStrings = new Set<number>();
  const length = text.length;

  let capacity = (length >> 2) + 16;
  let kinds = new Uint8Array(capacity);
  let starts = new Int32Array(capacity);
  let ends = new Int32Array(capacity);
  let count = 0;

  let at = length > 0 && text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
  let kind: number = TokenKind.Unrecognized;
  do {
    let code = at < length ? text.charCodeAt(at) : END;
    while (code === SPACE || code === TAB) code = ++at < length ? text.charCodeAt(at) : END;
    if (code === SLASH || code === HASH) {
      const past = scanTrivia(state, at);
      if (past > at) {
        at = past;
        continue;
      }
    }

    const start = at;
    if (code === END) {
      kind = TokenKind.EndOfFile;
    } else {
      const begins = code < 128 ? (BEGINS[code] ?? NOTHING) : NOTHING;
      at++;
      switch (begins) {
        case WORD:
          while (at < length && isInIdentifier(text.charCodeAt(at))) at++;
          kind = kindOfWord(text, start, at);
          if (at - start > MAX_IDENTIFIER_LENGTH) {
            state.problems.push(syntaxProblem('A name may have at most 255 characters.', start, at));
          }
          break;
        case NUMBER:
          while (at < length && BEGINS[text.charCodeAt(at)] === NUMBER) at++;
          kind = TokenKind.Integer;
          break;
        case LINE_BREAK:
          if (holes.length > 0) {
            // A hole ends with its line: an empty piece closes the string, and the line break is looked at again.
            at = start;
            holes.length = 0;
            kind = TokenKind.StringRightPiece;
            malformedStrings.add(count);
            state.problems.push(syntaxProblem('The string is not closed at the end of the line.', at, at));
          } else {
            while (at < length && isLineBreak(text.charCodeAt(at))) at++;
            kind = TokenKind.NewLine;
          }
          break;
        case PUNCTUATION: {
          const next = at < length ? text.charCodeAt(at) : 0;
          const pair = next < 128 ? (KIND_OF_PAIR[code * 128 + next] ?? 0) : 0;
          if (pair !== 0) {
            kind = pair;
            at++;
          } else if (code === DOT && next === DOT && text.charCodeAt(at + 1) === DOT) {
            kind = TokenKind.Ellipsis;
            at += 2;
          } else {
            kind = KIND_OF_CHARACTER[code] ?? TokenKind.Unrecognized;
          }
          break;
        }
        case BRACE_OR_QUOTE:
          if (code === OPEN_BRACE) {
            kind = TokenKind.LeftBrace;
            if (holes.length > 0) holes.push(OPEN_OBJECT);
          } else if (code === CLOSE_BRACE) {
            const hole = holes.at(-1);
            if (hole === undefined || hole === OPEN_OBJECT) {
              kind = TokenKind.RightBrace;
              // The compiler forgets to leave the object, so that its string never ends; editors get the better recovery.
              if (yields) holes.pop();
            } else {
              at = scanStringAfterHole(state, start, hole);
              kind = state.stringKind;
              if (state.stringMalformed) malformedStrings.add(count);
            }
          } else {
            at = scanStringStart(state, start);
            if (at > start) {
              kind = state.stringKind;
              if (state.stringMalformed) malformedStrings.add(count);
            } else {
              // A `$` that begins no string; the compiler takes a run of them as one token.
              while (text.charCodeAt(at) === code) at++;
              kind = TokenKind.Unrecognized;
            }
          }
          break;
        default:
          kind = TokenKind.Unrecognized;
      }
      if (kind === TokenKind.Unrecognized) state.problems.push(unrecognized(text, start, at));
    }

    if (count === capacity) {
      capacity *= 2;
      kinds = grown(kinds, new Uint8Array(capacity));
      starts = grown(starts, new Int32Array(capacity));
      ends = grown(ends, new Int32Array(capacity));
    }
    kinds[count] = kind;
    starts[count] = start;
    ends[count] = at;
    count++;
  } while (kind !== TokenKind.EndOfFile);

  return {
    tokens: { count, kinds: kinds.slice(0, count), starts: starts.slice(0, count), ends: ends.slice(0, count) },
    comments: state.comments,
    directives: state.directives,
    problems: state.problems,
    malformedStrings,
  };
}

const LOWER_T = 116;
const LOWER_F = 102;
const LOWER_N = 110;

function kindOfWord(text: string, start: number, end: number): TokenKind {
  const length = end - start;
  if (length !== 4 && length !== 5) return TokenKind.Identifier;
  const first = text.charCodeAt(start);
  if (length === 4) {
    if (first === LOWER_T && text.startsWith('true', start)) return TokenKind.TrueKeyword;
    if (first === LOWER_N && text.startsWith('null', start)) return TokenKind.NullKeyword;
    return TokenKind.Identifier;
  }
  return first === LOWER_F && text.startsWith('false', start) ? TokenKind.FalseKeyword : TokenKind.Identifier;
}

function unrecognized(text: string, start: number, end: number): Problem {
  const token = text.slice(start, end);
  return token === '"'
    ? syntaxProblem("Double quotes don't begin a string; use single quotes.", start, end)
    : syntaxProblem(`"${token}" is not part of the language.`, start, end);
}

function grown<T extends Uint8Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
