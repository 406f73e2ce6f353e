import type { Span } from '../../text/span.ts';
import { ASTERISK, BYTE_ORDER_MARK, HASH, isBlank, isInIdentifier, isLineBreak, MINUS, SLASH } from './characters.ts';
import { endBeforeDeclaration } from './keywords.ts';
import type { LexerState } from './lexer.ts';
import { syntaxProblem } from './problems.ts';

/** A comment to the end of the line, or one between `/*` and its end. */
export interface Comment extends Span {
  readonly kind: 'line' | 'block';
}

/** A directive as it stands in the text. What it governs is told by directives.ts. */
export interface DirectiveText extends Span {
  readonly name: DirectiveName;
  readonly codes: readonly DirectiveCode[];
}

export interface DirectiveCode extends Span {
  readonly code: string;
}

export type DirectiveName = 'disable-next-line' | 'disable-diagnostics' | 'restore-diagnostics';

const DIRECTIVE_NAMES: readonly DirectiveName[] = ['disable-next-line', 'disable-diagnostics', 'restore-diagnostics'];

/** Scans the comment or directive whose `/` or `#` stands at `at`; gives the offset past it, or `at` if it is neither. */
export function scanTrivia(state: LexerState, at: number): number {
  const { text } = state;
  if (text.charCodeAt(at) === HASH) return scanDirective(state, at);
  const next = text.charCodeAt(at + 1);
  if (next === SLASH) return scanLineComment(state, at);
  if (next === ASTERISK) return scanBlockComment(state, at);
  return at;
}

function scanLineComment(state: LexerState, start: number): number {
  const { text } = state;
  let end = start + 2;
  while (end < text.length && !isLineBreak(text.charCodeAt(end))) end++;
  state.comments.push({ kind: 'line', start, end });
  return end;
}

function scanBlockComment(state: LexerState, start: number): number {
  const { text } = state;
  // One search that finds nothing answers all later ones, else a text full of openings would be read once for each.
  const closing = state.blockCommentsEnd ? -1 : text.indexOf('*/', start + 2);
  let end = closing + 2;
  if (closing < 0) {
    state.blockCommentsEnd = true;
    end = state.yields ? endBeforeDeclaration(text, start + 2) : text.length;
    state.problems.push(syntaxProblem('The comment is not closed: */ is missing.', start, end));
  }
  state.comments.push({ kind: 'block', start, end });
  return end;
}

/** A directive stands first on its line, in front of nothing but blanks. */
function scanDirective(state: LexerState, start: number): number {
  const { text } = state;
  const name = DIRECTIVE_NAMES.find((candidate) => text.startsWith(candidate, start + 1));
  if (name === undefined || !isFirstOnLine(text, start)) return start;

  const codes: DirectiveCode[] = [];
  let end = start + 1 + name.length;
  let at = end;
  for (;;) {
    while (isBlank(text.charCodeAt(at))) at++;
    const codeStart = at;
    while (isInCode(text.charCodeAt(at))) at++;
    if (at === codeStart) break;
    codes.push({ code: text.slice(codeStart, at), start: codeStart, end: at });
    end = at;
  }
  if (codes.length === 0) {
    end = at;
    state.problems.push(syntaxProblem(`Expected the codes to silence: #${name} code1 code2.`, at, at));
  }
  state.directives.push({ name, codes, start, end });
  return end;
}

function isInCode(code: number): boolean {
  return isInIdentifier(code) || code === MINUS;
}

function isFirstOnLine(text: string, offset: number): boolean {
  let at = offset - 1;
  while (at >= 0 && isBlank(text.charCodeAt(at))) at--;
  return at < 0 || isLineBreak(text.charCodeAt(at)) || (at === 0 && text.charCodeAt(0) === BYTE_ORDER_MARK);
}
