/** Declarations of a Bicep file: new ones behind others in the file's own form, and old ones with all that belongs to them taken away. */
import { childNodesOf } from '../syntax/bicep/index.ts';
import type { Declaration, Node } from '../syntax/bicep/tree.ts';
import type { TextEdit } from '../text/edit.ts';
import { type Span, spanOf } from '../text/span.ts';
import { type BicepFile, pathTo } from './bicep-file.ts';
import {
  type DeclarationDraft,
  literal,
  type ModuleDraft,
  type OutputDeclarationDraft,
  type PropertyDraft,
  type ResourceDraft,
} from './draft.ts';
import {
  beginsLine,
  descriptionAsIn,
  indentationAt,
  isBlank,
  isLineBreak,
  lineBreakAt,
  lineStartOf,
} from './file-style.ts';
import { type EntryLayout, pastCommentsOfLine, pastLineBreak } from './list-edit.ts';
import { conditionText } from './print-bicep.ts';

/** With its decorators, and with one of the empty lines around it. */
export function removeDeclaration(file: BicepFile, span: Span): TextEdit[] | null {
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
  // The empty line before it goes with it, unless nothing else would part what is around it: so two that follow each other don't take the same one.
  const isParted = text.slice(end).trim() === '' || pastLineBreak(text, end) > end;
  return [{ span: spanOf(isParted ? emptyLineBefore(text, start) : start, end), newText: '' }];
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

export function declare(file: BicepFile, behind: Span, declarations: readonly DeclarationDraft[]): TextEdit[] | null {
  const neighbour = pathTo(file.program, behind)[1];
  if (neighbour === undefined || neighbour.kind === 'Skipped') return null;
  return [
    insertDeclarations(file, neighbour, (layout) =>
      declarations.map((declaration) =>
        'module' in declaration ? callText(file, declaration, layout) : resourceText(file, declaration, 'full', layout),
      ),
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

export function nestResources(file: BicepFile, sibling: Span, resources: readonly ResourceDraft[]): TextEdit[] | null {
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

function callText(file: BicepFile, draft: ModuleDraft, layout: EntryLayout): string {
  const { symbolicName, module, name, scope, parameters, conditions } = draft;
  const body = file.printer.print(
    {
      kind: 'object',
      properties: [
        { key: 'name', value: name },
        { key: 'scope', value: scope },
        { key: 'params', value: { kind: 'object', properties: parameters } },
      ],
    },
    layout,
  );
  return `module ${symbolicName} ${file.printer.print(literal(module), layout)} = ${conditionText(file.text, conditions)}${body}`;
}

/** A declaration; `short` names only the last segment of the type, `inherited` leaves the apiVersion to the parent as well. */
export function resourceText(
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

export function declareParameters(
  file: BicepFile,
  parameters: readonly { readonly name: string; readonly description: string }[],
): TextEdit[] {
  const { text, program } = file;
  const declared = program.declarations.filter((declaration) => declaration.kind === 'ParameterDeclaration');
  const describes = declared.length === 0 || describesDeclarations(file);
  const render = (layout: EntryLayout): string[] =>
    parameters.map(
      ({ name, description }) =>
        `${describes ? descriptionText(file, descriptionAsIn(text, description), layout) : ''}param ${name} string`,
    );

  const last = declared.at(-1);
  if (last !== undefined) {
    const packed = !describes && !isSpaced(file, declared.at(-2), last);
    return [packed ? insertLines(file, last, render) : insertDeclarations(file, last, render)];
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

export function declareOutput(
  file: BicepFile,
  behind: Span | null,
  { name, description, value }: OutputDeclarationDraft,
): TextEdit[] | null {
  const { program } = file;
  const outputs = program.declarations.filter((declaration) => declaration.kind === 'OutputDeclaration');
  const neighbour = behind === null ? program.declarations.at(-1) : pathTo(program, behind)[1];
  if (neighbour === undefined || neighbour.kind === 'Skipped') return null;
  const describes = describesDeclarations(file);
  const render = (layout: EntryLayout): string[] => [
    `${describes ? descriptionText(file, description, layout) : ''}output ${name} string = ${file.printer.print(value, layout)}`,
  ];
  const isPacked = !describes && behind !== null && !isSpaced(file, outputs.at(-2), outputs.at(-1));
  return [isPacked ? insertLines(file, neighbour, render) : insertDeclarations(file, neighbour, render)];
}

function describesDeclarations({ text }: BicepFile): boolean {
  return /@(?:sys\.)?description\(/.test(text);
}

function descriptionText(file: BicepFile, description: string, layout: EntryLayout): string {
  return `@description(${file.printer.print(literal(description), layout)})${layout.lineBreak}`;
}

/** True if there is an empty line between two declarations. */
function isSpaced({ text }: BicepFile, previous: Node | undefined, last: Node | undefined): boolean {
  if (previous === undefined || last === undefined) return false;
  return /\n[ \t]*\r?\n/.test(text.slice(previous.end, last.start));
}

/** Inserts declarations of one line behind another, without empty lines. */
function insertLines(file: BicepFile, neighbour: Node, render: (layout: EntryLayout) => readonly string[]): TextEdit {
  const { text } = file;
  const at = pastCommentsOfLine(text, neighbour.end);
  const lineBreak = lineBreakAt(text, neighbour.end);
  const layout: EntryLayout = { indentation: '', unit: file.unit, lineBreak, shape: 'broken' };
  const added = render(layout).map((line) => lineBreak + line);
  return { span: spanOf(at, at), newText: added.join('') };
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
