/** Resources and the loops that make them: instances, bound to their names. */
import type { LoopHeader, ResourceDeclaration } from '../template/ir.ts';
import { bind } from './bindings.ts';
import { Cell, type Frame } from './cell.ts';
import type { Declared } from './declared.ts';
import { type Around, unconditional } from './declaring.ts';
import type { ParentOf, ResourceInstance } from './instance.ts';
import { conditionsOf, expandOnce } from './loops.ts';
import { scopeLink } from './scopes.ts';
import type { ArrayElement, Value } from './values.ts';

/** Binds the name of a resource, or of the resources that its loop makes. */
export function declareResource(
  around: Around,
  declaration: ResourceDeclaration,
  frame: Frame,
  position: number,
): Declared {
  const step = declaration.symbolicName ?? `[${position}]`;
  const path = `${around.surrounding?.key ?? frame.path}/${step}`;
  if (declaration.loop !== null) return declareLoop(around, declaration, declaration.loop, frame, path);
  const { instance, nested } = makeInstance(around, declaration, frame, path, unconditional);
  if (declaration.symbolicName !== null)
    bind(frame, 'resource', declaration.symbolicName, { kind: 'resource', instance });
  return (into) => {
    into.instances.push(instance);
    for (const collect of nested) collect(into);
  };
}

/** The instances of a loop are made when one of them is first asked for: its array may read other loops. */
function declareLoop(
  around: Around,
  declaration: ResourceDeclaration,
  loop: LoopHeader,
  frame: Frame,
  path: string,
): Declared {
  const { evaluator } = around;
  const expansion = expandOnce(evaluator, declaration.node, loop, frame, (turn) => {
    const conditions = conditionsOf(declaration.body, turn);
    const made = makeInstance(around, declaration, turn.frame, `${path}[${turn.step}]`, conditions);
    return { ...made, when: turn.when, placed: turn.placed };
  });
  const array = (): Value => {
    const { made, rest } = expansion();
    const items = made.map(({ instance, when, placed }): ArrayElement => {
      const reference: Value = { kind: 'reference', to: instance, what: 'resource' };
      const cell = new Cell(declaration.body, instance.frame, reference);
      return when === null && placed ? cell : { cell, when, placed };
    });
    return { kind: 'array', items, rest };
  };
  if (declaration.symbolicName !== null)
    bind(frame, 'resource', declaration.symbolicName, { kind: 'deferred', value: array, loop: declaration.loop });
  return (into) => {
    const { made, rest } = expansion();
    if (rest !== null) into.openLoops.push(declaration);
    for (const { instance, nested } of made) {
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
  around: Around,
  declaration: ResourceDeclaration,
  frame: Frame,
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
    parent: parentOf(declaration, frame, around.surrounding),
    scope: declaration.scope === null ? null : scopeLink(new Cell(declaration.scope, frame)),
    conditions: around.conditions.length === 0 ? own : [...around.conditions, ...own],
  };
  // The condition of a resource is one of its nested ones too in Bicep, whose compiler writes it to each; ARM hands none down (Microsoft Learn,
  // "Conditional deployment in ARM templates"). The turns of a loop are those of both.
  const handedDown = frame.foldNames ? [...around.conditions, ...when] : instance.conditions;
  const inside: Around = { evaluator: around.evaluator, surrounding: instance, conditions: handedDown };
  const nested = declaration.nested.map((child, index) => declareResource(inside, child, inner, index));
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
