/** For tests of laws: whether a value of an evaluation with unknowns allows the value that one without them gives. */
import type { Cell } from '../../server/src/evaluate/cell.ts';
import type { Evaluator } from '../../server/src/evaluate/evaluator.ts';
import {
  type ArrayElement,
  type ArrayValue,
  isChoice,
  isScalar,
  isUnknown,
  keysOf,
  type ObjectValue,
  propertyOf,
  type Scalar,
  type TextPart,
  type Unknown,
  type Value,
} from '../../server/src/evaluate/values.ts';
import { sideOf, type Values, valueOfUnknown } from './terms.ts';

/** What was compared, and the first contradiction. */
export interface Tally {
  /** Scalars that both sides know. */
  scalars: number;
  /** Of those, the ones that are one of several alternatives on the unknowing side. */
  chosen: number;
  /** Unknowns whose values were told by their terms. */
  told: number;
  contradiction: string | null;
}

/** Alternatives of conditions that the values don't tell are tried one by one, no more than this often for one value. */
const mostTries = 4096;

export class Restriction {
  private readonly open: Evaluator;
  private readonly closed: Evaluator;
  private readonly values: Values;
  readonly tally: Tally = { scalars: 0, chosen: 0, told: 0, contradiction: null };
  private tries = 0;

  /** @param values what the base terms of `open` stand for in `closed` */
  constructor(open: Evaluator, closed: Evaluator, values: Values) {
    this.open = open;
    this.closed = closed;
    this.values = values;
  }

  /** Compares two cells; the first contradiction is kept, with a path to it. */
  compare(open: Cell, closed: Cell, path: string): void {
    this.tries = 0;
    const contradiction = this.mismatch(open, closed, path, false);
    if (contradiction !== null) this.tally.contradiction ??= contradiction;
  }

  /** Whether a condition may have a side; true also if that isn't known. */
  mayBe(condition: Value, side: boolean): boolean {
    if (isChoice(condition)) {
      const told = sideOf(condition.on, this.values);
      const [yes, no] = [condition.yes, condition.no].map((cell) => this.open.force(cell));
      return [told === false ? undefined : yes, told === true ? undefined : no].some(
        (branch) => branch !== undefined && this.mayBe(branch, side),
      );
    }
    return typeof condition === 'boolean' ? condition === side : true;
  }

  /** What the values say of a condition. */
  told(condition: Value): boolean | undefined {
    if (!isChoice(condition)) return typeof condition === 'boolean' ? condition : undefined;
    const side = sideOf(condition.on, this.values);
    if (side !== undefined) return this.told(this.open.force(side ? condition.yes : condition.no));
    const [yes, no] = [condition.yes, condition.no].map((cell) => this.told(this.open.force(cell)));
    return yes === no ? yes : undefined;
  }

  private mismatch(open: Cell, closed: Cell, path: string, isChosen: boolean): string | null {
    if (++this.tries > mostTries) return null;
    const known = this.closed.force(closed);
    if (isUnknown(known)) return null;
    if (isChoice(known)) {
      const yes = this.mismatch(open, known.yes, path, true);
      return yes === null ? null : this.mismatch(open, known.no, path, true);
    }
    const value = this.open.force(open);
    if (isChoice(value)) {
      const side = sideOf(value.on, this.values);
      if (side !== undefined) return this.mismatch(side ? value.yes : value.no, closed, path, true);
      const yes = this.mismatch(value.yes, closed, path, true);
      return yes === null ? null : this.mismatch(value.no, closed, path, true);
    }
    if (isUnknown(value)) return this.unknownMismatch(value, known, path);
    if (isScalar(value)) {
      if (isScalar(known) || typeof known !== 'object') return this.scalarMismatch(value, known, path, isChosen);
      return known.kind === 'text' || known.kind === 'absent' ? null : `${path}: ${String(value)} | ${known.kind}`;
    }
    if (value.kind === 'text') {
      if (typeof known === 'string' && !this.fits(value.parts, known)) return `${path}: a text | ${known}`;
      return typeof known === 'string' || (isObjectLike(known) && known.kind === 'text')
        ? null
        : `${path}: a text | ${shown(known)}`;
    }
    if (!isObjectLike(known) || known.kind !== value.kind) {
      return value.kind === 'absent' && known === null ? null : `${path}: ${value.kind} | ${shown(known)}`;
    }
    if (value.kind === 'object' && known.kind === 'object') return this.objectMismatch(value, known, path, isChosen);
    if (value.kind === 'array' && known.kind === 'array') return this.arrayMismatch(value, known, path, isChosen);
    if (value.kind === 'reference' && known.kind === 'reference')
      return withoutTurns(value.to.key) === withoutTurns(known.to.key) && value.what === known.what
        ? null
        : `${path}: reference to ${value.to.key} | ${known.to.key}`;
    return null;
  }

  private scalarMismatch(value: Scalar, known: Value, path: string, isChosen: boolean): string | null {
    if (value !== known) return `${path}: ${String(value)} | ${shown(known)}`;
    this.tally.scalars++;
    if (isChosen) this.tally.chosen++;
    return null;
  }

  private unknownMismatch(unknown: Unknown, known: Value, path: string): string | null {
    if (!unknown.nullable && known === null) return `${path}: unknown, but never null (${unknown.term.key}) | null`;
    if (!isScalar(known)) return null;
    if (unknown.oneOf !== null && known !== null && !unknown.oneOf.includes(known))
      return `${path}: one of ${unknown.oneOf.join(', ')} | ${shown(known)}`;
    const told = valueOfUnknown(unknown, this.values);
    if (told === undefined || (typeof told === 'object' && told !== null)) return null;
    if (told !== known) return `${path}: ${unknown.term.key} is ${String(told)} | ${shown(known)}`;
    this.tally.told++;
    return null;
  }

  /** Whether a known text can be what the parts make. */
  private fits(parts: readonly TextPart[], known: string): boolean {
    const pattern = parts.map((part) => {
      if (typeof part === 'string') return escaped(part);
      const told = part.kind === 'unknown' ? valueOfUnknown(part, this.values) : undefined;
      return typeof told === 'string' || typeof told === 'number' ? escaped(String(told)) : '[^]*';
    });
    return new RegExp(`^${pattern.join('')}$`).test(known);
  }

  private objectMismatch(open: ObjectValue, closed: ObjectValue, path: string, isChosen: boolean): string | null {
    for (const key of keysOf(open)) {
      const [part, other] = [propertyOf(open, key), propertyOf(closed, key)];
      if (part === undefined) continue;
      if (other !== undefined) {
        const mismatch = this.mismatch(part, other, `${path}.${key}`, isChosen);
        if (mismatch !== null) return mismatch;
      } else if (closed.rest === null && !this.mayBeAbsent(part)) return `${path}.${key}: there | not there`;
    }
    for (const key of keysOf(closed)) {
      if (propertyOf(open, key) !== undefined || open.rest !== null) continue;
      const other = propertyOf(closed, key);
      const value = other === undefined ? null : this.closed.force(other);
      if (isScalar(value) || value.kind === 'object' || value.kind === 'array')
        return `${path}.${key}: not there | there`;
    }
    return null;
  }

  private mayBeAbsent(cell: Cell): boolean {
    const value = this.open.force(cell);
    if (!isChoice(value)) return isObjectLike(value) && value.kind === 'absent';
    const side = sideOf(value.on, this.values);
    return (side !== false && this.mayBeAbsent(value.yes)) || (side !== true && this.mayBeAbsent(value.no));
  }

  /** Elements in order; one with a condition that the values don't tell may be there or not. */
  private arrayMismatch(open: ArrayValue, closed: ArrayValue, path: string, isChosen: boolean): string | null {
    if (open.rest !== null || closed.rest !== null || closed.items.some((item) => item.when !== null)) return null;
    const items = open.items.filter((item) => item.when === null || this.mayBe(item.when, true));
    const isOptional = (item: ArrayElement): boolean => item.when !== null && this.mayBe(item.when, false);
    if (!items.some(isOptional)) {
      if (items.length !== closed.items.length) return `${path}: ${items.length} elements | ${closed.items.length}`;
      for (const [index, item] of items.entries()) {
        const other = closed.items[index];
        const mismatch =
          other && this.mismatch(item.cell, other.cell, `${path}[${index}]`, isChosen || item.when !== null);
        if (mismatch) return mismatch;
      }
      return null;
    }
    // Greedy from both ends would be wrong: whether a rest can be matched decides whether an optional element is there.
    const canMatch = (at: number, other: number): boolean => {
      if (++this.tries > mostTries) return true;
      const item = items[at];
      if (item === undefined) return other === closed.items.length;
      const found = closed.items[other];
      if (
        found !== undefined &&
        this.mismatch(item.cell, found.cell, path, true) === null &&
        canMatch(at + 1, other + 1)
      )
        return true;
      return isOptional(item) && canMatch(at + 1, other);
    };
    return canMatch(0, 0) ? null : `${path}: ${items.length} elements, some optional | ${closed.items.length} others`;
  }
}

/** The key of an instance without the numbers of the turns of loops: where turns have conditions, those that happen are counted anew. */
export function withoutTurns(key: string): string {
  return key.replaceAll(/\[(?:\d+|\*)\]/g, '[]');
}

function isObjectLike(value: Value): value is Exclude<Value, Scalar> {
  return !isScalar(value);
}

function shown(value: Value): string {
  return isScalar(value) ? String(value) : value.kind;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
