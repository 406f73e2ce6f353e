/** Objects and arrays: literals, spreads, `union` and `concat`, built over the same cells, so provenance survives them. */

import type { ArrayExpression, ObjectExpression } from '../template/ir.ts';
import { Cell } from './cell.ts';
import { choiceCell, tooManyAlternatives } from './choices.ts';
import type { Evaluator } from './evaluator.ts';
import { lift, select } from './lift.ts';
import { type Assumptions, type Atom, compoundTerm, constantTerm, type Term } from './terms.ts';
import {
  type ArrayElement,
  type ArrayValue,
  absent,
  isArray,
  isChoice,
  isNothing,
  isObject,
  isScalar,
  isUnknown,
  propertyOf,
  type Shape,
  shapeOf,
  type Unknown,
  type Value,
} from './values.ts';

const literalShapes = new WeakMap<ObjectExpression, Shape>();

/** The value of an object literal. Literals without spreads and computed keys share one list of keys. */
export function objectOf(evaluator: Evaluator, cell: Cell, expression: ObjectExpression): Value {
  const plain = expression.members.every((member) => member.kind === 'property');
  if (plain) {
    // Made by `map`, so that the array is no longer than it must be: most of the memory of an evaluation is such arrays.
    const cells = expression.members.map((member) => evaluator.part(member.value, cell.frame));
    return { kind: 'object', shape: literalShape(expression), cells, rest: null };
  }
  const layers: Cell[] = [];
  let keys: string[] = [];
  let cells: Cell[] = [];
  const closeLayer = (): void => {
    if (keys.length > 0)
      layers.push(evaluator.given(cell, { kind: 'object', shape: shapeOf(keys), cells, rest: null }));
    keys = [];
    cells = [];
  };
  for (const member of expression.members) {
    const value = evaluator.part(member.value, cell.frame);
    if (member.kind === 'spread') {
      closeLayer();
      layers.push(value);
      continue;
    }
    const key = member.kind === 'property' ? member.key : evaluator.force(evaluator.part(member.key, cell.frame));
    if (isScalar(key)) {
      keys.push(String(key));
      cells.push(value);
    } else {
      closeLayer();
      layers.push(evaluator.given(cell, evaluator.failure(value, 'the name of a property is not known')));
    }
  }
  closeLayer();
  return mergeObjects(evaluator, cell, layers, false);
}

function literalShape(expression: ObjectExpression): Shape {
  const known = literalShapes.get(expression);
  if (known !== undefined) return known;
  const shape = shapeOf(expression.members.map((member) => (member.kind === 'property' ? member.key : '')));
  literalShapes.set(expression, shape);
  return shape;
}

/**
 * Objects laid over each other: of each key the last one that has it wins, `deep` merges objects under equal keys (as `union` does). A choice
 * of objects becomes a choice for each key. What stands before an unknown operand may be overwritten and is unknown.
 */
export function mergeObjects(evaluator: Evaluator, at: Cell, operands: readonly Cell[], deep: boolean): Value {
  const layers: Layers = { keys: new Map(), open: new Set() };
  let rest: Unknown | null = null;
  for (const operand of operands) rest = collectKeys(evaluator, operand, operand, layers) ?? rest;
  const keys = [...layers.keys.values()];
  if (!evaluator.spend(keys.length * operands.length * stepsPerProperty)) return evaluator.beyond(at);
  const cells = keys.map(({ key, operands: having }) => {
    // Operands that never have the key make no difference to it, nor do their conditions.
    const relevant = operands.filter((operand) => having.has(operand) || layers.open.has(operand));
    const cell = lift(evaluator, at, relevant, (settled, assumptions) =>
      winner(evaluator, at, settled, key, deep, assumptions),
    );
    const value = evaluator.force(cell);
    const isGivenUp = isUnknown(value) && value.reason === tooManyAlternatives;
    return isGivenUp ? perhaps(evaluator, at, value, value.term, key) : cell;
  });
  return { kind: 'object', shape: shapeOf(keys.map(({ key }) => key)), cells, rest };
}

/** Steps that laying one property over another counts as. */
const stepsPerProperty = 8;

/** What objects that are merged may have: their keys by folded name in the first spelling, and the operands that may have others. */
interface Layers {
  readonly keys: Map<string, { readonly key: string; readonly operands: Set<Cell> }>;
  readonly open: Set<Cell>;
}

/** Collects the keys of an alternative of an operand; gives what is open in it. */
function collectKeys(evaluator: Evaluator, operand: Cell, alternative: Cell, layers: Layers): Unknown | null {
  const value = evaluator.force(alternative);
  if (isChoice(value)) {
    const yes = collectKeys(evaluator, operand, value.yes, layers);
    return collectKeys(evaluator, operand, value.no, layers) ?? yes;
  }
  if (isObject(value)) {
    for (const key of value.shape.keys) {
      const known = layers.keys.get(key.toLowerCase());
      if (known === undefined) layers.keys.set(key.toLowerCase(), { key, operands: new Set([operand]) });
      else known.operands.add(operand);
    }
    if (value.rest !== null) layers.open.add(operand);
    return value.rest;
  }
  if (isNothing(value)) return null;
  layers.open.add(operand);
  return isUnknown(value) ? value : evaluator.failure(operand, 'what is merged is not an object');
}

function winner(
  evaluator: Evaluator,
  at: Cell,
  settled: readonly Cell[],
  key: string,
  deep: boolean,
  assumed: Assumptions | null,
): Cell {
  let found: Cell | null = null;
  for (const operand of settled) {
    const value = evaluator.force(operand);
    if (isObject(value)) {
      const cell = propertyOf(value, key);
      if (cell === undefined) {
        if (value.rest !== null) found = overwritten(evaluator, at, found, value.rest, key, assumed);
        continue;
      }
      found = found === null ? cell : laidOver(evaluator, at, found, cell, deep, assumed);
    } else if (!isNothing(value)) {
      const by = isUnknown(value) ? value : evaluator.failure(operand, 'what is merged is not an object');
      found = overwritten(evaluator, at, found, by, key, assumed);
    }
  }
  return found ?? evaluator.given(at, absent);
}

/** The later property, merged with the earlier one if both are objects and `deep` is set; the earlier one where the later isn't there. */
function laidOver(
  evaluator: Evaluator,
  at: Cell,
  earlier: Cell,
  later: Cell,
  deep: boolean,
  assumed: Assumptions | null,
): Cell {
  if (deep) {
    const merged = ([first = earlier, second = later]: readonly Cell[]): Cell => {
      const value = evaluator.force(second);
      if (value === absent) return first;
      const bothObjects = isObject(value) && isObject(evaluator.force(first));
      return bothObjects ? evaluator.given(at, mergeObjects(evaluator, at, [first, second], true)) : second;
    };
    return lift(evaluator, at, [earlier, later], merged, assumed);
  }
  if (!mayBeAbsent(evaluator, later)) return later;
  return lift(evaluator, at, [later], ([leaf = later]) => (evaluator.force(leaf) === absent ? earlier : leaf), assumed);
}

/** A property behind which something unknown is laid: it is there if it was there before, else if the unknown object has it. */
function overwritten(
  evaluator: Evaluator,
  at: Cell,
  found: Cell | null,
  by: Unknown,
  key: string,
  assumed: Assumptions | null,
): Cell {
  const value = evaluator.failure(at, `it may be overwritten by ${by.term.label}`, key.toLowerCase());
  if (found === null) return perhaps(evaluator, at, propertyOfUnknown(value, by, key), by.term, key);
  if (!mayBeAbsent(evaluator, found)) return evaluator.given(at, value);
  return lift(
    evaluator,
    at,
    [found],
    ([leaf = found]) =>
      evaluator.force(leaf) === absent
        ? perhaps(evaluator, at, propertyOfUnknown(value, by, key), by.term, key)
        : evaluator.given(at, value),
    assumed,
  );
}

/** What an unknown object has for a key that nothing before it has: the same wherever it is read. */
function propertyOfUnknown(value: Unknown, by: Unknown, key: string): Unknown {
  const term = compoundTerm('member', [by.term, constantTerm(key)], value.term.place);
  return { ...value, term: { ...term, label: `${by.term.label}.${key}` } };
}

/** Only cells that were made with their values may be: what an expression gives is never absent. */
export function mayBeAbsent(evaluator: Evaluator, cell: Cell): boolean {
  if (cell.value === undefined) return false;
  const value = evaluator.force(cell);
  if (isChoice(value)) return mayBeAbsent(evaluator, value.yes) || mayBeAbsent(evaluator, value.no);
  return value === absent;
}

/** An unknown property of which it isn't known either whether it is there. */
export function perhaps(evaluator: Evaluator, at: Cell, value: Unknown, owner: Term, key: string): Cell {
  const term = compoundTerm('contains', [owner, constantTerm(key)], value.term.place);
  return choiceCell(at, { term, form: { kind: 'truth' } }, evaluator.given(at, value), evaluator.given(at, absent));
}

/** The value of an array literal. */
export function arrayOf(evaluator: Evaluator, cell: Cell, expression: ArrayExpression): Value {
  if (expression.items.every((item) => item.kind === 'item')) {
    const items = expression.items.map((item) => evaluator.part(item.value, cell.frame));
    return { kind: 'array', items, rest: null };
  }
  const items: ArrayElement[] = [];
  let rest: Unknown | null = null;
  for (const item of expression.items) {
    const value = evaluator.part(item.value, cell.frame);
    if (item.kind === 'item') items.push(rest === null ? value : { cell: value, when: null, placed: false });
    else rest = appendOperand(evaluator, value, items, rest);
    if (items.length > mostItems) return tooManyElements(evaluator, cell);
  }
  return { kind: 'array', items, rest };
}

function tooManyElements(evaluator: Evaluator, at: Cell): ArrayValue {
  return { kind: 'array', items: [], rest: evaluator.beyond(at, 'the array has too many elements') };
}

/** Arrays one after the other; a choice of arrays gives elements that are there under its conditions. */
export function concatArrays(evaluator: Evaluator, operands: readonly Cell[]): ArrayValue {
  const items: ArrayElement[] = [];
  let rest: Unknown | null = null;
  for (const operand of operands) {
    rest = appendOperand(evaluator, operand, items, rest);
    if (items.length > mostItems) return tooManyElements(evaluator, operand);
  }
  return { kind: 'array', items, rest };
}

/** Elements of arrays that are joined; beyond, the array isn't known. */
const mostItems = 100_000;

/** Elements of joined arrays that count as one step of the evaluation. */
const elementsPerStep = 16;

/** Appends an operand and gives what is open now. Elements after an open operand have no known position. */
function appendOperand(
  evaluator: Evaluator,
  operand: Cell,
  items: ArrayElement[],
  rest: Unknown | null,
): Unknown | null {
  const first = items.length;
  const own = appendElements(evaluator, operand, items);
  if (!evaluator.spend((items.length - first) / elementsPerStep)) {
    items.length = first;
    return evaluator.beyond(operand);
  }
  if (rest === null) return own;
  for (let index = first; index < items.length; index++) {
    const item = items[index];
    if (item?.placed) items[index] = { cell: item.cell, when: item.when, placed: false };
  }
  return own === null ? rest : evaluator.failure(operand, own.reason);
}

function appendElements(evaluator: Evaluator, operand: Cell, items: ArrayElement[]): Unknown | null {
  const value = evaluator.force(operand);
  if (isChoice(value)) {
    const { elements, rest } = elementsOfChoice(evaluator, operand, { left: mostItems - items.length });
    for (const { item, taken } of elements)
      items.push(
        taken === null
          ? item
          : { cell: item.cell, when: conjunction(evaluator, operand, taken, item.when), placed: item.placed },
      );
    return rest;
  }
  if (isArray(value)) {
    for (const item of value.items) {
      if (items.length > mostItems) return evaluator.beyond(operand, 'the array has too many elements');
      items.push(item);
    }
    return value.rest;
  }
  if (isUnknown(value)) return value;
  return isNothing(value) ? null : evaluator.failure(operand, 'what is joined is not an array');
}

/** An element of a choice of arrays, and the condition under which an array is taken that has it; null for always. */
interface Alternative {
  readonly item: ArrayElement;
  readonly taken: Value | null;
}

interface Alternatives {
  readonly elements: readonly Alternative[];
  readonly rest: Unknown | null;
}

/** @param room how many elements all arrays together may have */
function elementsOfChoice(evaluator: Evaluator, operand: Cell, room: { left: number }): Alternatives {
  const value = evaluator.force(operand);
  if (isChoice(value)) {
    const yes = elementsOfChoice(evaluator, value.yes, room);
    const no = elementsOfChoice(evaluator, value.no, room);
    return { elements: joined(operand, value.on, yes.elements, no.elements), rest: no.rest ?? yes.rest };
  }
  const items: ArrayElement[] = [];
  const rest = appendElements(evaluator, operand, items);
  room.left -= items.length;
  if (room.left < 0) return { elements: [], rest: evaluator.beyond(operand, 'the array has too many elements') };
  return { elements: items.map((item) => ({ item, taken: null })), rest };
}

/** The elements of both sides. What both begin with is one: a range that may be longer or shorter has as many elements as the longest. */
function joined(like: Cell, on: Atom, yes: readonly Alternative[], no: readonly Alternative[]): readonly Alternative[] {
  const decided = (whenTrue: Value | null, whenFalse: Value | null): Value => ({
    kind: 'choice',
    on,
    yes: conditionCell(like, whenTrue),
    no: conditionCell(like, whenFalse),
  });
  const both: Alternative[] = [];
  for (const [index, { item, taken }] of yes.entries()) {
    const other = no[index];
    if (other === undefined || !isSameElement(item, other.item)) break;
    both.push({ item, taken: taken === null && other.taken === null ? null : decided(taken, other.taken) });
  }
  const alone = (side: readonly Alternative[], condition: (taken: Value | null) => Value): readonly Alternative[] => {
    // Elements of one array share their condition.
    const conditions = new Map<Value | null, Value>();
    return side.slice(both.length).map(({ item, taken }) => {
      const known = conditions.get(taken) ?? condition(taken);
      conditions.set(taken, known);
      return { item, taken: known };
    });
  };
  return [...both, ...alone(yes, (taken) => decided(taken, false)), ...alone(no, (taken) => decided(false, taken))];
}

/** True for one element of two arrays, and for equal scalars that one expression gives, as the numbers of a range. */
function isSameElement(one: ArrayElement, other: ArrayElement): boolean {
  if (one.when !== other.when || one.placed !== other.placed) return false;
  const { expression, frame, value } = one.cell;
  if (one.cell === other.cell) return true;
  const isMadeAlike = expression === other.cell.expression && frame === other.cell.frame;
  return isMadeAlike && value !== undefined && isScalar(value) && value === other.cell.value;
}

/** A cell that holds a condition. */
export function conditionCell(like: Cell, condition: Value | null): Cell {
  return new Cell(like.expression, like.frame, condition ?? true);
}

/** Both conditions together; null stands for always. */
export function conjunction(evaluator: Evaluator, like: Cell, a: Value | null, b: Value | null): Value | null {
  if (a === null || b === null) return a ?? b;
  return evaluator.force(
    select(evaluator, like, conditionCell(like, a), conditionCell(like, b), conditionCell(like, false)),
  );
}
