/** Questions to arrays, objects and texts, and parts of them: the result is the element's own cell, so provenance goes on there. */
import { type Call, type Implementation, ofSettled, refused, unknownResult } from '../calls.ts';
import type { Cell } from '../cell.ts';
import { anyOf, forPresent, isInOrder, negated, presence, propertiesOf } from '../elements.ts';
import { decisionOf, lift } from '../lift.ts';
import { memberOf } from '../members.ts';
import type { Assumptions } from '../terms.ts';
import { partsOf } from '../texts.ts';
import {
  type ArrayValue,
  isArray,
  isCertain,
  isNothing,
  isObject,
  isScalar,
  isUnknown,
  propertyOf,
  type Value,
} from '../values.ts';
import { valuesEqual } from './logic.ts';
import { membership } from './sets.ts';
import { cutText, positionOfText, unknownText } from './text.ts';

/** Texts and elements are compared with regard to case, keys without. */
const contains: Implementation = ofSettled((call, [container, item], settled) => {
  const cell = settled[1];
  if (container === undefined || item === undefined || cell === undefined) return refused(call);
  if (typeof container === 'string' && isScalar(item)) return container.includes(String(item));
  if (isObject(container) && isScalar(item)) {
    const property = propertyOf(container, String(item));
    if (property !== undefined) return presence(call, property);
    if (container.rest === null) return false;
  }
  if (isArray(container)) {
    const member = membership(call, container, cell);
    if (member !== null) return member;
  }
  if (typeof container === 'object' && container !== null && container.kind === 'text' && typeof item === 'string') {
    if (container.parts.some((part) => typeof part === 'string' && part.includes(item))) return true;
  }
  return unknownResult(call, settled, 'what contains gives depends on an unknown value');
});

const length: Implementation = ofSettled((call, [value], settled, assumptions) => {
  if (typeof value === 'string') return value.length;
  if (value !== undefined && isArray(value) && value.rest === null)
    return forPresent(call, value.items, assumptions, (present) => present.length);
  if (value !== undefined && isObject(value) && value.rest === null) {
    const elements = propertiesOf(call, value).map(({ element }) => element);
    return forPresent(call, elements, assumptions, (present) => present.length);
  }
  const isOpen = value !== undefined && (isArray(value) || isObject(value)) && value.rest !== null;
  const why = isOpen ? value.rest : value !== undefined && isUnknown(value) ? value : null;
  return unknownResult(call, settled, why?.reason ?? 'the length is not known');
});

const empty: Implementation = ofSettled((call, [value], settled) => {
  const notKnown = (): Value => unknownResult(call, settled, 'whether it is empty is not known');
  if (value === undefined || isNothing(value)) return true;
  if (typeof value === 'string') return value === '';
  if (typeof value !== 'object' || value === null) return notKnown();
  switch (value.kind) {
    case 'text':
      return value.parts.some((part) => typeof part === 'string') ? false : notKnown();
    case 'reference':
      return false;
    case 'object':
    case 'array': {
      const parts = isArray(value) ? value.items : propertiesOf(call, value).map(({ element }) => element);
      const there = parts.map((part) => part.when ?? true);
      if (there.includes(true)) return false;
      return value.rest === null ? negated(call, anyOf(call, there)) : notKnown();
    }
    case 'unknown': {
      if (value.equals?.('') === false) return false;
      const answer = unknownResult(call, settled, value.reason);
      return decisionOf(call.evaluator, call.at, {
        term: answer.term,
        form: { kind: 'empty', subject: value.term.key },
      });
    }
    default:
      return notKnown();
  }
});

/** The first or last character of a text, or element of an array; null of an empty array. */
function edge(fromEnd: boolean): Implementation {
  return ofSettled((call, [value], settled, assumptions) => {
    if (typeof value === 'string') return fromEnd ? value.slice(-1) : value.slice(0, 1);
    if (value !== undefined && isArray(value)) {
      const first = value.items[0];
      if (!fromEnd && first !== undefined && isCertain(first)) return first.cell;
      if (isInOrder(value))
        return forPresent(call, value.items, assumptions, (present) => present.at(fromEnd ? -1 : 0) ?? null);
    }
    const parts = value === undefined || isUnknown(value) ? null : partsOf(value);
    const part = parts?.at(fromEnd ? -1 : 0);
    if (typeof part === 'string' && part !== '') return fromEnd ? part.slice(-1) : part.slice(0, 1);
    return unknownText(call, settled);
  });
}

/** `take` and `skip`: of arrays over the same elements. */
function cut(keepStart: boolean): Implementation {
  return ofSettled((call, [value, count], settled, assumptions) => {
    if (value === undefined || count === undefined) return refused(call);
    if (typeof count !== 'number' || !Number.isInteger(count)) return unknownText(call, settled);
    if (isArray(value)) return cutArray(call, value, Math.max(0, count), keepStart, settled, assumptions);
    return cutText(value, count, keepStart) ?? unknownText(call, settled);
  });
}

function cutArray(
  call: Call,
  array: ArrayValue,
  count: number,
  keepStart: boolean,
  settled: readonly Cell[],
  assumptions: Assumptions | null,
): Value | Cell {
  const leading = array.items.slice(0, count);
  const isClear = leading.every(isCertain) && (leading.length === count || array.rest === null);
  if (isClear && keepStart) return { kind: 'array', items: leading, rest: null };
  if (isClear) return { kind: 'array', items: array.items.slice(count), rest: array.rest };
  if (!isInOrder(array)) return unknownResult(call, settled, 'which elements the array has is not known');
  return forPresent(call, array.items, assumptions, (present) => ({
    kind: 'array',
    items: keepStart ? present.slice(0, count) : present.slice(count),
    rest: null,
  }));
}

/** The position of a text in a text, without regard to case, or of an element in an array; -1 if there is none. */
function position(fromEnd: boolean): Implementation {
  return ofSettled((call, [value, sought], settled, assumptions) => {
    if (typeof value === 'string' && typeof sought === 'string')
      return positionOfText(value, sought, fromEnd) ?? refused(call);
    if (value === undefined || sought === undefined || !isArray(value) || !isInOrder(value))
      return unknownText(call, settled);
    return forPresent(call, value.items, assumptions, (present, assumed) => {
      if (!call.evaluator.spend(present.length)) return call.evaluator.beyond(call.at, 'the array is too long');
      return lift(
        call.evaluator,
        call.at,
        present,
        (elements) => call.evaluator.given(call.at, positionAmong(call, elements, sought, fromEnd, settled)),
        assumed,
      );
    });
  });
}

function positionAmong(
  call: Call,
  cells: readonly Cell[],
  sought: Value,
  fromEnd: boolean,
  settled: readonly Cell[],
): Value {
  for (let step = 0; step < cells.length; step++) {
    const index = fromEnd ? cells.length - 1 - step : step;
    const cell = cells[index];
    const same = cell !== undefined && valuesEqual(call, call.evaluator.force(cell), sought);
    if (same === true) return index;
    if (same === undefined) return unknownText(call, settled);
  }
  return -1;
}

/** `indexFromEnd(array, 1)` is the last element; further arguments of the safe form go on from there. */
function fromEnd(safe: boolean): Implementation {
  return ofSettled((call, _, settled) => {
    const [array, index, ...keys] = settled;
    if (array === undefined || index === undefined || (keys.length > 0 && !safe)) return refused(call);
    let found = memberOf(call.evaluator, call.at, array, index, { safe, fromEnd: true, nested: false });
    for (const key of keys) {
      const owner = found;
      found = lift(call.evaluator, call.at, [owner], ([settledOwner = owner]) =>
        memberOf(call.evaluator, call.at, settledOwner, key, { safe: true, fromEnd: false, nested: false }),
      );
    }
    return found;
  });
}

const createArray: Implementation = (call) => ({ kind: 'array', items: call.operands, rest: null });

/** One value as an array of it; what an array becomes isn't documented, and surely is an array of the same elements. */
const array: Implementation = ofSettled((call, [value], settled) => {
  const cell = settled[0];
  if (cell === undefined || value === undefined || isUnknown(value))
    return unknownResult(call, settled, 'the value is not known');
  return isArray(value) ? cell : { kind: 'array', items: [cell], rest: null };
});

export const collectionFunctions: Readonly<Record<string, Implementation>> = {
  contains,
  length,
  empty,
  first: edge(false),
  last: edge(true),
  take: cut(true),
  skip: cut(false),
  indexOf: position(false),
  lastIndexOf: position(true),
  indexFromEnd: fromEnd(false),
  tryIndexFromEnd: fromEnd(true),
  createArray,
  array,
};
