import { childNodesOf, parseBicep } from '../syntax/bicep/index.ts';
import type { ArrayNode, Declaration, Node, ObjectNode, ObjectProperty, Program } from '../syntax/bicep/tree.ts';
import type { TextEdit } from '../text/edit.ts';
import { type Span, spanOf } from '../text/span.ts';
import { type Draft, literal, type PropertyDraft, type ResourceDraft } from './draft.ts';
import {
  beginsLine,
  breaksBetween,
  indentationAt,
  indentationUnitOf,
  isBlank,
  isLineBreak,
  lineBreakAt,
  lineStartOf,
  oneLineHabitsOf,
} from './file-style.ts';
import {
  type BracketedList,
  type EntryLayout,
  insertEntries,
  type ListDialect,
  pastCommentsOfLine,
  pastLineBreak,
  removeEntry,
} from './list-edit.ts';
import { type BicepPrinter, bicepPrinter, conditionText } from './print-bicep.ts';
import type { TemplateWriter } from './writer.ts';

/** A writer for a Bicep or Bicep parameter file. */
export function bicepWriter(text: string, language: 'bicep' | 'bicep-params'): TemplateWriter {
  const file: BicepFile = {
    text,
    program: parseBicep(text, { language }).tree,
    unit: indentationUnitOf(text),
    printer: bicepPrinter(text, oneLineHabitsOf(text, { objects: false, arrays: false })),
  };
  return {
    replace: (expression, draft) => replace(file, expression, draft),
    addProperties: (object, properties) => addProperties(file, object, properties),
    removeProperty: (value, key) => removeProperty(file, value, key),
    replaceProperty: (object, value, key, property) => replaceProperty(file, object, value, key, property),
    removeElement: (within) => removeElement(file, within),
    removeDeclaration: (declaration) => removeDeclaration(file, declaration),
    addElements: (array, items) => addElements(file, array, items),
    declareResources: (behind, resources) => declareResources(file, behind, resources),
    nestResources: (sibling, resources) => nestResources(file, sibling, resources),
    declareParameters: (parameters) => declareParameters(file, parameters),
    setApiVersion: ({ type }, version) => setApiVersion(file, type, version),
    addDependencies: () => [],
  };
}

interface BicepFile {
  readonly text: string;
  readonly program: Program;
  readonly unit: string;
  readonly printer: BicepPrinter;
}

const objectDialect = { commaAtLineEnd: false, afterComma: ' ', padding: ' ' };
const arrayDialect = { commaAtLineEnd: false, afterComma: ' ', padding: '' };

/** Replaces an expression; parentheses around it go with it where a plain value needs none. */
function replace(file: BicepFile, expression: Span, draft: Draft): TextEdit[] | null {
  const path = pathTo(file.program, expression);
  let index = path.findLastIndex((candidate) => isAt(candidate, expression));
  const node = path[index];
  if (node === undefined || node.kind === 'Program') return null;
  while (draft.kind === 'literal' && path[index - 1]?.kind === 'Parenthesized' && path[index - 2]?.kind !== 'If')
    index--;
  const { start, end } = path[index] ?? node;
  const owner = path.findLast((candidate) => candidate.kind === 'ObjectProperty') ?? node;
  const layout: EntryLayout = {
    indentation: indentationAt(file.text, start),
    unit: file.unit,
    lineBreak: lineBreakAt(file.text, start),
    shape: beginsLine(file.text, owner.start) ? 'broken' : 'flat',
  };
  return [{ span: spanOf(start, end), newText: file.printer.print(draft, layout) }];
}

function addProperties(file: BicepFile, span: Span, properties: readonly PropertyDraft[]): TextEdit[] | null {
  const path = pathTo(file.program, span);
  const object = path.findLast((node) => node.kind === 'Object' && isAt(node, span));
  if (object?.kind !== 'Object') return null;
  const list = listOf(file, path, object);
  if (list === null) return null;
  const nestedFirst = object.members.findIndex((member) => member.kind === 'ResourceDeclaration');
  const after = nestedFirst > 0 ? nestedFirst - 1 : object.members.length - 1;
  const entries = properties.map(
    ({ key, value }) =>
      (layout: EntryLayout) =>
        file.printer.property(key, value, layout),
  );
  return insertEntries(file.text, list, after, entries, dialectOf(file, objectDialect));
}

/** Resources that are nested in one without a version of their own have its version. */
function setApiVersion(file: BicepFile, type: Span, version: string): TextEdit[] | null {
  const path = pathTo(file.program, type);
  const declaration = path.findLast((node) => node.kind === 'ResourceDeclaration');
  const at = versionIn(file.text, type);
  if (declaration?.kind !== 'ResourceDeclaration' || at === null) return null;
  const heirs = nestedIn(declaration).filter((nested) => versionIn(file.text, nested.type) === null);
  return heirs.length > 0 ? null : [{ span: at, newText: version }];
}

/** The span of the version in the text of a type such as `'Microsoft.Sql/servers@2021-11-01'`; null if it has none. */
function versionIn(text: string, { start, end }: Span): Span | null {
  const written = /^'[^'$@]*@([^'$@]+)'$/.exec(text.slice(start, end))?.[1];
  return written === undefined ? null : spanOf(end - 1 - written.length, end - 1);
}

function nestedIn(node: Node): readonly Extract<Node, { kind: 'ResourceDeclaration' }>[] {
  return childNodesOf(node).flatMap((child) => [
    ...(child.kind === 'ResourceDeclaration' ? [child] : []),
    ...nestedIn(child),
  ]);
}

function removeProperty(file: BicepFile, value: Span, key: string): TextEdit[] | null {
  const found = propertyAt(file, value, key);
  const list = found && listOf(file, found.path, found.object);
  if (!found || !list) return null;
  return removeEntry(file.text, list, found.object.members.indexOf(found.property), dialectOf(file, objectDialect));
}

function replaceProperty(
  file: BicepFile,
  object: Span,
  value: Span,
  key: string,
  { key: newKey, value: draft }: PropertyDraft,
): TextEdit[] | null {
  const found = propertyAt(file, value, key);
  if (found === null || !isAt(found.object, object)) return null;
  const { start, end } = found.property;
  const layout: EntryLayout = {
    indentation: indentationAt(file.text, start),
    unit: file.unit,
    lineBreak: lineBreakAt(file.text, start),
    shape: beginsLine(file.text, start) ? 'broken' : 'flat',
  };
  return [{ span: spanOf(start, end), newText: file.printer.property(newKey, draft, layout) }];
}

/** The property whose value stands at the span, if its key is `key`, with its object and the way there. */
function propertyAt(
  file: BicepFile,
  value: Span,
  key: string,
): { readonly property: ObjectProperty; readonly object: ObjectNode; readonly path: readonly Node[] } | null {
  const path = pathTo(file.program, value);
  const property = path.findLast(
    (node): node is ObjectProperty => node.kind === 'ObjectProperty' && isAt(node.value, value),
  );
  if (property === undefined || keyOf(file, property) !== key) return null;
  const object = path[path.indexOf(property) - 1];
  return object?.kind === 'Object' ? { property, object, path } : null;
}

function keyOf(file: BicepFile, property: ObjectProperty): string {
  const key = file.text.slice(property.key.start, property.key.end);
  return property.key.kind === 'String' ? key.slice(1, -1) : key;
}

function addElements(file: BicepFile, span: Span, items: readonly Draft[]): TextEdit[] | null {
  const path = pathTo(file.program, span);
  const array = path.findLast((node) => node.kind === 'Array' && isAt(node, span));
  if (array?.kind !== 'Array') return null;
  const list = listOf(file, path, array);
  if (list === null) return null;
  const entries = items.map((item) => (layout: EntryLayout) => file.printer.print(item, layout));
  return insertEntries(file.text, list, array.items.length - 1, entries, dialectOf(file, arrayDialect));
}

function removeElement(file: BicepFile, within: Span): TextEdit[] | null {
  const path = pathTo(file.program, within);
  const array = path.findLast((node) => node.kind === 'Array');
  if (array?.kind !== 'Array') return null;
  const item = path[path.indexOf(array) + 1];
  const list = listOf(file, path, array);
  if (item?.kind !== 'Object' || list === null) return null;
  return removeEntry(file.text, list, array.items.indexOf(item), dialectOf(file, arrayDialect));
}

/** With its decorators, and with one of the empty lines around it. */
function removeDeclaration(file: BicepFile, span: Span): TextEdit[] | null {
  const { text, program } = file;
  const path = pathTo(program, span);
  const declaration = path.findLast((node) => node.kind === 'ResourceDeclaration');
  if (declaration?.kind !== 'ResourceDeclaration' || declaration.end !== span.end) return null;
  const name = text.slice(declaration.name.start, declaration.name.end);
  if (isNamed(file, program, name, declaration)) return null;
  const start = lineStartOf(text, declaration.start);
  const lineEnd = pastCommentsOfLine(text, declaration.end);
  const end = pastLineBreak(text, lineEnd);
  if (!beginsLine(text, declaration.start) || (end === lineEnd && end < text.length)) return null;
  const before = emptyLineBefore(text, start);
  const isLast = text.slice(end).trim() === '';
  return [
    {
      span: isLast ? spanOf(before, end) : spanOf(start, before < start ? pastLineBreak(text, end) : end),
      newText: '',
    },
  ];
}

/** True if a name stands in a tree, outside of one of its nodes. */
function isNamed(file: BicepFile, node: Node, name: string, except: Node): boolean {
  if (node === except) return false;
  if (node.kind === 'Identifier' || node.kind === 'Name') return file.text.slice(node.start, node.end) === name;
  return childNodesOf(node).some((child) => isNamed(file, child, name, except));
}

/** Where the empty line begins that stands before the one that begins at an offset; the offset itself if there is none. */
function emptyLineBefore(text: string, lineStart: number): number {
  if (lineStart === 0) return lineStart;
  const previous = previousLineOf(text, lineStart);
  return text.slice(previous, lineStart).trim() === '' ? previous : lineStart;
}

/** Where the line before the one that begins at an offset begins. */
function previousLineOf(text: string, lineStart: number): number {
  return lineStartOf(text, text.startsWith('\r\n', lineStart - 2) ? lineStart - 2 : lineStart - 1);
}

function declareResources(file: BicepFile, behind: Span, resources: readonly ResourceDraft[]): TextEdit[] | null {
  const neighbour = pathTo(file.program, behind)[1];
  if (neighbour === undefined || neighbour.kind === 'Skipped') return null;
  return [
    insertDeclarations(file, neighbour, (layout) =>
      resources.map((resource) => resourceText(file, resource, 'full', layout)),
    ),
  ];
}

/** Inserts declarations behind another, each with an empty line before it. */
function insertDeclarations(
  file: BicepFile,
  neighbour: Node,
  render: (layout: EntryLayout) => readonly string[],
): TextEdit {
  const { text } = file;
  const at = pastCommentsOfLine(text, neighbour.end);
  const lineBreak = lineBreakAt(text, neighbour.end);
  const layout: EntryLayout = { indentation: '', unit: file.unit, lineBreak, shape: 'broken' };
  const added = render(layout).map((declaration) => lineBreak + lineBreak + declaration);
  const followsAtOnce = hasDeclarationOnNextLine(file, at);
  return { span: spanOf(at, at), newText: added.join('') + (followsAtOnce ? lineBreak : '') };
}

/** True if the next line is neither empty nor the end. */
function hasDeclarationOnNextLine(file: BicepFile, offset: number): boolean {
  const { text } = file;
  let at = offset;
  while (isBlank(text[at])) at++;
  if (!isLineBreak(text[at])) return false;
  at += text.startsWith('\r\n', at) ? 2 : 1;
  while (isBlank(text[at])) at++;
  return at < text.length && !isLineBreak(text[at]);
}

function nestResources(file: BicepFile, sibling: Span, resources: readonly ResourceDraft[]): TextEdit[] | null {
  const path = pathTo(file.program, sibling);
  const neighbour = path.findLast((node) => node.kind === 'ResourceDeclaration');
  if (neighbour?.kind !== 'ResourceDeclaration' || path[path.indexOf(neighbour) - 1]?.kind !== 'Object') return null;
  const lineBreak = lineBreakAt(file.text, neighbour.end);
  const layout: EntryLayout = {
    indentation: indentationAt(file.text, neighbour.start),
    unit: file.unit,
    lineBreak,
    shape: 'broken',
  };
  const form = file.text.slice(neighbour.type.start, neighbour.type.end).includes('@') ? 'short' : 'inherited';
  const added = resources.map(
    (resource) => lineBreak + lineBreak + layout.indentation + resourceText(file, resource, form, layout),
  );
  const at = pastCommentsOfLine(file.text, neighbour.end);
  return [{ span: spanOf(at, at), newText: added.join('') }];
}

/** A declaration; `short` names only the last segment of the type, `inherited` leaves the apiVersion to the parent as well. */
function resourceText(
  file: BicepFile,
  resource: ResourceDraft,
  form: 'full' | 'short' | 'inherited',
  layout: EntryLayout,
): string {
  const { handle } = resource;
  const properties: PropertyDraft[] = [];
  if (form === 'full' && resource.parent !== null)
    properties.push({ key: 'parent', value: { kind: 'symbol', of: resource.parent } });
  if (resource.scope !== undefined) properties.push({ key: 'scope', value: { kind: 'symbol', of: resource.scope } });
  properties.push({ key: 'name', value: resource.name });
  if (resource.location !== null) properties.push({ key: 'location', value: resource.location });
  if (resource.tags !== null) properties.push({ key: 'tags', value: resource.tags });
  properties.push(...(resource.settings ?? []));
  if (resource.properties !== null) properties.push({ key: 'properties', value: resource.properties });
  const type = form === 'full' ? handle.type : handle.type.slice(handle.type.lastIndexOf('/') + 1);
  const typeText = file.printer.print(literal(form === 'inherited' ? type : `${type}@${resource.apiVersion}`), layout);
  const symbol = (handle.symbolicName ?? '').split('::').at(-1) ?? '';
  const declare = (value: string): string => `resource ${symbol} ${typeText} = ${value}`;
  const value = (inner: EntryLayout): string =>
    conditionText(file.text, resource.conditions) + file.printer.print({ kind: 'object', properties }, inner);
  if (!resource.loop) return declare(value(layout));
  const { source, names } = resource.loop;
  const header = `for (${names?.item ?? ''}, ${names?.index ?? ''}) in ${file.printer.print(source, layout)}: `;
  // Bicep's own formatter breaks a loop since version 0.30; older files stay as they are.
  if (!/\[[ \t]*\r?\n[ \t]*for\b/.test(file.text)) return declare(`[${header}${value(layout)}]`);
  const deeper: EntryLayout = { ...layout, indentation: layout.indentation + layout.unit };
  const { lineBreak, indentation } = layout;
  return declare(`[${lineBreak}${deeper.indentation}${header}${value(deeper)}${lineBreak}${indentation}]`);
}

function declareParameters(
  file: BicepFile,
  parameters: readonly { readonly name: string; readonly description: string }[],
): TextEdit[] {
  const { text, program } = file;
  const declared = program.declarations.filter((declaration) => declaration.kind === 'ParameterDeclaration');
  const describes = declared.length === 0 || /@(?:sys\.)?description\(/.test(text);
  const render = (layout: EntryLayout): string[] =>
    parameters.map(({ name, description }) => {
      const decorator = describes
        ? `@description(${file.printer.print(literal(description), layout)})${layout.lineBreak}`
        : '';
      return `${decorator}param ${name} string`;
    });

  const last = declared.at(-1);
  if (last !== undefined) {
    const previous = declared.at(-2);
    const isSpaced = previous !== undefined && /\n[ \t]*\r?\n/.test(text.slice(previous.end, last.start));
    const packed = !describes && !isSpaced;
    if (!packed) return [insertDeclarations(file, last, render)];
    const at = pastCommentsOfLine(text, last.end);
    const lineBreak = lineBreakAt(text, last.end);
    const layout: EntryLayout = { indentation: '', unit: file.unit, lineBreak, shape: 'broken' };
    return [
      {
        span: spanOf(at, at),
        newText: render(layout)
          .map((line) => lineBreak + line)
          .join(''),
      },
    ];
  }

  const header = program.declarations.findLast((declaration) => isHeader(declaration.kind));
  if (header !== undefined) return [insertDeclarations(file, header, render)];
  const at = startWithComments(text, program.declarations[0]?.start ?? text.length);
  const lineBreak = lineBreakAt(text, at);
  const layout: EntryLayout = { indentation: '', unit: file.unit, lineBreak, shape: 'broken' };
  return [
    {
      span: spanOf(at, at),
      newText: render(layout)
        .map((line) => line + lineBreak + lineBreak)
        .join(''),
    },
  ];
}

/** Statements that stand before parameters by custom. */
function isHeader(kind: Declaration['kind'] | 'Skipped'): boolean {
  return [
    'TargetScope',
    'MetadataDeclaration',
    'UsingDeclaration',
    'ImportDeclaration',
    'ExtensionDeclaration',
  ].includes(kind);
}

/** Where a declaration begins with the comments directly above it. */
function startWithComments(text: string, offset: number): number {
  let start = lineStartOf(text, offset);
  while (start > 0) {
    const previous = previousLineOf(text, start);
    if (previous === start || text.slice(previous, start).trim() === '') break;
    start = previous;
  }
  return start;
}

function listOf(file: BicepFile, path: readonly Node[], node: ObjectNode | ArrayNode): BracketedList | null {
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

function dialectOf(file: BicepFile, dialect: Omit<ListDialect, 'unit'>): ListDialect {
  return { ...dialect, unit: file.unit };
}

/** The nodes from the program to the innermost one that covers the span. */
function pathTo(program: Program, span: Span): Node[] {
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

function isAt(node: Node, span: Span): boolean {
  return node.start === span.start && node.end === span.end;
}
