/** Makes the deployment of one template: its resources, their views, and the places of their values. */

import { type Contract, noContract } from '../config/contract.ts';
import { type Cell, originOf } from '../evaluate/cell.ts';
import type { ResourceInstance } from '../evaluate/instance.ts';
import { completed } from '../evaluate/pauses.ts';
import { type Program, type ProgramRequest, programWork } from '../evaluate/program.ts';
import type { NodeId } from '../template/ir.ts';
import { attempt, Run, runAlternatives } from './alternatives.ts';
import { CallPaths } from './call-paths.ts';
import { type Chain, chainOf } from './chains.ts';
import { Demand } from './demand.ts';
import type { DeclaredAs, Deployment, FileNode, Leaf } from './deployment.ts';
import type { ResourceEntry } from './entries.ts';
import { type CallGiver, type Giver, giverOfResource, giverOfValue, type Lacking } from './givers.ts';
import type { ResourceKey } from './intent.ts';
import {
  type IsOwned,
  type Lever,
  leversOf,
  placeOf,
  type Surrounding,
  type TracedLeaf,
  type ValuePlace,
} from './levers.ts';
import { plainOf, segmentsOf, settled, walk } from './paths.ts';
import { ResourceIndex } from './resource-index.ts';
import { Views } from './resource-views.ts';
import { listsIn } from './steering.ts';
import type { ResourceView } from './view.ts';

/** A deployment with what the rule engine needs besides. */
export interface EvaluatedDeployment extends Deployment {
  /** What was evaluated, to be evaluated again with something changed. */
  readonly request: ProgramRequest;
  readonly run: Run;
  readonly views: Views;
  readonly index: ResourceIndex;
  /** The views of all resources of these types, which are in lower case, in order of declaration. */
  viewsOf(types: ReadonlySet<string>): readonly ResourceView[];
  /** The text that decides the value at a path in the run that is under way; null if the path leads into something unknown. */
  decidedBy(key: ResourceKey, path: string): TracedLeaf | null;
  /** The lists whose elements a leaf is made of, if it is a list that a loop or a function makes, each with what decides it. */
  listsBehind(leaf: TracedLeaf): readonly TracedLeaf[];
  /** Where a finding about such a leaf stands: its text if that is owned, else the owned call that steers it. */
  placeOf(leaf: TracedLeaf, path: string, isOwned: IsOwned): ValuePlace;
  /** The arguments of owned calls that steer such a leaf, the most promising first. */
  leversOf(leaf: TracedLeaf, path: string, isOwned: IsOwned): readonly Lever[];
  /** The owned call whose author gives a resource what it lacks as a whole; null if the template that declares it decides alone. */
  giverOf(key: ResourceKey, lacking: Lacking, isOwned: IsOwned): CallGiver | null;
  /** The argument of a call that such a leaf has its value for: the module that writes it asks whether it is given. Null if none is. */
  askerOf(leaf: TracedLeaf, isOwned: IsOwned): Giver | null;
  /**
   * The argument of a call that a resource is there for, or with a leaf what lies around its value; null if the template that declares it decides
   * alone.
   */
  makerOf(key: ResourceKey, leaf: TracedLeaf | null, isOwned: IsOwned): Giver | null;
}

/** A program, with what the workspace declares about its network. */
export interface DeploymentRequest extends ProgramRequest {
  readonly contract?: Contract;
}

/** Evaluates a template; resources are evaluated when they are read. */
export function buildDeployment(request: DeploymentRequest): EvaluatedDeployment {
  return completed(deploymentWork(request));
}

/** Like `buildDeployment`, in slices if the request's `slices` say when to pause. */
export function* deploymentWork(request: DeploymentRequest): Generator<undefined, EvaluatedDeployment> {
  const { file, slices } = request;
  const program = yield* programWork(request);
  const run = new Run();
  const indexed = (): ResourceIndex => new ResourceIndex(program, run);
  const index = slices?.pauses ? yield* slices.pauses.attempts(indexed) : indexed();
  const views = new Views(index, request.contract ?? noContract);
  const calls = new CallPaths(program);
  const entryOf = (key: ResourceKey): ResourceEntry | null => index.entry(key) ?? null;
  const decidedBy = (key: ResourceKey, path: string): TracedLeaf | null => {
    const entry = entryOf(key);
    return entry === null ? null : (attempt(() => leafAt(program, run, entry, path)) ?? null);
  };
  const { slices: _, ...again } = request;
  return {
    request: again,
    file,
    files: program.files,
    run,
    index,
    views,
    view: views.deployment,
    keys: index.entries.map((entry) => entry.key),
    decidedBy,
    listsBehind: (leaf) => attempt(() => listsBehind(program, run, leaf)) ?? [],
    placeOf: (leaf, path, isOwned) => placeOf(calls, leaf, segmentsOf(path).at(-1) ?? '', isOwned),
    leversOf: (leaf, path, isOwned) => leversOf(calls, leaf, segmentsOf(path).at(-1) ?? '', isOwned),
    giverOf: (key, lacking, isOwned) => {
      const entry = entryOf(key);
      if (entry === null) return null;
      if (lacking.kind === 'resource')
        return attempt(() => giverOfResource(program, run, calls, entry, lacking, isOwned)) ?? null;
      const leaf = decidedBy(key, lacking.path);
      return leaf && (attempt(() => giverOfValue(program, run, calls, leaf, isOwned)) ?? null);
    },
    askerOf: (leaf, isOwned) => attempt(() => new Demand(program, run, calls, isOwned).forValue(leaf)) ?? null,
    makerOf: (key, leaf, isOwned) => {
      const entry = entryOf(key);
      const demand = new Demand(program, run, calls, isOwned);
      return attempt(() => (leaf && demand.forSurrounding(leaf)) ?? (entry && demand.forResource(entry))) ?? null;
    },
    declaredAs: (key) => declaredAs(entryOf(key)),
    viewOf: (key) => {
      const entry = entryOf(key);
      return entry === null ? null : views.of(entry);
    },
    isPresent: (key) => {
      const entry = entryOf(key);
      return entry === null ? false : attempt(() => index.isPresent(entry));
    },
    sameAs: (key) => {
      const entry = entryOf(key);
      return entry === null ? [] : (attempt(() => index.sameAs(entry)) ?? []).map((other) => other.key);
    },
    viewsOf: (types) => index.ofTypes(types).map((entry) => views.of(entry)),
    locate: (key, path) => leavesAt(run, () => decidedBy(key, path)),
    header: (key) => headerOf(program, run, entryOf(key)),
    callsOf: (key) => calls.of(entryOf(key)),
    extent: (key) => extentOf(entryOf(key)),
  };
}

function leafAt(program: Program, run: Run, entry: ResourceEntry, path: string): TracedLeaf {
  const segments = segmentsOf(path);
  const around: Surrounding[] = [];
  const end = walk(program.evaluator, run, entry.body, segments, (use, steps) => {
    const { cells, elements, byDefault } = chainOf(program, run, use);
    around.unshift({ cells, elements, byDefault, path: segments.slice(steps) });
  });
  if (end.kind === 'missing') return missingLeaf(chainOf(program, run, end.owner), around, end.missing);
  const chain = chainOf(program, run, end.use);
  const value = attempt(() => plainOf(program.evaluator, run, end.cell));
  if (chain.missing && chain.lacked.length > 0) return missingLeaf(chain, around, chain.lacked, true);
  if (chain.missing) return missingLeaf(chain, around, segments.slice(-1));
  const source = sourceOf(program, run, chain.end);
  const traced = tracedBy(chain, around);
  const byDefault = traced.byDefault || source?.byDefault === true;
  return { ...traced, byDefault, value, source, end: { kind: 'expression', missing: [], isRead: false } };
}

function listsBehind(program: Program, run: Run, { cells }: TracedLeaf): readonly TracedLeaf[] {
  const made = cells.at(-1);
  if (made === undefined) return [];
  return listsIn(made.expression).map((list) => {
    const cell = program.evaluator.part(list, made.frame);
    program.evaluator.force(cell);
    const chain = chainOf(program, run, cell);
    if (chain.missing && chain.lacked.length > 0) return missingLeaf(chain, [], chain.lacked, true);
    const value = attempt(() => plainOf(program.evaluator, run, chain.end));
    return { ...tracedBy(chain, []), value, source: null, end: { kind: 'expression', missing: [], isRead: false } };
  });
}

/** The object that lacks a property. A value that is nothing itself (`null`) is an expression to be replaced. */
function missingLeaf(
  chain: Chain,
  around: readonly Surrounding[],
  missing: readonly string[],
  isRead = false,
): TracedLeaf {
  const kind = chain.end.expression.kind === 'object' ? 'object' : 'expression';
  return { ...tracedBy(chain, around), value: null, source: null, end: { kind, missing, isRead } };
}

/** Functions that give the value of their argument in another spelling. */
const spellings: ReadonlySet<string> = new Set(['tolower', 'toupper', 'trim', 'string', 'bool', 'int', 'any']);

/** The way to what a function spells otherwise; null if the cell is none of these. */
function sourceOf(program: Program, run: Run, { expression, frame }: Cell): Chain | null {
  if (expression.kind !== 'call' || !spellings.has(expression.name.toLowerCase())) return null;
  const [argument] = expression.arguments;
  return argument === undefined ? null : chainOf(program, run, program.evaluator.part(argument, frame));
}

function tracedBy(
  { elements, cells, byDefault }: Chain,
  around: readonly Surrounding[],
): Omit<TracedLeaf, 'value' | 'source' | 'end'> {
  return { chain: elements, cells, around, byDefault: byDefault || around.some((one) => one.byDefault) };
}

function leavesAt(run: Run, leaf: () => Leaf | null): readonly Leaf[] {
  const leaves = new Map<string, Leaf>();
  for (const outcome of runAlternatives(run, leaf)) {
    if (outcome.kind !== 'decided' || outcome.value === null) continue;
    const end = outcome.value.chain[outcome.value.chain.length - 1];
    const key = `${end?.file ?? ''}#${end?.node ?? ''}`;
    if (!leaves.has(key)) leaves.set(key, outcome.value);
  }
  return [...leaves.values()];
}

function declaredAs(entry: ResourceEntry | null): DeclaredAs | null {
  if (entry === null) return null;
  if (entry.kind === 'declared') {
    const { declaration, frame } = entry.instance;
    return { kind: 'declaration', file: frame.file, declaration };
  }
  const origin = originOf(entry.body);
  return {
    kind: 'element',
    file: origin.frame.file,
    parent: entry.parent.key,
    arrayPath: entry.array.path,
    element: origin.expression.node,
  };
}

/** The symbolic name or the name's value; of an element its name's value. */
function headerOf(program: Program, run: Run, entry: ResourceEntry | null): FileNode | null {
  if (entry === null) return null;
  if (entry.kind === 'declared') return nodeOf(entry.instance, entry.instance.declaration.nameNode);
  const name = attempt(() => walk(program.evaluator, run, entry.body, ['name']));
  const named = name?.kind === 'cell' ? name.use : settled(program.evaluator, run, entry.body);
  return nodeOfCell(named);
}

function extentOf(entry: ResourceEntry | null): FileNode | null {
  if (entry === null) return null;
  return entry.kind === 'declared'
    ? nodeOf(entry.instance, entry.instance.declaration.node)
    : nodeOfCell(originOf(entry.body));
}

function nodeOf(instance: ResourceInstance, node: NodeId): FileNode {
  return { file: instance.frame.file, node };
}

function nodeOfCell(cell: Cell): FileNode {
  return { file: cell.frame.file, node: cell.expression.node };
}
