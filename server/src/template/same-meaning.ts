import type { LoweredFile } from './lowered.ts';

/**
 * True if two readings of a file differ in nothing but where things stand: blanks, comments, descriptions. What was evaluated with the one holds
 * for the other, and its node numbers mean the same nodes.
 */
export function sameMeaning(a: LoweredFile, b: LoweredFile): boolean {
  return (
    a.language === b.language &&
    a.using === b.using &&
    sameData(a.template, b.template) &&
    sameData(a.assignments, b.assignments)
  );
}

/** Compares plain data. Iterative, since expressions may be deep. */
function sameData(first: unknown, second: unknown): boolean {
  const pending: [unknown, unknown][] = [[first, second]];
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    const [a, b] = pair;
    if (a === b) continue;
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
    if (Array.isArray(a) !== Array.isArray(b)) return false;
    // A nested resource points back to the one around it, which is being compared already.
    if ('kind' in a && a.kind === 'surrounding') {
      if (!('kind' in b) || b.kind !== 'surrounding') return false;
      continue;
    }
    const keys = Object.keys(a);
    if (keys.length !== Object.keys(b).length) return false;
    for (const key of keys) {
      if (!Object.hasOwn(b, key)) return false;
      pending.push([(a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]]);
    }
  }
  return true;
}
