/**
 * Who gives a resource what it lacks as a whole: a rule in a list, a group for a subnet, an endpoint. A module that declares the resource often only
 * passes on what it is given, so the one to change is the call whose author decides: the outermost one that the parameters lead to.
 */
import { bindingKey, type Cell, type Frame, originOf, templateFrameOf } from '../evaluate/cell.ts';
import type { ModuleCall } from '../evaluate/declared.ts';
import { isMissing } from '../evaluate/files.ts';
import type { Program } from '../evaluate/program.ts';
import { isObject, propertyOf } from '../evaluate/values.ts';
import type { Expression, ModuleDeclaration, ResourceDeclaration, Template } from '../template/ir.ts';
import { hasPart } from '../template/operands.ts';
import type { Run } from './alternatives.ts';
import { Asking, branchesOn } from './asking.ts';
import { type CallPaths, callNode } from './call-paths.ts';
import { chainOf } from './chains.ts';
import type { FileNode } from './deployment.ts';
import type { ResourceEntry } from './entries.ts';
import { argumentOf, type IsOwned, partOf, type TracedLeaf, writtenAt } from './levers.ts';
import { givenBy, givenIn, readsOf, type Steering } from './steering.ts';

/**
 * What a resource lacks: a value at a path, or another resource of a type that names it. `text` is a value in the other resource that tells it from
 * others of its type: a machine has an extension for each purpose.
 */
export type Lacking = { readonly kind: 'value'; readonly path: string } | LackingResource;

export interface LackingResource {
  readonly kind: 'resource';
  readonly type: string;
  readonly text?: string;
}

/** Where a call decides what a resource lacks, and the parameter of the called module that takes it; null if it isn't known which does. */
export interface Giver {
  readonly node: FileNode;
  readonly parameter: string | null;
  readonly path: readonly string[];
}

/** A giver with the call that it stands at, and what the call passes; no call if a parameter's default decides. */
export interface CallGiver extends Giver {
  readonly call: ModuleCall | null;
  readonly argument: Cell | null;
}

/** Calls above each other that are followed. */
const mostCalls = 8;

/** Parameters that are tried for one resource. */
const mostParameters = 64;

/** The owned call that decides a value that is missing; null if the template that declares the resource decides alone. */
export function giverOfValue(
  program: Program,
  run: Run,
  calls: CallPaths,
  leaf: TracedLeaf,
  isOwned: IsOwned,
): CallGiver | null {
  const { missing, isRead } = leaf.end;
  // A use that reads what is missing names it itself.
  return giverOf(program, run, calls, givenBy(leaf.cells, isRead ? [] : missing), isOwned);
}

/** The owned call that decides whether another resource is declared for this one; null if no declaration beside it waits for that. */
export function giverOfResource(
  program: Program,
  run: Run,
  calls: CallPaths,
  entry: ResourceEntry,
  { type, text }: LackingResource,
  isOwned: IsOwned,
): CallGiver | null {
  if (entry.kind !== 'declared') return null;
  const { name } = entry.instance.declaration;
  const frame = templateFrameOf(entry.instance.frame);
  const call = calls.callsAround(frame)[0];
  if (call?.callee !== frame || name === '') return null;
  const making = call.calleeTemplate.declarations.filter(
    (declaration): declaration is ResourceDeclaration | ModuleDeclaration =>
      (declaration.kind === 'resource' || declaration.kind === 'module') &&
      makes(program, frame, declaration, type) &&
      hasPart(declaration.body, (part) => part.kind === 'name' && part.name === name, mostParts),
  );
  const fitting =
    text === undefined ? making : making.filter(({ body }) => hasPart(body, (part) => isText(part, text), mostParts));
  // What doesn't hold the text itself may be given it as an element of a list.
  const steering = fitting.length > 0 ? fitting : making.filter(({ loop }) => loop !== null);
  const steerings = steering.flatMap(({ condition, loop }): readonly Steering[] =>
    [loop?.source, loop?.filter, condition].flatMap((test) => (test ? readsOf(test, frame, []) : [])),
  );
  return giverOf(program, run, calls, steerings, isOwned);
}

function giverOf(
  program: Program,
  run: Run,
  calls: CallPaths,
  steerings: readonly Steering[],
  isOwned: IsOwned,
): CallGiver | null {
  let left = mostParameters;
  const follow = (steering: Steering, depth: number): CallGiver | null => {
    const [call] = calls.callsAround(steering.frame);
    if (call?.callee !== steering.frame || depth > mostCalls || left-- <= 0) return null;
    const argument = argumentOf(steering);
    if (argument !== null) {
      for (const outer of handedOn(program, run, argument, steering.path)) {
        const giver = follow(outer, depth + 1);
        if (giver !== null) return giver;
      }
    }
    const { parameter, path } = steering;
    const inDefault = argument === null ? elementOfDefault(program, steering, isOwned) : null;
    if (inDefault !== null) return { node: inDefault, parameter, path, call: null, argument: null };
    if (!isOwned(call.caller.file)) return null;
    const node = (argument && placeIn(program, argument, path, isOwned)) ?? callNode(call);
    return { node, parameter, path, call, argument };
  };
  for (const steering of steerings) {
    const giver = follow(steering, 1);
    if (giver !== null) return giver;
  }
  return null;
}

/** What the caller itself is given for what it passes at a path. */
function handedOn(program: Program, run: Run, argument: Cell, path: readonly string[]): readonly Steering[] {
  let cell = argument;
  let steps = 0;
  for (; steps < path.length; steps++) {
    const next = partOf(program.evaluator.force(cell), path[steps] ?? '');
    if (next === undefined) break;
    cell = next;
  }
  // The caller's own text says more of an element than the list that it is made of; one that it only passes on has its text elsewhere.
  const home = templateFrameOf(argument.frame);
  if (templateFrameOf(cell.frame) !== home) return givenIn(argument.expression, argument.frame, path);
  const given = givenIn(cell.expression, cell.frame, path.slice(steps));
  if (path.length === 0 || steps < path.length) return given;
  // A property of an element may be nothing since its branch asks the item for something in vain. A whole argument has more reasons to be nothing.
  const own = chainOf(program, run, cell).cells.filter(({ frame }) => templateFrameOf(frame) === home);
  const last = branchesOn(own).at(-1);
  return last === undefined ? given : [...given, ...new Asking(program.evaluator).inVain(last)];
}

/** Where a finding stands in the default of a parameter, if that has the element or object which lacks the rest of the path. */
function elementOfDefault(program: Program, { frame, parameter, path }: Steering, isOwned: IsOwned): FileNode | null {
  const binding = frame.bindings.get(bindingKey(frame, 'parameter', parameter));
  if (binding?.kind !== 'parameter' || !isOwned(frame.file)) return null;
  const { cell } = binding;
  return writtenAt(cell, path, isOwned).steps > 0 ? placeIn(program, cell, path, isOwned) : null;
}

/**
 * Where a finding stands in an argument: at the name of the object that has the value or lacks it, at a short value, at the name of what lies around
 * a long one; null if nothing there has a name.
 */
function placeIn(program: Program, argument: Cell, path: readonly string[], isOwned: IsOwned): FileNode | null {
  const { expression, node } = writtenAt(argument, path, isOwned);
  if (expression.kind === 'object') return nameIn(expression, node.file);
  if (expression.kind === 'member' && expression.key.kind === 'literal' && expression === argument.expression) {
    const { evaluator } = program;
    const owner = evaluator.part(expression.target, argument.frame);
    const value = evaluator.force(owner);
    const origin = originOf(owner);
    const named = isOwned(origin.frame.file) ? nameIn(origin.expression, origin.frame.file) : null;
    // What a module gives out is made of its call, whose name is no property of it.
    const isNamed = isObject(value) && propertyOf(value, 'name')?.expression.node === named?.node;
    return named !== null && isNamed ? named : node;
  }
  if (expression.kind === 'literal' || expression.kind === 'name' || expression.kind === 'member') return node;
  return nameAround(argument, path.slice(0, -1), isOwned);
}

/** The name of the innermost object on a path that has one. */
function nameAround(argument: Cell, path: readonly string[], isOwned: IsOwned): FileNode | null {
  const { expression, node } = writtenAt(argument, path, isOwned);
  const named = nameIn(expression, node.file);
  return named !== null || path.length === 0 ? named : nameAround(argument, path.slice(0, -1), isOwned);
}

/** The value of `name` in an object. */
export function nameIn(expression: Expression, file: string): FileNode | null {
  if (expression.kind !== 'object') return null;
  const named = expression.members.find((member) => member.kind === 'property' && member.key.toLowerCase() === 'name');
  return named === undefined ? null : { file, node: named.value.node };
}

/** Whether a declaration makes a resource of a type, itself or in the module that it calls. */
function makes(
  program: Program,
  frame: Frame,
  declaration: ResourceDeclaration | ModuleDeclaration,
  type: string,
): boolean {
  const isOfType = (one: { readonly kind: string; readonly type?: unknown }): boolean =>
    one.kind === 'resource' && typeof one.type === 'string' && one.type.toLowerCase() === type.toLowerCase();
  if (declaration.kind === 'resource') return isOfType(declaration);
  return templateOf(program, frame, declaration)?.declarations.some(isOfType) ?? false;
}

function templateOf(program: Program, frame: Frame, { inline, path }: ModuleDeclaration): Template | null {
  if (inline !== null || path === null) return inline?.template ?? null;
  const found = program.evaluator.files.load(frame.file, path);
  return isMissing(found) ? null : found.lowered.template;
}

/** Parts of one expression that are looked at. */
const mostParts = 4000;

/** Whether a text, or the last segment of a name, is this one, in any case as Azure takes it. */
function isText(expression: Expression, text: string): boolean {
  const written =
    expression.kind === 'literal' ? [expression.value] : expression.kind === 'text' ? expression.parts : [];
  const wanted = text.toLowerCase();
  return written.some((part) => typeof part === 'string' && part.toLowerCase().split('/').at(-1) === wanted);
}
