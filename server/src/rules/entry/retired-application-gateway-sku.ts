/** Application gateways of the first version are gone. */
import { resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';

const path = 'properties.sku.tier';

/** The tier of the second version that takes the place of one of the first. */
const successors: ReadonlyMap<string, string> = new Map([
  ['standard', 'Standard_v2'],
  ['waf', 'WAF_v2'],
]);

interface Retired {
  readonly tier: string;
  readonly successor: string;
}

export const retiredApplicationGatewaySku: Rule<Retired> = {
  id: 'retired-application-gateway-sku',
  title: 'Application gateway has a retired SKU',
  principle: 'verify-explicitly',
  severity: 'error',
  rows: [22],
  articles: [{ seed: 'S0', step: 'arch' }],
  why: `Azure takes no new gateways of version 1 since 2024-09-01 and retired the rest on 2026-04-28: the deployment fails, and with it the entry
that the articles ask for.`,
  what: `Set name and tier of the SKU to WAF_v2 with a WAF policy. Version 2 needs a subnet of its own without gateways of version 1, and a
Standard public IP address.`,
  equivalents: {},
  repairs: [],
  on: ['Microsoft.Network/applicationGateways'],
  examples: { bad: example('Standard_Medium', 'Standard'), good: example('WAF_v2', 'WAF_v2') },

  find: (gateway) => {
    const tier = gateway.read(path);
    const successor = typeof tier === 'string' ? successors.get(tier.toLowerCase()) : undefined;
    return successor === undefined ? null : { certainty: 'certain', facts: { tier: String(tier), successor } };
  },

  at: (gateway) => ({ kind: 'value', resource: gateway, path }),

  say: (gateway, { tier, successor }) =>
    `Application gateway ${shownName(gateway)} is of version 1 (tier ${tier}), which Azure retired on 2026-04-28: it can't be deployed. Use ${successor}${successor === 'WAF_v2' ? '' : ', or better WAF_v2'}.`,

  repair: () => [],
};

function example(name: string, tier: string): Example {
  return resourcesExample({
    symbol: 'gateway',
    type: 'applicationGateways',
    name: 'agw-entry',
    properties: { sku: { name, tier, capacity: 2 } },
  });
}
