/** Places for rules that must come before the one that denies. */
import type { SecurityRuleDraft } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { readSecurityRule } from '../../network/reading/read-security-rule.ts';
import type { Direction } from '../../network/reading/security-rule.ts';
import { lastPriority } from './deny-rule-drafts.ts';

/** True for a security rule of this name: Azure doesn't tell names apart by case. */
export function isNamed({ label }: ResourceView, name: string): boolean {
  return label.toLowerCase() === name.toLowerCase();
}

/** The rule with the latest free priority of the group before `end`; null if none is free, or another rule of the group has its name. */
export function draftBefore(group: ResourceView, draft: SecurityRuleDraft, end: number): SecurityRuleDraft | null {
  if (group.children('securityRules').known.some((rule) => isNamed(rule, draft.name))) return null;
  const [priority] = freePriorities(group, draft.properties.direction, 1, end) ?? [];
  return priority === undefined ? null : { ...draft, properties: { ...draft.properties, priority } };
}

/** As many free priorities as asked for, all before `end`, ascending and as late as possible; null if there aren't so many. */
export function freePriorities(
  group: ResourceView,
  direction: Direction,
  count: number,
  end = lastPriority + 1,
): readonly number[] | null {
  const taken = new Set(
    group.children('securityRules').known.map((rule) => {
      const { direction: other, priority } = readSecurityRule(rule);
      return other === direction ? priority : null;
    }),
  );
  const free: number[] = [];
  for (let priority = Math.min(end, lastPriority + 1) - 1; priority >= 100 && free.length < count; priority--)
    if (!taken.has(priority)) free.unshift(priority);
  return free.length === count ? free : null;
}
