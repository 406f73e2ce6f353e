/**
 * Numbers: 64-bit integers, ordering, ranges. Semantics: Azure documentation, template functions (numeric, comparison, range); division
 * truncates and the remainder has the dividend's sign, as in .NET.
 */
import { type Call, type Implementation, ofScalars, ofSettled, refused, unknownResult } from '../calls.ts';
import type { Cell } from '../cell.ts';
import { forPresent } from '../elements.ts';
import { lift } from '../lift.ts';
import { compareTexts } from '../text-order.ts';
import { isArray, isScalar, type Scalar, type Value } from '../values.ts';

function comparison(holds: (order: number) => boolean): Implementation {
  return ofScalars((left, right) => {
    if (typeof left === 'string' && typeof right === 'string') {
      const order = compareTexts(left, right);
      return order === undefined ? undefined : holds(order);
    }
    const [a, b] = [integerOf(left), integerOf(right)];
    return a === null || b === null ? undefined : holds(a < b ? -1 : a > b ? 1 : 0);
  });
}

function arithmetic(compute: (left: bigint, right: bigint) => bigint | undefined): Implementation {
  return ofScalars((left, right) => {
    const [a, b] = [integerOf(left), integerOf(right)];
    const result = a === null || b === null ? undefined : compute(a, b);
    return result === undefined ? undefined : numberOf(result);
  });
}

/** An integer, whichever way it is held; null for anything else. */
export function integerOf(value: Scalar | undefined): bigint | null {
  if (typeof value === 'bigint') return value;
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : null;
}

/** An integer as a number while it is exact; undefined past 64 bits. */
export function numberOf(value: bigint): number | bigint | undefined {
  if (BigInt.asIntN(64, value) !== value) return undefined;
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

function toInteger(value: Scalar | undefined): Value | undefined {
  if (integerOf(value) !== null) return value;
  const digits = typeof value === 'string' ? /^([+-]?)(\d{1,30})$/.exec(value) : null;
  return digits === null ? undefined : numberOf(BigInt(`${digits[1] === '-' ? '-' : ''}${digits[2] ?? ''}`));
}

function toFraction(value: Scalar | undefined): Value | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  return typeof value === 'string' && /^[+-]?\d{1,15}(?:\.\d{1,15})?$/.test(value) ? Number(value) : undefined;
}

/** The smallest or largest of integers, which are the arguments or the elements of the only one. */
function extreme(replaces: (candidate: bigint, best: bigint) => boolean): Implementation {
  return ofSettled((call, values, settled, assumptions) => {
    const [only] = values;
    if (values.length !== 1 || only === undefined || !isArray(only)) return pick(call, settled, replaces);
    if (only.rest !== null) return unknownResult(call, settled, only.rest.reason);
    return forPresent(call, only.items, assumptions, (present, assumed) =>
      lift(
        call.evaluator,
        call.at,
        present,
        (elements) => call.evaluator.given(call.at, pick(call, elements, replaces)),
        assumed,
      ),
    );
  });
}

function pick(call: Call, cells: readonly Cell[], replaces: (candidate: bigint, best: bigint) => boolean): Value {
  let best: bigint | null = null;
  for (const cell of cells) {
    const value = call.evaluator.force(cell);
    if (!isScalar(value)) return unknownResult(call, cells, `${call.name} depends on an unknown value`);
    const integer = integerOf(value);
    if (integer === null) return refused(call);
    if (best === null || replaces(integer, best)) best = integer;
  }
  return (best === null ? undefined : numberOf(best)) ?? refused(call);
}

/** Most elements that Azure's `range` gives. */
const longestRange = 10_000;

/** The largest number that start and count of a range may make together. */
const lastOfRange = 2_147_483_647;

const range: Implementation = ofSettled((call, values, settled) => {
  if (!values.every(isScalar)) return unknownResult(call, settled, 'the range is not known');
  const [start, count] = values;
  if (typeof start !== 'number' || typeof count !== 'number' || !Number.isInteger(start) || !Number.isInteger(count))
    return refused(call);
  if (count < 0) return refused(call);
  if (count > longestRange) return call.evaluator.beyond(call.at, `${count} elements are too many`);
  if (start + count > lastOfRange) return refused(call);
  const items = Array.from({ length: count }, (_, index) => call.evaluator.given(call.at, start + index));
  return { kind: 'array', items, rest: null };
});

export const numberFunctions: Readonly<Record<string, Implementation>> = {
  less: comparison((order) => order < 0),
  lessOrEquals: comparison((order) => order <= 0),
  greater: comparison((order) => order > 0),
  greaterOrEquals: comparison((order) => order >= 0),
  add: arithmetic((a, b) => a + b),
  sub: arithmetic((a, b) => a - b),
  mul: arithmetic((a, b) => a * b),
  div: arithmetic((a, b) => (b === 0n ? undefined : a / b)),
  mod: arithmetic((a, b) => (b === 0n ? undefined : a % b)),
  int: ofScalars(toInteger),
  float: ofScalars(toFraction),
  min: extreme((candidate, best) => candidate < best),
  max: extreme((candidate, best) => candidate > best),
  range,
};
