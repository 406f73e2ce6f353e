import type { Comment } from './lexer-trivia.ts';

/** The comments that lie wholly between two offsets, in source order. */
export function commentsBetween(comments: readonly Comment[], start: number, end: number): readonly Comment[] {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  let past = low;
  while (past < comments.length && (comments[past]?.end ?? end) <= end) past++;
  return comments.slice(low, past);
}
