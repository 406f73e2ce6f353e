/**
 * Where an author changes a value that is decided in text that isn't his (spec: evaluation, section 5, "Control" and "Place"): the innermost
 * call that he owns, and there the arguments that steer the value.
 */
import type { Cell } from '../evaluate/cell.ts';
import { bindingKey, originOf, templateFrameOf } from '../evaluate/cell.ts';
import type { ModuleCall } from '../evaluate/declared.ts';
import { partsOf } from '../evaluate/texts.ts';
import { isArray, isObject, propertyOf, type Value } from '../evaluate/values.ts';
import type { Expression } from '../template/ir.ts';
import { type CallPaths, callNode } from './call-paths.ts';
import type { Chain } from './chains.ts';
import type { ChainElement, FileNode, Leaf } from './deployment.ts';
import { readsOf, type Steering, steeringOf } from './steering.ts';

/** True for a file that its author changes: in the workspace, not restored, not generated. */
export type IsOwned = (file: string) => boolean;

/** The way to an object or array around a value. */
export interface Surrounding {
  /** From its use to the text that decides which object it is. */
  readonly elements: readonly ChainElement[];
  readonly cells: readonly Cell[];
  readonly byDefault: boolean;
  /** The path from it to the value. */
  readonly path: readonly string[];
}

/** A leaf with the cells of its chain, and what the value lies in. */
export interface TracedLeaf extends Leaf {
  readonly cells: readonly Cell[];
  /** The innermost first. */
  readonly around: readonly Surrounding[];
  /** Where the chain ends in a function that only spells a value otherwise (`toLower`): the way on to the text of that value. */
  readonly source: Pick<Chain, 'elements' | 'cells'> | null;
}

/** An argument of an owned call that steers a value. */
export interface Lever {
  /** The name of the module at the call. */
  readonly call: FileNode;
  /** The text of the argument, as deep along `path` as the call writes it; null if the call leaves it out and it can be added. */
  readonly argument: FileNode | null;
  /** The end of `path` that `argument` lacks, to be added there; empty if the argument is the value itself. */
  readonly missing: readonly string[];
  readonly parameter: string;
  /** Steps inside of an object or array parameter. */
  readonly path: readonly string[];
  /** Path of the frame that the call makes: with the parameter it names the lever in a probe. */
  readonly frame: string;
  /** Names of the modules at the calls inside of this one, down to the template that reads the parameter; outermost first. */
  readonly callPath: readonly FileNode[];
}

/** Where a finding about a value stands. */
export type ValuePlace =
  /** The text that decides the value, or the object that lacks it: the end of the leaf's chain. */
  | { readonly kind: 'text'; readonly node: FileNode }
  /** An argument of an owned call. */
  | { readonly kind: 'argument'; readonly node: FileNode; readonly lever: Lever }
  /** The name of the module at an owned call; `lever` is what can be added there, null if nothing is known. */
  | { readonly kind: 'call'; readonly node: FileNode; readonly lever: Lever | null }
  /** Neither text nor call is owned. */
  | { readonly kind: 'none' };

/** Calls above each other through which a lever is followed. */
const mostCallsUp = 4;

/** Levers of one value; more aren't looked for. */
const mostLevers = 32;

/**
 * The text that decides a value, or the object that lacks it. Of a resource that a module gives out it is the text that reads the output: there its
 * author connects it with another.
 */
export function placeOfValue({ chain, source, cells }: TracedLeaf): FileNode | undefined {
  if (source !== null || !isResourceId(cells.at(-1)?.value)) return (source?.elements ?? chain).at(-1);
  const reader = cells.find((cell, index) => isInside(cells[index + 1], cell));
  return reader === undefined ? chain.at(-1) : { file: reader.frame.file, node: reader.expression.node };
}

/** True if a cell stands in a module that the other's template calls, or in one within. */
function isInside(cell: Cell | undefined, caller: Cell): boolean {
  return cell !== undefined && templateFrameOf(cell.frame).path.startsWith(`${templateFrameOf(caller.frame).path}/`);
}

function isResourceId(value: Value | undefined): boolean {
  const parts = value === undefined ? null : partsOf(value);
  return (
    parts?.some((part) => (typeof part === 'string' ? /\/providers\//i.test(part) : part.kind === 'reference')) ?? false
  );
}

/** The place of a value by its chain: rule 1 to 3 of the specification. `property` is the last step of the value's path. */
export function placeOf(calls: CallPaths, leaf: TracedLeaf, property: string, isOwned: IsOwned): ValuePlace {
  const [use] = leaf.chain;
  const end = placeOfValue(leaf);
  // An argument that lacks what the module reads of it is a lever: it names the parameter as well.
  const isArgument = leaf.end.kind === 'object' && use !== undefined && !isOwned(use.file);
  if (end !== undefined && isOwned(end.file) && !isArgument)
    return { kind: 'text', node: { file: end.file, node: end.node } };
  const cell = isArgument
    ? leaf.cells.findLast(({ frame }) => !isOwned(frame.file))
    : (leaf.source ?? leaf).cells.at(-1);
  const call = cell === undefined ? undefined : calls.callsAround(cell.frame).find((one) => isOwned(one.caller.file));
  if (call === undefined) return { kind: 'none' };
  const node = callNode(call);
  const levers = leversOf(calls, leaf, property, isOwned);
  const passed = levers.find((lever) => lever.argument !== null && sameNode(lever.call, node));
  if (passed?.argument) return { kind: 'argument', node: passed.argument, lever: passed };
  return { kind: 'call', node, lever: levers[0] ?? null };
}

function sameNode(a: FileNode, b: FileNode): boolean {
  return a.file === b.file && a.node === b.node;
}

/** The levers of a value at owned calls, the most promising first. Empty if the value is decided in the entry itself. */
export function leversOf(calls: CallPaths, leaf: TracedLeaf, property: string, isOwned: IsOwned): readonly Lever[] {
  const levers = new Map<string, Lever>();
  const follow = (steering: Steering, inner: readonly FileNode[], callsUp: number): void => {
    if (levers.size >= mostLevers || callsUp > mostCallsUp) return;
    const [call] = calls.callsAround(steering.frame);
    if (call === undefined || call.callee !== steering.frame) return;
    const argument = argumentOf(steering);
    if (isOwned(call.caller.file)) {
      const lever = leverAt(call, steering, argument, inner, isOwned);
      const key = [lever.frame, lever.parameter.toLowerCase(), ...lever.path].join('\n');
      if (!levers.has(key)) levers.set(key, lever);
    } else if (argument !== null) {
      const path = [callNode(call), ...inner];
      for (const outer of readsOf(argument.expression, argument.frame, steering.path)) follow(outer, path, callsUp + 1);
    }
  };
  for (const steering of steeringOf(leaf, property)) follow(steering, [], 1);
  return [...levers.values()];
}

/** The cell of the argument that the caller passes; null if it leaves it out. */
export function argumentOf({ frame, parameter }: Steering): Cell | null {
  const binding = frame.bindings.get(bindingKey(frame, 'parameter', parameter));
  return binding?.kind === 'parameter' && binding.cell.frame !== frame ? binding.cell : null;
}

function leverAt(
  call: ModuleCall,
  { frame, parameter, path }: Steering,
  argument: Cell | null,
  callPath: readonly FileNode[],
  isOwned: IsOwned,
): Lever {
  const written = argument === null ? null : writtenAt(argument, path, isOwned);
  return {
    call: callNode(call),
    argument: written?.node ?? null,
    missing: written === null ? path : path.slice(written.steps),
    parameter,
    path,
    frame: frame.path,
    callPath,
  };
}

/** A text, and how many steps of a path lead to it. */
export interface WrittenText {
  readonly node: FileNode;
  readonly expression: Expression;
  readonly steps: number;
}

/** The owned text of an argument, as deep along a path as it goes: through variables, into literals. */
export function writtenAt(argument: Cell, path: readonly string[], isOwned: IsOwned): WrittenText {
  const textOf = ({ frame, expression }: Cell) => ({ node: { file: frame.file, node: expression.node }, expression });
  let deepest = { ...textOf(argument), steps: 0 };
  let cell = argument;
  for (const [index, key] of path.entries()) {
    const next = cell.value === undefined ? undefined : partOf(cell.value, key);
    const origin = originOf(next ?? cell);
    if (!isOwned(origin.frame.file)) break;
    if (next === undefined) {
      if (origin.expression.kind === 'object') deepest = { ...textOf(origin), steps: index };
      break;
    }
    cell = next;
    deepest = { ...textOf(origin), steps: index + 1 };
  }
  return deepest;
}

/** A property of an object, or an element of an array by its number. */
export function partOf(value: Value, key: string): Cell | undefined {
  if (isObject(value)) return propertyOf(value, key);
  return isArray(value) ? value.items[Number(key)]?.cell : undefined;
}
