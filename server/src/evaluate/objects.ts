/** Objects: literals, spreads and `union`, built over the same cells, so provenance survives them. */
import type { ObjectExpression } from '../template/ir.ts';
import type { Cell } from './cell.ts';
import { choiceCell, tooManyAlternatives } from './choices.ts';
import type { Evaluator } from './evaluator.ts';
import { lift } from './lift.ts';
import { type Assumptions, compoundTerm, constantTerm, type Term } from './terms.ts';
import {
  absent,
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
