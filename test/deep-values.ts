/** For tests: whole values, compared without being written out. */
import { createHash } from 'node:crypto';
import type { Cell } from '../server/src/evaluate/cell.ts';
import type { Evaluator } from '../server/src/evaluate/evaluator.ts';
import { type ArrayElement, keysOf, propertyOf, type TextPart, type Value } from '../server/src/evaluate/values.ts';

/** What a value is made of: a line of its own and the cells inside, by the step that leads to each. */
export interface ValueParts {
  readonly head: string;
  readonly inside: readonly (readonly [step: string, part: Cell])[];
}

/** The parts of a value. Equal values have equal heads and equal parts; where they come from makes no difference. */
export function valueParts(value: Value, like: Cell, given: Evaluator['given']): ValueParts {
  if (typeof value !== 'object' || value === null) return { head: `${typeof value} ${String(value)}`, inside: [] };
  const rest = 'rest' in value && value.rest !== null ? ` …${value.rest.term.key}` : '';
  switch (value.kind) {
    case 'object': {
      const keys = keysOf(value);
      const inside = keys.map((key) => [`.${key}`, propertyOf(value, key) ?? like] as const);
      return { head: `object ${keys.join(',')}${rest}`, inside };
    }
    case 'array': {
      const conditional = value.items.map((item) => `${item.when === null ? '' : '?'}${item.placed ? '' : '~'}`).join();
      const inside = value.items.flatMap((item, index) => elementParts(item, index, like, given));
      return { head: `array ${conditional}${rest}`, inside };
    }
    case 'choice':
      return {
        head: `choice ${value.on.term.key} ${JSON.stringify(value.on.form, plainBigint)}`,
        inside: [
          [`{${value.on.term.label}}`, value.yes],
          [`{not ${value.on.term.label}}`, value.no],
        ],
      };
    case 'text':
      return { head: `text ${value.parts.map(partHead).join('|')}`, inside: [] };
    case 'unknown':
    case 'reference':
      return { head: partHead(value), inside: [] };
    case 'lambda':
      return { head: `lambda ${value.frame.path} ${value.body.node}`, inside: [] };
    case 'absent':
      return { head: 'absent', inside: [] };
  }
}

function elementParts(
  item: ArrayElement,
  index: number,
  like: Cell,
  given: Evaluator['given'],
): readonly (readonly [string, Cell])[] {
  const element = [`[${index}]`, item.cell] as const;
  return item.when === null ? [element] : [element, [`[${index}?]`, given(like, item.when)]];
}

function partHead(part: TextPart): string {
  if (typeof part === 'string') return JSON.stringify(part);
  if (part.kind === 'reference') return `reference ${part.what} ${part.to.key}`;
  const candidates = part.oneOf === null ? '' : ` of ${part.oneOf.join('|')}`;
  return `unknown ${part.term.key}${part.nullable ? '?' : ''}${candidates}: ${part.reason}`;
}

function plainBigint(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}

/** Digests of cells that were read already. */
export type Digests = Map<Cell, string>;

/**
 * A digest of a cell's whole value, forced on the way: equal for equal values.
 * @param order gives the order in which the parts of a value are read; written order if it is left out
 */
export function deepDigest(
  evaluator: Evaluator,
  root: Cell,
  known: Digests = new Map(),
  order: (count: number) => readonly number[] = (count) => Array.from({ length: count }, (_, index) => index),
): string {
  // A stack of its own: values are nested deeper than functions may be.
  const pending: { readonly cell: Cell; readonly parts: ValueParts; readonly left: number[] }[] = [];
  const enter = (cell: Cell): void => {
    const parts = valueParts(evaluator.force(cell), cell, evaluator.given);
    known.set(cell, 'inside of itself');
    pending.push({ cell, parts, left: [...order(parts.inside.length)] });
  };
  if (!known.has(root)) enter(root);
  for (let top = pending.at(-1); top !== undefined; top = pending.at(-1)) {
    const next = top.left.pop();
    if (next === undefined) {
      const digests = top.parts.inside.map(([, part]) => known.get(part));
      const text = digests.length === 0 ? top.parts.head : [top.parts.head, ...digests].join('\n');
      known.set(top.cell, text.length < 64 ? text : createHash('sha1').update(text).digest('base64'));
      pending.pop();
    } else {
      const part = top.parts.inside[next]?.[1];
      if (part !== undefined && !known.has(part)) enter(part);
    }
  }
  return known.get(root) ?? '';
}

/** The first difference of two values, as a path and what stands there; null if they are equal. */
export function firstDifference(a: Side, b: Side, path = ''): string | null {
  if (deepDigest(a.evaluator, a.cell, a.digests) === deepDigest(b.evaluator, b.cell, b.digests)) return null;
  const [first, second] = [a, b].map(({ evaluator, cell }) => valueParts(evaluator.force(cell), cell, evaluator.given));
  if (first === undefined || second === undefined) return null;
  if (first.head !== second.head || path.length > 2000) return `${path}: ${first.head} | ${second.head}`;
  for (const [index, [step, part]] of first.inside.entries()) {
    const other = second.inside[index]?.[1];
    if (other === undefined) continue;
    const difference = firstDifference({ ...a, cell: part }, { ...b, cell: other }, path + step);
    if (difference !== null) return difference;
  }
  return `${path}: differ`;
}

export interface Side {
  readonly evaluator: Evaluator;
  readonly cell: Cell;
  readonly digests: Digests;
}
