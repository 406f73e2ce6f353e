/** Arrays: literals, spreads and `concat`, built over the same cells, so provenance survives them. */
import type { ArrayExpression } from '../template/ir.ts';
import { Cell } from './cell.ts';
import type { Evaluator } from './evaluator.ts';
import { select } from './lift.ts';
import type { Atom } from './terms.ts';
import {
  type ArrayElement,
  type ArrayValue,
  isArray,
  isChoice,
  isNothing,
  isScalar,
  isUnknown,
  type Unknown,
  type Value,
} from './values.ts';

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
