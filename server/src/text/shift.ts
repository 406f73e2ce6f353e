import { type Span, spanOf } from './span.ts';

/** Takes spans of one text to the places where the same words stand in another that was made of it by one change. */
export interface Shift {
  /** What is different in the later text; empty where something was only taken out. */
  readonly changed: Span;
  /** The span in the later text. One that the change touches ends where the change does. */
  of(span: Span): Span;
}

/** The change is taken to lie between the common beginning and the common end of the texts. */
export function shiftBetween(before: string, after: string): Shift {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let end = 0;
  while (
    end < shorter - start &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  )
    end++;
  const changedEnd = before.length - end;
  const moved = after.length - before.length;
  return {
    changed: spanOf(start, after.length - end),
    of(span) {
      if (span.end <= start) return span;
      if (span.start >= changedEnd) return spanOf(span.start + moved, span.end + moved);
      // What begins inside of the change and ends behind it is held by its end.
      if (span.start >= start && span.end > changedEnd)
        return spanOf(Math.max(0, span.start + moved), span.end + moved);
      const last = after.length - end;
      const from = Math.min(span.start, last);
      const to = span.end >= changedEnd ? span.end + moved : Math.min(span.end, last);
      return spanOf(from, Math.max(from, to));
    },
  };
}
