/** A prefix that lies in a virtual network and in none of its subnets is the address of nobody. */
import { type PrefixOutsideSubnets, prefixOutsideSubnets } from '../../network/claims/rule-prefixes.ts';
import { exampleNetwork } from '../examples/hub-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import { exampleGroup } from '../examples/rule-example.ts';
import type { Example, Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';

function example(sourceAddressPrefix: string): Example {
  return resourcesExample(
    exampleGroup('group', 'nsg-data', {
      AllowAppToData: { sourceAddressPrefix, destinationAddressPrefix: '10.0.2.0/24', destinationPortRange: '1433' },
    }),
    exampleNetwork('spoke', '10.0.0.0/16', {
      app: { addressPrefix: '10.0.1.0/24' },
      data: { addressPrefix: '10.0.2.0/24', networkSecurityGroup: { id: { idOf: 'group' } } },
    }),
  );
}

export const prefixOfNoSubnet: Rule<PrefixOutsideSubnets> = {
  id: 'prefix-of-no-subnet',
  title: 'Security rule names addresses of the virtual network that no subnet has',
  principle: 'verify-explicitly',
  severity: 'warning',
  // A spoke often names the subnet of a gateway that is added later.
  profiles: ['iaas', 'paas'],
  rows: [84],
  articles: [{ seed: 'S0', step: '4' }],
  why: `Rules name who may speak by the prefix of a subnet. A prefix that no subnet has, often that of one that was moved, lets in nobody today and
whoever gets those addresses tomorrow.`,
  what: `Name the prefix of the subnet that is meant.`,
  equivalents: {},
  exceptions: [
    'Virtual networks that are deployed elsewhere, or to which another template may add subnets, where the finding is only possible.',
    'Prefixes that a subnet shares in part, and addresses outside of the virtual network.',
  ],
  repairs: [],
  on: ['Microsoft.Network/networkSecurityGroups/securityRules'],
  examples: { bad: example('10.0.3.0/24'), good: example('10.0.1.0/24') },

  find: (rule) => {
    const facts = prefixOutsideSubnets(rule);
    if (facts === null) return null;
    return { certainty: facts.network.handedOut ? 'possible' : 'certain', facts };
  },

  at: (rule, { path }) => ({ kind: 'value', resource: rule, path }),

  say: (rule, { prefix, network }) =>
    `${shownName(rule)} names ${prefix}, which lies in ${shownName(network)}, but no subnet there has an address of it. Name the prefix of the subnet that is meant.`,

  related: (_, { network }) => [{ resource: network, message: 'This is the virtual network.' }],

  repair: () => [],
};
