import type { Span } from '../../text/span.ts';
import { CARRIAGE_RETURN, isLineBreak, LINE_FEED } from './characters.ts';
import type { DirectiveText } from './lexer-trivia.ts';

export type { DirectiveCode, DirectiveName } from './lexer-trivia.ts';

/** `#disable-next-line`, `#disable-diagnostics` or `#restore-diagnostics` with its codes, each with its place. */
export interface Directive extends DirectiveText {
  /**
   * The text it speaks of. For `disable-next-line` the line below it, without its line break; empty at the end of the text if there is none. For the others
   * everything behind it: which codes are silenced at a place is settled by the last directive before it that names the code.
   */
  readonly governs: Span;
}

/** Adds to directives what they govern. */
export function governed(text: string, directives: readonly DirectiveText[]): readonly Directive[] {
  return directives.map((directive) => ({
    ...directive,
    governs:
      directive.name === 'disable-next-line'
        ? lineBelow(text, directive.end)
        : { start: directive.end, end: text.length },
  }));
}

/**
 * True if a directive silences this code for something that begins at `offset`. Codes are compared as written.
 */
export function isSilenced(directives: readonly Directive[], code: string, offset: number): boolean {
  let silenced = false;
  for (const directive of directives) {
    const { governs } = directive;
    if (offset < governs.start || offset > governs.end || !directive.codes.some((named) => named.code === code))
      continue;
    if (directive.name === 'disable-next-line') return true;
    silenced = directive.name === 'disable-diagnostics';
  }
  return silenced;
}

function lineBelow(text: string, offset: number): Span {
  let start = offset;
  while (start < text.length && !isLineBreak(text.charCodeAt(start))) start++;
  if (text.charCodeAt(start) === CARRIAGE_RETURN && text.charCodeAt(start + 1) === LINE_FEED) start++;
  start = Math.min(start + 1, text.length);
  let end = start;
  while (end < text.length && !isLineBreak(text.charCodeAt(end))) end++;
  return { start, end };
}
