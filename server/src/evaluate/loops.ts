/**
 * Loops: over arrays, and over `range(0, count)`, which is what JSON's `copy` is read as. Each turn has a frame of its own, whose path is the
 * loop's node and the index, so everything made in it has an identity that no other evaluation changes.
 */
import type { Expression, LoopExpression, LoopHeader, NodeId } from '../template/ir.ts';
import { concatArrays, conditionCell, conjunction } from './arrays.ts';
import { bindingKey, Cell, type Frame } from './cell.ts';
import type { Evaluator } from './evaluator.ts';
import { asCondition, lift, select } from './lift.ts';
import { compoundTerm, type Term } from './terms.ts';
import { type ArrayElement, isObject, isUnknown, keysOf, type Unknown, type Value } from './values.ts';

/** One turn of a loop. `when` is the condition under which it happens, null for always. */
export interface Turn {
  readonly frame: Frame;
  /** Index for paths: the number of the turn, `*` for the turn that stands for all of an array that isn't known. */
  readonly step: string;
  readonly when: Value | null;
  /** False if which element of the loop's array it is isn't known (`ArrayElement`). */
  readonly placed: boolean;
  /**
   * What the filter of the loop says of this turn, null for always. A resource that it leaves out keeps its place: `symbols[1]` is that of the
   * second turn whatever the filter says of the first.
   */
  readonly filter: Value | null;
}

/** The conditions that a loop puts on what one of its turns declares. */
export function conditionsOf(expression: Expression, { frame, when, filter }: Turn): readonly Cell[] {
  return [when, filter].flatMap((condition) => (condition === null ? [] : [new Cell(expression, frame, condition)]));
}

export interface Turns {
  readonly turns: readonly Turn[];
  /** Set if there may be more turns than these, or others. */
  readonly rest: Unknown | null;
}

/** Turns of one loop; beyond, how often it turns isn't known. */
const mostTurns = 100_000;

/** The array that a loop gives. */
export function loopOf(evaluator: Evaluator, at: Cell, loop: LoopExpression): Value {
  const { turns, rest } = turnsOf(evaluator, at, loop, at.frame);
  const items = turns.map(({ frame, when, placed, filter }): ArrayElement => {
    const body = evaluator.part(loop.body, frame);
    const there = conjunction(evaluator, body, when, filter);
    return there === null && placed ? body : { cell: body, when: there, placed };
  });
  return { kind: 'array', items, rest };
}

/**
 * The turns of a loop in a frame. An array that isn't known gives one turn with an unknown item, under the condition that the array isn't
 * empty; it stands for all of them, and the list stays open.
 */
export function turnsOf(evaluator: Evaluator, at: Cell, header: LoopExpression | LoopHeader, frame: Frame): Turns {
  const source = evaluator.part(header.source, frame);
  const standIns = new Map<Cell, Unknown>();
  // A choice of arrays may have one that isn't known on a side; what stands for its elements is there under the conditions of that side.
  const known = lift(evaluator, source, [source], ([leaf = source]) => {
    const array = evaluator.force(leaf);
    if (!isUnknown(array)) return countedIn(evaluator, leaf, array);
    const any = anyElement(evaluator, source, array);
    standIns.set(any.item, any.number);
    return evaluator.given(leaf, {
      kind: 'array',
      items: [{ cell: any.item, when: any.when, placed: true }],
      rest: array,
    });
  });
  const { items, rest } = concatArrays(evaluator, [known]);
  if (items.length > mostTurns) return { turns: [], rest: evaluator.beyond(at, 'the loop has too many turns') };
  const positions = positionsOf(evaluator, source, items);
  const turns = items.map((item, index) => {
    const standIn = standIns.get(item.cell);
    const doubtful = 'the number of the turn depends on a condition';
    const number: Value = standIn ?? positions[index] ?? evaluator.failure(source, doubtful, String(index));
    return turnOf(evaluator, source, header, frame, standIn === undefined ? String(index) : '*', item, number);
  });
  return { turns, rest };
}

/** Elements that follow each other under one condition, and the position of the first where they are there. */
interface Run {
  readonly when: Value | null;
  readonly start: number | null;
  length: number;
}

/** Runs that an element is compared with to find its position. */
const mostComparedRuns = 16;

/** The position of each element among those that are there with it; null where that depends on the conditions of others. */
export function positionsOf(
  evaluator: Evaluator,
  like: Cell,
  items: readonly ArrayElement[],
): readonly (number | null)[] {
  const runs: Run[] = [];
  let isOpen = false;
  return items.map(({ when, placed }) => {
    isOpen ||= !placed;
    if (isOpen) return null;
    let last = runs[runs.length - 1];
    if (last === undefined || last.when !== when) {
      last = { when, start: startAfter(evaluator, like, runs, when), length: 0 };
      runs.push(last);
    }
    return last.start === null ? null : last.start + last.length++;
  });
}

/** Where elements begin that are there under a condition: behind the last run that is there then, if it is known which that is. */
function startAfter(evaluator: Evaluator, like: Cell, runs: readonly Run[], when: Value | null): number | null {
  for (let back = 1; back <= mostComparedRuns; back++) {
    const run = runs[runs.length - back];
    if (run === undefined) return 0;
    const isThere = run.when === null ? true : givenThat(evaluator, like, when, run.when);
    if (isThere === true) return run.start === null ? null : run.start + run.length;
    if (isThere !== false) return null;
  }
  return null;
}

/** A condition where another holds. */
function givenThat(evaluator: Evaluator, like: Cell, known: Value | null, asked: Value): boolean | null {
  if (known === null) return null;
  const [test, condition] = [conditionCell(like, known), conditionCell(like, asked)];
  for (const otherwise of [true, false]) {
    const decided = evaluator.force(select(evaluator, like, test, condition, conditionCell(like, otherwise)));
    if (decided === otherwise) return otherwise;
  }
  return null;
}

/**
 * What a loop turns over. One of JSON that counts the letters of a text or the properties of an object (`length`) turns as often, over elements
 * that nothing can read.
 */
function countedIn(evaluator: Evaluator, leaf: Cell, value: Value): Cell {
  const isClosed = isObject(value) && value.rest === null;
  const count = typeof value === 'string' ? value.length : isClosed ? keysOf(value).length : null;
  if (count === null || !leaf.frame.foldNames) return leaf;
  if (count > mostTurns) return evaluator.given(leaf, evaluator.failure(leaf, 'the loop has too many turns'));
  const item = evaluator.given(leaf, evaluator.failure(leaf, 'it is no element of an array'));
  return evaluator.given(leaf, { kind: 'array', items: new Array<Cell>(count).fill(item), rest: null });
}

/** What the turns of a declaration's loop make, and whether there may be more. */
export interface Expansion<Made> {
  readonly made: readonly Made[];
  readonly rest: Unknown | null;
}

/**
 * Makes something for each turn of a declaration's loop when it is first asked for, since the array of one loop may read another. A loop that
 * reads itself has no turns that can be told. The result is kept only once it is complete: evaluation may be suspended on the way.
 */
export function expandOnce<Made>(
  evaluator: Evaluator,
  node: NodeId,
  loop: LoopHeader,
  frame: Frame,
  make: (turn: Turn) => Made,
): () => Expansion<Made> {
  const at = new Cell({ kind: 'hole', node, reason: 'the loop reads itself' }, frame);
  let expansion: Expansion<Made> | null = null;
  let isExpanding = false;
  return () => {
    if (expansion !== null) return expansion;
    if (isExpanding) return { made: [], rest: evaluator.failure(at, 'the loop reads itself') };
    isExpanding = true;
    try {
      const { turns, rest } = turnsOf(evaluator, at, loop, frame);
      expansion = { made: turns.map(make), rest };
      for (const turn of turns) turn.frame.isPassing = false;
      return expansion;
    } finally {
      isExpanding = false;
    }
  };
}

/** What stands for all elements of an array that isn't known: one element, there if the array isn't empty. */
export function anyElement(
  evaluator: Evaluator,
  source: Cell,
  array: Unknown,
): { readonly item: Cell; readonly number: Unknown; readonly when: Value } {
  const part = (name: string, label: string): Unknown => {
    const term: Term = { ...compoundTerm(name, [array.term], array.term.place), label };
    return { kind: 'unknown', term, reason: array.reason, nullable: false, oneOf: null };
  };
  const item = evaluator.given(source, part('item', `an item of ${array.term.label}`));
  const number = part('index', `an index of ${array.term.label}`);
  const term = {
    ...compoundTerm('empty', [array.term], array.term.place),
    label: `whether ${array.term.label} is empty`,
  };
  const isEmpty = { term, form: { kind: 'empty', subject: array.term.key } } as const;
  const when: Value = {
    kind: 'choice',
    on: isEmpty,
    yes: conditionCell(source, false),
    no: conditionCell(source, true),
  };
  return { item, number, when };
}

function turnOf(
  evaluator: Evaluator,
  source: Cell,
  header: LoopExpression | LoopHeader,
  outer: Frame,
  step: string,
  { cell, when, placed }: ArrayElement,
  number: Value,
): Turn {
  const frame: Frame = {
    file: outer.file,
    path: `${outer.path}/${header.node}#${step}`,
    foldNames: outer.foldNames,
    up: outer,
    isPassing: true,
    bindings: new Map(),
  };
  const bind = (name: string | null, bound: Cell): void => {
    if (name !== null)
      frame.bindings.set(bindingKey(frame, 'any', name), { kind: 'variable', cell: bound, node: header.node });
  };
  bind(header.itemName, cell);
  bind(header.indexName, new Cell(source.expression, outer, number));
  if (header.filter === null) return { frame, step, when, placed, filter: null };
  const passes = evaluator.force(asCondition(evaluator, evaluator.part(header.filter, frame)));
  return { frame, step, when, placed, filter: passes === true ? null : passes };
}
