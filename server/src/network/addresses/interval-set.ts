/**
 * Sets on a line as the points where membership changes: [1, 5, 9, 10] holds 1 to 4 and 9. Sorted and without repetition, so equal sets are
 * equal lists, neighbours merge by themselves, and no arithmetic is needed: the same code serves ports (numbers), IPv4 (numbers) and IPv6
 * (bigints).
 */

export type Point = number | bigint;

/** Points at which membership changes, in order; an even number of them. */
export type Intervals<P extends Point> = readonly P[];

/** The set of the half-open intervals [start, end), in any order, overlapping or not. */
export function intervalsOf<P extends Point>(pairs: readonly (readonly [P, P])[]): Intervals<P> {
  if (pairs.length === 1) {
    const [only] = pairs;
    return only !== undefined && only[0] < only[1] ? only : [];
  }
  const sorted = pairs.filter(([start, end]) => start < end).sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
  const points: P[] = [];
  for (const [start, end] of sorted) {
    const last = points.at(-1);
    if (last === undefined || last < start) points.push(start, end);
    else if (last < end) points[points.length - 1] = end;
  }
  return points;
}

/** The index of the first point that is greater than the value: odd where the set holds the value. */
export function pointsUpTo<P extends Point>(points: readonly P[], value: P): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((points[middle] as P) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function holdsPoint<P extends Point>(set: Intervals<P>, value: P): boolean {
  return (pointsUpTo(set, value) & 1) === 1;
}

/** Walks both sets at once; `keep` has bit 1 for points of a alone, bit 2 for points of b alone, bit 3 for points of both. */
function combine<P extends Point>(a: Intervals<P>, b: Intervals<P>, keep: number): Intervals<P> {
  const result: P[] = [];
  let inside = false;
  let atA = 0;
  let atB = 0;
  while (atA < a.length || atB < b.length) {
    const pointA = a[atA];
    const pointB = b[atB];
    const point = (pointB === undefined || (pointA !== undefined && pointA <= pointB) ? pointA : pointB) as P;
    if (pointA === point) atA++;
    if (pointB === point) atB++;
    const state = (atA & 1) | ((atB & 1) << 1);
    const now = state !== 0 && (keep & (1 << (state - 1))) !== 0;
    if (now !== inside) {
      result.push(point);
      inside = now;
    }
  }
  return result;
}

export function unionOf<P extends Point>(a: Intervals<P>, b: Intervals<P>): Intervals<P> {
  if (a.length === 0) return b;
  return b.length === 0 ? a : combine(a, b, 0b111);
}

export function intersectionOf<P extends Point>(a: Intervals<P>, b: Intervals<P>): Intervals<P> {
  return a.length === 0 || b.length === 0 ? [] : combine(a, b, 0b100);
}

export function differenceOf<P extends Point>(a: Intervals<P>, b: Intervals<P>): Intervals<P> {
  return a.length === 0 || b.length === 0 ? a : combine(a, b, 0b001);
}

export function overlaps<P extends Point>(a: Intervals<P>, b: Intervals<P>): boolean {
  return intersectionOf(a, b).length > 0;
}

export function sameIntervals<P extends Point>(a: Intervals<P>, b: Intervals<P>): boolean {
  return a === b || (a.length === b.length && a.every((point, index) => point === b[index]));
}

/** The half-open intervals [start, end) of a set, in order. */
export function* pairsOf<P extends Point>(set: Intervals<P>): Generator<readonly [P, P]> {
  for (let index = 0; index + 1 < set.length; index += 2) yield [set[index] as P, set[index + 1] as P];
}

/** The cut points that lie strictly inside of an interval, in order. */
export function cutsInside<P extends Point>(cuts: readonly P[], start: P, end: P): readonly P[] {
  const from = pointsUpTo(cuts, start);
  let to = from;
  while (to < cuts.length && (cuts[to] as P) < end) to++;
  return from === to ? [] : cuts.slice(from, to);
}
