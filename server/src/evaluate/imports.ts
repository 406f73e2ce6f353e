/**
 * What a file takes from another one: variables and functions, which are evaluated in a frame of the file that exports them, so that provenance
 * leads there. Types matter while a file is lowered only.
 */
import type { ImportDeclaration, NodeId, Template } from '../template/ir.ts';
import { bind, bindOpaque } from './bindings.ts';
import { bindingKey, Cell, type Frame, type UserFunction } from './cell.ts';
import type { Sharing } from './declaring.ts';
import { report } from './file-problem.ts';
import { isMissing, type LoadedTemplate } from './files.ts';
import { bindFunction, functionKey } from './functions/user.ts';
import { shapeOf } from './values.ts';

/** The name space that the compiler gives to functions that a compiled template exports. */
const compiledNameSpace = '__bicep';

/** Binds the functions of a template. */
export function declareFunctions(template: Template, frame: Frame): void {
  for (const declaration of template.declarations) {
    if (declaration.kind === 'function') bindFunction(frame, declaration.name, { declaration, frame });
  }
}

/** An import that has yet to be bound in its frame. */
interface PendingImport {
  readonly declaration: ImportDeclaration;
  readonly frame: Frame;
}

/** Binds what a file imports, and what the files that it imports from import in turn: one by one, so that no chain of files is too long. */
export function declareImport(sharing: Sharing, declaration: ImportDeclaration, frame: Frame): void {
  const pending: PendingImport[] = [{ declaration, frame }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) bindImport(sharing, next, pending);
}

function bindImport(sharing: Sharing, { declaration, frame }: PendingImport, pending: PendingImport[]): void {
  const found = sharing.files.load(frame.file, declaration.path);
  if (isMissing(found)) {
    if (found.problem !== null)
      report(sharing.problems, { file: frame.file, node: declaration.pathNode, ...found.problem });
    const locals = declaration.symbols?.map((symbol) => symbol.local) ?? [declaration.name];
    for (const local of locals) bindOpaque(frame, local, declaration.node, found.reason);
    return;
  }
  const library = libraryOf(sharing, found, pending);
  if (declaration.symbols === null) bindNameSpace(declaration, frame, library, found.lowered.template);
  else
    for (const { exported, local, node } of declaration.symbols)
      bindSymbol(sharing, frame, library, found, { exported, local, node });
}

/** The frame in which what a file exports is evaluated: one for all that import it. Its own imports are left for later in `pending`. */
function libraryOf(sharing: Sharing, { file, lowered }: LoadedTemplate, pending: PendingImport[]): Frame {
  const known = sharing.libraries.get(file);
  if (known !== undefined) return known;
  sharing.lowered.set(file, lowered);
  const { template } = lowered;
  const frame: Frame = {
    file,
    path: `import(${file})`,
    foldNames: template.foldNames,
    up: null,
    scope: sharing.entryScope,
    functions: new Map(),
    bindings: new Map(),
  };
  sharing.libraries.set(file, frame);
  declareFunctions(template, frame);
  for (const declaration of template.declarations) {
    if (declaration.kind !== 'variable') continue;
    const cell = new Cell(declaration.value, frame);
    bind(frame, 'variable', declaration.name, { kind: 'variable', cell, node: declaration.node });
  }
  for (const declaration of template.declarations)
    if (declaration.kind === 'import') pending.push({ declaration, frame });
  return frame;
}

function functionOf(library: Frame, name: string): UserFunction | undefined {
  const key = library.foldNames ? `${compiledNameSpace}.${name}` : name;
  return library.functions?.get(functionKey(library, key));
}

function bindSymbol(
  sharing: Sharing,
  frame: Frame,
  library: Frame,
  { lowered: { template } }: LoadedTemplate,
  { exported, local, node }: { readonly exported: string; readonly local: string; readonly node: NodeId },
): void {
  const variable = library.bindings.get(bindingKey(library, 'variable', exported));
  const declared = functionOf(library, exported);
  if (variable?.kind === 'variable') bind(frame, 'variable', local, variable);
  else if (declared !== undefined) bindFunction(frame, local, declared);
  else {
    const isType = typesOf(template).has(template.foldNames ? exported.toLowerCase() : exported);
    bindOpaque(frame, local, node, isType ? 'it is a type' : 'the imported file exports no such name');
    if (isType) return;
    report(sharing.problems, {
      file: frame.file,
      node,
      code: 'import-symbol',
      // Bicep's own compiler says the same as an error.
      severity: 'information',
      message: `The imported file has nothing named '${exported}', so its value is unknown.`,
    });
  }
}

const typeNames = new WeakMap<Template, ReadonlySet<string>>();

/** The names of the types that a template declares, folded if it folds names; found once, since most imports are of types. */
function typesOf(template: Template): ReadonlySet<string> {
  const known = typeNames.get(template);
  if (known !== undefined) return known;
  const names = new Set<string>();
  for (const { kind, name } of template.declarations) {
    if (kind === 'type') names.add(template.foldNames ? name.toLowerCase() : name);
  }
  typeNames.set(template, names);
  return names;
}

/** `import * as ns`: an object of the variables, and functions named `ns.function`. */
function bindNameSpace(declaration: ImportDeclaration, frame: Frame, library: Frame, template: Template): void {
  const names: string[] = [];
  const cells: Cell[] = [];
  for (const { kind, name } of template.declarations) {
    if (kind === 'variable') {
      const binding = library.bindings.get(bindingKey(library, 'variable', name));
      if (binding?.kind !== 'variable') continue;
      names.push(name);
      cells.push(binding.cell);
    } else if (kind === 'function') {
      const own =
        library.foldNames && name.startsWith(`${compiledNameSpace}.`) ? name.slice(compiledNameSpace.length + 1) : name;
      const declared = functionOf(library, own);
      if (declared !== undefined) bindFunction(frame, `${declaration.name}.${own}`, declared);
    }
  }
  const expression = { kind: 'hole', node: declaration.node, reason: 'it is a name space' } as const;
  const cell = new Cell(expression, frame, { kind: 'object', shape: shapeOf(names), cells, rest: null });
  bind(frame, 'variable', declaration.name, { kind: 'variable', cell, node: declaration.node });
}
