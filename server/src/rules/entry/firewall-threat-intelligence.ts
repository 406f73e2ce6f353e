/** Azure Firewall refuses what is known to be malicious. */
import { azurePolicies } from '../../azure/policies.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import { propertyRule } from '../property-rule.ts';
import type { Example } from '../rule.ts';
import { firewallPolicyType, firewallTier, firewallType, hasPolicy, isInherited } from './firewall-terms.ts';

const path = 'properties.threatIntelMode';

export const firewallThreatIntelligence = propertyRule(
  {
    id: 'firewall-threat-intelligence',
    title: 'Azure Firewall lets through traffic to and from addresses that are known to be malicious',
    principle: 'verify-explicitly',
    severity: 'warning',
    rows: [111],
    articles: [{ seed: 'S0', step: 'principle' }],
    policies: [azurePolicies.firewallPolicyThreats, azurePolicies.firewallThreats],
    profiles: ['hub'],
    why: `Azure Firewall knows the addresses and names that Microsoft's threat intelligence lists. In the mode Alert, which is the default, it only
writes such traffic down: what was broken into still reaches those who command it.`,
    what: `Set threatIntelMode to Deny.`,
    exceptions: [
      'The tier Basic, which can only alert.',
      'Policies that leave the mode to the policy above them, and firewalls with a policy, where the policy counts.',
    ],
    equivalents: { checkov: ['CKV_AZURE_216'], psrule: ['Azure.Firewall.Mode', 'Azure.Firewall.PolicyMode'] },
    on: [firewallPolicyType, firewallType],
    examples: { bad: example('Alert'), good: example('Deny') },
  },
  {
    path,
    wanted: 'Deny',
    concerns: (resource) =>
      firewallTier(resource) !== 'basic' &&
      (resource.isType(firewallPolicyType) ? !isInherited(resource, path) : !hasPolicy(resource)),
    consequence: 'Traffic with addresses that are known to be malicious passes. Set it to Deny.',
    kind: 'review',
    effect: 'traffic with listed addresses and names is refused',
  },
);

function example(threatIntelMode: string): Example {
  return resourcesExample({
    symbol: 'policy',
    type: 'firewallPolicies',
    name: 'afwp-hub',
    properties: { sku: { tier: 'Premium' }, threatIntelMode },
  });
}
