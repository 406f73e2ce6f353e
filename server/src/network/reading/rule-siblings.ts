/** The rules that stand with a security rule in one group, in every form: inline, as child resources, contributed by modules. */
import type { ResourceView } from '../../deployment/view.ts';
import { decidedOr, declaredOf } from '../undecided.ts';
import { declaredOnce } from './declared-once.ts';
import { readSecurityRule } from './read-security-rule.ts';

/** The declared rules of a group, each once, and whether there may be more. */
export interface GroupRules {
  readonly rules: readonly ResourceView[];
  readonly isWhole: boolean;
}

/** The rules of a group, without those that are declared twice. */
export function rulesOfGroup(group: ResourceView): GroupRules {
  return group.deployment.remember(`rules of ${group.key}`, () => {
    const list = group.children('securityRules');
    const rules = declaredOnce(list);
    return { rules, isWhole: !list.open && rules.length === declaredOf(list).known.length };
  });
}

/** The other rules of the direction of a rule, and whether there may be more; none for a rule whose group isn't declared here. */
export function siblingsOf(rule: ResourceView): GroupRules {
  const group = rule.parent();
  const all = group === null ? { rules: [], isWhole: false } : rulesOfGroup(group);
  if (!all.rules.some((other) => rule.is(other))) return { rules: [], isWhole: false };
  const { direction } = readSecurityRule(rule);
  const rules = all.rules.filter(
    (other) => !rule.is(other) && decidedOr(false, () => readSecurityRule(other).direction === direction),
  );
  return { rules, isWhole: all.isWhole };
}

/** The priority of a rule as a number; null if it states none, or no number. */
export function statedPriority(rule: ResourceView): number | null {
  const priority = rule.read('properties.priority');
  if (typeof priority === 'number') return priority;
  return typeof priority === 'string' && /^-?\d+$/.test(priority) ? Number(priority) : null;
}

/** The priority that a rule states, if Azure refuses it; else null. */
export function refusedPriority(rule: ResourceView): number | null {
  const priority = statedPriority(rule);
  const isTaken =
    priority === null || (Number.isInteger(priority) && priority >= firstPriority && priority <= lastPriority);
  return isTaken ? null : priority;
}

/** The rules before this one in the template that have its priority, in its group and direction. */
export function earlierRivalsOf(rule: ResourceView): readonly ResourceView[] {
  const priority = statedPriority(rule);
  const group = rule.parent();
  if (priority === null || group === null) return [];
  const ordered = rulesOfGroup(group).rules;
  const at = ordered.findIndex((other) => rule.is(other));
  const isRival = (other: ResourceView): boolean => decidedOr(false, () => statedPriority(other) === priority);
  return siblingsOf(rule).rules.filter((other) => ordered.indexOf(other) < at && isRival(other));
}

/**
 * The priority nearest to one, first upwards and then downwards, that no rule of the direction has; null if they are all taken or not all
 * known.
 */
export function nearestFreePriority(rule: ResourceView, wanted: number): number | null {
  const { rules, isWhole } = siblingsOf(rule);
  if (!isWhole) return null;
  const taken = new Set(rules.map(statedPriority));
  const start = Math.min(Math.max(Math.round(wanted), firstPriority), lastPriority);
  for (let priority = start; priority <= lastPriority; priority++) if (!taken.has(priority)) return priority;
  for (let priority = start; priority >= firstPriority; priority--) if (!taken.has(priority)) return priority;
  return null;
}

/** Priorities that a template may give (azure-network 2.1). */
export const firstPriority = 100;
export const lastPriority = 4096;
