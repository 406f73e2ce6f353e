import type { Span } from './span.ts';

/** Replaces the text of `span` by `newText`; an empty span inserts. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

/**
 * Applies edits that refer to the original text. Edits may come in any order but may not overlap; several insertions at one place are
 * applied in the order given.
 * @throws RangeError if two edits overlap or an edit lies outside the text.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = edits
    .map((edit, index) => ({ edit, index }))
    .sort((a, b) => a.edit.span.start - b.edit.span.start || a.edit.span.end - b.edit.span.end || a.index - b.index);
  let result = '';
  let done = 0;
  for (const { edit } of ordered) {
    if (edit.span.start < done || edit.span.end > text.length || edit.span.end < edit.span.start) {
      throw new RangeError(`Edit at ${edit.span.start}-${edit.span.end} overlaps another or lies outside the text.`);
    }
    result += text.slice(done, edit.span.start) + edit.newText;
    done = edit.span.end;
  }
  return result + text.slice(done);
}
