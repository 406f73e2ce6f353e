/** A Bicep file as its writer sees it: the tree, the habits, and the lists in which it writes. */
import { childNodesOf } from '../syntax/bicep/index.ts';
import type { ArrayNode, Node, ObjectNode, Program } from '../syntax/bicep/tree.ts';
import { type Span, spanOf } from '../text/span.ts';
import { beginsLine, breaksBetween } from './file-style.ts';
import type { BracketedList, ListDialect } from './list-edit.ts';
import type { BicepPrinter } from './print-bicep.ts';

/** A Bicep file that is written in. */
export interface BicepFile {
  readonly text: string;
  readonly program: Program;
  readonly unit: string;
  readonly printer: BicepPrinter;
}

export const objectDialect = { commaAtLineEnd: false, afterComma: ' ', padding: ' ' };
export const arrayDialect = { commaAtLineEnd: false, afterComma: ' ', padding: '' };

/** An object or array as a list of entries; null if one of them could not be read whole. */
export function listOf(file: BicepFile, path: readonly Node[], node: ObjectNode | ArrayNode): BracketedList | null {
  const closing = node.kind === 'Object' ? node.closeBrace : node.closeBracket;
  if (typeof closing !== 'number' || node.strays.length > 0) return null;
  const entries = node.kind === 'Object' ? node.members : node.items;
  if (entries.some(isDamaged)) return null;
  const close = node.end - 1;
  const parent = path[path.indexOf(node) - 1];
  const owner = parent?.kind === 'ObjectProperty' ? parent : node;
  const isWithinList = parent?.kind === 'ObjectProperty' || parent?.kind === 'Array';
  return {
    open: node.start,
    close,
    entries: entries.map((entry) => spanOf(entry.start, entry.end)),
    insideOneLine: isWithinList && !beginsLine(file.text, owner.start) && !breaksBetween(file.text, node.start, close),
  };
}

/** True for an entry that could not be read whole; what follows it may mean something else than it seems. */
function isDamaged(entry: Node): boolean {
  if (entry.kind !== 'ObjectProperty') return entry.kind === 'Skipped';
  return entry.key.kind === 'Skipped' || entry.value.kind === 'Skipped' || typeof entry.colon !== 'number';
}

export function dialectOf(file: BicepFile, dialect: Omit<ListDialect, 'unit'>): ListDialect {
  return { ...dialect, unit: file.unit };
}

/** The nodes from the program to the innermost one that covers the span. */
export function pathTo(program: Program, span: Span): Node[] {
  const path: Node[] = [program];
  let node: Node | undefined = program;
  while (node !== undefined) {
    const inner: Node | undefined = childNodesOf(node).find(
      (child) => child.start <= span.start && span.end <= child.end,
    );
    if (inner !== undefined) path.push(inner);
    node = inner;
  }
  return path;
}

export function isAt(node: Node, span: Span): boolean {
  return node.start === span.start && node.end === span.end;
}
