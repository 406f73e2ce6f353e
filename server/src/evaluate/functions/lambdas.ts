/**
 * Functions that take lambdas. A call of a lambda evaluates its body in a frame of its own, whose path is the call's node and the number of
 * the element; its parameters are bound to the elements' own cells, so provenance leads through. Bodies are evaluated when they are read.
 */
import { concatArrays } from '../arrays.ts';
import { type Call, cellOf, type Implementation, ofSettled, refused, unknownResult } from '../calls.ts';
import { bindingKey, Cell, type Frame } from '../cell.ts';
import { forPresent, isInOrder, mostElements, restricted } from '../elements.ts';
import { asCondition, lift, select } from '../lift.ts';
import { anyElement, positionsOf } from '../loops.ts';
import { mergeObjects } from '../objects.ts';
import {
  type ArrayElement,
  type ArrayValue,
  isArray,
  isCertain,
  isChoice,
  isNothing,
  isObject,
  isUnknown,
  keysOf,
  type LambdaValue,
  propertyOf,
  shapeOf,
  type Value,
} from '../values.ts';

/** The body of a lambda with its parameters bound; `step` tells this call of it from others. */
function bodyCell(call: Call, lambda: LambdaValue, step: string, cells: readonly Cell[]): Cell {
  const outer = lambda.frame;
  const node = call.at.expression.node;
  const path = `${call.at.frame.path}/${node}#${step}`;
  const frame: Frame = {
    file: outer.file,
    path,
    foldNames: outer.foldNames,
    up: outer,
    isPassing: true,
    bindings: new Map(),
  };
  for (const [index, parameter] of lambda.parameters.entries()) {
    const cell = cells[index];
    if (cell !== undefined) frame.bindings.set(bindingKey(frame, 'any', parameter), { kind: 'variable', cell, node });
  }
  return new Cell(lambda.body, frame);
}

/** The lambda that an argument is; null if it is something else. */
function lambdaOf(call: Call, operand: Cell | undefined): LambdaValue | null {
  const value = operand === undefined ? null : call.evaluator.force(operand);
  return typeof value === 'object' && value !== null && value.kind === 'lambda' ? value : null;
}

/** The array an argument is, as elements with conditions; null if an alternative of it surely is none. */
function arrayOf(call: Call, operand: Cell | undefined): ArrayValue | null {
  if (operand === undefined || !mayBeArray(call, operand)) return null;
  const array = concatArrays(call.evaluator, [operand]);
  return array.items.length > mostElements ? null : array;
}

function mayBeArray(call: Call, operand: Cell): boolean {
  const value = call.evaluator.force(operand);
  if (isChoice(value)) return mayBeArray(call, value.yes) && mayBeArray(call, value.no);
  return isArray(value) || isUnknown(value);
}

interface Turn {
  readonly element: ArrayElement;
  readonly step: string;
  readonly cells: readonly [Cell, Cell];
}

/** What the lambda is called with: each element and its number. An array that isn't known has one turn that stands for all. */
function turnsOf(call: Call, array: ArrayValue, source: Cell): readonly Turn[] {
  const { evaluator, at } = call;
  if (array.items.length === 0 && array.rest !== null) {
    const any = anyElement(evaluator, source, array.rest);
    return [
      {
        element: { cell: any.item, when: any.when, placed: true },
        step: '*',
        cells: [any.item, evaluator.given(at, any.number)],
      },
    ];
  }
  const positions = positionsOf(evaluator, at, array.items);
  return array.items.map((element, index) => {
    const step = String(index);
    const number = positions[index] ?? evaluator.failure(at, 'the number of the element depends on a condition', step);
    return { element, step, cells: [element.cell, evaluator.given(at, number)] };
  });
}

const map: Implementation = (call) => {
  const [source] = call.operands;
  const lambda = lambdaOf(call, call.operands[1]);
  const array = arrayOf(call, source);
  if (source === undefined || lambda === null || array === null) return refused(call);
  const items = turnsOf(call, array, source).map((turn): ArrayElement => {
    const cell = bodyCell(call, lambda, turn.step, turn.cells);
    const { when, placed } = turn.element;
    return isCertain(turn.element) ? cell : { cell, when, placed };
  });
  return { kind: 'array', items, rest: array.rest };
};

/** The elements for which the lambda holds; for which that isn't known, under the condition that it does. */
const filter: Implementation = (call) => {
  const { evaluator, at } = call;
  const [source] = call.operands;
  const lambda = lambdaOf(call, call.operands[1]);
  const array = arrayOf(call, source);
  if (source === undefined || lambda === null || array === null) return refused(call);
  const items: ArrayElement[] = [];
  if (array.items.length > 0) {
    for (const turn of turnsOf(call, array, source)) {
      const passes = evaluator.force(asCondition(evaluator, bodyCell(call, lambda, turn.step, turn.cells)));
      const element = restricted(call, turn.element, passes);
      if (element !== null) items.push(element);
    }
  }
  return { kind: 'array', items, rest: array.rest === null ? null : evaluator.failure(at, array.rest.reason) };
};

const orderNotKnown = 'the order of the elements is not known';

/** Folds the elements from the first to the last; one with a condition changes the result where that holds. */
const reduce: Implementation = (call) => {
  const { evaluator, at } = call;
  const [source, start] = call.operands;
  const lambda = lambdaOf(call, call.operands[2]);
  const array = arrayOf(call, source);
  if (source === undefined || start === undefined || lambda === null || array === null) return refused(call);
  if (!isInOrder(array)) return evaluator.failure(at, array.rest?.reason ?? orderNotKnown);
  let current = start;
  for (const { element, step, cells } of turnsOf(call, array, source)) {
    const next = bodyCell(call, lambda, step, [current, ...cells]);
    evaluator.force(next);
    current = element.when === null ? next : select(evaluator, at, evaluator.given(at, element.when), next, current);
  }
  return current;
};

/** Sorted by a lambda that tells whether its first argument comes before its second. Elements that are equal by it keep their order. */
const sort: Implementation = ofSettled((call, [value, lambdaValue], settled, assumptions) => {
  const lambda = lambdaOf(call, settled[1]);
  if (value === undefined || lambdaValue === undefined || lambda === null) return refused(call);
  if (!isArray(value) || value.rest !== null)
    return unknownResult(call, settled.slice(0, 1), 'what is sorted is not known');
  const ordered = isInOrder(value);
  return forPresent(call, value.items, assumptions, (present) => {
    let clear = true;
    const before = (a: number, b: number): boolean => {
      const [first, second] = [present[a], present[b]];
      if (first === undefined || second === undefined || !clear) return false;
      const answer = call.evaluator.force(bodyCell(call, lambda, `${a}<${b}`, [first, second]));
      if (typeof answer !== 'boolean') clear = false;
      return answer === true;
    };
    const order = present
      .map((_, index) => index)
      .sort((a, b) => {
        if (before(a, b)) return -1;
        if (before(b, a)) return 1;
        if (a !== b && !ordered) clear = false;
        return 0;
      });
    if (!clear) return call.evaluator.failure(call.at, orderNotKnown);
    return { kind: 'array', items: order.flatMap((index) => present[index] ?? []), rest: null };
  });
});

interface Keyed {
  readonly key: string;
  readonly cell: Cell;
}

/** Key and value that lambdas give for the elements that are there; null if a key isn't a known text. */
function keyedCells(call: Call, present: readonly Cell[], operands: readonly Cell[]): readonly Keyed[] | null {
  const keys = lambdaOf(call, operands[1]);
  const values = operands.length > 2 ? lambdaOf(call, operands[2]) : null;
  if (keys === null || (operands.length > 2 && values === null)) return null;
  const keyed: Keyed[] = [];
  for (const [index, cell] of present.entries()) {
    const number = call.evaluator.given(call.at, index);
    const key = call.evaluator.force(bodyCell(call, keys, String(index), [cell, number]));
    if (typeof key !== 'string') return null;
    keyed.push({ key, cell: values === null ? cell : bodyCell(call, values, String(index), [cell, number]) });
  }
  return keyed;
}

/** Applies `make` to keys and values for each alternative of the elements' conditions. */
function ofKeyed(make: (call: Call, keyed: readonly Keyed[], ordered: boolean) => Value): Implementation {
  return ofSettled((call, [value], settled, assumptions) => {
    if (value === undefined || !isArray(value) || value.rest !== null)
      return call.evaluator.failure(call.at, 'which elements the array has is not known');
    return forPresent(call, value.items, assumptions, (present) => {
      const keyed = keyedCells(call, present, settled);
      return keyed === null
        ? call.evaluator.failure(call.at, 'a key is not known')
        : make(call, keyed, isInOrder(value));
    });
  });
}

/** An object with a property for each element. Of two elements with one key, which one counts isn't documented. */
function objectOf(call: Call, keyed: readonly Keyed[]): Value {
  const byKey = new Map<string, Keyed>();
  for (const entry of keyed) {
    const folded = entry.key.toLowerCase();
    const twice = call.evaluator.failure(call.at, 'two elements have the same key', folded);
    byKey.set(folded, byKey.has(folded) ? { key: entry.key, cell: call.evaluator.given(call.at, twice) } : entry);
  }
  const entries = [...byKey.values()];
  return {
    kind: 'object',
    shape: shapeOf(entries.map(({ key }) => key)),
    cells: entries.map(({ cell }) => cell),
    rest: null,
  };
}

/** An object with an array of elements for each key. Whether keys that differ in case only are one isn't documented. */
function groupsOf(call: Call, keyed: readonly Keyed[], ordered: boolean): Value {
  const groups = new Map<string, ArrayElement[]>();
  for (const { key, cell } of keyed) {
    const element = ordered ? cell : { cell, when: null, placed: false };
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [element]);
    else group.push(element);
  }
  const keys = [...groups.keys()];
  if (new Set(keys.map((key) => key.toLowerCase())).size < keys.length)
    return call.evaluator.failure(call.at, 'two keys differ in case only');
  const cells = [...groups.values()].map((items) =>
    call.evaluator.given(call.at, { kind: 'array', items, rest: null }),
  );
  return { kind: 'object', shape: shapeOf(keys), cells, rest: null };
}

/** The same keys with other values. A choice of objects becomes a choice for each key. */
const mapValues: Implementation = (call) => {
  const { evaluator, at } = call;
  const [source] = call.operands;
  const lambda = lambdaOf(call, call.operands[1]);
  if (source === undefined || lambda === null) return refused(call);
  const object = mergeObjects(evaluator, at, [source], false);
  if (!isObject(object)) return object;
  if (isUnknown(evaluator.force(source))) return evaluator.failure(at, 'the properties of the object are not known');
  const keys = keysOf(object);
  const cells = keys.map((key) =>
    lift(evaluator, at, [propertyOf(object, key) ?? at], ([value = at]) => {
      const isAbsent = isNothing(evaluator.force(value)) && evaluator.force(value) !== null;
      return isAbsent ? value : cellOf(call, bodyCell(call, lambda, key, [value]));
    }),
  );
  const rest = object.rest === null ? null : evaluator.failure(at, object.rest.reason);
  return { kind: 'object', shape: shapeOf(keys), cells, rest };
};

export const lambdaFunctions: Readonly<Record<string, Implementation>> = {
  map,
  filter,
  reduce,
  sort,
  toObject: ofKeyed(objectOf),
  groupBy: ofKeyed(groupsOf),
  mapValues,
};
