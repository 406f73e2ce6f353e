/** Traffic inside of a virtual network is encrypted. */

import { declaredOf } from '../../network/undecided.ts';
import { type ExampleValue, resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';

const path = 'properties.encryption';

/** What doesn't work in an encrypted network (Learn, virtual-network-encryption-overview). */
const unsupported = ['Microsoft.Network/privateLinkServices', 'Microsoft.Network/dnsResolvers'];

export const virtualNetworkNotEncrypted: Rule<null> = {
  id: 'virtual-network-not-encrypted',
  title: 'Traffic inside of the virtual network is not encrypted',
  principle: 'assume-breach',
  severity: 'hint',
  rows: [162],
  articles: [{ seed: 'S4', step: 'encryption' }],
  profiles: [],
  why: `What machines send each other without TLS travels in the clear between hosts. With encryption of the virtual network the hosts encrypt it; machines of
sizes that can't do it go on as before.`,
  what: `Set enabled of encryption to true and enforcement to AllowUnencrypted, the only enforcement that is generally available.`,
  exceptions: ['Templates with a Private Link service or a DNS private resolver, whose networks do not support it.'],
  equivalents: {},
  repairs: ['Turn on encryption'],
  on: ['Microsoft.Network/virtualNetworks'],
  examples: { bad: example({}), good: example({ encryption: { enabled: true, enforcement: 'AllowUnencrypted' } }) },

  find: (network) => {
    if (network.read(`${path}.enabled`) === true) return null;
    if (unsupported.some((type) => declaredOf(network.deployment.resources(type)).known.length > 0)) return null;
    return { certainty: network.mayBeDeployedAgain ? 'possible' : 'certain', facts: null };
  },

  at: (network) => ({ kind: 'value', resource: network, path: `${path}.enabled` }),

  say: (network) =>
    `Virtual network ${shownName(network)} does not encrypt what its machines send each other. Turn on encryption: machines that can't do it go on as before.`,

  repair: (network) => [
    {
      title: `Turn on encryption of ${shownName(network)}: its machines encrypt once they have started again`,
      kind: 'review',
      intents: [
        network.omits(path)
          ? {
              kind: 'set',
              resource: network.key,
              path,
              value: { enabled: true, enforcement: 'AllowUnencrypted' },
            }
          : { kind: 'set', resource: network.key, path: `${path}.enabled`, value: true },
      ],
    },
  ],
};

function example(more: { readonly [key: string]: ExampleValue }): Example {
  return resourcesExample({
    symbol: 'network',
    type: 'virtualNetworks',
    name: 'vnet-spoke',
    properties: { addressSpace: { addressPrefixes: ['10.1.0.0/16'] }, ...more },
  });
}
