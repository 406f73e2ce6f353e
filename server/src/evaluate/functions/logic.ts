/** Comparison, logic and integer arithmetic. */
import { type Call, type Implementation, ofScalars, ofSettled, unknownResult } from '../calls.ts';
import type { Cell } from '../cell.ts';
import { nullAtom } from '../choices.ts';
import { asCondition, decisionOf, lift } from '../lift.ts';
import { compoundTerm, constantTerm } from '../terms.ts';
import { partsOf, termOf, textsEqual } from '../texts.ts';
import {
  type ArrayValue,
  absent,
  isArray,
  isCertain,
  isChoice,
  isNothing,
  isObject,
  isScalar,
  isUnknown,
  keysOf,
  type ObjectValue,
  propertyOf,
  type Scalar,
  type Unknown,
  type Value,
} from '../values.ts';

const not: Implementation = (call) => {
  const operand = call.operands[0];
  if (operand === undefined) return call.evaluator.failure(call.at, 'not takes one argument');
  const test = asCondition(call.evaluator, operand);
  return lift(call.evaluator, call.at, [test], ([leaf]) =>
    call.evaluator.given(call.at, call.evaluator.force(leaf ?? test) === false),
  );
};

const equals: Implementation = ofSettled((call, values, settled) => {
  const [left, right] = values;
  const [leftCell, rightCell] = settled;
  if (left === undefined || right === undefined || leftCell === undefined || rightCell === undefined) {
    return call.evaluator.failure(call.at, 'equals takes two arguments');
  }
  return equality(call, left, right) ?? unknownResult(call, settled, 'the comparison depends on an unknown value');
});

/** Whether two values are equal, as a boolean or as a decision; null if there is no decision that asks for it. */
export function equality(call: Call, left: Value, right: Value): boolean | Cell | null {
  return valuesEqual(call, left, right) ?? equalityAtom(call, left, right);
}

/** The decision `unknown == constant`, `unknown == null`, or of two unknowns; null if no term stands for a side. */
function equalityAtom(call: Call, left: Value, right: Value): Cell | null {
  const [unknown, other] = isUnknown(left) ? [left, right] : [right, left];
  const otherTerm = termOf(other);
  const leftTerm = termOf(unknown);
  if (leftTerm === null || otherTerm === null) return null;
  if (isUnknown(unknown) && isNothing(other)) return decisionOf(call.evaluator, call.at, nullAtom(unknown));
  const ordered = leftTerm.key <= otherTerm.key ? [leftTerm, otherTerm] : [otherTerm, leftTerm];
  if (isUnknown(unknown) && isScalar(other) && other !== null) {
    const term = compoundTerm('equals', [leftTerm, constantTerm(other)], leftTerm.place);
    const domain = unknown.oneOf === null ? null : unknown.oneOf.length;
    return decisionOf(call.evaluator, call.at, {
      term,
      form: { kind: 'equals', subject: leftTerm.key, value: other, domain },
    });
  }
  return decisionOf(call.evaluator, call.at, {
    term: compoundTerm('equals', ordered, leftTerm.place),
    form: { kind: 'truth' },
  });
}

/** Comparisons of values inside of two values; beyond, it isn't known whether they are equal. */
const mostComparisons = 100_000;

/** Three-valued equality: undefined if it depends on something unknown. Strings respect case. */
export function valuesEqual(
  call: Call,
  left: Value,
  right: Value,
  budget: { left: number } = { left: mostComparisons },
): boolean | undefined {
  if (--budget.left < 0) return undefined;
  if (isNothing(left) || isNothing(right)) {
    if (isNothing(left) && isNothing(right)) return true;
    const other = isNothing(left) ? right : left;
    return isUnknown(other) && other.nullable ? undefined : false;
  }
  if (isChoice(left) || isChoice(right)) return alternativesEqual(call, left, right, budget);
  if (isUnknown(left) || isUnknown(right)) return unknownEqual(left, right);
  if (isScalar(left) && isScalar(right)) return scalarsEqual(left, right);
  if (isArray(left) && isArray(right))
    return arraysEqual(
      call,
      left.items.map((item) => item.cell),
      right.items.map((item) => item.cell),
      isClosed(left) && isClosed(right),
      budget,
    );
  if (isObject(left) && isObject(right)) {
    if (left.rest !== null || right.rest !== null) return undefined;
    return objectsEqual(call, left, right, budget);
  }
  const leftParts = partsOf(left);
  const rightParts = partsOf(right);
  return leftParts === null || rightParts === null ? false : textsEqual(leftParts, rightParts);
}

/** Equality that all alternatives agree on. */
function alternativesEqual(
  call: Call,
  left: Value,
  right: Value,
  budget: { left: number },
  equal: typeof propertiesEqual = valuesEqual,
): boolean | undefined {
  if (--budget.left < 0) return undefined;
  const [choice, other] = isChoice(left) ? [left, right] : [right, left];
  if (!isChoice(choice)) return undefined;
  const yes = equal(call, call.evaluator.force(choice.yes), other, budget);
  if (yes === undefined) return undefined;
  return equal(call, call.evaluator.force(choice.no), other, budget) === yes ? yes : undefined;
}

function unknownEqual(left: Value, right: Value): boolean | undefined {
  if (isUnknown(left) && isUnknown(right)) return left.term.key === right.term.key ? true : undefined;
  const [unknown, other] = isUnknown(left) ? [left, right] : [right as Unknown, left];
  const answer = isScalar(other) ? unknown.equals?.(other) : undefined;
  if (answer !== undefined) return answer;
  if (isScalar(other) && unknown.oneOf !== null && !unknown.oneOf.some((candidate) => scalarsEqual(candidate, other)))
    return false;
  return undefined;
}

export function scalarsEqual(left: Scalar, right: Scalar): boolean {
  if (typeof left === 'bigint' || typeof right === 'bigint')
    return String(left) === String(right) && typeof left !== 'string' && typeof right !== 'string';
  return left === right;
}

function isClosed(array: ArrayValue): boolean {
  return array.rest === null && array.items.every(isCertain);
}

function arraysEqual(
  call: Call,
  left: readonly Cell[],
  right: readonly Cell[],
  closed: boolean,
  budget: { left: number },
): boolean | undefined {
  if (!closed) return undefined;
  if (left.length !== right.length) return false;
  let answer: boolean | undefined = true;
  for (let index = 0; index < left.length; index++) {
    const a = left[index];
    const b = right[index];
    if (a === undefined || b === undefined) return false;
    if (a === b) continue;
    const same = valuesEqual(call, call.evaluator.force(a), call.evaluator.force(b), budget);
    if (same === false) return false;
    if (same === undefined) answer = undefined;
  }
  return answer;
}

/** In a merged object some properties are only there in some alternatives. */
function objectsEqual(
  call: Call,
  left: ObjectValue,
  right: ObjectValue,
  budget: { left: number },
): boolean | undefined {
  const keys = new Set([...keysOf(left), ...keysOf(right)].map((key) => key.toLowerCase()));
  let answer: boolean | undefined = true;
  for (const key of keys) {
    const [a, b] = [propertyOf(left, key), propertyOf(right, key)];
    if (a === b) continue;
    const written = (cell: Cell | undefined): Value => (cell === undefined ? absent : call.evaluator.force(cell));
    const same = propertiesEqual(call, written(a), written(b), budget);
    if (same === false) return false;
    if (same === undefined) answer = undefined;
  }
  return answer;
}

/** Like `valuesEqual`, but what isn't there differs from null. */
function propertiesEqual(call: Call, left: Value, right: Value, budget: { left: number }): boolean | undefined {
  if (isChoice(left) || isChoice(right)) return alternativesEqual(call, left, right, budget, propertiesEqual);
  return left === absent || right === absent ? left === right : valuesEqual(call, left, right, budget);
}

function toBoolean(value: Scalar | undefined): Value | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  if (typeof value !== 'string') return undefined;
  const folded = value.toLowerCase();
  return folded === 'true' ? true : folded === 'false' ? false : undefined;
}

export const logicFunctions: Readonly<Record<string, Implementation>> = {
  not,
  equals,
  bool: ofScalars(toBoolean),
};
