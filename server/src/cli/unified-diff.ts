const contextLines = 3;

/** Longest search for the shortest edit script; past it the changed middle is shown as removed and added whole. */
const mostEdits = 500;

type Step = { readonly kind: ' ' | '-' | '+'; readonly line: string };

/**
 * The difference of two texts in the unified format that `patch -p1` and `git apply` read; empty if they are equal.
 * @param before null for a file that isn't there
 * @param name the file's name, relative, with `/`.
 * @param shown the texts as they may be shown, line for line the same
 */
export function unifiedDiff(
  name: string,
  before: string | null,
  after: string,
  shown: { readonly before: string; readonly after: string } = { before: before ?? '', after },
): string {
  if (before === after) return '';
  const script = editScript(linesOf(before ?? ''), linesOf(after));
  const steps = withLines(script, linesOf(shown.before), linesOf(shown.after));
  return `--- ${before === null ? '/dev/null' : `a/${name}`}\n+++ b/${name}\n${hunks(steps).join('')}`;
}

/** The same steps with the lines of other texts. */
function withLines(steps: readonly Step[], before: readonly string[], after: readonly string[]): Step[] {
  let ofBefore = 0;
  let ofAfter = 0;
  return steps.map(({ kind }) => {
    const line = kind === '+' ? after[ofAfter] : before[ofBefore];
    if (kind !== '-') ofAfter++;
    if (kind !== '+') ofBefore++;
    return { kind, line: line ?? '' };
  });
}

/** Lines with their line breaks; a text that ends in one has no empty last line. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function editScript(before: readonly string[], after: readonly string[]): Step[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;

  const keep = (line: string): Step => ({ kind: ' ', line });
  return [
    ...before.slice(0, start).map(keep),
    ...middleScript(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(keep),
  ];
}

/** Myers' greedy algorithm: the furthest reaching path on each diagonal, remembered for every number of edits. */
function middleScript(before: readonly string[], after: readonly string[]): Step[] {
  const reach = new Map<number, number>([[1, 0]]);
  const history: Map<number, number>[] = [];
  const limit = Math.min(before.length + after.length, mostEdits);
  for (let edits = 0; edits <= limit; edits++) {
    history.push(new Map(reach));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = startOn(reach, diagonal, edits);
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x++;
      reach.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) return walkBack(before, after, history);
    }
  }
  return [...before.map((line): Step => ({ kind: '-', line })), ...after.map((line): Step => ({ kind: '+', line }))];
}

/** Where a path on a diagonal begins: one step down or right from the neighbour that reaches further. */
function startOn(reach: ReadonlyMap<number, number>, diagonal: number, edits: number): number {
  return goesDown(reach, diagonal, edits) ? (reach.get(diagonal + 1) ?? 0) : (reach.get(diagonal - 1) ?? 0) + 1;
}

function goesDown(reach: ReadonlyMap<number, number>, diagonal: number, edits: number): boolean {
  if (diagonal === -edits) return true;
  return diagonal !== edits && (reach.get(diagonal - 1) ?? 0) < (reach.get(diagonal + 1) ?? 0);
}

function walkBack(
  before: readonly string[],
  after: readonly string[],
  history: readonly Map<number, number>[],
): Step[] {
  const reversed: Step[] = [];
  let x = before.length;
  let y = after.length;
  for (let edits = history.length - 1; edits >= 0; edits--) {
    const reach = history[edits] ?? new Map<number, number>();
    const diagonal = x - y;
    const down = goesDown(reach, diagonal, edits);
    const previousX = reach.get(down ? diagonal + 1 : diagonal - 1) ?? 0;
    const previousY = previousX - (down ? diagonal + 1 : diagonal - 1);
    while (x > previousX && y > previousY && x > 0 && y > 0) {
      x--;
      y--;
      reversed.push({ kind: ' ', line: before[x] ?? '' });
    }
    if (edits === 0) break;
    if (down) reversed.push({ kind: '+', line: after[--y] ?? '' });
    else reversed.push({ kind: '-', line: before[--x] ?? '' });
  }
  return reversed.reverse();
}

function hunks(steps: readonly Step[]): string[] {
  const result: string[] = [];
  let at = 0;
  let beforeLine = 1;
  let afterLine = 1;
  while (at < steps.length) {
    const change = steps.findIndex((step, index) => index >= at && step.kind !== ' ');
    if (change < 0) break;
    const first = Math.max(at, change - contextLines);
    beforeLine += first - at;
    afterLine += first - at;
    const part = steps.slice(first, endOfHunk(steps, change));
    const removed = part.filter((step) => step.kind !== '+').length;
    const added = part.filter((step) => step.kind !== '-').length;
    result.push(
      `@@ -${hunkRange(beforeLine, removed)} +${hunkRange(afterLine, added)} @@\n${part.map(printStep).join('')}`,
    );
    beforeLine += removed;
    afterLine += added;
    at = first + part.length;
  }
  return result;
}

/** A hunk ends after the context of its last change; changes closer than two contexts share one. */
function endOfHunk(steps: readonly Step[], firstChange: number): number {
  let lastChange = firstChange;
  for (let at = firstChange; at < steps.length && at - lastChange <= 2 * contextLines; at++) {
    if (steps[at]?.kind !== ' ') lastChange = at;
  }
  return Math.min(steps.length, lastChange + contextLines + 1);
}

function hunkRange(line: number, count: number): string {
  // An empty side is named by the line before it.
  return `${count === 0 ? line - 1 : line},${count}`;
}

function printStep({ kind, line }: Step): string {
  return line.endsWith('\n') ? kind + line : `${kind}${line}\n\\ No newline at end of file\n`;
}
