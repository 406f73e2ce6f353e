import {
  type JsonArray,
  type JsonNode,
  type JsonObject,
  type JsonProperty,
  type JsonString,
  type JsonValue,
  nodeAt,
  propertyOf,
  propertyValue,
  sameName,
} from '../syntax/arm/json-node.ts';
import { readJson } from '../syntax/arm/json-reader.ts';
import type { TextEdit } from '../text/edit.ts';
import { type Span, spanOf } from '../text/span.ts';
import { type Draft, literal, objectOf, type PropertyDraft, type ResourceDraft, type ResourceHandle } from './draft.ts';
import {
  beginsLine,
  breaksBetween,
  indentationAt,
  indentationUnitOf,
  lineBreakAt,
  oneLineHabitsOf,
} from './file-style.ts';
import { type BracketedList, type EntryLayout, insertEntries, type ListDialect, removeEntry } from './list-edit.ts';
import { type ArmPrinter, armPrinter, type JsonSpacing } from './print-arm.ts';
import type { TemplateWriter } from './writer.ts';

/** Templates nested deeper aren't read, so there is nothing to write in them. */
const mostLevels = 1000;

/** A writer for an ARM template or parameter file; null if the text is no JSON object. */
export function armWriter(text: string): TemplateWriter | null {
  const root = readJson(text, mostLevels).root;
  if (root?.type !== 'object') return null;
  const file = openFile(text, root);
  return {
    replace: (expression, draft) => replace(file, expression, draft),
    addProperties: (object, properties) => addProperties(file, objectAt(file, object), properties),
    removeProperty: (value, key) => removeProperty(file, value, key),
    replaceProperty: (object, value, key, property) => replaceProperty(file, object, value, key, property),
    removeElement: (within) => removeElement(file, within),
    removeDeclaration: (declaration) => removeDeclaration(file, declaration),
    addElements: (array, items) => addElements(file, arrayAt(file, array), items),
    declareResources: (behind, resources) => declareResources(file, behind, resources),
    nestResources: (sibling, resources) => nestResources(file, sibling, resources),
    declareParameters: (parameters) =>
      addToSection(
        file,
        'parameters',
        parameters.map(({ name, description }) => ({
          key: name,
          value: objectOf({ type: literal('string'), metadata: objectOf({ description: literal(description) }) }),
        })),
      ),
    setApiVersion: ({ declaration }, version) => setApiVersion(file, declaration, version),
    addDependencies: (resource, on) => addDependencies(file, objectAt(file, resource), on),
  };
}

interface ArmFile {
  readonly text: string;
  readonly root: JsonObject;
  readonly unit: string;
  readonly spacing: JsonSpacing;
  readonly isOneLine: boolean;
  readonly printer: ArmPrinter;
  /** True if `resources` is an object keyed by symbolic names. */
  readonly hasSymbolicNames: boolean;
}

function openFile(text: string, root: JsonObject): ArmFile {
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

/** Replaces a JSON value, or an expression within a string; an expression that is the whole string gives way to a value. */
function replace(file: ArmFile, expression: Span, draft: Draft): TextEdit[] | null {
  const node = valueAtSpan(file, expression) ?? wholeString(file, expression);
  if (node !== null) {
    const layout: EntryLayout = {
      indentation: indentationAt(file.text, expression.start),
      unit: file.unit,
      lineBreak: lineBreakAt(file.text, expression.start),
      shape: beginsLine(file.text, (node.parent ?? node).offset) ? 'broken' : 'flat',
    };
    return [{ span: spanOf(node.offset, node.offset + node.length), newText: file.printer.print(draft, layout) }];
  }
  const isInside = stringAround(file, expression) !== null;
  return isInside ? [{ span: expression, newText: file.printer.expression(draft) }] : null;
}

/** Only a version that is written as such: one that an expression gives is others' too. */
function setApiVersion(file: ArmFile, declaration: Span, version: string): TextEdit[] | null {
  const object = objectAt(file, declaration);
  const written = object === null ? undefined : propertyValue(object, 'apiVersion');
  if (written?.type !== 'string' || written.value.startsWith('[')) return null;
  return [{ span: spanOf(written.offset + 1, written.offset + written.length - 1), newText: version }];
}

function stringAround(file: ArmFile, span: Span): JsonString | null {
  const node = nodeAt(file.root, span.start);
  const isInside = node?.type === 'string' && node.offset < span.start && span.end < node.offset + node.length;
  return isInside ? node : null;
}

/** The string that holds nothing but the expression. */
function wholeString(file: ArmFile, expression: Span): JsonString | null {
  const node = stringAround(file, expression);
  if (node === null) return null;
  const before = file.text.slice(node.offset, expression.start);
  const after = file.text.slice(expression.end, node.offset + node.length);
  return before.trim() === '"[' && after.trim() === ']"' ? node : null;
}

function addProperties(
  file: ArmFile,
  object: JsonObject | null,
  properties: readonly PropertyDraft[],
): TextEdit[] | null {
  if (object === null) return null;
  return insertProperties(file, object, object.children.length - 1, properties);
}

function insertProperties(
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

function removeProperty(file: ArmFile, value: Span, key: string): TextEdit[] | null {
  const property = propertyAt(file, value, key);
  const list = property && listOf(file, property.parent);
  if (!property || !list) return null;
  const index = property.parent.children.indexOf(property);
  return removeEntry(file.text, list, index, dialectOf(file, file.spacing.bracePadding));
}

function replaceProperty(
  file: ArmFile,
  object: Span,
  value: Span,
  key: string,
  { key: newKey, value: draft }: PropertyDraft,
): TextEdit[] | null {
  const property = propertyAt(file, value, key);
  if (property === null || property.parent.offset !== object.start) return null;
  const { offset, length } = property;
  const layout: EntryLayout = {
    indentation: indentationAt(file.text, offset),
    unit: file.unit,
    lineBreak: lineBreakAt(file.text, offset),
    shape: beginsLine(file.text, offset) ? 'broken' : 'flat',
  };
  return [{ span: spanOf(offset, offset + length), newText: file.printer.property(newKey, draft, layout) }];
}

/** The property whose value stands at the span, if its key is `key`. */
function propertyAt(file: ArmFile, value: Span, key: string): JsonProperty | null {
  const property = valueAtSpan(file, value)?.parent;
  return property?.type === 'property' && sameName(property.children[0].value, key) ? property : null;
}

function addElements(file: ArmFile, array: JsonArray | null, items: readonly Draft[]): TextEdit[] | null {
  if (array === null) return null;
  return insertItems(file, array, array.children.length - 1, items);
}

function insertItems(file: ArmFile, array: JsonArray, after: number, items: readonly Draft[]): TextEdit[] | null {
  const list = listOf(file, array);
  if (list === null) return null;
  const entries = items.map((item) => (layout: EntryLayout) => file.printer.print(item, layout));
  return insertEntries(file.text, list, after, entries, dialectOf(file, file.spacing.bracketPadding));
}

function removeElement(file: ArmFile, within: Span): TextEdit[] | null {
  let node: JsonNode | null = nodeAt(file.root, within.start);
  while (node !== null && !(node.parent?.type === 'array' && node.offset + node.length >= within.end))
    node = node.parent ?? null;
  const array = node?.parent;
  return node?.type !== 'object' || array?.type !== 'array' ? null : removeItem(file, array, node);
}

function removeItem(file: ArmFile, array: JsonArray, item: JsonValue): TextEdit[] | null {
  const list = listOf(file, array);
  const index = array.children.indexOf(item);
  return list === null ? null : removeEntry(file.text, list, index, dialectOf(file, file.spacing.bracketPadding));
}

function removeDeclaration(file: ArmFile, declaration: Span): TextEdit[] | null {
  const object = objectAt(file, declaration);
  const container = object?.parent;
  if (object === null || container === undefined) return null;
  const name = propertyValue(object, 'name');
  const key = container.type === 'property' ? container.children[0].value : null;
  if (name?.type !== 'string' || isNamed(file, file.root, object, lastName(name.value), key)) return null;
  if (container.type === 'array') return removeItem(file, container, object);
  if (container.type !== 'property') return null;
  const list = listOf(file, container.parent);
  const index = container.parent.children.indexOf(container);
  return list === null ? null : removeEntry(file.text, list, index, dialectOf(file, file.spacing.bracePadding));
}

/** The last segment of a name, in an expression the last text in quotes; all of it if it has none. */
function lastName(name: string): string {
  return (
    name
      .split(/['/[\]()]/)
      .findLast((part) => part.trim() !== '')
      ?.trim() ?? name
  );
}

/** True if a text outside of an object names the last segment of its name, or is its key. */
function isNamed(file: ArmFile, node: JsonNode, except: JsonObject, name: string, key: string | null): boolean {
  if (node === except) return false;
  if (node.type === 'string')
    return node.value.includes(`'${name}'`) || node.value.endsWith(`/${name}'`) || (key !== null && node.value === key);
  if (node.type === 'property')
    return node.children[1] !== undefined && isNamed(file, node.children[1], except, name, key);
  if (node.type !== 'object' && node.type !== 'array') return false;
  const children: readonly JsonNode[] = node.children;
  return children.some((child) => isNamed(file, child, except, name, key));
}

function declareResources(file: ArmFile, behind: Span, resources: readonly ResourceDraft[]): TextEdit[] | null {
  const neighbour = topResource(objectAt(file, behind));
  if (neighbour === null) return null;
  const container = neighbour.parent;
  if (container?.type === 'array') {
    const items = resources.map((resource) => resourceObject(file, resource, 'full'));
    return insertItems(file, container, container.children.indexOf(neighbour), items);
  }
  if (container?.type !== 'property') return null;
  const properties = resources.map((resource) => ({
    key: resource.handle.symbolicName ?? '',
    value: resourceObject(file, resource, 'full'),
  }));
  return insertProperties(file, container.parent, container.parent.children.indexOf(container), properties);
}

function nestResources(file: ArmFile, sibling: Span, resources: readonly ResourceDraft[]): TextEdit[] | null {
  const neighbour = objectAt(file, sibling);
  const container = neighbour?.parent;
  if (neighbour === null || container?.type !== 'array') return null;
  const items = resources.map((resource) => resourceObject(file, resource, 'short'));
  return insertItems(file, container, container.children.indexOf(neighbour), items);
}

/** The object of a resource, its properties in the order of Azure's documentation. */
function resourceObject(file: ArmFile, resource: ResourceDraft, form: 'full' | 'short'): Draft {
  const { handle } = resource;
  const properties: Record<string, Draft> = {};
  const condition = conditionOf(resource);
  if (condition !== null) properties.condition = condition;
  if (resource.loop) properties.copy = objectOf({ name: literal(resource.loop.copyName), count: resource.loop.source });
  properties.type = literal(form === 'full' ? handle.type : handle.type.slice(handle.type.lastIndexOf('/') + 1));
  properties.apiVersion = literal(resource.apiVersion);
  if (resource.scope !== undefined) properties.scope = { kind: 'id', of: resource.scope };
  properties.name = form === 'full' ? fullName(handle) : resource.name;
  if (resource.location !== null) properties.location = resource.location;
  if (resource.tags !== null) properties.tags = resource.tags;
  for (const { key, value } of resource.settings ?? []) properties[key] = value;
  if (resource.dependsOn.length > 0) {
    properties.dependsOn = { kind: 'array', items: resource.dependsOn.map((other) => dependency(file, other)) };
  }
  if (resource.properties !== null) properties.properties = resource.properties;
  return objectOf(properties);
}

function conditionOf(resource: ResourceDraft): Draft | null {
  const [first, ...more] = resource.conditions;
  if (first === undefined) return null;
  return more.length === 0 ? first : { kind: 'call', name: 'and', arguments: resource.conditions };
}

function fullName(handle: ResourceHandle): Draft {
  const [first, ...more] = handle.names;
  if (first === undefined) return literal('');
  if (more.length === 0) return first;
  return { kind: 'joined', parts: [first, ...more.flatMap((name) => [literal('/'), name])] };
}

function dependency(file: ArmFile, on: ResourceHandle): Draft {
  const resource = on.elementOf ?? on;
  return file.hasSymbolicNames && resource.symbolicName !== null
    ? literal(resource.symbolicName)
    : { kind: 'id', of: resource };
}

function addDependencies(file: ArmFile, resource: JsonObject | null, on: readonly ResourceHandle[]): TextEdit[] | null {
  if (resource === null) return null;
  const present = propertyValue(resource, 'dependsOn');
  const known =
    present?.type === 'array' ? present.children.map((child) => ('value' in child ? child.value : null)) : [];
  const items = on
    .map((other) => dependency(file, other))
    .filter((item) => !known.includes(item.kind === 'literal' ? item.value : `[${file.printer.expression(item)}]`));
  if (items.length === 0) return [];
  if (present !== null) return present.type === 'array' ? addElements(file, present, items) : null;
  const before = propertyOf(resource, 'properties') ?? propertyOf(resource, 'resources');
  const index = before === null ? resource.children.length : resource.children.indexOf(before);
  if (index === 0) return null;
  return insertProperties(file, resource, index - 1, [{ key: 'dependsOn', value: { kind: 'array', items } }]);
}

/** Adds to a section of the template, which is made behind the sections that come before it if it doesn't exist. */
function addToSection(file: ArmFile, section: string, properties: readonly PropertyDraft[]): TextEdit[] | null {
  const present = propertyValue(file.root, section);
  if (present !== null) return present.type === 'object' ? addProperties(file, present, properties) : null;
  const earlier = ['$schema', 'languageVersion', 'contentVersion', 'apiProfile', 'metadata', 'definitions'];
  let after = -1;
  file.root.children.forEach((property, index) => {
    if (earlier.some((name) => sameName(name, property.children[0].value))) after = index;
  });
  return insertProperties(file, file.root, after, [{ key: section, value: { kind: 'object', properties } }]);
}

/** The resource of the template that surrounds a child declared inside others; null outside of a list of resources. */
function topResource(resource: JsonObject | null): JsonObject | null {
  let top = resource;
  while (top !== null) {
    const section = top.parent?.type === 'array' ? top.parent.parent : top.parent?.parent.parent;
    if (section?.type !== 'property' || !sameName(section.children[0].value, 'resources')) return null;
    const owner = section.parent;
    if (propertyValue(owner, 'type') === null || propertyValue(owner, 'apiVersion') === null) return top;
    top = owner;
  }
  return null;
}

function listOf(file: ArmFile, node: JsonObject | JsonArray): BracketedList | null {
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

function dialectOf(file: ArmFile, padding: string): ListDialect {
  return { commaAtLineEnd: true, afterComma: file.spacing.afterComma, padding, unit: file.unit };
}

function objectAt(file: ArmFile, span: Span): JsonObject | null {
  const node = valueAtSpan(file, span);
  return node?.type === 'object' ? node : null;
}

function arrayAt(file: ArmFile, span: Span): JsonArray | null {
  const node = valueAtSpan(file, span);
  return node?.type === 'array' ? node : null;
}

/** The JSON value that covers exactly the span. A property stands for its value. */
function valueAtSpan(file: ArmFile, span: Span): JsonValue | null {
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
