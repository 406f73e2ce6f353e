import { childNodesOf, parseBicep } from '../syntax/bicep/index.ts';
import type { ArrayNode, Node, ObjectNode, ObjectProperty } from '../syntax/bicep/tree.ts';
import type { TextEdit } from '../text/edit.ts';
import { type Span, spanOf } from '../text/span.ts';
import { arrayDialect, type BicepFile, dialectOf, isAt, listOf, objectDialect, pathTo } from './bicep-file.ts';
import { declare, declareOutput, declareParameters, nestResources, removeDeclaration } from './declare-bicep.ts';
import type { Draft, PropertyDraft } from './draft.ts';
import {
  beginsLine,
  indentationAt,
  indentationUnitOf,
  lengthyMember,
  lineBreakAt,
  oneLineHabitsOf,
} from './file-style.ts';
import {
  allOf,
  type BracketedList,
  type EntryLayout,
  fitting,
  insertEntries,
  pastCommentsOfLine,
  pastLineBreak,
  removeEntries,
  removeEntry,
} from './list-edit.ts';
import { moduleText } from './module-bicep.ts';
import { bicepPrinter } from './print-bicep.ts';
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
    removeElements: (withins) => removeElements(file, withins),
    removeDeclaration: (declaration) => removeDeclaration(file, declaration),
    addElements: (array, items) => addElements(file, array, items),
    addArgument: (last, draft) => addArgument(file, last, draft),
    declare: (behind, declarations) => declare(file, behind, declarations),
    moduleOf: (resource, kind) => moduleText(file, resource, kind),
    nestResources: (sibling, resources) => nestResources(file, sibling, resources),
    declareParameters: (parameters, within) => (within === null ? declareParameters(file, parameters) : null),
    declareOutput: (behind, output) => declareOutput(file, behind, output),
    setApiVersion: ({ type }, version) => setApiVersion(file, type, version),
    addDependencies: () => [],
  };
}

/** Replaces an expression; parentheses around it go with it where a plain value needs none. */
function replace(file: BicepFile, expression: Span, draft: Draft): TextEdit[] | null {
  const path = pathTo(file.program, expression);
  let index = path.findLastIndex((candidate) => isAt(candidate, expression));
  const node = path[index];
  if (node === undefined || node.kind === 'Program') return null;
  while (draft.kind === 'literal' && path[index - 1]?.kind === 'Parenthesized' && path[index - 2]?.kind !== 'If')
    index--;
  const { start, end } = path[index] ?? node;
  const layout = layoutIn(file, path, start);
  return [
    { span: spanOf(start, end), newText: fitting(file.text, (fitted) => file.printer.print(draft, fitted), layout) },
  ];
}

/** On a line of its own where the last one has one. */
function addArgument(file: BicepFile, last: Span, draft: Draft): TextEdit[] | null {
  const { text, printer } = file;
  const path = pathTo(file.program, last);
  const index = path.findLastIndex((candidate) => isAt(candidate, last));
  if (path[index - 1]?.kind !== 'FunctionCall') return null;
  const layout = layoutIn(file, path, last.start);
  const printed = fitting(text, (fitted) => printer.print(draft, fitted), {
    ...layout,
    shape: layout.shape === 'flat' ? 'flat' : 'short',
  });
  const lineEnd = pastCommentsOfLine(text, last.end);
  if (!beginsLine(text, last.start) || pastLineBreak(text, lineEnd) === lineEnd)
    return [{ span: spanOf(last.end, last.end), newText: `, ${printed}` }];
  return [
    { span: spanOf(last.end, last.end), newText: ',' },
    { span: spanOf(lineEnd, lineEnd), newText: layout.lineBreak + layout.indentation + printed },
  ];
}

/** How what is written at an offset is laid out: flat where the property that it belongs to shares its line. */
function layoutIn(file: BicepFile, path: readonly Node[], offset: number): EntryLayout {
  const owner = path.findLast((candidate) => candidate.kind === 'ObjectProperty');
  return {
    indentation: indentationAt(file.text, offset),
    unit: file.unit,
    lineBreak: lineBreakAt(file.text, offset),
    shape: beginsLine(file.text, owner?.start ?? offset) ? 'broken' : 'flat',
  };
}

function addProperties(file: BicepFile, span: Span, properties: readonly PropertyDraft[]): TextEdit[] | null {
  const path = pathTo(file.program, span);
  const object = path.findLast((node) => node.kind === 'Object' && isAt(node, span));
  if (object?.kind !== 'Object') return null;
  const list = listOf(file, path, object);
  if (list === null) return null;
  const nestedFirst = object.members.findIndex((member) => member.kind === 'ResourceDeclaration');
  const keys = object.members.map((member) => (member.kind === 'ObjectProperty' ? keyOf(file, member) : ''));
  const added = properties.map(({ key }) => key);
  const end = lengthyMember(keys, added) ?? (nestedFirst > 0 ? nestedFirst : object.members.length);
  const after = end - 1;
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

function removeElements(file: BicepFile, withins: readonly Span[]): TextEdit[] | null {
  const byArray = new Map<ArrayNode, { readonly list: BracketedList; readonly indices: number[] }>();
  for (const within of withins) {
    const path = pathTo(file.program, within);
    const array = path.findLast((node) => node.kind === 'Array');
    if (array?.kind !== 'Array') return null;
    const item = path[path.indexOf(array) + 1];
    const list = listOf(file, path, array);
    if (item?.kind !== 'Object' || list === null) return null;
    const known = byArray.get(array) ?? { list, indices: [] };
    known.indices.push(array.items.indexOf(item));
    byArray.set(array, known);
  }
  const dialect = dialectOf(file, arrayDialect);
  return allOf([...byArray.values()].map(({ list, indices }) => removeEntries(file.text, list, indices, dialect)));
}
