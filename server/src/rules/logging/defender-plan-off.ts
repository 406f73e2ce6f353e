/** The plans of Microsoft Defender for Cloud are on. */
import { azurePolicies } from '../../azure/policies.ts';
import { subscriptionExample } from '../examples/resource-example.ts';
import { propertyRule } from '../property-rule.ts';
import { examplePlan } from './subscription.examples.ts';

/** Plans that became part of others; to turn these on does nothing (source: Azure/azure-policy@f4a50ba, definitions of pricings). */
const deprecated = ['kubernetesservice', 'containerregistry', 'dns'];

export const defenderPlanOff = propertyRule(
  {
    id: 'defender-plan-off',
    title: 'Plan of Microsoft Defender for Cloud is off',
    principle: 'assume-breach',
    severity: 'information',
    rows: [118],
    articles: [
      { seed: 'S0', step: '7' },
      { seed: 'S2', step: '7' },
    ],
    policies: [azurePolicies.defenderForServers, azurePolicies.defenderForKeyVault, azurePolicies.defenderForStorage],
    exceptions: ['Plans that became part of others: KubernetesService, ContainerRegistry and Dns.'],
    why: `Without its plan, Microsoft Defender for Cloud only recommends. With it, attacks on these resources are detected while they happen.`,
    what: `Set pricingTier to Standard, which is billed by what it protects.`,
    equivalents: {
      checkov: ['CKV_AZURE_19', 'CKV_AZURE_79', 'CKV_AZURE_84', 'CKV_AZURE_85', 'CKV_AZURE_87'],
      kics: ['Standard Price Is Not Selected'],
      psrule: [
        'Azure.Defender.Api',
        'Azure.Defender.AppServices',
        'Azure.Defender.Arm',
        'Azure.Defender.Containers',
        'Azure.Defender.CosmosDb',
        'Azure.Defender.Cspm',
        'Azure.Defender.KeyVault',
        'Azure.Defender.OssRdb',
        'Azure.Defender.Servers',
        'Azure.Defender.SQL',
        'Azure.Defender.SQLOnVM',
        'Azure.Defender.Storage',
      ],
      trivy: ['AZU-0045'],
    },
    on: ['Microsoft.Security/pricings'],
    examples: {
      bad: subscriptionExample(examplePlan('KeyVaults', 'Free')),
      good: subscriptionExample(examplePlan('KeyVaults')),
    },
  },
  {
    path: 'properties.pricingTier',
    wanted: 'Standard',
    concerns: (plan) => !deprecated.includes(plan.name.toLowerCase()),
    consequence: 'Microsoft Defender for Cloud detects no attacks on what the plan is for. Set it to Standard.',
    kind: 'review',
    effect: 'the plan is billed',
  },
);
