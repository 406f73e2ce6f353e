/** Examples of rules about the entry to an application. */
import type { ExampleResource, ExampleValue } from './resource-example.ts';

type Properties = { readonly [key: string]: ExampleValue };

/** An application gateway, with the symbol `gateway`. */
export function exampleApplicationGateway(tier: string, more: Properties): ExampleResource {
  return {
    symbol: 'gateway',
    type: 'applicationGateways',
    name: 'agw-entry',
    properties: { sku: { name: tier, tier, capacity: 2 }, ...more },
  };
}

/** A WAF policy of application gateways, with this symbol. */
export function exampleWafPolicy(
  symbol: string,
  name: string,
  mode: string,
  ruleSet = ['Microsoft_DefaultRuleSet', '2.1'],
): ExampleResource {
  const [ruleSetType = '', ruleSetVersion = ''] = ruleSet;
  return {
    symbol,
    type: 'ApplicationGatewayWebApplicationFirewallPolicies',
    name,
    properties: {
      policySettings: { state: 'Enabled', mode },
      managedRules: { managedRuleSets: [{ ruleSetType, ruleSetVersion }] },
    },
  };
}
