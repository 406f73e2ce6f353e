/** Walks the values of a resource's body under one run. */
import type { Cell } from '../evaluate/cell.ts';
import type { Evaluator } from '../evaluate/evaluator.ts';
import { compoundTerm, constantTerm } from '../evaluate/terms.ts';
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
import { type Run, Undecided } from './alternatives.ts';
import type { Json } from './view.ts';

/** What ends a run that needs an unknown value. */
export function undecidedBy(unknown: Unknown): Undecided {
  return new Undecided(unknown.reason, unknown.term.label);
}

export function segmentsOf(path: string): readonly string[] {
  const known = segments.get(path);
  if (known !== undefined) return known;
  if (segments.size >= mostPaths) segments.clear();
  const found = path === '' ? [] : path.split('.');
  segments.set(path, found);
  return found;
}

/** Rules ask for the same few hundred paths of each resource. */
const segments = new Map<string, readonly string[]>();

/** Paths that are remembered: with the positions of elements in them there are as many as elements. */
const mostPaths = 2000;

/** The cell behind all choices of a cell, as the run decides them. */
export function settled(evaluator: Evaluator, run: Run, cell: Cell): Cell {
  let current = cell;
  for (;;) {
    const value = evaluator.force(current);
    if (!isChoice(value)) return current;
    current = run.decide(value.on) ? value.yes : value.no;
  }
}

/** Where a path leads: to a cell, or to the object that lacks the rest of the path. */
export type Walked =
  | {
      readonly kind: 'cell';
      readonly cell: Cell /** The same cell before its choices were taken: the use. */;
      readonly use: Cell;
    }
  | { readonly kind: 'missing'; readonly owner: Cell; readonly missing: readonly string[] };

/**
 * Follows a path from a body. `around` is told each object or array on the way as it is used, before its choices are taken, and how many steps
 * lead to it.
 * @throws Undecided if a step leads into something unknown.
 */
export function walk(
  evaluator: Evaluator,
  run: Run,
  body: Cell,
  segments: readonly string[],
  around: (use: Cell, steps: number) => void = () => {},
): Walked {
  let use = body;
  let cell = settled(evaluator, run, body);
  for (let index = 0; index < segments.length; index++) {
    around(use, index);
    const key = segments[index] ?? '';
    const value = evaluator.force(cell);
    if (isUnknown(value)) throw undecidedBy(value);
    if (isNothing(value)) return { kind: 'missing', owner: cell, missing: segments.slice(index) };
    if (isArray(value)) {
      const element = presentElements(evaluator, run, value.items)[Number(key)];
      if (element === undefined)
        throw new Undecided('the array has no such element', 'an element that its array does not have');
      use = element.cell;
    } else if (isObject(value)) {
      const next = propertyOf(value, key);
      if (next === undefined) {
        if (value.rest !== null) throw undecidedBy(value.rest);
        return { kind: 'missing', owner: cell, missing: segments.slice(index) };
      }
      use = next;
    } else {
      throw new Undecided(
        `'${key}' is read from a value that has no properties`,
        `'${key}', which is read from a value that has no properties`,
      );
    }
    cell = settled(evaluator, run, use);
  }
  return { kind: 'cell', cell, use };
}

/** The elements that are there in this run. */
export function presentElements(
  evaluator: Evaluator,
  run: Run,
  items: readonly ArrayElement[],
): readonly ArrayElement[] {
  return items.filter((item) => item.when === null || holds(evaluator, run, item.when));
}

/** Whether a condition holds in this run. @throws Undecided if it isn't a condition. */
export function holds(evaluator: Evaluator, run: Run, condition: Value): boolean {
  let value = condition;
  while (isChoice(value)) value = evaluator.force(run.decide(value.on) ? value.yes : value.no);
  if (typeof value === 'boolean') return value;
  throw isUnknown(value)
    ? undecidedBy(value)
    : new Undecided('the condition is not a boolean', 'a condition that is not a boolean');
}

/** Values inside of one plain value; a larger one isn't read. */
const mostInside = 10_000;

/** Deepest nesting of a plain value. */
const deepestPlain = 100;

/** The plain value of a cell. @throws Undecided if any part of it is unknown, or if it is very large. */
export function plainOf(evaluator: Evaluator, run: Run, cell: Cell): Json {
  return new PlainReader(evaluator, run).read(cell, 0);
}

class PlainReader {
  private readonly evaluator: Evaluator;
  private readonly run: Run;
  private inside = 0;

  constructor(evaluator: Evaluator, run: Run) {
    this.evaluator = evaluator;
    this.run = run;
  }

  read(cell: Cell, depth: number): Json {
    if (++this.inside > mostInside || depth > deepestPlain)
      throw new Undecided('the value is too large', 'a value that is too large');
    const value = this.evaluator.force(settled(this.evaluator, this.run, cell));
    if (typeof value === 'bigint') return Number(value);
    if (typeof value !== 'object' || value === null) return value;
    switch (value.kind) {
      case 'absent':
        return null;
      case 'unknown':
        return candidateOf(this.run, value);
      case 'array': {
        if (value.rest !== null) throw undecidedBy(value.rest);
        const present = presentElements(this.evaluator, this.run, value.items);
        return present.map((item) => this.read(item.cell, depth + 1));
      }
      case 'object':
        return this.object(value, depth);
      case 'text':
        throw new Undecided('part of the text is not known', 'a part of a text');
      case 'reference':
        throw new Undecided(
          'the id of a resource is known when it is deployed',
          'the id of a resource, which is known when it is deployed',
        );
      case 'choice':
      case 'lambda':
        throw new Undecided('it is not a plain value', 'a value that is not plain');
    }
  }

  private object(value: ObjectValue, depth: number): Json {
    if (value.rest !== null) throw undecidedBy(value.rest);
    const plain: [string, Json][] = [];
    for (const key of keysOf(value)) {
      const member = propertyOf(value, key);
      const item = member === undefined ? null : this.read(member, depth + 1);
      if (item !== null) plain.push([key, item]);
    }
    // Unlike an assignment, this makes a property also of a key such as `__proto__`.
    return Object.fromEntries(plain);
  }
}

/** One of the values that an author allowed, by decisions that later reads of the same unknown share. */
function candidateOf(run: Run, unknown: Unknown): Json {
  const candidates = unknown.oneOf;
  if (candidates === null || candidates.length === 0) throw undecidedBy(unknown);
  for (const candidate of candidates) {
    if (candidate === null) continue;
    const term = compoundTerm('equals', [unknown.term, constantTerm(candidate)], unknown.term.place);
    const form = { kind: 'equals', subject: unknown.term.key, value: candidate, domain: candidates.length } as const;
    if (run.decide({ term, form })) return typeof candidate === 'bigint' ? Number(candidate) : candidate;
  }
  return null;
}

/** True if the value is null or absent. Also decidable for an unknown that cannot be null. @throws Undecided otherwise. */
export function isOmitted(evaluator: Evaluator, cell: Cell): boolean {
  const value = evaluator.force(cell);
  if (isUnknown(value) && value.nullable) throw undecidedBy(value);
  return isNothing(value);
}
