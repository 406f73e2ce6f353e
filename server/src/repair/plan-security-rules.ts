import type { ResourceKey, SecurityRuleDraft } from '../deployment/intent.ts';
import { securityRuleElement } from '../deployment/security-rule-element.ts';
import { planElements } from './plan-elements.ts';
import type { Step } from './plan-set.ts';
import type { Sites } from './site.ts';

/** Ways to add security rules to a network security group. */
export function planSecurityRules(
  sites: Sites,
  group: ResourceKey,
  rules: readonly SecurityRuleDraft[],
): readonly Step[] {
  return planElements(sites, group, 'properties.securityRules', rules.map(securityRuleElement));
}
