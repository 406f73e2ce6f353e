/** Compares values of two evaluations of one template. */
import { keyWithoutPositions } from '../deployment/moved-key.ts';
import type { Cell } from '../evaluate/cell.ts';
import { settle } from '../evaluate/choices.ts';
import type { Reference } from '../evaluate/instance.ts';
import type { Assumptions, Term } from '../evaluate/terms.ts';
import {
  type ArrayElement,
  isArray,
  isChoice,
  isNothing,
  isObject,
  isUnknown,
  keysOf,
  type ObjectValue,
  propertyOf,
  type Unknown,
  type Value,
} from '../evaluate/values.ts';

/** One of two evaluations, and what holds in it wherever the resource is deployed. */
export interface Side {
  readonly force: (cell: Cell) => Value;
  readonly assumptions: Assumptions | null;
}

/**
 * What counts as the same: what people would call so (unknown values of the same words, whatever they depend on), or only what no rule can tell
 * apart.
 */
export type Measure = 'meaning' | 'everything';

/** Values that are compared. */
const mostValues = 100_000;

const nothing: ReadonlySet<string> = new Set();

export class Comparison {
  private readonly before: Side;
  private readonly after: Side;
  private readonly isExact: boolean;
  private readonly terms = new RenamedTerms();
  private left = mostValues;

  constructor(before: Side, after: Side, measure: Measure) {
    this.before = before;
    this.after = after;
    this.isExact = measure === 'everything';
  }

  /** False if there was too much to compare: the rest counted as the same. */
  get isDone(): boolean {
    return this.left >= 0;
  }

  isSame(before: Cell, after: Cell, except: ReadonlySet<string> = nothing): boolean {
    return this.isSameValue(valueIn(this.before, before), valueIn(this.after, after), except);
  }

  isSameValue(a: Value, b: Value, except: ReadonlySet<string> = nothing): boolean {
    if (--this.left < 0) return true;
    if (isNothing(a) || isNothing(b)) return isNothing(a) && isNothing(b);
    if (isObject(a) && isObject(b)) return this.isSameRest(a.rest, b.rest) && this.haveSameParts(a, b, except);
    if (isArray(a) && isArray(b)) {
      if (a.items.length !== b.items.length || (this.isExact && !this.isSameRest(a.rest, b.rest))) return false;
      return a.items.every((item, index) => this.isSameElement(item, b.items[index]));
    }
    if (isChoice(a) && isChoice(b)) {
      if (this.isExact && !this.terms.areSame(a.on.term, b.on.term)) return false;
      return this.isSame(a.yes, b.yes, except) && this.isSame(a.no, b.no, except);
    }
    // The id of a resource that has another name is another one.
    if (isReference(a) && isReference(b) && !this.isSame(a.to.name, b.to.name)) return false;
    return this.isExact ? this.isSameLeaf(a, b) : textOf(a) === textOf(b);
  }

  private isSameElement(a: ArrayElement, b: ArrayElement | undefined): boolean {
    if (b === undefined) return false;
    const isSameCondition =
      !this.isExact || (a.when === b.when && a.placed === b.placed) || this.haveSameConditions(a, b);
    return isSameCondition && this.isSame(a.cell, b.cell);
  }

  private haveSameConditions(a: ArrayElement, b: ArrayElement): boolean {
    return a.when !== null && b.when !== null && a.placed === b.placed && this.isSameValue(a.when, b.when);
  }

  private isSameRest(a: Unknown | null, b: Unknown | null): boolean {
    if (a === null || b === null) return a === b;
    return !this.isExact || this.isSameLeaf(a, b);
  }

  /** A text, a reference, a scalar or something unknown. */
  private isSameLeaf(a: Value, b: Value): boolean {
    if (a === b) return true;
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
    if (isUnknown(a) && isUnknown(b)) {
      const mayBeTheSame =
        a.nullable === b.nullable && a.type === b.type && haveSameItems(a.oneOf ?? [], b.oneOf ?? []);
      // What a secret is can't be compared.
      return mayBeTheSame && a.equals === b.equals && this.terms.areSame(a.term, b.term);
    }
    if (a.kind === 'reference' && b.kind === 'reference')
      return a.what === b.what && withoutNodes(a.to.key) === withoutNodes(b.to.key);
    if (a.kind !== 'text' || b.kind !== 'text' || a.parts.length !== b.parts.length) return false;
    return a.parts.every((part, index) => {
      const other = b.parts[index];
      return other !== undefined && this.isSameLeaf(part, other);
    });
  }

  private haveSameParts(a: ObjectValue, b: ObjectValue, except: ReadonlySet<string>): boolean {
    const isLeftOut = (key: string): boolean => except.size > 0 && except.has(key.toLowerCase());
    const keys = keysOf(a);
    // Nearly all objects are written in the same way in both; then each part has the same position.
    if (keys === a.shape.keys && haveSameItems(keys, b.shape.keys))
      return keys.every((key, at) => isLeftOut(key) || this.isSamePart(a.cells[at], b.cells[at]));
    const all = new Set([...keys, ...keysOf(b)]);
    return [...all].every((key) => isLeftOut(key) || this.isSamePart(propertyOf(a, key), propertyOf(b, key)));
  }

  private isSamePart(before: Cell | undefined, after: Cell | undefined): boolean {
    if (before !== undefined && after !== undefined) return this.isSame(before, after);
    if (this.isExact) return before === after;
    if (before !== undefined) return isNothing(valueIn(this.before, before));
    return after === undefined || isNothing(valueIn(this.after, after));
  }
}

/** Terms of two evaluations that differ in the positions of what they stand for, each always in the same way. */
class RenamedTerms {
  private readonly forth = new Map<string, string>();
  private readonly back = new Map<string, string>();

  areSame({ key: before, label }: Term, { key: after, label: other }: Term): boolean {
    const known = this.forth.get(before);
    if (known !== undefined) return known === after;
    if (this.back.has(after) || label !== other) return false;
    if (before !== after && withoutNodes(before) !== withoutNodes(after)) return false;
    this.forth.set(before, after);
    this.back.set(after, before);
    return true;
  }
}

/** A key without the positions of nodes, which an edit in front of them moves. Those of the turns of a loop stay. */
export function withoutNodes(key: string): string {
  return key.replaceAll(/(#|\/deployment)\d+/g, '$1');
}

function haveSameItems<Item>(some: readonly Item[], others: readonly Item[]): boolean {
  return some.length === others.length && some.every((one, index) => one === others[index]);
}

function isReference(value: Value): value is Reference {
  return typeof value === 'object' && value?.kind === 'reference';
}

function valueIn({ force, assumptions }: Side, cell: Cell): Value {
  const value = force(cell);
  return isChoice(value) ? force(settle(cell, assumptions, force)) : value;
}

/** What tells values apart that have no parts, or whose parts aren't cells, as people name them. */
function textOf(value: Value): string {
  if (typeof value !== 'object' || value === null) return `${typeof value} ${String(value)}`;
  switch (value.kind) {
    case 'text':
      return value.parts.map((part) => (typeof part === 'string' ? part : textOf(part))).join('');
    case 'reference':
      return `${value.what} of ${keyWithoutPositions(value.to.key)}`;
    case 'unknown':
      return `unknown ${value.term.label}`;
    default:
      return value.kind;
  }
}
