/** A template as one evaluation sees it: its names bound to cells, its resources to instances. */
import type { ModuleDeclaration, ParameterDeclaration, ResourceDeclaration, Template } from '../template/ir.ts';
import type { LoweredFile } from '../template/lowered.ts';
import { type Binding, bindingKey, Cell, type Frame } from './cell.ts';
import { Evaluator } from './evaluator.ts';
import type { ParentOf, ResourceInstance } from './instance.ts';
import { baseTerm } from './terms.ts';
import type { Value } from './values.ts';

export interface Program {
  readonly file: string;
  readonly lowered: LoweredFile;
  readonly evaluator: Evaluator;
  readonly frame: Frame;
  /** Resources in order of declaration, nested ones after the one that surrounds them. Loops are not among them. */
  readonly instances: readonly ResourceInstance[];
  /** Resources declared in a loop. How many there are isn't known. */
  readonly loops: readonly ResourceDeclaration[];
  readonly modules: readonly ModuleDeclaration[];
  /** Cells of parameters that have their default value. */
  readonly defaults: ReadonlySet<Cell>;
}

/** Binds a template by its defaults. Nothing is evaluated yet. */
export function programOf(file: string, lowered: LoweredFile): Program {
  const { template } = lowered;
  const frame: Frame = { file, path: 'main', foldNames: template.foldNames, up: null, bindings: new Map() };
  const defaults = new Set<Cell>();
  const instances: ResourceInstance[] = [];
  const loops: ResourceDeclaration[] = [];
  const modules: ModuleDeclaration[] = [];
  bindNames(template, frame, defaults);
  let position = 0;
  for (const declaration of template.declarations) {
    if (declaration.kind === 'module') modules.push(declaration);
    if (declaration.kind === 'resource') addResource(declaration, frame, null, position++, { instances, loops });
  }
  return { file, lowered, evaluator: new Evaluator(), frame, instances, loops, modules, defaults };
}

/** The conditions of what is always deployed, shared by all such resources. */
const unconditional: readonly Cell[] = [];

function bindNames(template: Template, frame: Frame, defaults: Set<Cell>): void {
  for (const declaration of template.declarations) {
    switch (declaration.kind) {
      case 'parameter': {
        const cell = parameterCell(declaration, frame);
        if (declaration.default !== null) defaults.add(cell);
        bind(frame, 'parameter', declaration.name, {
          kind: 'parameter',
          cell,
          node: declaration.node,
          defaulted: declaration.default !== null,
        });
        break;
      }
      case 'variable':
        bind(frame, 'variable', declaration.name, {
          kind: 'variable',
          cell: new Cell(declaration.value, frame),
          node: declaration.node,
        });
        break;
      case 'module':
        bindOpaque(frame, declaration.name, declaration.node, 'the module is not read');
        break;
      case 'import': {
        const locals =
          declaration.symbols === null ? [declaration.name] : declaration.symbols.map((symbol) => symbol.local);
        for (const local of locals) bindOpaque(frame, local, declaration.node, 'the imported file is not read');
        break;
      }
      default:
        break;
    }
  }
}

function bind(frame: Frame, space: 'parameter' | 'variable' | 'resource', name: string, binding: Binding): void {
  const key = bindingKey(frame, space, name);
  if (!frame.bindings.has(key)) frame.bindings.set(key, binding);
}

function bindOpaque(frame: Frame, name: string, node: number, reason: string): void {
  if (name !== '') bind(frame, 'resource', name, { kind: 'opaque', reason, node });
}

function parameterCell(declaration: ParameterDeclaration, frame: Frame): Cell {
  if (declaration.default !== null) return new Cell(declaration.default, frame);
  const reason = `parameter '${declaration.name}' has no value`;
  const expression = { kind: 'hole', node: declaration.node, reason } as const;
  if (declaration.type.nullable) return new Cell(expression, frame, null);
  const term = baseTerm(
    `parameter(${frame.path}/${declaration.name.toLowerCase()})`,
    frame.path,
    declaration.node,
    `parameter ${declaration.name}`,
  );
  const value: Value = { kind: 'unknown', term, reason, nullable: false, oneOf: declaration.type.allowed };
  return new Cell(expression, frame, value);
}

function addResource(
  declaration: ResourceDeclaration,
  frame: Frame,
  surrounding: ResourceInstance | null,
  position: number,
  found: { readonly instances: ResourceInstance[]; readonly loops: ResourceDeclaration[] },
): void {
  if (declaration.loop !== null) {
    addLoop(declaration, frame, found.loops);
    return;
  }
  const step = declaration.symbolicName ?? `[${position}]`;
  const path = `${surrounding === null ? frame.path : surrounding.key}/${step}`;
  const inner: Frame =
    declaration.nested.length === 0
      ? frame
      : { file: frame.file, path, foldNames: frame.foldNames, up: frame, bindings: new Map() };
  const own = declaration.condition === null ? unconditional : [new Cell(declaration.condition, frame)];
  const instance: ResourceInstance = {
    key: path,
    declaration,
    frame,
    body: new Cell(declaration.body, inner),
    name: new Cell(declaration.resourceName, frame),
    parent: parentOf(declaration, frame, surrounding),
    conditions: surrounding === null ? own : [...surrounding.conditions, ...own],
  };
  found.instances.push(instance);
  if (declaration.symbolicName !== null)
    bind(frame, 'resource', declaration.symbolicName, { kind: 'resource', instance });
  let nestedPosition = 0;
  for (const nested of declaration.nested) addResource(nested, inner, instance, nestedPosition++, found);
}

function addLoop(declaration: ResourceDeclaration, frame: Frame, loops: ResourceDeclaration[]): void {
  loops.push(declaration);
  if (declaration.symbolicName !== null)
    bindOpaque(frame, declaration.symbolicName, declaration.node, 'the loop is not expanded');
  for (const nested of declaration.nested) addLoop(nested, frame, loops);
}

function parentOf(
  declaration: ResourceDeclaration,
  frame: Frame,
  surrounding: ResourceInstance | null,
): ParentOf | null {
  if (declaration.parent === null) return null;
  if (declaration.parent.kind === 'expression')
    return { kind: 'value', cell: new Cell(declaration.parent.value, frame) };
  return surrounding === null ? null : { kind: 'instance', instance: surrounding };
}
