/** How a file is written: what an edit must imitate so that nobody sees where it was made. */

/** A line that would get longer than this is broken where it may be. */
export const longestLine = 120;

/** The line break of the line at `offset`: its own, or on a last line without one the nearest before; `\n` in a text of one line. */
export function lineBreakAt(text: string, offset: number): string {
  for (let at = offset; at < text.length; at++) {
    const found = lineBreakBeginningAt(text, at);
    if (found !== null) return found;
  }
  const before = text.lastIndexOf('\n', offset - 1);
  if (before >= 0) return text[before - 1] === '\r' ? '\r\n' : '\n';
  return text.lastIndexOf('\r', offset - 1) >= 0 ? '\r' : '\n';
}

function lineBreakBeginningAt(text: string, at: number): string | null {
  if (text[at] === '\n') return '\n';
  if (text[at] !== '\r') return null;
  return text[at + 1] === '\n' ? '\r\n' : '\r';
}

export function isLineBreak(character: string | undefined): boolean {
  return character === '\n' || character === '\r';
}

export function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}

/** Offset at which the line of `offset` begins; a byte order mark is no part of the first line. */
export function lineStartOf(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && !isLineBreak(text[at - 1])) at--;
  return at === 0 && text.charCodeAt(0) === 0xfeff ? Math.min(1, offset) : at;
}

/** The blanks with which the line of `offset` begins. */
export function indentationAt(text: string, offset: number): string {
  const start = lineStartOf(text, offset);
  let end = start;
  while (isBlank(text[end])) end++;
  return text.slice(start, end);
}

/** True if nothing but blanks stands before `offset` on its line. */
export function beginsLine(text: string, offset: number): boolean {
  return lineStartOf(text, offset) + indentationAt(text, offset).length >= offset;
}

/** True if a line break lies between the offsets. */
export function breaksBetween(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (isLineBreak(text[at])) return true;
  return false;
}

/**
 * The blanks by which the file deepens one level: the commonest step after a line that ends with an opening bracket. Two spaces if no line
 * says otherwise.
 */
export function indentationUnitOf(text: string): string {
  const steps = new Map<string, number>();
  const pattern = /[{[(][ \t]*\r?[\n\r]([ \t]*)\S/g;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const outer = indentationAt(text, match.index);
    const inner = match[1] ?? '';
    if (inner.length <= outer.length || !inner.startsWith(outer)) continue;
    const step = inner.slice(outer.length);
    steps.set(step, (steps.get(step) ?? 0) + 1);
  }
  let best = '  ';
  let most = 0;
  for (const [step, count] of steps) {
    if (count > most) {
      best = step;
      most = count;
    }
  }
  return best;
}

/**
 * The index of the member of an object behind which nobody looks for new ones: the `properties` of a resource, the `template` of a deployment for its
 * arguments. Null if it has none, or nothing stands before it.
 */
export function lengthyMember(keys: readonly string[], added: readonly string[]): number | null {
  const has = (key: string): boolean => keys.includes(key);
  const isResource = has('name') && has('properties') && !added.includes('properties');
  const isArguments = has('template') && added.every((key) => key === 'parameters');
  const index = isResource ? keys.indexOf('properties') : isArguments ? keys.indexOf('template') : 0;
  return index === 0 ? null : index;
}

/** A description of a parameter that has to be given, in the words with which the file begins such ones: `Required. The location.` */
export function descriptionAsIn(text: string, description: string): string {
  const all = count(text, /(?:description\('|"description":\s*")/g);
  const prefixed = count(text, /(?:description\('|"description":\s*")(?:Required|Optional|Conditional)\. /g);
  return prefixed > 0 && 2 * prefixed >= all ? `Required. ${description}` : description;
}

/** Which small things the file keeps on one line where it could break them. */
export interface OneLineHabits {
  /** Objects with a single plain property, such as `{ id: nsg.id }`. */
  readonly objects: boolean;
  /** Arrays of plain values. */
  readonly arrays: boolean;
}

/** Counts what the file does; where it does neither, `otherwise` holds. */
export function oneLineHabitsOf(text: string, otherwise: OneLineHabits): OneLineHabits {
  const objectsOnOneLine = count(text, /\{[ \t]*["'\w]+[ \t]*:[^{}\n]*\}/g);
  const objectsBroken = count(text, /\{[ \t]*\r?\n[^{}[\n]*:[^{}[\n]*\n[ \t]*\}/g);
  const arraysOnOneLine = count(text, /[:=] ?\[[ \t]*(?:"[^\n{]*"|['\w][^[\]{}\n]*)[ \t]*\]/g);
  const arraysBroken = count(text, /[:=] ?\[[ \t]*\r?\n[ \t]*(?!for\b)["'\w][^{}\n]*\r?\n(?:[^{}\n]*\n)*?[ \t]*\]/g);
  return {
    objects: objectsOnOneLine + objectsBroken === 0 ? otherwise.objects : objectsOnOneLine > objectsBroken,
    arrays: arraysOnOneLine + arraysBroken === 0 ? otherwise.arrays : arraysOnOneLine > arraysBroken,
  };
}

function count(text: string, pattern: RegExp): number {
  let matches = 0;
  while (pattern.exec(text) !== null) matches++;
  return matches;
}
