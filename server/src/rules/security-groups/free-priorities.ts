/** Names for new rules, and places for those that must come before the one that denies. */
import type { SecurityRuleDraft } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { readSecurityRule } from '../../network/reading/read-security-rule.ts';
import { lastPriority } from '../../network/reading/rule-siblings.ts';
import type { Direction } from '../../network/reading/security-rule.ts';

/** True for a security rule of this name: Azure doesn't tell names apart by case. */
export function isNamed({ label }: ResourceView, name: string): boolean {
  return label.toLowerCase() === name.toLowerCase();
}

/** The name, with a number where a rule of the group has it. */
export function freeRuleName(group: ResourceView, name: string): string {
  const taken = group.children('securityRules').known;
  let free = name;
  for (let number = 2; taken.some((rule) => isNamed(rule, free)); number++) free = `${name}${number}`;
  return free;
}

/** The rule with the latest free priority of the group before `end`; null if none is free, or another rule of the group has its name. */
export function draftBefore(group: ResourceView, draft: SecurityRuleDraft, end: number): SecurityRuleDraft | null {
  return draftsBefore(group, draft.properties.direction, [draft], end)?.[0] ?? null;
}

/** The rules of one direction with the latest free priorities of the group before `end`; null as for one. */
export function draftsBefore(
  group: ResourceView,
  direction: Direction,
  drafts: readonly SecurityRuleDraft[],
  end: number,
): readonly SecurityRuleDraft[] | null {
  const rules = group.children('securityRules').known;
  if (drafts.some(({ name }) => rules.some((rule) => isNamed(rule, name)))) return null;
  const priorities = freePriorities(group, direction, drafts.length, end);
  if (priorities === null) return null;
  return drafts.map((draft, at) => ({
    ...draft,
    properties: { ...draft.properties, priority: priorities[at] ?? draft.properties.priority },
  }));
}

/**
 * As many free priorities as asked for, all before `end`, ascending and as late as possible; null if there aren't so many. The last of all is left for
 * a deny of everything else.
 */
function freePriorities(
  group: ResourceView,
  direction: Direction,
  count: number,
  end: number,
): readonly number[] | null {
  const taken = new Set(
    group.children('securityRules').known.map((rule) => {
      const { direction: other, priority } = readSecurityRule(rule);
      return other === direction ? priority : null;
    }),
  );
  const free: number[] = [];
  for (let priority = Math.min(end, lastPriority) - 1; priority >= 100 && free.length < count; priority--)
    if (!taken.has(priority)) free.unshift(priority);
  return free.length === count ? free : null;
}
