/** Which resources another evaluation of the same template asks for in another way. */
import type { EvaluatedDeployment } from '../deployment/build.ts';
import { keyWithoutPositions } from '../deployment/moved-key.ts';
import { type Cell, templateFrameOf } from '../evaluate/cell.ts';
import { settle } from '../evaluate/choices.ts';
import type { Reference, ResourceInstance } from '../evaluate/instance.ts';
import type { Program } from '../evaluate/program.ts';
import type { Assumptions } from '../evaluate/terms.ts';
import {
  isArray,
  isChoice,
  isNothing,
  isObject,
  keysOf,
  type ObjectValue,
  propertyOf,
  type Value,
} from '../evaluate/values.ts';
import { deployedOf } from './evaluation/presence.ts';

/** Values inside of one resource that are compared; what is larger counts as the same. */
const mostValues = 100_000;

/** What says where a resource is, and when it is deployed, and not what it is like. */
const header: ReadonlySet<string> = new Set(['name', 'parent', 'scope', 'dependson', 'comments', 'metadata']);

export interface ResourceChanges {
  /** How many resources both deployments have, and the second has otherwise; elements of a resource are part of it. */
  readonly count: number;
  /** The types, in lower case, of these and of those that only one of both has. */
  readonly types: ReadonlySet<string>;
}

/** @param files those whose texts are others in the second deployment: what none of them can change is not compared. */
export function changedResources(
  before: EvaluatedDeployment,
  after: EvaluatedDeployment,
  files: ReadonlySet<string>,
): ResourceChanges {
  const mayDiffer = partThatDiffers(before, after, files);
  const earlier = new Map<string, ResourceInstance[]>();
  for (const instance of before.index.program.instances) {
    if (!mayDiffer(instance)) continue;
    const place = placeOf(instance);
    const known = earlier.get(place);
    if (known === undefined) earlier.set(place, [instance]);
    else known.push(instance);
  }
  const haveSameName = sameNamesIn(before, after);
  let count = 0;
  const types = new Set<string>();
  for (const instance of after.index.program.instances) {
    if (!mayDiffer(instance)) continue;
    // A loop over one of several arrays makes several instances of one key, in the same order each time.
    const there = earlier.get(placeOf(instance)) ?? [];
    const found = there.findIndex((other) => haveSameName(other, instance));
    const [known] = found < 0 ? [] : there.splice(found, 1);
    const { type, existing } = instance.declaration;
    const b = existing ? null : sideOf(after, instance);
    if (b === null) continue;
    const a = known === undefined ? null : sideOf(before, known);
    if (known !== undefined && a !== null && new Comparison(a, b).isSame(known.body, instance.body, header)) continue;
    if (a !== null) count++;
    types.add(type.toLowerCase());
  }
  for (const { declaration } of [...earlier.values()].flat())
    if (!declaration.existing) types.add(declaration.type.toLowerCase());
  return { count, types };
}

/**
 * Where only modules hold another text and give their callers what they gave before, nothing differs but what these modules deploy. Templates in
 * JSON are compared as a whole: what they refer to by name may stand anywhere.
 */
function partThatDiffers(
  before: EvaluatedDeployment,
  after: EvaluatedDeployment,
  files: ReadonlySet<string>,
): (instance: ResourceInstance) => boolean {
  const all = (): boolean => true;
  const [old, now] = [before.index.program, after.index.program];
  if (!areOnlyCalled(now, files)) return all;
  const [earlier, later] = [callsOf(old, files), callsOf(now, files)];
  if (earlier.size !== later.size) return all;
  const comparison = new Comparison(
    { force: old.evaluator.force, assumptions: null },
    { force: now.evaluator.force, assumptions: null },
  );
  for (const [path, outputs] of later) {
    const others = earlier.get(path);
    if (others === undefined || others.size !== outputs.size) return all;
    for (const [name, cell] of outputs) {
      const other = others.get(name);
      if (other === undefined || !comparison.isSame(other, cell)) return all;
    }
  }
  if (!comparison.isDone) return all;
  const paths = [...later.keys()];
  return ({ frame }) => {
    const { path } = templateFrameOf(frame);
    return paths.some((called) => path === called || path.startsWith(`${called}/`));
  };
}

/** True if files are modules in Bicep that a program calls, and nothing else to it: no entry, no parameter file, no library. */
function areOnlyCalled(program: Program, files: ReadonlySet<string>): boolean {
  if (program.lowered.language !== 'bicep' || files.has(program.file)) return false;
  const called = new Set(program.calls.map(({ callee }) => callee.file));
  return [...files].every((file) => {
    const isBicep = program.files.get(file)?.language === 'bicep';
    return isBicep && called.has(file) && !program.libraries.has(file);
  });
}

/** The outputs of each call of one of the files, by the path of its frame. */
function callsOf({ calls, evaluator }: Program, files: ReadonlySet<string>): Map<string, ReadonlyMap<string, Cell>> {
  const found = new Map<string, ReadonlyMap<string, Cell>>();
  for (const { callee, calleeTemplate } of calls) {
    if (!files.has(callee.file)) continue;
    const outputs = calleeTemplate.declarations.flatMap((output): [string, Cell][] =>
      output.kind === 'output' ? [[output.name, evaluator.part(output.value, callee)]] : [],
    );
    found.set(callee.path, new Map(outputs));
  }
  return found;
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
  const sideOfNames = ({ index }: EvaluatedDeployment): Side => ({
    force: index.program.evaluator.force,
    assumptions: null,
  });
  const [old, now] = [sideOfNames(before), sideOfNames(after)] as const;
  return (a, b) =>
    new Comparison(old, now).isSame(a.name, b.name) || before.viewOf(a.key)?.label === after.viewOf(b.key)?.label;
}

/** One of two deployments, and what holds in it wherever the resource is deployed. */
interface Side {
  readonly force: (cell: Cell) => Value;
  readonly assumptions: Assumptions | null;
}

/** Null for a resource that is surely absent. */
function sideOf({ run, index }: EvaluatedDeployment, instance: ResourceInstance): Side | null {
  const { evaluator } = index.program;
  const { presence, assumptions } = deployedOf(evaluator, run, instance);
  return presence === 'absent' ? null : { force: evaluator.force, assumptions };
}

const nothing: ReadonlySet<string> = new Set();

function areEqual(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one, index) => one === others[index]);
}

class Comparison {
  private readonly before: Side;
  private readonly after: Side;
  private left = mostValues;

  constructor(before: Side, after: Side) {
    this.before = before;
    this.after = after;
  }

  /** False if there was too much to compare. */
  get isDone(): boolean {
    return this.left >= 0;
  }

  isSame(before: Cell, after: Cell, except: ReadonlySet<string> = nothing): boolean {
    if (--this.left < 0) return true;
    const a = valueIn(this.before, before);
    const b = valueIn(this.after, after);
    if (isNothing(a) || isNothing(b)) return isNothing(a) && isNothing(b);
    if (isObject(a) && isObject(b)) {
      if ((a.rest === null) !== (b.rest === null)) return false;
      return this.haveSameParts(a, b, except);
    }
    if (isArray(a) && isArray(b)) {
      if (a.items.length !== b.items.length) return false;
      return a.items.every((item, index) => {
        const other = b.items[index];
        return other !== undefined && this.isSame(item.cell, other.cell);
      });
    }
    // The id of a resource that has another name is another one.
    if (isReference(a) && isReference(b)) return textOf(a) === textOf(b) && this.isSame(a.to.name, b.to.name);
    if (isChoice(a) && isChoice(b)) return this.isSame(a.yes, b.yes, except) && this.isSame(a.no, b.no, except);
    return textOf(a) === textOf(b);
  }

  private haveSameParts(a: ObjectValue, b: ObjectValue, except: ReadonlySet<string>): boolean {
    const isLeftOut = (key: string): boolean => except.size > 0 && except.has(key.toLowerCase());
    const keys = keysOf(a);
    // Nearly all objects are written in the same way in both; then each part has the same position.
    if (keys === a.shape.keys && areEqual(keys, b.shape.keys))
      return keys.every((key, at) => isLeftOut(key) || this.isSamePart(a.cells[at], b.cells[at]));
    const all = new Set([...keys, ...keysOf(b)]);
    return [...all].every((key) => isLeftOut(key) || this.isSamePart(propertyOf(a, key), propertyOf(b, key)));
  }

  private isSamePart(before: Cell | undefined, after: Cell | undefined): boolean {
    if (before !== undefined && after !== undefined) return this.isSame(before, after);
    if (before !== undefined) return isNothing(valueIn(this.before, before));
    return after === undefined || isNothing(valueIn(this.after, after));
  }
}

function isReference(value: Value): value is Reference {
  return typeof value === 'object' && value?.kind === 'reference';
}

function valueIn({ force, assumptions }: Side, cell: Cell): Value {
  const value = force(cell);
  return isChoice(value) ? force(settle(cell, assumptions, force)) : value;
}

/** What tells values apart that have no parts, or whose parts aren't cells. */
function textOf(value: Value): string {
  if (typeof value !== 'object' || value === null) return `${typeof value} ${String(value)}`;
  switch (value.kind) {
    case 'text':
      return value.parts.map((part) => (typeof part === 'string' ? part : textOf(part))).join('');
    case 'reference':
      return `${value.what} of ${keyWithoutPositions(value.to.key)}`;
    case 'unknown':
      return `unknown ${value.term.label}`;
    default:
      return value.kind;
  }
}
