/** A template as one evaluation sees it: its names bound to cells, its resources to instances. */
import type {
  LoopHeader,
  ModuleDeclaration,
  ParameterDeclaration,
  ResourceDeclaration,
  Template,
} from '../template/ir.ts';
import type { LoweredFile } from '../template/lowered.ts';
import { type Binding, bindingKey, Cell, type DeploymentScope, type Frame } from './cell.ts';
import { Evaluator } from './evaluator.ts';
import type { ParentOf, ResourceInstance } from './instance.ts';
import { turnsOf } from './loops.ts';
import { baseTerm } from './terms.ts';
import type { Unknown, Value } from './values.ts';

export interface Program {
  readonly file: string;
  readonly lowered: LoweredFile;
  readonly evaluator: Evaluator;
  readonly frame: Frame;
  /** Resources in order of declaration, nested ones after the one that surrounds them, one for each turn of a loop. */
  readonly instances: readonly ResourceInstance[];
  /** Resources declared in a loop of which it isn't known how often it turns. Instances stand for what is known of them. */
  readonly openLoops: readonly ResourceDeclaration[];
  readonly modules: readonly ModuleDeclaration[];
  /** Cells of parameters that have their default value. */
  readonly defaults: ReadonlySet<Cell>;
}

/** Binds a template by its defaults. Of its values only the arrays of resource loops are evaluated. `scope` is where it is deployed. */
export function programOf(file: string, lowered: LoweredFile, scope?: DeploymentScope): Program {
  const { template } = lowered;
  const frame: Frame = {
    file,
    path: 'main',
    foldNames: template.foldNames,
    up: null,
    scope: scope ?? { kind: template.scope },
    bindings: new Map(),
  };
  const defaults = new Set<Cell>();
  const evaluator = new Evaluator();
  bindNames(template, frame, defaults);
  const modules: ModuleDeclaration[] = [];
  const declared: Declared[] = [];
  for (const declaration of template.declarations) {
    if (declaration.kind === 'module') modules.push(declaration);
    if (declaration.kind === 'resource')
      declared.push(declareResource(evaluator, declaration, frame, null, declared.length));
  }
  // All names are bound by now, so the array of a loop may read what any other declaration gives.
  const resources: Resources = { instances: [], openLoops: [] };
  for (const collect of declared) collect(resources);
  return { file, lowered, evaluator, frame, ...resources, modules, defaults };
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

interface Resources {
  readonly instances: ResourceInstance[];
  readonly openLoops: ResourceDeclaration[];
}

/** Adds what a declaration makes, once all names are bound. */
type Declared = (into: Resources) => void;

/** Binds the name of a resource, or of the resources that its loop makes. */
function declareResource(
  evaluator: Evaluator,
  declaration: ResourceDeclaration,
  frame: Frame,
  surrounding: ResourceInstance | null,
  position: number,
): Declared {
  const step = declaration.symbolicName ?? `[${position}]`;
  const path = `${surrounding === null ? frame.path : surrounding.key}/${step}`;
  if (declaration.loop !== null) return declareLoop(evaluator, declaration, declaration.loop, frame, surrounding, path);
  const { instance, nested } = makeInstance(evaluator, declaration, frame, surrounding, path, unconditional);
  if (declaration.symbolicName !== null)
    bind(frame, 'resource', declaration.symbolicName, { kind: 'resource', instance });
  return (into) => {
    into.instances.push(instance);
    for (const collect of nested) collect(into);
  };
}

/** The instances of a loop are made when one of them is first asked for: its array may read other loops. */
function declareLoop(
  evaluator: Evaluator,
  declaration: ResourceDeclaration,
  loop: LoopHeader,
  frame: Frame,
  surrounding: ResourceInstance | null,
  path: string,
): Declared {
  const at = new Cell({ kind: 'hole', node: declaration.node, reason: 'the loop reads itself' }, frame);
  let made: readonly Made[] | null = null;
  let rest: Unknown | null = null;
  const expand = (): readonly Made[] => {
    if (made !== null) return made;
    made = [];
    const expanded = turnsOf(evaluator, at, loop, frame);
    rest = expanded.rest;
    made = expanded.turns.map((turn) => {
      const when = turn.when === null ? unconditional : [new Cell(declaration.body, turn.frame, turn.when)];
      return makeInstance(evaluator, declaration, turn.frame, surrounding, `${path}[${turn.step}]`, when);
    });
    return made;
  };
  const array = (): Value => {
    const items = expand().map(({ instance }) => {
      const reference: Value = { kind: 'reference', to: instance, what: 'resource' };
      return new Cell(declaration.body, instance.frame, reference);
    });
    return { kind: 'array', items, rest };
  };
  if (declaration.symbolicName !== null) bind(frame, 'resource', declaration.symbolicName, { kind: 'loop', array });
  return (into) => {
    const all = expand();
    if (rest !== null) into.openLoops.push(declaration);
    for (const { instance, nested } of all) {
      into.instances.push(instance);
      for (const collect of nested) collect(into);
    }
  };
}

interface Made {
  readonly instance: ResourceInstance;
  readonly nested: readonly Declared[];
}

/** An instance in a frame, with the resources nested in it. `when` are the conditions that its loop adds. */
function makeInstance(
  evaluator: Evaluator,
  declaration: ResourceDeclaration,
  frame: Frame,
  surrounding: ResourceInstance | null,
  key: string,
  when: readonly Cell[],
): Made {
  const inner: Frame =
    declaration.nested.length === 0
      ? frame
      : { file: frame.file, path: key, foldNames: frame.foldNames, up: frame, bindings: new Map() };
  const own = declaration.condition === null ? when : [...when, new Cell(declaration.condition, frame)];
  const instance: ResourceInstance = {
    key,
    declaration,
    frame,
    body: new Cell(declaration.body, inner),
    name: new Cell(declaration.resourceName, frame),
    parent: parentOf(declaration, frame, surrounding),
    conditions: surrounding === null ? own : [...surrounding.conditions, ...own],
  };
  const nested = declaration.nested.map((child, index) => declareResource(evaluator, child, inner, instance, index));
  return { instance, nested };
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
