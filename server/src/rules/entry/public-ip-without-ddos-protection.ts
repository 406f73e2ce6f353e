/** Public addresses are protected from floods. */
import { azurePolicies } from '../../azure/policies.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { declaredOf } from '../../network/undecided.ts';
import { type ExampleValue, resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { isTextAt } from './gateway-parts.ts';

const path = 'properties.ddosSettings.protectionMode';

interface Unprotected {
  /** Who decides it: the address, which turns protection off, a network of the template, or one that stands elsewhere. */
  readonly by: 'address' | 'network' | 'elsewhere';
}

export const publicIpWithoutDdosProtection: Rule<Unprotected> = {
  id: 'public-ip-without-ddos-protection',
  title: 'Public IP address has no DDoS protection',
  principle: 'assume-breach',
  severity: 'information',
  rows: [160],
  articles: [{ seed: 'S4', step: 'hub' }],
  policies: [azurePolicies.ddosProtection, azurePolicies.networkDdosProtection],
  profiles: ['hub'],
  why: `A flood that Azure's own defence of its network doesn't notice is enough to take one application down. DDoS protection learns what is usual for the
address and fends off the rest; it is paid for by the plan or by the address.`,
  what: `Name a DDoS protection plan in the virtual network and set enableDdosProtection, or set protectionMode of ddosSettings to Enabled for single
addresses.`,
  exceptions: [
    'Addresses of NAT gateways, which let nothing in.',
    'Templates with a virtual network that is protected.',
  ],
  equivalents: {},
  repairs: ['Set protectionMode to Enabled'],
  on: ['Microsoft.Network/publicIPAddresses'],
  examples: { bad: example({}), good: example({ ddosSettings: { protectionMode: 'Enabled' } }) },

  find: (address) => {
    if (isTextAt(address, path, 'Enabled') || isOfNatGateway(address)) return null;
    if (isTextAt(address, path, 'Disabled')) return { certainty: 'certain', facts: { by: 'address' } };
    // What it inherits is decided by the network of whatever has the address, which may stand in another template.
    const networks = declaredOf(address.deployment.resources('Microsoft.Network/virtualNetworks'));
    if (networks.some((network) => network.read('properties.enableDdosProtection') === true)) return null;
    return networks.known.length > 0
      ? { certainty: 'certain', facts: { by: 'network' } }
      : { certainty: 'possible', facts: { by: 'elsewhere' } };
  },

  at: (address) => ({ kind: 'value', resource: address, path }),

  say: (address, { by }) => {
    const what = `public IP address ${shownName(address)}`;
    if (by === 'address')
      return `DDoS protection of ${what} is turned off, also that of its virtual network: a flood takes down what is behind it. Set protectionMode to VirtualNetworkInherited or Enabled.`;
    return by === 'network'
      ? `Neither ${what} nor a virtual network of the template has DDoS protection: a flood takes down what is behind it. Enable it for the network, or set protectionMode to Enabled.`
      : `The ${what} has no DDoS protection of its own: unless its virtual network has, a flood takes down what is behind it. Enable it for that network, or set protectionMode to Enabled.`;
  },

  repair: (address) => [
    {
      title: `Set protectionMode of ${shownName(address)} to Enabled: it is paid for by the address`,
      kind: 'review',
      intents: [{ kind: 'set', resource: address.key, path, value: 'Enabled' }],
    },
  ],
};

function isOfNatGateway(address: ResourceView): boolean {
  const place = { array: 'properties.publicIpAddresses', id: 'id' };
  return declaredOf(address.deployment.naming(address, 'Microsoft.Network/natGateways', place)).known.some((gateway) =>
    gateway.targets(place.array, place.id).some((target) => address.is(target)),
  );
}

function example(more: { readonly [key: string]: ExampleValue }): Example {
  return resourcesExample(
    {
      symbol: 'network',
      type: 'virtualNetworks',
      name: 'vnet-hub',
      properties: { addressSpace: { addressPrefixes: ['10.0.0.0/16'] } },
    },
    {
      symbol: 'address',
      type: 'publicIPAddresses',
      name: 'pip-firewall',
      sku: 'Standard',
      properties: { publicIPAllocationMethod: 'Static', ...more },
    },
  );
}
