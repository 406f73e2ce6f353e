/**
 * Which parameters decide a value, besides the text that its chain ends in (spec: evaluation, section 5, "Control"): those that the chain runs
 * through, and at a branch or fallback those that the condition or the branches not taken read, through variables.
 */
import { type Cell, type Frame, lookUp, readCellOf } from '../evaluate/cell.ts';
import { isArray, isObject, type Value } from '../evaluate/values.ts';
import type { CallExpression, Expression } from '../template/ir.ts';
import { operandsOf } from '../template/operands.ts';
import type { Leaf } from './deployment.ts';

/** A parameter of a template, or what an object or array parameter has at a path. */
export interface Steering {
  /** The frame of the template that declares the parameter. */
  readonly frame: Frame;
  readonly parameter: string;
  readonly path: readonly string[];
}

/** How near a parameter is to the value: lower ones are tried first. */
type Rank = 'value' | 'condition' | 'part';
const ranks: readonly Rank[] = ['value', 'condition', 'part'];

/** Expressions of one chain that are looked at; the rest is left out. */
const mostExpressions = 4000;

/** What steers a value: the cells of its chain, and those of the objects and arrays that it lies in, each with the path from there to the value. */
export interface Steered extends Pick<Leaf, 'end'> {
  readonly cells: readonly Cell[];
  readonly around: readonly { readonly cells: readonly Cell[]; readonly path: readonly string[] }[];
}

/** Parameters that steer a value, the most promising first, each once. `property` is the last step of its path. */
export function steeringOf({ cells, around, end }: Steered, property: string): readonly Steering[] {
  const search = new Search();
  // A use that reads what is missing names it itself.
  for (const cell of cells) search.addChainCell(cell, end.isRead ? [] : end.missing);
  for (const one of around) for (const cell of one.cells) search.addSurrounding(cell, one.path);
  const last = cells.at(-1);
  if (last?.expression.kind === 'object' && end.kind === 'expression')
    search.add(last.expression, last.frame, [], 'part');
  const isNamed = ({ parameter, path }: Steering): boolean =>
    (path.at(-1) ?? parameter).toLowerCase() === property.toLowerCase();
  const ordered = ranks.flatMap((rank) => search.found(rank));
  return unique([...ordered.filter(isNamed), ...ordered]);
}

/**
 * Parameters whose values the value at the end of a chain would be, or the elements of the list that it is: not those that a condition on the way reads,
 * or a part of a text. `beyond` is the path from the value to what it lacks.
 */
export function givenBy(cells: readonly Cell[], beyond: readonly string[]): readonly Steering[] {
  const search = new Search();
  for (const cell of cells) {
    // First, since an expression is looked at once: as a part of the whole it would count for less.
    for (const list of listsIn(cell.expression)) search.add(list, cell.frame, [], 'value');
    search.addChainCell(cell, beyond);
  }
  return unique(search.found('value'));
}

/** Like `givenBy`, for an expression that no chain leads through. */
export function givenIn(expression: Expression, frame: Frame, path: readonly string[]): readonly Steering[] {
  const search = new Search();
  for (const list of listsIn(expression)) search.add(list, frame, [], 'value');
  search.add(expression, frame, path, 'value');
  return unique(search.found('value'));
}

/** Functions whose result holds the elements of their arguments. */
const listFunctions: ReadonlySet<string> = new Set([
  'concat',
  'union',
  'flatten',
  'map',
  'filter',
  'sort',
  'take',
  'skip',
]);

/** The lists whose elements an expression puts into one of its own. */
export function listsIn(expression: Expression): readonly Expression[] {
  if (expression.kind === 'loop') return [expression.source];
  if (expression.kind === 'call' && listFunctions.has(expression.name.toLowerCase())) return expression.arguments;
  if (expression.kind !== 'array') return [];
  return expression.items.flatMap((item) => (item.kind === 'spread' ? [item.value] : []));
}

/** Parameters that an expression reads, those that it stands for first. */
export function readsOf(expression: Expression, frame: Frame, path: readonly string[]): readonly Steering[] {
  const search = new Search();
  search.add(expression, frame, path, 'value');
  return unique(ranks.flatMap((rank) => search.found(rank)));
}

function unique(steerings: readonly Steering[]): readonly Steering[] {
  const byKey = new Map<string, Steering>();
  for (const steering of steerings) {
    const key = [steering.frame.path, steering.parameter.toLowerCase(), ...steering.path].join('\n');
    if (!byKey.has(key)) byKey.set(key, steering);
  }
  return [...byKey.values()];
}

class Search {
  private readonly steerings: { readonly steering: Steering; readonly rank: Rank }[] = [];
  private readonly seen = new Map<Frame, Set<Expression>>();
  private left = mostExpressions;

  found(rank: Rank): readonly Steering[] {
    return this.steerings.filter((one) => one.rank === rank).map(({ steering }) => steering);
  }

  /**
   * What an element of a chain lets through or decides on. Its taken side is the chain's next element. `beyond` is the path from the value of the
   * chain to what is asked for.
   */
  addChainCell(cell: Cell, beyond: readonly string[]): void {
    const { expression, frame } = cell;
    const taken = cell.from?.expression;
    switch (expression.kind) {
      case 'conditional':
        for (const side of [expression.whenTrue, expression.whenFalse]) {
          if (side !== taken) this.add(side, frame, beyond, 'value');
        }
        this.add(expression.condition, frame, [], 'condition');
        break;
      case 'coalesce':
        for (const operand of expression.operands) {
          if (operand === taken) break;
          this.add(operand, frame, beyond, 'value');
        }
        break;
      case 'object':
      case 'array':
      case 'literal':
      case 'lambda':
      case 'hole':
        break;
      default:
        this.add(expression, frame, beyond, 'value');
    }
  }

  /** What decides which object lies around the value at `path`, or what is put over the value there. */
  addSurrounding(cell: Cell, path: readonly string[]): void {
    const { expression, frame } = cell;
    if (expression.kind === 'name' || expression.kind === 'member' || isMerge(expression)) {
      this.add(expression, frame, path, 'value');
    } else if (expression.kind === 'object') {
      for (const member of expression.members)
        if (member.kind === 'spread') this.add(member.value, frame, path, 'value');
    } else if (expression.kind === 'conditional' || expression.kind === 'coalesce') {
      this.addChainCell(cell, path);
    }
  }

  /** Adds what an expression reads. `path` is what is read of its value; `rank` how near that is to the value in question. */
  add(expression: Expression, frame: Frame, path: readonly string[], rank: Rank): void {
    if (this.left-- <= 0) return;
    const known = this.seen.get(frame);
    // An expression is looked at once for each frame: with another path it would give nothing that is nearer.
    if (known?.has(expression)) return;
    if (known === undefined) this.seen.set(frame, new Set([expression]));
    else known.add(expression);
    switch (expression.kind) {
      case 'name':
        this.addName(expression.space, expression.name, frame, path, rank);
        break;
      case 'member':
        if (expression.key.kind === 'literal') {
          this.add(expression.target, frame, [String(expression.key.value), ...path], rank);
        } else {
          this.add(expression.target, frame, [], 'part');
          this.add(expression.key, frame, [], 'part');
        }
        break;
      case 'conditional':
        this.add(expression.whenTrue, frame, path, rank);
        this.add(expression.whenFalse, frame, path, rank);
        this.add(expression.condition, frame, [], rank === 'value' ? 'condition' : rank);
        break;
      case 'coalesce':
        for (const operand of expression.operands) this.add(operand, frame, path, rank);
        break;
      default: {
        const inside = memberAt(expression, path);
        if (inside !== null) this.add(inside.expression, frame, inside.path, rank);
        else if (path.length > 0 && isMerge(expression))
          for (const operand of expression.arguments) this.add(operand, frame, path, rank);
        else for (const operand of operandsOf(expression)) this.add(operand, frame, [], inner(expression, rank));
      }
    }
  }

  private addName(
    space: Parameters<typeof lookUp>[1],
    name: string,
    frame: Frame,
    path: readonly string[],
    rank: Rank,
  ): void {
    const found = lookUp(frame, space, name);
    if (found?.binding.kind === 'parameter') {
      this.steerings.push({ steering: { frame: found.frame, parameter: name, path }, rank });
    } else if (found?.binding.kind === 'variable') {
      const { cell } = found.binding;
      const item = parameterItem(found.frame, cell);
      if (item !== null) this.steerings.push({ steering: { ...item, path: [...item.path, ...path] }, rank });
      else this.add(cell.expression, cell.frame, path, rank);
    }
  }
}

/** True for a call whose result has the properties of its arguments. */
function isMerge(expression: Expression): expression is CallExpression {
  return expression.kind === 'call' && mergeFunctions.has(expression.name.toLowerCase());
}

const mergeFunctions: ReadonlySet<string> = new Set(['union']);

/** Conditions stay conditions below functions such as `empty` and `not`. */
function inner(expression: Expression, rank: Rank): Rank {
  if (rank === 'condition') return rank;
  return expression.kind === 'both' || expression.kind === 'either' ? 'condition' : 'part';
}

/** The value of the first step of a path in an object literal, with the rest of the path. */
function memberAt(
  expression: Expression,
  path: readonly string[],
): { readonly expression: Expression; readonly path: readonly string[] } | null {
  const [key, ...rest] = path;
  if (expression.kind !== 'object' || key === undefined) return null;
  const member = expression.members.findLast(
    (candidate) => candidate.kind === 'property' && candidate.key.toLowerCase() === key.toLowerCase(),
  );
  return member === undefined ? null : { expression: member.value, path: rest };
}

/** Elements of one parameter among which the item of a loop is looked for. */
const mostItems = 1000;

/** Objects and lists inside of each other in which it is. */
const deepestItem = 6;

/** The parameter that holds the item of a loop, and its place there; null if it is none of a parameter. */
export function parameterItem(turn: Frame, item: Cell): Steering | null {
  let root = turn;
  while (root.up !== null) root = root.up;
  if (root === turn) return null;
  for (const [key, binding] of root.bindings) {
    if (binding.kind !== 'parameter') continue;
    const path = placeInside(readCellOf(binding), item);
    if (path === null) continue;
    return { frame: root, parameter: root.foldNames ? key.slice(key.indexOf(' ') + 1) : key, path };
  }
  return null;
}

/** The steps from a value to a part of it, as far as it has been read; the nearest first. Null if it isn't there. */
function placeInside(whole: Cell, part: Cell): readonly string[] | null {
  let level: readonly { readonly cell: Cell; readonly path: readonly string[] }[] = [{ cell: whole, path: [] }];
  let left = mostItems;
  for (let depth = 0; depth < deepestItem && level.length > 0; depth++) {
    const next: { readonly cell: Cell; readonly path: readonly string[] }[] = [];
    for (const { cell, path } of level) {
      for (const [step, inner] of partsOf(cell.value)) {
        if (inner === part) return [...path, step];
        if (left-- > 0) next.push({ cell: inner, path: [...path, step] });
      }
    }
    level = next;
  }
  return null;
}

function partsOf(value: Value | undefined): readonly (readonly [string, Cell])[] {
  if (value === undefined) return [];
  if (isArray(value)) return value.items.slice(0, mostItems).map(({ cell }, index) => [String(index), cell]);
  return isObject(value) ? value.cells.slice(0, mostItems).map((cell, at) => [value.shape.keys[at] ?? '', cell]) : [];
}
