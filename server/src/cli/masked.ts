import { type Span, spanOf } from '../text/span.ts';

/** Stands on each line for a part of it that isn't shown; as long as any other, so that it doesn't tell how long that part is. */
const mask = '***';

/** A text without what isn't shown: its lines are those of the whole text, one for one. */
export interface MaskedText {
  readonly text: string;
  /** Where a span of the whole text stands in this one; one that begins or ends in a masked part takes in all of the mask. */
  of(span: Span): Span;
}

interface Masked {
  readonly start: number;
  readonly end: number;
  /** Where its mask begins. */
  readonly at: number;
}

/** @param hidden what isn't shown, in any order */
export function masked(text: string, hidden: readonly Span[]): MaskedText {
  if (hidden.length === 0) return { text, of: (span) => span };
  const parts: Masked[] = [];
  let shown = '';
  let end = 0;
  for (const span of [...hidden].sort((a, b) => a.start - b.start)) {
    const from = Math.max(span.start, end);
    for (const line of text.slice(from, span.end).matchAll(/[^\r\n]+/g)) {
      const start = from + line.index;
      shown += text.slice(end, start);
      end = start + line[0].length;
      parts.push({ start, end, at: shown.length });
      shown += mask;
    }
  }
  const placeOf = (offset: number, isEnd: boolean): number => {
    const part = parts.findLast(({ start }) => (isEnd ? start < offset : start <= offset));
    if (part === undefined) return offset;
    if (isEnd ? offset <= part.end : offset < part.end) return part.at + (isEnd ? mask.length : 0);
    return part.at + mask.length + offset - part.end;
  };
  return {
    text: shown + text.slice(end),
    of: ({ start, end: last }) => spanOf(placeOf(start, false), placeOf(Math.max(start, last), last > start)),
  };
}
