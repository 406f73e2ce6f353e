/** For tests of laws: what each rule says of each resource of a deployment, over all alternatives. */

import { childArraysOf } from '../../server/src/azure/child-arrays.ts';
import { runAlternatives } from '../../server/src/deployment/alternatives.ts';
import type { EvaluatedDeployment } from '../../server/src/deployment/build.ts';
import type { ResourceEntry } from '../../server/src/deployment/entries.ts';
import { segmentsOf } from '../../server/src/deployment/paths.ts';
import { isExisting } from '../../server/src/deployment/resource-index.ts';
import type { Cell } from '../../server/src/evaluate/cell.ts';
import { isArray, isChoice, isNothing, isObject, propertyOf } from '../../server/src/evaluate/values.ts';
import type { Rule } from '../../server/src/rules/rule.ts';
import { withoutTurns } from './restriction.ts';

/** `absent`: the resource isn't deployed; `undecided`: something unknown ended the run. */
export type Saying = 'absent' | 'silent' | 'possible' | 'certain' | 'undecided';

/** All that a rule says of one resource, by `rule key`, or of a family of resources. */
export type Outcomes = ReadonlyMap<string, ReadonlySet<Saying>>;

/** What each rule says of each resource. */
export function outcomesOf(rules: readonly Rule[], deployment: EvaluatedDeployment): Outcomes {
  const outcomes = new Map<string, ReadonlySet<Saying>>();
  for (const rule of rules) {
    const types = new Set(rule.on.map((type) => type.toLowerCase()));
    for (const entry of deployment.index.ofTypes(types)) {
      if (!isExisting(entry)) outcomes.set(`${rule.id} ${entry.key}`, sayingsOf(rule, deployment, entry));
    }
  }
  return outcomes;
}

function sayingsOf(rule: Rule, deployment: EvaluatedDeployment, entry: ResourceEntry): ReadonlySet<Saying> {
  const view = deployment.views.of(entry);
  const outcomes = runAlternatives(deployment.run, (): Saying => {
    if (!deployment.index.isPresent(entry)) return 'absent';
    return rule.find(view)?.certainty ?? 'silent';
  });
  return new Set(outcomes.map((outcome) => (outcome.kind === 'decided' ? outcome.value : 'undecided')));
}

/**
 * The same for families: the turns of a loop and the elements of one array together, since how many there are, and where they are written, is
 * another thing once the values are known.
 */
export function byFamily(outcomes: Outcomes): Outcomes {
  const families = new Map<string, Set<Saying>>();
  for (const [key, sayings] of outcomes) {
    const family = familyOf(key);
    const known = families.get(family) ?? new Set<Saying>();
    for (const saying of sayings) known.add(saying);
    families.set(family, known);
  }
  return families;
}

export function familyOf(key: string): string {
  return withoutTurns(key).replaceAll(/@.*?#\d+/g, '');
}

/** Families of elements of arrays that may have more elements than are known. */
export function openFamilies({ index }: EvaluatedDeployment): ReadonlySet<string> {
  const { evaluator } = index.program;
  const open = new Set<string>();
  const isOpen = (cell: Cell, segments: readonly string[]): boolean => {
    const value = evaluator.force(cell);
    if (isChoice(value)) return isOpen(value.yes, segments) || isOpen(value.no, segments);
    if (isNothing(value)) return false;
    const [key, ...rest] = segments;
    if (key === undefined) return !isArray(value) || value.rest !== null;
    if (!isObject(value)) return true;
    const member = propertyOf(value, key);
    return member === undefined ? value.rest !== null : isOpen(member, rest);
  };
  for (const entry of index.entries) {
    for (const array of childArraysOf(entry.type)) {
      if (isOpen(entry.body, segmentsOf(array.path))) open.add(familyOf(`${entry.key}/${array.childType}`));
    }
  }
  return open;
}
