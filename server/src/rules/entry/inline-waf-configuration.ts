/** The web application firewall of a gateway is a policy of its own. */
import { resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';

const path = 'properties.webApplicationFirewallConfiguration';

const sku = { name: 'WAF_v2', tier: 'WAF_v2', capacity: 2 };

export const inlineWafConfiguration: Rule<null> = {
  id: 'inline-waf-configuration',
  title: 'Web application firewall is configured inside of the application gateway',
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [22, 112],
  articles: [
    { seed: 'S0', step: 'arch' },
    { seed: 'S2', step: 'arch' },
  ],
  why: `Azure takes no new gateways with a configuration inside of them since 2025-03-15 and retires it on 2027-03-15. Newer rule sets, bot protection,
and policies for single listeners exist for WAF policies only.`,
  what: `Declare a policy of type Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies in prevention mode, name it in firewallPolicy of the
gateway, and remove webApplicationFirewallConfiguration.`,
  exceptions: ['Gateways that name a policy besides.'],
  equivalents: { psrule: ['Azure.AppGw.MigrateWAFPolicy'] },
  repairs: [],
  on: ['Microsoft.Network/applicationGateways'],
  examples: { bad: inlineExample(), good: policyExample() },

  find: (gateway) =>
    gateway.omits(path) || !gateway.omits('properties.firewallPolicy.id')
      ? null
      : { certainty: 'certain', facts: null },

  at: (gateway) => ({ kind: 'value', resource: gateway, path }),

  say: (gateway) =>
    `The web application firewall of ${shownName(gateway)} is configured inside of it, which Azure takes of no new gateway and retires on 2027-03-15. Declare a WAF policy and name it in firewallPolicy.`,

  repair: () => [],
};

function inlineExample(): Example {
  const configuration = {
    enabled: true,
    firewallMode: 'Prevention',
    ruleSetType: 'OWASP',
    ruleSetVersion: '3.2',
  };
  return resourcesExample({
    symbol: 'gateway',
    type: 'applicationGateways',
    name: 'agw-entry',
    properties: { sku, webApplicationFirewallConfiguration: configuration },
  });
}

function policyExample(): Example {
  return resourcesExample(
    {
      symbol: 'policy',
      type: 'ApplicationGatewayWebApplicationFirewallPolicies',
      name: 'waf-entry',
      properties: {
        policySettings: { state: 'Enabled', mode: 'Prevention' },
        managedRules: { managedRuleSets: [{ ruleSetType: 'Microsoft_DefaultRuleSet', ruleSetVersion: '2.1' }] },
      },
    },
    {
      symbol: 'gateway',
      type: 'applicationGateways',
      name: 'agw-entry',
      properties: { sku, firewallPolicy: { id: { idOf: 'policy' } } },
    },
  );
}
