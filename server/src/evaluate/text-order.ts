/**
 * The order of strings in comparisons and in `items`: by letters without regard to case, digits before letters, and of texts that differ in
 * case only the one with the lower-case letter first (Azure documentation: 'a' comes before 'A'). Azure's libraries order by language rules,
 * which differ between their versions for punctuation and for letters beyond ASCII, so where these decide the order isn't known.
 */

/** Negative if `a` comes first, zero if they are the same; undefined if the order isn't known. */
export function compareTexts(a: string, b: string): number | undefined {
  if (a === b) return 0;
  const shorter = Math.min(a.length, b.length);
  let byCase = 0;
  for (let at = 0; at < shorter; at++) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (left > 127 || right > 127) return undefined;
    if (left === right) continue;
    const [leftRank, rightRank] = [rank(left), rank(right)];
    if (leftRank === null || rightRank === null) return undefined;
    if (leftRank !== rightRank) return startsPlain(a, b, at) ? leftRank - rightRank : undefined;
    if (byCase === 0) byCase = left > right ? -1 : 1;
  }
  if (a.length === b.length) return byCase;
  const tail = (a.length > b.length ? a : b).slice(shorter);
  if (!/^[0-9A-Za-z]/.test(tail)) return undefined;
  return a.length - b.length;
}

/** What follows the first difference must not combine with it to another letter. */
function startsPlain(a: string, b: string, at: number): boolean {
  return !(a.charCodeAt(at + 1) > 127 || b.charCodeAt(at + 1) > 127);
}

/** Digits, then letters without case; null for all other characters. */
function rank(code: number): number | null {
  if (code >= 48 && code <= 57) return code;
  if (code >= 97 && code <= 122) return code;
  if (code >= 65 && code <= 90) return code + 32;
  return null;
}
