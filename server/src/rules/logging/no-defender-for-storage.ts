/** Among the plans of Microsoft Defender for Cloud is the one for storage. */
import { azurePolicies } from '../../azure/policies.ts';
import { declaredOf } from '../../network/undecided.ts';
import { subscriptionExample } from '../examples/resource-example.ts';
import type { Rule } from '../rule.ts';
import { examplePlan } from './subscription.examples.ts';

const planType = 'Microsoft.Security/pricings';

export const noDefenderForStorage: Rule<null> = {
  id: 'no-defender-for-storage',
  title: 'Plans of Microsoft Defender for Cloud leave storage out',
  principle: 'assume-breach',
  severity: 'information',
  rows: [154],
  articles: [{ seed: 'S4', step: 'storage' }],
  policies: [azurePolicies.defenderForStorage],
  exceptions: ['Templates without any plan leave the plans to another.'],
  why: `Defender for Storage sees malware that is uploaded, access from unusual places and data that is taken away. The articles ask for it wherever data is
stored.`,
  what: `Declare the plan StorageAccounts with pricingTier Standard and subPlan DefenderForStorageV2.`,
  equivalents: { psrule: ['Azure.Defender.Storage'] },
  repairs: ['Declare the plan for storage'],
  on: [planType],
  examples: {
    bad: subscriptionExample(examplePlan('KeyVaults')),
    good: subscriptionExample(examplePlan('KeyVaults'), {
      ...examplePlan('StorageAccounts', 'Standard', { subPlan: 'DefenderForStorageV2' }),
      symbol: 'storagePlan',
    }),
  },

  find: (plan) => {
    const plans = plan.deployment.resources(planType);
    // Once for all plans, at the first.
    if (!plan.is(declaredOf(plans).known[0] ?? null)) return null;
    return plans.some((other) => isForStorage(other.name)) ? null : { certainty: 'certain', facts: null };
  },

  at: (resource) => ({ kind: 'header', resource, lacks: { kind: 'resource', type: planType } }),

  say: () =>
    'Plans of Microsoft Defender for Cloud are declared, but not the one for storage accounts. Declare StorageAccounts too, so that attacks on data are seen.',

  repair: (plan) => [
    {
      title: 'Declare the plan StorageAccounts of Microsoft Defender for Cloud: it is billed by storage account',
      kind: 'review',
      intents: [
        {
          kind: 'declare',
          resource: {
            type: planType,
            name: 'StorageAccounts',
            words: ['storage', 'plan'],
            beside: plan.key,
            place: 'subscription',
            properties: { pricingTier: 'Standard', subPlan: 'DefenderForStorageV2' },
          },
        },
      ],
    },
  ],
};

function isForStorage(plan: string): boolean {
  return plan.toLowerCase() === 'storageaccounts';
}
