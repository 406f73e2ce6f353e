import type { LoweredFile } from './lowered.ts';

/**
 * True if two readings of a file differ in nothing but where things stand: blanks, comments, descriptions. What was evaluated with the one holds
 * for the other, and its node numbers mean the same nodes.
 * @param changedAt where the texts begin to differ, if that is known: a keystroke that changes the meaning is then told by a few declarations.
 */
export function sameMeaning(a: LoweredFile, b: LoweredFile, changedAt: number | null = null): boolean {
  return (
    a.language === b.language &&
    (changedAt === null || sameAround(a, b, changedAt)) &&
    a.using === b.using &&
    sameData(a.template, b.template) &&
    sameData(a.assignments, b.assignments)
  );
}

/** Compares the declarations about a place of the text, which are nearly always the ones that differ. */
function sameAround(a: LoweredFile, b: LoweredFile, place: number): boolean {
  const [left, right] = [a.template.declarations, b.template.declarations];
  if (left.length !== right.length) return false;
  const first = left.findIndex(({ node }) => a.spans.spanOf(node).end >= place);
  return first < 0 || sameData(left.slice(first, first + 2), right.slice(first, first + 2));
}

/** True if two parts of readings are written alike, wherever they stand. */
export function sameText(a: unknown, b: unknown): boolean {
  return sameData(a, b, true);
}

/** Data nested deeper than this is compared later, so that no stack overflows: expressions may be deep. */
const deepest = 200;

/** Compares plain data, with or without the numbers of nodes. Runs at each keystroke over the whole file. */
function sameData(first: unknown, second: unknown, anywhere = false): boolean {
  const pending: unknown[] = [first, second];
  while (pending.length > 0) {
    const b = pending.pop();
    const a = pending.pop();
    if (!sameWithin(a, b, 0, pending, anywhere)) return false;
  }
  return true;
}

function sameWithin(a: unknown, b: unknown, depth: number, pending: unknown[], anywhere: boolean): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (depth === deepest) {
    pending.push(a, b);
    return true;
  }
  if (Array.isArray(a)) {
    return (
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => sameWithin(item, b[index], depth + 1, pending, anywhere))
    );
  }
  // A nested resource points back to the one around it, which is being compared already.
  if ('kind' in a && a.kind === 'surrounding') return 'kind' in b && b.kind === 'surrounding';
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  let keys = 0;
  for (const key in left) {
    const isPlace = anywhere && (key === 'node' || key.endsWith('Node'));
    if (!Object.hasOwn(right, key)) return false;
    if (!isPlace && !sameWithin(left[key], right[key], depth + 1, pending, anywhere)) return false;
    keys++;
  }
  for (const _ in right) keys--;
  return keys === 0;
}
