/**
 * Who asked for what a module makes on demand: a value that it writes only where it is given something, a resource that a condition or a loop over an
 * argument makes. The text lies in the module, but whoever calls it decides that the thing is there, so the argument is the text to change.
 */
import { type Cell, type Frame, originOf, templateFrameOf } from '../evaluate/cell.ts';
import type { ModuleCall } from '../evaluate/declared.ts';
import type { Program } from '../evaluate/program.ts';
import { isArray, isObject } from '../evaluate/values.ts';
import type { Declaration, Expression, PropertyMember } from '../template/ir.ts';
import type { Run } from './alternatives.ts';
import { Asking, type Branch, branchesOn, itemOf } from './asking.ts';
import { type CallPaths, callNode } from './call-paths.ts';
import { chainOf } from './chains.ts';
import type { FileNode } from './deployment.ts';
import type { ElementEntry, ResourceEntry } from './entries.ts';
import { type Giver, nameIn } from './givers.ts';
import { argumentOf, type IsOwned, partOf, type TracedLeaf } from './levers.ts';
import { segmentsOf, settled, walk } from './paths.ts';
import { listsIn, type Steering } from './steering.ts';

/** Calls above each other that are followed. */
const mostCalls = 8;

/** What an argument has at a path: the text that the caller wrote, and where a finding about it stands, if it isn't too long to mark. */
interface Written {
  readonly cell: Cell;
  readonly node: FileNode | null;
}

/** Finds, for one value or resource, the argument that it is there for, under the run that is under way. */
export class Demand {
  private readonly program: Program;
  private readonly run: Run;
  private readonly calls: CallPaths;
  private readonly isOwned: IsOwned;
  private readonly asking: Asking;

  constructor(program: Program, run: Run, calls: CallPaths, isOwned: IsOwned) {
    this.program = program;
    this.run = run;
    this.calls = calls;
    this.isOwned = isOwned;
    this.asking = new Asking(program.evaluator);
  }

  /**
   * The argument for which a branch on the way of an object or array takes the side that has it, where the other side has nothing. Null if the
   * template that writes it decides alone. Of other values it counts what they are, not that they are there.
   */
  forValue({ cells, around, end }: TracedLeaf): Giver | null {
    const [use] = cells;
    const last = cells.at(-1);
    if (use === undefined || last?.value === undefined || end.kind !== 'expression') return null;
    if (!isObject(last.value) && !isArray(last.value)) return null;
    // A branch before the value was handed over decides whether it is used; the text that is handed over is the one to change.
    const home = templateFrameOf(last.frame);
    const own = branchesOn(cells).filter(({ frame }) => templateFrameOf(frame) === home);
    const branches = [...own.reverse(), ...(around[0]?.cells ?? []).flatMap((holder) => mergedBranches(holder, use))];
    return this.first(branches.flatMap((branch) => this.asking.toHave(branch)));
  }

  /**
   * The argument for which a list or object around a value has the part with the value: the element of a list that a loop turns over, else what a
   * branch asks for that adds the part or the whole, where the other side has nothing. The innermost counts.
   */
  forSurrounding({ cells, around }: TracedLeaf): Giver | null {
    const uses = [cells, ...around.map((one) => one.cells)];
    return this.first(
      uses.flatMap(([part], index) => (part === undefined ? [] : this.addedBy(part, uses[index + 1] ?? []))),
    );
  }

  /**
   * The argument that a resource is there for: the element of a list that its loop turns over; else, where the author doesn't own the declaration, the
   * element that a loop around it turns over. What a condition asks for counts for a child resource, which its parent is made up of, and as far as it
   * brings nothing else: a switch for a whole network is more than what a finding about one of its subnets is about.
   */
  forResource(entry: ResourceEntry): Giver | null {
    if (entry.kind === 'element') return this.forElement(entry);
    const { declaration, frame } = entry.instance;
    if (this.isOwned(frame.file)) return this.first(itemOf(frame, declaration.loop));
    const around = this.calls.callsAround(frame).filter(({ caller }) => !this.isOwned(caller.file));
    let isAlone = entry.type.split('/').length > 2;
    const steerings = [...itemOf(frame, declaration.loop), ...(isAlone ? this.conditionOf(declaration, frame) : [])];
    for (const { declaration: call, turn, calleeTemplate } of around) {
      isAlone &&= calleeTemplate.declarations.filter(makesSomething).length === 1;
      steerings.push(...itemOf(turn, call.loop), ...(isAlone ? this.conditionOf(call, turn) : []));
    }
    return this.first(steerings);
  }

  private conditionOf({ condition }: { readonly condition: Expression | null }, turn: Frame): readonly Steering[] {
    return condition === null ? [] : this.asking.asked(condition, turn, []);
  }

  private forElement({ body, parent, array }: ElementEntry): Giver | null {
    if (this.isOwned(originOf(body).frame.file)) return null;
    const holder = walk(this.program.evaluator, this.run, parent.body, segmentsOf(array.path));
    return holder.kind === 'missing'
      ? null
      : this.first(this.addedBy(body, chainOf(this.program, this.run, holder.use).cells));
  }

  /** What is asked for before a part is added to a list or object, or before that itself is there. */
  private addedBy(part: Cell, holders: readonly Cell[]): readonly Steering[] {
    const turns = holders.filter(({ expression }) => expression.kind === 'loop' && expression.body === part.expression);
    const branches = [...holders.flatMap((holder) => mergedBranches(holder, part)), ...branchesOn(holders)];
    return [
      ...turns.flatMap(({ expression }) => (expression.kind === 'loop' ? itemOf(part.frame, expression) : [])),
      ...branches.flatMap((branch) => this.asking.toHave(branch)),
    ];
  }

  private first(steerings: readonly Steering[]): Giver | null {
    for (const steering of steerings) {
      const giver = this.follow(steering, 1);
      if (giver !== null) return giver;
    }
    return null;
  }

  /** The argument for a parameter: that of the outermost call which its text leads to. Null if it is left out. */
  private follow(steering: Steering, depth: number): Giver | null {
    const { frame, parameter, path } = steering;
    const [call] = this.calls.callsAround(frame);
    const argument = argumentOf(steering);
    if (call?.callee !== frame || argument === null || depth > mostCalls) return null;
    const written = this.writtenAt(argument, path);
    if (written === null) return null;
    for (const outer of this.handedOn(argument, written.cell, path)) {
      const giver = this.follow(outer, depth + 1);
      if (giver !== null) return giver;
    }
    if (!this.isOwned(written.cell.frame.file)) return null;
    const { node } = written;
    // What was only passed on is no parameter of the call where it is written.
    if (templateFrameOf(written.cell.frame) !== templateFrameOf(call.caller))
      return node && { node, parameter: null, path };
    return { node: node ?? argumentName(call, parameter) ?? callNode(call), parameter, path };
  }

  /** What the caller itself is given for what it passes. */
  private handedOn(argument: Cell, written: Cell, path: readonly string[]): readonly Steering[] {
    const home = templateFrameOf(argument.frame);
    if (templateFrameOf(written.frame) !== home) return this.asking.asked(argument.expression, argument.frame, path);
    const cells = chainOf(this.program, this.run, written).cells.filter(({ frame }) => templateFrameOf(frame) === home);
    const forwarded = cells.filter(({ expression: { kind } }) => kind === 'name' || kind === 'member');
    return [
      ...branchesOn(cells).flatMap((branch) => this.asking.toHave(branch)),
      ...forwarded.flatMap(({ expression, frame }) => this.asking.asked(expression, frame, [])),
    ];
  }

  private writtenAt(argument: Cell, path: readonly string[]): Written | null {
    const { evaluator } = this.program;
    let cell = argument;
    let key: FileNode | null = null;
    for (const step of path) {
      const owner = settled(evaluator, this.run, cell);
      const next = partOf(evaluator.force(owner), step);
      if (next === undefined) return null;
      key = keyOf(originOf(owner), next);
      cell = next;
    }
    const { expression, frame } = cell;
    const place = { file: frame.file, node: expression.node };
    if (expression.kind === 'object') return { cell, node: key ?? nameIn(expression, frame.file) };
    const isShort = expression.kind === 'literal' || expression.kind === 'name' || expression.kind === 'member';
    return { cell, node: isShort ? place : key };
  }
}

function makesSomething(declaration: Declaration): boolean {
  return declaration.kind === 'module' || (declaration.kind === 'resource' && !declaration.existing);
}

/** The branches by which a function or a spread puts a value into an object or array: those with a side that has its very text. */
function mergedBranches({ expression, frame }: Cell, use: Cell): readonly Branch[] {
  return mergedIn(expression).flatMap((operand): readonly Branch[] => {
    if (operand.kind !== 'conditional' || use.frame !== frame) return [];
    const taken = [operand.whenTrue, operand.whenFalse].find((side) => valuesOf(side).includes(use.expression));
    return taken === undefined ? [] : [{ expression: operand, frame, taken }];
  });
}

function mergedIn(expression: Expression): readonly Expression[] {
  if (expression.kind !== 'object') return listsIn(expression);
  return expression.members.flatMap((member) => (member.kind === 'spread' ? [member.value] : []));
}

function valuesOf(expression: Expression): readonly Expression[] {
  if (expression.kind === 'array') return expression.items.map(({ value }) => value);
  return expression.kind === 'object' ? expression.members.map(({ value }) => value) : [];
}

/** The key of a property in the object literal that writes it. */
function keyOf({ expression, frame }: Cell, property: Cell): FileNode | null {
  if (expression.kind !== 'object' || frame !== property.frame) return null;
  const member = propertyWith(expression, ({ value }) => value === property.expression);
  return member === undefined ? null : { file: frame.file, node: member.keyNode };
}

/** The name of an argument where the call writes it. */
function argumentName({ declaration, caller }: ModuleCall, parameter: string): FileNode | null {
  const list = propertyWith(declaration.body, ({ key }) => key === 'params' || key.toLowerCase() === 'parameters');
  const isOfParameter = ({ key }: PropertyMember): boolean => key.toLowerCase() === parameter.toLowerCase();
  const argument = list && propertyWith(list.value, isOfParameter);
  return argument === undefined ? null : { file: caller.file, node: argument.keyNode };
}

function propertyWith(owner: Expression, test: (member: PropertyMember) => boolean): PropertyMember | undefined {
  if (owner.kind !== 'object') return undefined;
  return owner.members.find((member): member is PropertyMember => member.kind === 'property' && test(member));
}
