import { BACKSLASH, CARRIAGE_RETURN, DOLLAR, LINE_FEED, LOWER_U, QUOTE } from './characters.ts';
import type { Tokens } from './token-kinds.ts';
import type { StringNode, TokenIndex } from './tree.ts';

/** The text of a file and its tokens. */
export interface Source {
  readonly text: string;
  readonly tokens: Tokens;
}

/** Number of pieces of fixed text in a string: one more than holes. A piece may be empty. */
export function stringPieceCount(node: StringNode): number {
  return node.holes.length + 1;
}

/** The token of a piece. Piece `i` stands before hole `i`. */
export function stringPieceToken(node: StringNode, piece: number): TokenIndex {
  const holeBefore = node.holes[piece - 1];
  return holeBefore === undefined ? node.firstToken : holeBefore.pastToken;
}

/** True for `\'\'\'` with or without `$` before it: no escapes, line breaks allowed. */
export function isMultilineString(source: Source, node: StringNode): boolean {
  const { text } = source;
  const first = text.charCodeAt(node.start);
  return first === DOLLAR || (text.charCodeAt(node.start + 1) === QUOTE && text.charCodeAt(node.start + 2) === QUOTE);
}

/** The text of a piece, its escapes resolved. */
export function stringPieceText(source: Source, node: StringNode, piece: number): string {
  const { start, end } = stringPieceContent(source, node, piece);
  const content = source.text.slice(start, end);
  if (!content.includes('\\') || isMultilineString(source, node)) return content;
  return content.replace(ESCAPES, (written, codePoint: string | undefined) => resolved(written, codePoint));
}

/** The text of a string without holes, its escapes resolved; null for a string with holes. */
export function stringText(source: Source, node: StringNode): string | null {
  return node.holes.length === 0 ? stringPieceText(source, node, 0) : null;
}

/** Where the content of a piece stands: without quotes, `${`, `}`, and without the line break that a multi-line string begins with. */
export function stringPieceContent(
  source: Source,
  node: StringNode,
  piece: number,
): { readonly start: number; readonly end: number } {
  const { text, tokens } = source;
  const token = stringPieceToken(node, piece);
  const tokenStart = tokens.starts[token] ?? node.start;
  const tokenEnd = tokens.ends[token] ?? node.end;
  const multiline = isMultilineString(source, node);
  const dollars = multiline ? dollarsBefore(text, node.start) : 1;
  const isLast = piece === node.holes.length;
  const end = tokenEnd - (isLast ? (multiline ? 3 : 1) : dollars + 1);
  if (piece > 0) return { start: tokenStart + 1, end };
  if (!multiline) return { start: tokenStart + 1, end };

  let start = tokenStart + dollars + 3;
  if (start < end && text.charCodeAt(start) === CARRIAGE_RETURN) start++;
  if (start < end && text.charCodeAt(start) === LINE_FEED) start++;
  return { start, end };
}

/**
 * Offset in the file of the character at `index` of a piece's text; at its length, where its content ends. Inside what an escape gives, the
 * escape's beginning.
 */
export function stringPieceOffset(source: Source, node: StringNode, piece: number, index: number): number {
  const { start, end } = stringPieceContent(source, node, piece);
  if (isMultilineString(source, node)) return Math.min(start + index, end);
  const { text } = source;
  let at = start;
  let left = index;
  while (at < end && left > 0) {
    if (text.charCodeAt(at) !== BACKSLASH) {
      at++;
      left--;
      continue;
    }
    const past = escapeEnd(text, at);
    const length = stringOfEscape(text.slice(at, past)).length;
    if (left < length) return at;
    left -= length;
    at = past;
  }
  return at;
}

const ESCAPES = /\\(?:u\{([0-9A-Fa-f]+)\}|.)/gs;

function resolved(written: string, codePoint: string | undefined): string {
  if (codePoint !== undefined) return String.fromCodePoint(Number.parseInt(codePoint, 16));
  switch (written) {
    case '\\n':
      return '\n';
    case '\\r':
      return '\r';
    case '\\t':
      return '\t';
    default:
      return written.slice(1);
  }
}

function stringOfEscape(written: string): string {
  return written.replace(ESCAPES, (found, codePoint: string | undefined) => resolved(found, codePoint));
}

function escapeEnd(text: string, backslash: number): number {
  return text.charCodeAt(backslash + 1) === LOWER_U ? text.indexOf('}', backslash) + 1 : backslash + 2;
}

function dollarsBefore(text: string, start: number): number {
  let at = start;
  while (text.charCodeAt(at) === DOLLAR) at++;
  return at - start;
}
