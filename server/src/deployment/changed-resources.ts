/** Which resources another evaluation of the same template asks for in another way. */
import type { Cell } from '../evaluate/cell.ts';
import type { Evaluator } from '../evaluate/evaluator.ts';
import { isArray, isChoice, isNothing, isObject, keysOf, propertyOf, type Value } from '../evaluate/values.ts';
import { runAlternatives } from './alternatives.ts';
import type { EvaluatedDeployment } from './build.ts';
import type { ResourceKey } from './intent.ts';
import { isExisting } from './resource-index.ts';

/** Values inside of one resource that are compared; what is larger counts as the same. */
const mostValues = 100_000;

/** What says where a resource is, and when it is deployed, and not what it is like. */
const header: ReadonlySet<string> = new Set(['name', 'parent', 'scope', 'dependson', 'comments', 'metadata']);

/** How many resources both deployments have, and the second has otherwise; elements of a resource are part of it. */
export function changedResources(before: EvaluatedDeployment, after: EvaluatedDeployment): number {
  const earlier = new Map(before.index.program.instances.map((instance) => [instance.key, instance]));
  let changed = 0;
  for (const instance of after.index.program.instances) {
    const known = earlier.get(instance.key);
    if (known === undefined || instance.declaration.existing || known.declaration.type !== instance.declaration.type)
      continue;
    const entry = after.index.entry(instance.key);
    if (entry === undefined || isExisting(entry)) continue;
    if (!mayBeDeployed(before, instance.key) && !mayBeDeployed(after, instance.key)) continue;
    const comparison = new Comparison(before.index.program.evaluator, after.index.program.evaluator);
    if (!comparison.isSame(known.body, instance.body, header)) changed++;
  }
  return changed;
}

/** False for a resource that is surely absent. */
function mayBeDeployed({ run, index }: EvaluatedDeployment, key: ResourceKey): boolean {
  const entry = index.entry(key);
  if (entry === undefined) return false;
  return runAlternatives(run, () => index.isPresent(entry)).some(
    (outcome) => outcome.kind === 'undecided' || outcome.value,
  );
}

class Comparison {
  private readonly before: Evaluator;
  private readonly after: Evaluator;
  private left = mostValues;

  constructor(before: Evaluator, after: Evaluator) {
    this.before = before;
    this.after = after;
  }

  isSame(before: Cell, after: Cell, except: ReadonlySet<string> = new Set()): boolean {
    if (--this.left < 0) return true;
    const a = this.before.force(before);
    const b = this.after.force(after);
    if (isNothing(a) || isNothing(b)) return isNothing(a) && isNothing(b);
    if (isObject(a) && isObject(b)) {
      if ((a.rest === null) !== (b.rest === null)) return false;
      const keys = new Set([...keysOf(a), ...keysOf(b)]);
      return [...keys].every(
        (key) => except.has(key.toLowerCase()) || this.isSamePart(propertyOf(a, key), propertyOf(b, key)),
      );
    }
    if (isArray(a) && isArray(b)) {
      if (a.items.length !== b.items.length) return false;
      return a.items.every((item, index) => {
        const other = b.items[index];
        return other !== undefined && this.isSame(item.cell, other.cell);
      });
    }
    if (isChoice(a) && isChoice(b)) return this.isSame(a.yes, b.yes, except) && this.isSame(a.no, b.no, except);
    return textOf(a) === textOf(b);
  }

  private isSamePart(before: Cell | undefined, after: Cell | undefined): boolean {
    if (before !== undefined && after !== undefined) return this.isSame(before, after);
    if (before !== undefined) return isNothing(this.before.force(before));
    return after === undefined || isNothing(this.after.force(after));
  }
}

/** What tells values apart that have no parts, or whose parts aren't cells. */
function textOf(value: Value): string {
  if (typeof value !== 'object' || value === null) return `${typeof value} ${String(value)}`;
  switch (value.kind) {
    case 'text':
      return value.parts.map((part) => (typeof part === 'string' ? part : textOf(part))).join('');
    case 'reference':
      return `${value.what} of ${value.to.key}`;
    case 'unknown':
      return `unknown ${value.term.label}`;
    default:
      return value.kind;
  }
}
