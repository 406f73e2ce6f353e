/** What a rule of a template is good for among the other rules of its group. */
import type { ResourceView } from '../../deployment/view.ts';
import type { SecurityGroup } from '../reachability/model.ts';
import { type RuleFate, ruleFates } from '../reachability/rule-fates.ts';
import { readSecurityRules } from './read-security-groups.ts';
import { readSecurityRule } from './read-security-rule.ts';
import { rulesOfGroup, statedPriority } from './rule-siblings.ts';
import { type NetworkSource, sourceOf } from './source.ts';

/**
 * The fate of a rule among the rules that the deployment declares. Rules that it doesn't show may take more packets away, never give any back:
 * a rule that is dead here is dead with them too. Null if the rule's group isn't declared, or the rule is declared twice.
 */
export function fateOf(rule: ResourceView): RuleFate<NetworkSource> | null {
  const group = rule.parent();
  if (group === null || statedPriority(rule) === null) return null;
  const { direction } = readSecurityRule(rule);
  const fates = rule.deployment.remember(`fates of the ${direction} rules of ${group.key}`, () => {
    const known: SecurityGroup<NetworkSource> = {
      id: group.key,
      source: sourceOf(group),
      rules: rulesOfGroup(group).rules.flatMap(readSecurityRules),
      more: null,
    };
    return new Map(ruleFates(known, direction).map((fate) => [fate.rule.source.resource.key, fate]));
  });
  return fates.get(rule.key) ?? null;
}
