/** The web application firewall of a gateway is a policy of its own. */
import { azurePolicies } from '../../azure/policies.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { exampleApplicationGateway, exampleWafPolicy } from '../examples/entry-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { isTextAt } from './gateway-parts.ts';
import { attachWafPolicy, type ManagedRules } from './waf-policy-repair.ts';

const path = 'properties.webApplicationFirewallConfiguration';

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
  policies: [azurePolicies.gatewayWafMigrated],
  why: `Azure takes no new gateways with a configuration inside of them since 2025-03-15 and retires it on 2027-03-15. Newer rule sets, bot protection,
and policies for single listeners exist for WAF policies only.`,
  what: `Declare a policy of type Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies in prevention mode, name it in firewallPolicy of the
gateway, and remove webApplicationFirewallConfiguration.`,
  exceptions: ['Gateways that name a policy besides.'],
  equivalents: { psrule: ['Azure.AppGw.MigrateWAFPolicy'] },
  repairs: ['Move the configuration into a WAF policy'],
  on: ['Microsoft.Network/applicationGateways'],
  examples: { bad: inlineExample(), good: policyExample() },

  find: (gateway) =>
    gateway.omits(path) || !gateway.omits('properties.firewallPolicy.id')
      ? null
      : { certainty: 'certain', facts: null },

  at: (gateway) => ({ kind: 'value', resource: gateway, path }),

  say: (gateway) =>
    `The web application firewall of ${shownName(gateway)} is configured inside of it, which Azure takes of no new gateway and retires on 2027-03-15. Declare a WAF policy and name it in firewallPolicy.`,

  repair: (gateway) => {
    const rules = rulesOf(gateway);
    if (rules === null) return [];
    return [
      {
        title: `Move the firewall of ${shownName(gateway)} into a WAF policy in prevention mode: requests that its rules match are refused`,
        kind: 'review',
        intents: [attachWafPolicy(gateway, rules), { kind: 'remove', resource: gateway.key, path }],
      },
    ];
  },
};

/** The rules by which it matches, if a policy can be told them as simply. */
function rulesOf(gateway: ResourceView): ManagedRules | null {
  const isPlain = gateway.size(`${path}.disabledRuleGroups`) === 0 && gateway.size(`${path}.exclusions`) === 0;
  if (!isPlain || !isTextAt(gateway, 'properties.sku.tier', 'WAF_v2')) return null;
  const ruleSetType = gateway.read(`${path}.ruleSetType`);
  const ruleSetVersion = gateway.read(`${path}.ruleSetVersion`);
  return typeof ruleSetType === 'string' && typeof ruleSetVersion === 'string' ? { ruleSetType, ruleSetVersion } : null;
}

function inlineExample(): Example {
  const webApplicationFirewallConfiguration = {
    enabled: true,
    firewallMode: 'Prevention',
    ruleSetType: 'OWASP',
    ruleSetVersion: '3.2',
  };
  return resourcesExample(exampleApplicationGateway('WAF_v2', { webApplicationFirewallConfiguration }));
}

function policyExample(): Example {
  return resourcesExample(
    {
      ...exampleApplicationGateway('WAF_v2', { firewallPolicy: { id: { idOf: 'gatewayWaf' } } }),
      dependsOn: 'gatewayWaf',
    },
    exampleWafPolicy('gatewayWaf', 'agw-entry-waf', 'Prevention', ['OWASP', '3.2']),
  );
}
