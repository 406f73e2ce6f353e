/** Which resources another evaluation of the same template asks for in another way. */
import { typesWithin } from '../azure/child-arrays.ts';
import type { EvaluatedDeployment } from '../deployment/build.ts';
import { keyWithoutPositions } from '../deployment/moved-key.ts';
import { templateFrameOf } from '../evaluate/cell.ts';
import type { ModuleCall } from '../evaluate/declared.ts';
import type { FrameScope } from '../evaluate/deployment-scope.ts';
import type { ResourceInstance } from '../evaluate/instance.ts';
import type { Program } from '../evaluate/program.ts';
import { idOfScope, targetOf } from '../evaluate/scopes.ts';
import { textOf } from '../evaluate/texts.ts';
import type { Declaration, OutputDeclaration } from '../template/ir.ts';
import { affectedDeclarations, exportsTheSame, type IsAffected } from './affected-declarations.ts';
import { Comparison, type Side, withoutNodes } from './comparison.ts';
import { deployedOf } from './evaluation/presence.ts';

/** What says where a resource is, and when it is deployed, and not what it is like. */
const header: ReadonlySet<string> = new Set(['name', 'parent', 'scope', 'dependson', 'comments', 'metadata']);

/** What rules may see otherwise in the second deployment, by types in lower case: all else is the same for them. */
export interface Difference {
  /** Types of which there are more resources. */
  readonly kinds: ReadonlySet<string>;
  /** Types of resources with something else in them. */
  readonly contents: ReadonlySet<string>;
}

export interface ResourceChanges {
  /** How many resources both deployments have, and the second has otherwise; elements of a resource are part of it. */
  readonly count: number;
  /** The types, in lower case, of these and of those that only one of both has. */
  readonly types: ReadonlySet<string>;
  /** Null if rules may see anything otherwise. */
  readonly difference: Difference | null;
  /** True if only what modules deploy that hold another text was compared, since they give their callers what they gave before. */
  readonly isInside: boolean;
}

/**
 * @param files those whose texts are others in the second deployment: what none of them can change is not compared
 * @param libraries files of which others import something, if the deployments don't hold all calls
 */
export function changedResources(
  before: EvaluatedDeployment,
  after: EvaluatedDeployment,
  files: ReadonlySet<string>,
  libraries: ReadonlySet<string> = after.index.program.libraries,
): ResourceChanges {
  const [old, now] = [before.index.program, after.index.program];
  const exact = new Comparison(sideOfProgram(old), sideOfProgram(now), 'everything');
  const part = partThatDiffers(old, now, exact, files, libraries);
  const mayDiffer = part?.mayDiffer ?? ((): boolean => true);
  const differing = new Differing(before, after, exact);
  const earlier = new Map<string, ResourceInstance[]>();
  for (const instance of old.instances) {
    if (!mayDiffer(instance)) continue;
    const place = placeOf(instance);
    const known = earlier.get(place);
    if (known === undefined) earlier.set(place, [instance]);
    else known.push(instance);
  }
  const haveSameName = sameNamesIn(before, after);
  let count = 0;
  const types = new Set<string>();
  for (const instance of now.instances) {
    if (!mayDiffer(instance)) continue;
    // A loop over one of several arrays makes several instances of one key, in the same order each time.
    const there = earlier.get(placeOf(instance)) ?? [];
    const found = there.findIndex((other) => haveSameName(other, instance));
    const [known] = found < 0 ? [] : there.splice(found, 1);
    const isSeenSame = differing.compare(known, instance);
    const { type, existing } = instance.declaration;
    const b = existing || isSeenSame ? null : sideOf(after, instance);
    if (b === null) continue;
    const a = known === undefined ? null : sideOf(before, known);
    const comparison = known === undefined || a === null ? null : new Comparison(a, b, 'meaning');
    if (known !== undefined && comparison?.isSame(known.body, instance.body, header) === true) continue;
    if (a !== null) count++;
    types.add(type.toLowerCase());
  }
  const gone = [...earlier.values()].flat();
  for (const { declaration } of gone) if (!declaration.existing) types.add(declaration.type.toLowerCase());
  return {
    count,
    types,
    difference: gone.length > 0 || !exact.isDone || haveOpenEnds(old, now, part) ? null : differing.found,
    isInside: part !== null,
  };
}

/** True if more may differ than is compared: what flows into modules that aren't read, and what loops make of which nobody knows the turns. */
function haveOpenEnds(before: Program, after: Program, part: Part | null): boolean {
  const typesOfLoops = ({ openLoops }: Program): string => openLoops.map(({ type }) => type).join();
  const isOpen = ({ unread, evaluator }: Program): boolean =>
    evaluator.ranOut || unread.some(({ caller }) => part?.isWithin(templateFrameOf(caller).path) !== false);
  return isOpen(before) || isOpen(after) || typesOfLoops(before) !== typesOfLoops(after);
}

/** What may differ in two programs: instances in the templates that hold another text, and in what these call. */
interface Part {
  /** True for the frames of these templates, and of what they call. */
  readonly isWithin: (path: string) => boolean;
  readonly mayDiffer: (instance: ResourceInstance) => boolean;
}

/** Where only modules hold another text and give their callers what they gave before, nothing differs but what these modules deploy. Templates in
 * JSON are compared as a whole: what they refer to by name may stand anywhere. Null if anything may differ.
 */
function partThatDiffers(
  before: Program,
  after: Program,
  exact: Comparison,
  files: ReadonlySet<string>,
  libraries: ReadonlySet<string>,
): Part | null {
  if (![...files].every((file) => isOnlyCalled(before, after, file, libraries))) return null;
  const [earlier, later] = [callsOf(before, files), callsOf(after, files)];
  if (earlier.size !== later.size) return null;
  const affected = new Map<string, IsAffected>();
  for (const [path, call] of later) {
    const other = earlier.get(path);
    if (other === undefined) return null;
    const isAffected = affectedDeclarations(other.calleeTemplate, call.calleeTemplate) ?? (() => true);
    affected.set(path, isAffected);
    const [some, others] = [other, call].map((one) =>
      one.calleeTemplate.declarations.filter(isOutput).filter(isAffected),
    );
    const isSame = haveSamePairs(some ?? [], others ?? [], (a, b) => {
      const [old, now] = [before.evaluator.part(a.value, other.callee), after.evaluator.part(b.value, call.callee)];
      return a.name === b.name && exact.isSame(old, now);
    });
    if (!isSame) return null;
  }
  if (!exact.isDone) return null;
  const below = [before, after].flatMap(({ calls }) =>
    calls.flatMap(({ caller, callee, declaration }) =>
      affected.get(templateFrameOf(caller).path)?.(declaration) === true ? [callee.path] : [],
    ),
  );
  const paths = [...new Set(below)];
  const isBelow = (path: string, calls: readonly string[]): boolean =>
    calls.some((called) => path === called || path.startsWith(`${called}/`));
  return {
    isWithin: (path) => isBelow(path, [...later.keys()]),
    mayDiffer: ({ frame, declaration }) => {
      const { path } = templateFrameOf(frame);
      return affected.get(path)?.(declaration) === true || isBelow(path, paths);
    },
  };
}

function isOutput(declaration: Declaration): declaration is OutputDeclaration {
  return declaration.kind === 'output';
}

/** True if a file is a module in Bicep, and nothing else to a program: no entry, no parameter file, no library that gives others something new. */
function isOnlyCalled(before: Program, after: Program, file: string, libraries: ReadonlySet<string>): boolean {
  const [old, now] = [before.files.get(file), after.files.get(file)];
  if (after.lowered.language !== 'bicep' || file === after.file || now?.language !== 'bicep') return false;
  return !libraries.has(file) || (old !== undefined && exportsTheSame(old.template, now.template));
}

/** The calls of some files, by the paths of their frames. */
function callsOf({ calls }: Program, files: ReadonlySet<string>): ReadonlyMap<string, ModuleCall> {
  return new Map(calls.flatMap((call) => (files.has(call.callee.file) ? [[call.callee.path, call]] : [])));
}

/** What is equal for one resource in two versions of a template; the turns of a loop share it, and have names of their own. */
function placeOf({ key, declaration }: ResourceInstance): string {
  return `${declaration.type} ${keyWithoutPositions(key)}`;
}

/** Whether two resources are shown by the same name. Names that are the same value are, and most are: how they are shown takes longer to find out. */
function sameNamesIn(
  before: EvaluatedDeployment,
  after: EvaluatedDeployment,
): (a: ResourceInstance, b: ResourceInstance) => boolean {
  const [old, now] = [sideOfProgram(before.index.program), sideOfProgram(after.index.program)];
  return (a, b) =>
    new Comparison(old, now, 'meaning').isSame(a.name, b.name) ||
    before.viewOf(a.key)?.label === after.viewOf(b.key)?.label;
}

function sideOfProgram({ evaluator }: Program): Side {
  return { force: evaluator.force, assumptions: null };
}

/** Null for a resource that is surely absent. */
function sideOf({ run, index }: EvaluatedDeployment, instance: ResourceInstance): Side | null {
  const { evaluator } = index.program;
  const { presence, assumptions } = deployedOf(evaluator, run, instance);
  return presence === 'absent' ? null : { force: evaluator.force, assumptions };
}

/** What rules may see otherwise, found out resource by resource. */
class Differing {
  private readonly before: EvaluatedDeployment;
  private readonly after: EvaluatedDeployment;
  private readonly exact: Comparison;
  private readonly kinds = new Set<string>();
  private readonly contents = new Set<string>();
  private isAnything = false;

  constructor(before: EvaluatedDeployment, after: EvaluatedDeployment, exact: Comparison) {
    this.before = before;
    this.after = after;
    this.exact = exact;
  }

  get found(): Difference | null {
    return this.isAnything ? null : { kinds: this.kinds, contents: this.contents };
  }

  /** True if no rule sees a resource otherwise than before; `before` is missing for one that is new. */
  compare(before: ResourceInstance | undefined, after: ResourceInstance): boolean {
    const { type } = after.declaration;
    if (before === undefined) addTypes(this.kinds, typesWithin(type));
    else if (!this.haveSameHeader(before, after)) this.isAnything = true;
    else if (
      before.declaration.apiVersion === after.declaration.apiVersion &&
      this.exact.isSame(before.body, after.body)
    )
      return true;
    else {
      this.contents.add(type.toLowerCase());
      addTypes(this.kinds, typesWithin(type).slice(1));
    }
    return false;
  }

  /** Whether all is the same by which resources are told apart and found. */
  private haveSameHeader(a: ResourceInstance, b: ResourceInstance): boolean {
    const [one, other] = [a.declaration, b.declaration];
    if (one.existing !== other.existing || one.symbolicName !== other.symbolicName) return false;
    if (this.before.index.unread.isHandedOut(a) !== this.after.index.unread.isHandedOut(b)) return false;
    if (!this.exact.isSame(a.name, b.name) || !this.haveSameParent(a, b)) return false;
    if (!this.isSameScope(a.scope ?? targetOf(a.frame), b.scope ?? targetOf(b.frame))) return false;
    return haveSamePairs(a.conditions, b.conditions, (condition, now) => this.exact.isSame(condition, now));
  }

  private haveSameParent({ parent: a }: ResourceInstance, { parent: b }: ResourceInstance): boolean {
    if (a === null || b === null) return a === b;
    if (a.kind === 'value') return b.kind === 'value' && this.exact.isSame(a.cell, b.cell);
    return b.kind === 'instance' && withoutNodes(a.instance.key) === withoutNodes(b.instance.key);
  }

  private isSameScope(a: FrameScope, b: FrameScope): boolean {
    if (a.kind === 'link') return b.kind === 'link' && this.exact.isSame(a.written, b.written);
    return a.kind === b.kind && this.exact.isSameValue(textOf(idOfScope(a)), textOf(idOfScope(b)));
  }
}

function haveSamePairs<Item>(
  some: readonly Item[],
  others: readonly Item[],
  isSame: (item: Item, other: Item) => boolean,
): boolean {
  if (some.length !== others.length) return false;
  return some.every((item, index) => {
    const other = others[index];
    return other !== undefined && isSame(item, other);
  });
}

function addTypes(to: Set<string>, types: readonly string[]): void {
  for (const type of types) to.add(type.toLowerCase());
}
