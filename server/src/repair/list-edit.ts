/**
 * Edits of bracketed lists, objects and arrays alike, in the way in which the list is written: entries on lines of their own or on one
 * line, with or without a comma after the last one. Comments stay where they are, and no other byte changes.
 */
import type { TextEdit } from '../text/edit.ts';
import { type Span, spanOf } from '../text/span.ts';
import {
  beginsLine,
  breaksBetween,
  indentationAt,
  isBlank,
  isLineBreak,
  lineBreakAt,
  lineStartOf,
  longestLine,
} from './file-style.ts';

/** An object or array in a text. */
export interface BracketedList {
  /** Offset of the opening bracket. */
  readonly open: number;
  /** Offset of the closing bracket. */
  readonly close: number;
  /** The entries without separators, in order. */
  readonly entries: readonly Span[];
  /** True if the list itself stands within an entry that shares its line with what contains it: it then stays on that line. */
  readonly insideOneLine: boolean;
}

/** What differs between the languages and files. */
export interface ListDialect {
  /** True if a line break alone does not separate entries (JSON). */
  readonly commaAtLineEnd: boolean;
  /** What stands after a comma between entries on one line: a space, or nothing in compact JSON. */
  readonly afterComma: string;
  /** What stands inside the brackets of a list on one line. */
  readonly padding: string;
  /** The blanks of one level, where the list itself doesn't show them. */
  readonly unit: string;
}

/** Where an entry is to be printed. */
export interface EntryLayout {
  /** The blanks before the entry's line; further lines of the entry begin with them and deepen by `unit`. */
  readonly indentation: string;
  readonly unit: string;
  readonly lineBreak: string;
  /** `flat`: on one line. `short`: on one line unless it gets long. `broken`: objects on many lines. */
  readonly shape: 'flat' | 'short' | 'broken';
}

export type RenderEntry = (layout: EntryLayout) => string;

/**
 * Inserts entries after the entry with index `after`, or as the only ones if the list is empty. Null if there is no such entry.
 */
export function insertEntries(
  text: string,
  list: BracketedList,
  after: number,
  entries: readonly RenderEntry[],
  dialect: ListDialect,
): TextEdit[] | null {
  if (entries.length === 0) return [];
  if (list.entries.length === 0) return [insertIntoEmpty(text, list, entries, dialect)];
  const anchor = list.entries[after];
  if (anchor === undefined) return null;

  const comma = commaAfter(text, anchor.end, list.close);
  const lineEnd = pastCommentsOfLine(text, comma === null ? anchor.end : comma + 1);
  const endsItsLine = isLineBreak(text[pastBlanks(text, lineEnd)]);
  const onLine = insertOnLine(text, list, after, anchor, comma, entries, dialect);
  const ownLine = beginsLine(text, anchor.start)
    ? comma === null || endsItsLine
    : endsItsLine && (isBehindComments(text, anchor.start) || isTooLong(text, anchor, onLine));
  return ownLine ? insertLines(text, list, after, anchor, comma, lineEnd, entries, dialect) : onLine;
}

/** True if nothing but comments stands before an offset on its line. */
function isBehindComments(text: string, offset: number): boolean {
  return pastBlanks(text, pastCommentsOfLine(text, lineStartOf(text, offset))) === offset;
}

/** True if what edits add behind an entry of one line doesn't fit on that line. */
function isTooLong(text: string, { start, end }: Span, edits: readonly TextEdit[]): boolean {
  const added = edits.map(({ newText }) => newText).join('');
  const length = end - lineStartOf(text, end) + added.length;
  return !breaksBetween(text, start, end) && (length > longestLine || breaksBetween(added, 0, added.length));
}

function insertLines(
  text: string,
  list: BracketedList,
  after: number,
  anchor: Span,
  comma: number | null,
  lineEnd: number,
  entries: readonly RenderEntry[],
  dialect: ListDialect,
): TextEdit[] {
  const indentation = indentationAt(text, anchor.start);
  const lineBreak = lineBreakAt(text, anchor.end);
  const layout: EntryLayout = {
    indentation,
    unit: unitOf(text, list, dialect),
    lineBreak,
    shape: shapeOfNeighbours(text, list.entries, after),
  };
  const isLast = after === list.entries.length - 1;
  const endsWithComma = dialect.commaAtLineEnd && (comma !== null || !isLast);
  const lines = entries.map((render, index) => {
    const separated = dialect.commaAtLineEnd && (endsWithComma || index < entries.length - 1);
    return lineBreak + indentation + render(layout) + (separated ? ',' : '');
  });
  const added = lines.join('');
  if (!dialect.commaAtLineEnd || comma !== null) return [insertion(lineEnd, added)];
  if (lineEnd === anchor.end) return [insertion(anchor.end, `,${added}`)];
  return [insertion(anchor.end, ','), insertion(lineEnd, added)];
}

function insertOnLine(
  text: string,
  list: BracketedList,
  after: number,
  anchor: Span,
  comma: number | null,
  entries: readonly RenderEntry[],
  dialect: ListDialect,
): TextEdit[] {
  const oneLine = list.insideOneLine || !breaksBetween(text, list.open, list.close);
  const layout: EntryLayout = {
    indentation: indentationAt(text, anchor.end),
    unit: unitOf(text, list, dialect),
    lineBreak: lineBreakAt(text, anchor.end),
    shape: list.insideOneLine ? 'flat' : oneLine ? 'short' : shapeOfNeighbours(text, list.entries, after),
  };
  const isTrailing = comma !== null && after === list.entries.length - 1;
  const printed = entries.map((render) => fitting(text, render, layout));
  if (isTrailing) return [insertion(comma + 1, printed.map((entry) => `${dialect.afterComma}${entry},`).join(''))];
  return [insertion(anchor.end, printed.map((entry) => `,${dialect.afterComma}${entry}`).join(''))];
}

function insertIntoEmpty(
  text: string,
  list: BracketedList,
  entries: readonly RenderEntry[],
  dialect: ListDialect,
): TextEdit {
  const base = indentationAt(text, list.open);
  const lineBreak = lineBreakAt(text, list.open);
  const inside = text.slice(list.open + 1, list.close);
  const hasComment = inside.trim() !== '';
  const isOneLine = !breaksBetween(text, list.open, list.close);

  if (isOneLine && (list.insideOneLine || hasComment)) {
    const layout: EntryLayout = { indentation: base, unit: dialect.unit, lineBreak, shape: 'flat' };
    const line = entries.map((render) => fitting(text, render, layout)).join(`,${dialect.afterComma}`);
    if (!hasComment)
      return { span: spanOf(list.open + 1, list.close), newText: dialect.padding + line + dialect.padding };
    const end = list.open + 1 + inside.trimEnd().length;
    return insertion(end, ` ${line}`);
  }

  const lastComment = hasComment ? lineStartOf(text, list.open + 1 + inside.trimEnd().length) : -1;
  const commentLeads = lastComment > list.open;
  const indentation = commentLeads ? indentationAt(text, lastComment) : base + dialect.unit;
  const layout: EntryLayout = { indentation, unit: dialect.unit, lineBreak, shape: 'broken' };
  const lines = entries
    .map((render) => lineBreak + indentation + render(layout))
    .join(dialect.commaAtLineEnd ? ',' : '');
  const contentEnd = list.open + 1 + inside.trimEnd().length;
  const closeOnOwnLine = breaksBetween(text, contentEnd, list.close);
  if (hasComment) return insertion(contentEnd, closeOnOwnLine ? lines : lines + lineBreak + base);
  const replacedEnd = closeOnOwnLine ? startOfLineBreakBefore(text, list.close) : list.close;
  return { span: spanOf(list.open + 1, replacedEnd), newText: closeOnOwnLine ? lines : lines + lineBreak + base };
}

/** An entry as its layout says; one for which a whole line is too short opens all the same, unless the text has one line only. */
export function fitting(text: string, render: RenderEntry, layout: EntryLayout): string {
  const printed = render(layout);
  const isOpened = layout.shape !== 'flat' || printed.length <= longestLine || !breaksBetween(text, 0, text.length);
  return isOpened ? printed : render({ ...layout, shape: 'broken' });
}

/** Removes the entry with index `index`, with its line and the comment behind it if it has a line of its own. */
export function removeEntry(text: string, list: BracketedList, index: number, dialect: ListDialect): TextEdit[] | null {
  return removeEntries(text, list, [index], dialect);
}

/** The same of several entries: those that stand behind each other go together, so that commas are right. */
export function removeEntries(
  text: string,
  list: BracketedList,
  indices: readonly number[],
  dialect: ListDialect,
): TextEdit[] | null {
  const removed = new Set(indices);
  if (indices.some((index) => list.entries[index] === undefined)) return null;
  const edits: TextEdit[] = [];
  for (let first = 0; first < list.entries.length; first++) {
    let end = first;
    while (removed.has(end)) end++;
    if (end > first) edits.push(...removeRun(text, list, { first, end }, dialect));
    first = end;
  }
  return edits;
}

/** @param run the index of the first entry that goes, and of the first one behind it that stays. */
function removeRun(
  text: string,
  list: BracketedList,
  run: { readonly first: number; readonly end: number },
  dialect: ListDialect,
): TextEdit[] {
  const entries = list.entries.slice(run.first, run.end);
  const [entry] = entries;
  const last = entries.at(-1);
  if (entry === undefined || last === undefined) return [];
  const previous = list.entries[run.first - 1];
  const next = list.entries[run.end];
  const comma = commaAfter(text, last.end, list.close);
  const lines = entries.map((one) => ownLines(text, one, list.close));
  if (lines.every((span) => span !== null)) {
    const orphan = dialect.commaAtLineEnd && comma === null && previous !== undefined;
    const previousComma = orphan ? commaAfter(text, previous.end, list.close) : null;
    const before = previousComma === null ? [] : [{ span: spanOf(previousComma, previousComma + 1), newText: '' }];
    return [...before, ...lines.map((span) => ({ span, newText: '' }))];
  }
  if (next !== undefined) return [{ span: spanOf(entry.start, next.start), newText: '' }];
  if (previous !== undefined) return [{ span: spanOf(previous.end, last.end), newText: '' }];
  const inside = spanOf(list.open + 1, list.close);
  const end = comma === null ? last.end : comma + 1;
  const rest = text.slice(inside.start, entry.start) + text.slice(end, inside.end);
  return [{ span: rest.trim() === '' ? inside : spanOf(entry.start, end), newText: '' }];
}

/** The lines of an entry with the comment behind it; null if it shares them with something else. */
function ownLines(text: string, entry: Span, close: number): Span | null {
  const comma = commaAfter(text, entry.end, close);
  const lineEnd = pastBlanks(text, pastCommentsOfLine(text, comma === null ? entry.end : comma + 1));
  if (!beginsLine(text, entry.start) || !isLineBreak(text[lineEnd])) return null;
  return spanOf(lineStartOf(text, entry.start), pastLineBreak(text, lineEnd));
}

/** All edits of several parts; null if one of them can't be written. */
export function allOf(parts: readonly (readonly TextEdit[] | null)[]): TextEdit[] | null {
  const edits: TextEdit[] = [];
  for (const part of parts) {
    if (part === null) return null;
    edits.push(...part);
  }
  return edits;
}

function insertion(offset: number, newText: string): TextEdit {
  return { span: spanOf(offset, offset), newText };
}

/** Offset of the comma that follows, past blanks, line breaks and comments; null if something else or nothing follows. */
export function commaAfter(text: string, offset: number, limit: number): number | null {
  let at = offset;
  while (at < limit) {
    const past = pastComment(text, at);
    if (past > at) at = past;
    else if (isBlank(text[at]) || isLineBreak(text[at])) at++;
    else return text[at] === ',' ? at : null;
  }
  return null;
}

/** Past the comments that follow on the same line; `offset` itself if none does. */
export function pastCommentsOfLine(text: string, offset: number): number {
  let end = offset;
  for (;;) {
    const at = pastBlanks(text, end);
    const past = pastComment(text, at);
    if (past === at) return end;
    end = past;
  }
}

function pastComment(text: string, at: number): number {
  if (text[at] !== '/') return at;
  if (text[at + 1] === '/') {
    let end = at;
    while (end < text.length && !isLineBreak(text[end])) end++;
    return end;
  }
  if (text[at + 1] !== '*') return at;
  const close = text.indexOf('*/', at + 2);
  return close < 0 ? text.length : close + 2;
}

function pastBlanks(text: string, offset: number): number {
  let at = offset;
  while (isBlank(text[at])) at++;
  return at;
}

/** Past the line break that stands at an offset; the offset itself if none does. */
export function pastLineBreak(text: string, offset: number): number {
  if (text[offset] === '\r' && text[offset + 1] === '\n') return offset + 2;
  return isLineBreak(text[offset]) ? offset + 1 : offset;
}

function startOfLineBreakBefore(text: string, offset: number): number {
  let at = offset;
  while (!isLineBreak(text[at - 1])) at--;
  return text[at - 1] === '\n' && text[at - 2] === '\r' ? at - 2 : at - 1;
}

/** The blanks that the list adds to the line of its bracket, if an entry shows them. */
function unitOf(text: string, list: BracketedList, dialect: ListDialect): string {
  const outer = indentationAt(text, list.open);
  for (const entry of list.entries) {
    if (!beginsLine(text, entry.start)) continue;
    const inner = indentationAt(text, entry.start);
    if (inner.length > outer.length && inner.startsWith(outer)) return inner.slice(outer.length);
    break;
  }
  return dialect.unit;
}

/** The nearest neighbour, backwards first, that is an object or array with content shows whether such entries take one line. */
function shapeOfNeighbours(text: string, entries: readonly Span[], after: number): 'short' | 'broken' {
  for (let distance = 0; distance < entries.length; distance++) {
    for (const neighbour of [entries[after - distance], entries[after + distance]]) {
      if (neighbour === undefined) continue;
      const last = text[neighbour.end - 1];
      if (last !== '}' && last !== ']') continue;
      if (/[{[]\s*[}\]]$/.test(text.slice(neighbour.start, neighbour.end))) continue;
      return breaksBetween(text, neighbour.start, neighbour.end) ? 'broken' : 'short';
    }
  }
  return 'broken';
}
