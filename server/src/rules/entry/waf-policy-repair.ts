/** The WAF policy that a repair gives an application gateway. */
import type { Intent } from '../../deployment/intent.ts';
import type { NewResource, NewValue } from '../../deployment/new-resource.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { declaredOf } from '../../network/undecided.ts';

const policyType = 'Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies';

/** What a policy is to match requests with. */
export interface ManagedRules {
  readonly ruleSetType: string;
  readonly ruleSetVersion: string;
}

/** Today's rules of Microsoft. */
export const defaultRules: ManagedRules = { ruleSetType: 'Microsoft_DefaultRuleSet', ruleSetVersion: '2.1' };

/** Names a policy in prevention mode in the gateway: the only one that the template declares, else a new one. */
export function attachWafPolicy(gateway: ResourceView, rules: ManagedRules): Intent {
  const [declared, ...others] = declaredOf(gateway.deployment.resources(policyType)).known;
  const name: NewValue = { take: 'text', parts: [{ take: 'name', of: gateway.key }, '-waf'] };
  const policy: NewResource = {
    type: policyType,
    name,
    words: [gateway.symbolicName ?? gateway.label, 'waf'],
    beside: gateway.key,
    properties: {
      policySettings: { state: 'Enabled', mode: 'Prevention' },
      managedRules: { managedRuleSets: [{ ...rules }] },
    },
  };
  const of = declared !== undefined && others.length === 0 ? declared.key : policy;
  return { kind: 'write', resource: gateway.key, path: 'properties.firewallPolicy.id', value: { take: 'id', of } };
}
