/** The firewall of the hub is of the tier that can inspect. */
import { azurePolicies } from '../../azure/policies.ts';
import type { Intent } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { firewallTier, firewallType } from './firewall-terms.ts';

const path = 'properties.sku.tier';
const policyPath = 'properties.firewallPolicy.id';

export const firewallNotPremium: Rule<null> = {
  id: 'firewall-not-premium',
  title: 'Azure Firewall is not of the tier Premium',
  principle: 'verify-explicitly',
  severity: 'information',
  rows: [159],
  articles: [{ seed: 'S4', step: 'hub' }],
  policies: [azurePolicies.firewallPremium],
  profiles: [],
  why: `Only the tier Premium has intrusion detection, TLS inspection and filters of URLs. It costs more: which tier is right is a choice, and the articles
make it for Premium.`,
  what: `Set the tier of the firewall and of its policy to Premium, then turn on intrusion detection.`,
  equivalents: {},
  repairs: ['Set the tier to Premium'],
  on: [firewallType],
  examples: { bad: example('Standard'), good: example('Premium') },

  find: (firewall) => (firewallTier(firewall) === 'premium' ? null : { certainty: 'certain', facts: null }),

  at: (firewall) => ({ kind: 'value', resource: firewall, path }),

  say: (firewall) =>
    `Azure Firewall ${shownName(firewall)} is of the tier ${String(firewall.read(path) ?? 'Standard')}: it has no intrusion detection and doesn't look into encrypted traffic. Premium does, at a higher price.`,

  repair: (firewall) => [
    {
      title: `Set the tier of ${shownName(firewall)} to Premium: it costs more`,
      kind: 'review',
      intents: [firewall, ...policiesOf(firewall)].map(
        ({ key }): Intent => ({ kind: 'set', resource: key, path, value: 'Premium' }),
      ),
    },
  ],
};

/** The policy, if it is declared here: a firewall needs one of its own tier for what only that has. */
function policiesOf(firewall: ResourceView): readonly ResourceView[] {
  if (firewall.omits(policyPath)) return [];
  const policy = firewall.target(policyPath);
  return policy?.kind === 'resource' && !policy.existing ? [policy] : [];
}

function example(tier: string): Example {
  return resourcesExample(
    { symbol: 'policy', type: 'firewallPolicies', name: 'afwp-hub', properties: { sku: { tier } } },
    {
      symbol: 'firewall',
      type: 'azureFirewalls',
      name: 'afw-hub',
      properties: { sku: { name: 'AZFW_VNet', tier }, firewallPolicy: { id: { idOf: 'policy' } } },
    },
  );
}
