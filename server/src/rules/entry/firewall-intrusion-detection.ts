/** Azure Firewall Premium refuses what looks like an attack. */

import { azurePolicies } from '../../azure/policies.ts';
import type { ExampleValue } from '../examples/resource-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import { propertyRule } from '../property-rule.ts';
import type { Example } from '../rule.ts';
import { firewallPolicyType, firewallTier, isInherited } from './firewall-terms.ts';

const path = 'properties.intrusionDetection.mode';

export const firewallIntrusionDetection = propertyRule(
  {
    id: 'firewall-intrusion-detection',
    title: 'Azure Firewall Premium does not refuse what its intrusion detection finds',
    principle: 'verify-explicitly',
    severity: 'warning',
    rows: [111, 159],
    articles: [
      { seed: 'S0', step: 'principle' },
      { seed: 'S4', step: 'hub' },
    ],
    policies: [azurePolicies.firewallIntrusionDetection],
    profiles: ['hub'],
    why: `Rules of addresses and ports let an attack pass that comes on a permitted port. Intrusion detection reads the traffic, compares it with signatures
and can refuse it; unless it is set, it is off.`,
    what: `Set mode of intrusionDetection to Deny.`,
    exceptions: [
      'Tiers other than Premium, which have no intrusion detection.',
      'Policies that leave it to the policy above them.',
    ],
    equivalents: {},
    on: [firewallPolicyType],
    examples: { bad: example({}), good: example({ intrusionDetection: { mode: 'Deny' } }) },
  },
  {
    path,
    wanted: 'Deny',
    concerns: (policy) => firewallTier(policy) === 'premium' && !isInherited(policy, path),
    consequence: 'Attacks on permitted ports pass. Set it to Deny.',
    kind: 'review',
    effect: 'traffic that matches a signature is refused',
  },
);

function example(more: { readonly [key: string]: ExampleValue }): Example {
  return resourcesExample({
    symbol: 'policy',
    type: 'firewallPolicies',
    name: 'afwp-hub',
    properties: { sku: { tier: 'Premium' }, threatIntelMode: 'Deny', ...more },
  });
}
