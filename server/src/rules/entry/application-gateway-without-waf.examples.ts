import { exampleAddress } from '../examples/hub-example.ts';
import { type ExampleResource, type ExampleValue, resourcesExample } from '../examples/resource-example.ts';
import type { Rule } from '../rule.ts';

const policy: ExampleResource = {
  symbol: 'policy',
  type: 'ApplicationGatewayWebApplicationFirewallPolicies',
  name: 'waf-entry',
  properties: {
    policySettings: { state: 'Enabled', mode: 'Prevention' },
    managedRules: { managedRuleSets: [{ ruleSetType: 'Microsoft_DefaultRuleSet', ruleSetVersion: '2.1' }] },
  },
};

function gateway(tier: string, more: { readonly [key: string]: ExampleValue }): ExampleResource {
  return {
    symbol: 'gateway',
    type: 'applicationGateways',
    name: 'agw-entry',
    properties: {
      sku: { name: tier, tier, capacity: 2 },
      frontendIPConfigurations: [{ name: 'public', properties: { publicIPAddress: { id: { idOf: 'address' } } } }],
      ...more,
    },
  };
}

export const applicationGatewayWithoutWafExamples: Rule['examples'] = {
  bad: resourcesExample(exampleAddress('pip-entry'), gateway('Standard_v2', {})),
  good: resourcesExample(
    exampleAddress('pip-entry'),
    policy,
    gateway('WAF_v2', { firewallPolicy: { id: { idOf: 'policy' } } }),
  ),
};
