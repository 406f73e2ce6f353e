/** An ARM template as its writer sees it: the values, the habits, and the lists in which it writes. */
import {
  type JsonArray,
  type JsonNode,
  type JsonObject,
  type JsonProperty,
  type JsonValue,
  nodeAt,
  propertyValue,
} from '../syntax/arm/json-node.ts';
import type { TextEdit } from '../text/edit.ts';
import { type Span, spanOf } from '../text/span.ts';
import type { Draft, PropertyDraft } from './draft.ts';
import { beginsLine, breaksBetween, indentationUnitOf, lengthyMember, oneLineHabitsOf } from './file-style.ts';
import { type BracketedList, type EntryLayout, insertEntries, type ListDialect, removeEntries } from './list-edit.ts';
import { type ArmPrinter, armPrinter, type JsonSpacing } from './print-arm.ts';

/** An ARM template or parameter file that is written in. */
export interface ArmFile {
  readonly text: string;
  readonly root: JsonObject;
  readonly unit: string;
  readonly spacing: JsonSpacing;
  readonly isOneLine: boolean;
  readonly printer: ArmPrinter;
  /** True if `resources` is an object keyed by symbolic names. */
  readonly hasSymbolicNames: boolean;
}

export function openFile(text: string, root: JsonObject): ArmFile {
  const compact = /"[ \t]*:["{[\w-]/.test(text) && !/": /.test(text);
  const spacing: JsonSpacing = {
    afterColon: compact ? '' : ' ',
    afterComma: compact ? '' : ' ',
    bracePadding: compact || (/\{"/.test(text) && !/\{ "/.test(text)) ? '' : ' ',
    bracketPadding: /\[ "/.test(text) && !/\["/.test(text) ? ' ' : '',
  };
  return {
    text,
    root,
    unit: indentationUnitOf(text),
    spacing,
    isOneLine: !/[\n\r]/.test(text.trim()),
    printer: armPrinter(text, oneLineHabitsOf(text, { objects: false, arrays: false }), spacing),
    hasSymbolicNames: propertyValue(root, 'resources')?.type === 'object',
  };
}

export function addProperties(
  file: ArmFile,
  object: JsonObject | null,
  properties: readonly PropertyDraft[],
): TextEdit[] | null {
  if (object === null) return null;
  const keys = object.children.map((property) => property.children[0].value);
  const end = lengthyMember(
    keys,
    properties.map(({ key }) => key),
  );
  return insertProperties(file, object, (end ?? object.children.length) - 1, properties);
}

/** Adds properties behind the one with the index; before all with -1. */
export function insertProperties(
  file: ArmFile,
  object: JsonObject,
  after: number,
  properties: readonly PropertyDraft[],
): TextEdit[] | null {
  const list = listOf(file, object);
  if (list === null) return null;
  const entries = properties.map(
    ({ key, value }) =>
      (layout: EntryLayout) =>
        file.printer.property(key, value, layout),
  );
  return insertEntries(file.text, list, after, entries, dialectOf(file, file.spacing.bracePadding));
}

export function addElements(file: ArmFile, array: JsonArray | null, items: readonly Draft[]): TextEdit[] | null {
  if (array === null) return null;
  return insertItems(file, array, array.children.length - 1, items);
}

/** Adds items behind the one with the index; before all with -1. */
export function insertItems(
  file: ArmFile,
  array: JsonArray,
  after: number,
  items: readonly Draft[],
): TextEdit[] | null {
  const list = listOf(file, array);
  if (list === null) return null;
  const entries = items.map((item) => (layout: EntryLayout) => file.printer.print(item, layout));
  return insertEntries(file.text, list, after, entries, dialectOf(file, file.spacing.bracketPadding));
}

export function removeItems(file: ArmFile, array: JsonArray, items: readonly JsonValue[]): TextEdit[] | null {
  const list = listOf(file, array);
  const indices = items.map((item) => array.children.indexOf(item));
  return list === null ? null : removeEntries(file.text, list, indices, dialectOf(file, file.spacing.bracketPadding));
}

/** An object or array as a list of entries; null if it could not be read whole. */
export function listOf(file: ArmFile, node: JsonObject | JsonArray): BracketedList | null {
  const close = node.offset + node.length - 1;
  const bracket = node.type === 'object' ? '}' : ']';
  const children: readonly JsonNode[] = node.children;
  if (close <= node.offset || file.text[close] !== bracket) return null;
  if (node.type === 'object' && node.children.some((property) => property.children[1] === undefined)) return null;
  const owner = node.parent?.type === 'property' ? node.parent : node;
  const sharesLine = node.parent !== undefined && !beginsLine(file.text, owner.offset);
  return {
    open: node.offset,
    close,
    entries: children.map((child) => spanOf(child.offset, child.offset + child.length)),
    insideOneLine: file.isOneLine || (sharesLine && !breaksBetween(file.text, node.offset, close)),
  };
}

export function dialectOf(file: ArmFile, padding: string): ListDialect {
  return { commaAtLineEnd: true, afterComma: file.spacing.afterComma, padding, unit: file.unit };
}

export function objectAt(file: ArmFile, span: Span): JsonObject | null {
  const node = valueAtSpan(file, span);
  return node?.type === 'object' ? node : null;
}

export function arrayAt(file: ArmFile, span: Span): JsonArray | null {
  const node = valueAtSpan(file, span);
  return node?.type === 'array' ? node : null;
}

/** The JSON value that covers exactly the span. A property stands for its value. */
export function valueAtSpan(file: ArmFile, span: Span): JsonValue | null {
  let node: JsonNode | undefined = nodeAt(file.root, span.start) ?? undefined;
  while (node !== undefined && (node.offset > span.start || node.offset + node.length < span.end)) node = node.parent;
  while (node !== undefined && node.offset === span.start && node.offset + node.length <= span.end) {
    if (node.type !== 'property' && node.offset + node.length === span.end) return node;
    if (node.type === 'property' && node.offset + node.length === span.end) return valueOfProperty(node);
    node = node.parent;
  }
  return null;
}

function valueOfProperty(property: JsonProperty): JsonValue | null {
  return property.children[1] ?? null;
}
