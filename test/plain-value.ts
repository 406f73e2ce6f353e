/** For tests: values of the evaluation as plain JSON values. */
import type { Cell } from '../server/src/evaluate/cell.ts';
import type { Evaluator } from '../server/src/evaluate/evaluator.ts';
import { isCertain, keysOf, propertyOf } from '../server/src/evaluate/values.ts';

/** A value that isn't wholly known, that depends on a condition, or elements of an array whose positions aren't known. */
export class NotPlain extends Error {}

/**
 * The plain value of a cell, bigints as such.
 * @throws NotPlain with the reason, and the path to the part that isn't known.
 */
export function plainValue(evaluator: Evaluator, cell: Cell, path = 'it'): unknown {
  const value = evaluator.force(cell);
  if (typeof value !== 'object' || value === null) return value;
  switch (value.kind) {
    case 'object': {
      if (value.rest !== null) throw new NotPlain(`${path} may have more properties: ${value.rest.reason}`);
      const entries: [string, unknown][] = [];
      for (const key of keysOf(value)) {
        const part = propertyOf(value, key);
        const isAbsent = part !== undefined && kindOf(evaluator, part) === 'absent';
        if (part !== undefined && !isAbsent) entries.push([key, plainValue(evaluator, part, `${path}.${key}`)]);
      }
      return Object.fromEntries(entries);
    }
    case 'array':
      if (value.rest !== null) throw new NotPlain(`${path} may have more elements: ${value.rest.reason}`);
      return value.items.map((item, index) => {
        if (!isCertain(item)) throw new NotPlain(`${path}[${index}] has a condition or no known position`);
        return plainValue(evaluator, item.cell, `${path}[${index}]`);
      });
    case 'unknown':
      throw new NotPlain(`${path} is unknown: ${value.reason}`);
    default:
      throw new NotPlain(`${path} is a ${value.kind}`);
  }
}

function kindOf(evaluator: Evaluator, cell: Cell): string {
  const value = evaluator.force(cell);
  return typeof value === 'object' && value !== null ? value.kind : typeof value;
}
