/** Priorities for rules that must come before the one that denies. */
import type { ResourceView } from '../../deployment/view.ts';
import { readSecurityRule } from '../../network/reading/read-security-rule.ts';
import type { Direction } from '../../network/reading/security-rule.ts';
import { lastPriority } from './deny-rule-drafts.ts';

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
