/** Examples of rules about the entry to an application. */
import { frontDoorProfile } from '../entry/front-door-terms.ts';
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

/** The apiVersion of Front Door in examples. */
const frontDoorVersion = '2024-09-01';

/** A profile of Front Door with the SKU Premium, with the symbol `door`. */
export const exampleFrontDoor: ExampleResource = {
  symbol: 'door',
  type: frontDoorProfile,
  version: frontDoorVersion,
  name: 'afd-web',
  location: 'global',
  sku: 'Premium_AzureFrontDoor',
};

/** A child of the profile or of one of its children, with the type below that of the profile. */
export function exampleFrontDoorPart(
  symbol: string,
  parent: string,
  type: string,
  name: string,
  properties?: Properties,
): ExampleResource {
  return {
    symbol,
    parent,
    type: `${frontDoorProfile}/${type}`,
    version: frontDoorVersion,
    name,
    ...(properties && { properties }),
  };
}

/** The endpoint of the profile, with the symbol `endpoint`. */
export const exampleFrontDoorEndpoint: ExampleResource = {
  ...exampleFrontDoorPart('endpoint', 'door', 'afdEndpoints', 'web', { enabledState: 'Enabled' }),
  location: 'global',
};
