/** Microsoft Defender for Cloud is on in the subscription. */
import { azurePolicies } from '../../azure/policies.ts';
import { subscriptionExample } from '../examples/resource-example.ts';
import type { Rule } from '../rule.ts';
import { exampleContacts, examplePlan, settingOf } from './subscription.examples.ts';
import { setupOf, setupTypes } from './subscription-setup.ts';

const planType = 'Microsoft.Security/pricings';

export const noDefenderPlan: Rule<null> = {
  id: 'no-defender-plan',
  title: 'Subscription has no plan of Microsoft Defender for Cloud',
  principle: 'assume-breach',
  severity: 'information',
  rows: [118],
  articles: [
    { seed: 'S0', step: '7' },
    { seed: 'S2', step: '7' },
  ],
  policies: [azurePolicies.defenderForServers, azurePolicies.defenderForKeyVault, azurePolicies.defenderForStorage],
  exceptions: [
    'It speaks where a template sets up a subscription: at least two of its logs, its security contacts and its policies.',
    'Policies may turn the plans on, so beside their assignments it is a hint.',
  ],
  why: `Microsoft Defender for Cloud works once it is enabled on the subscription. Its plans detect attacks on machines, storage, databases and keys.`,
  what: `Declare a Microsoft.Security/pricings with pricingTier Standard for each kind of resource that the subscription is for.`,
  equivalents: {},
  repairs: [],
  on: setupTypes.filter((type) => type !== planType),
  examples: {
    bad: subscriptionExample(settingOf(), exampleContacts),
    good: subscriptionExample(settingOf(), exampleContacts, examplePlan('StorageAccounts')),
  },

  find: (resource) => setupOf(resource, planType),

  at: (resource) => ({ kind: 'header', resource, lacks: { kind: 'resource', type: planType } }),

  say: () =>
    'This template sets up a subscription and turns no plan of Microsoft Defender for Cloud on. Declare plans for what the subscription holds.',

  repair: () => [],
};
