import { applyEdits, type TextEdit } from './edit.ts';
import { spanOf } from './span.ts';

/** A part of the original text that is still there, or a text that was put in. */
type Piece = { readonly start: number; readonly end: number } | { readonly text: string };

/** A text that is edited again and again, and knows what one edit of the original would have done the same. */
export class EditedText {
  private pieces: readonly Piece[];
  private current: string;
  private readonly originalLength: number;

  constructor(original: string) {
    this.current = original;
    this.originalLength = original.length;
    this.pieces = [{ start: 0, end: original.length }];
  }

  get text(): string {
    return this.current;
  }

  /** @throws RangeError if two edits overlap or an edit lies outside the text. */
  apply(edits: readonly TextEdit[]): void {
    this.current = applyEdits(this.current, edits);
    // From the end, so that what comes before stays where it is; of insertions at one place the last one first.
    const lastFirst = edits
      .map((edit, index) => ({ edit, index }))
      .sort((a, b) => b.edit.span.start - a.edit.span.start || b.edit.span.end - a.edit.span.end || b.index - a.index);
    for (const { edit } of lastFirst) {
      const { span, newText } = edit;
      this.pieces = [...partOf(this.pieces, 0, span.start), { text: newText }, ...partOf(this.pieces, span.end, null)];
    }
  }

  /** Edits of the original text that give the current one; nothing between them is touched. */
  get edits(): readonly TextEdit[] {
    const edits: TextEdit[] = [];
    let done = 0;
    let newText = '';
    const add = (start: number): void => {
      if (newText !== '' || start > done) edits.push({ span: spanOf(done, start), newText });
      newText = '';
    };
    for (const piece of this.pieces) {
      if ('text' in piece) newText += piece.text;
      else if (piece.start < piece.end) {
        add(piece.start);
        done = piece.end;
      }
    }
    add(this.originalLength);
    return edits;
  }
}

/** The pieces between two places of the current text; null for its end. */
function partOf(pieces: readonly Piece[], from: number, to: number | null): readonly Piece[] {
  const part: Piece[] = [];
  let at = 0;
  for (const piece of pieces) {
    const length = 'text' in piece ? piece.text.length : piece.end - piece.start;
    const first = Math.max(0, from - at);
    const last = to === null ? length : Math.min(length, to - at);
    at += length;
    if (first >= last) continue;
    part.push(
      'text' in piece
        ? { text: piece.text.slice(first, last) }
        : { start: piece.start + first, end: piece.start + last },
    );
  }
  return part;
}
