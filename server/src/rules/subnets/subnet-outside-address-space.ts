/** A subnet with addresses that its virtual network doesn't have: the deployment fails. */
import type { ResourceView } from '../../deployment/view.ts';
import { type PlacedPrefix, prefixOutside, spacePrefixesOf } from '../../network/reading/network-prefixes.ts';
import { subnetType } from '../../network/subnets/subnets.ts';
import { networksExample } from '../examples/network-example.ts';
import type { Rule } from '../rule.ts';
import { inWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';
import { movedSubnet } from './moved-subnet.ts';

interface SubnetOutside {
  readonly prefix: PlacedPrefix;
  readonly network: ResourceView;
}

const spoke = { name: 'spoke', prefixes: ['10.0.0.0/16'] };

export const subnetOutsideAddressSpace: Rule<SubnetOutside> = {
  id: 'subnet-outside-address-space',
  title: 'Subnet lies outside of the address space of its virtual network',
  principle: 'verify-explicitly',
  severity: 'error',
  rows: [19],
  articles: [{ seed: 'S2', step: '3' }],
  why: `The subnets of a virtual network divide its address space. Azure refuses a subnet with other addresses (NetcfgSubnetRangeOutsideVnet), so
the deployment fails.`,
  what: `Give the subnet a prefix inside of the address space, or add its prefix to the address space.`,
  equivalents: {},
  repairs: ['Give the subnet a free prefix of the address space'],
  on: [subnetType],
  examples: {
    bad: networksExample({ ...spoke, subnets: { app: '10.1.1.0/24' } }),
    good: networksExample({ ...spoke, subnets: { app: '10.0.0.0/24' } }),
  },

  find: (subnet) => {
    const network = subnet.parent();
    const prefix = prefixOutside(subnet);
    return network === null || prefix === null ? null : { certainty: 'certain', facts: { prefix, network } };
  },

  at: (resource, { prefix }) => ({ kind: 'value', resource, path: prefix.written.path }),

  say: (subnet, { prefix, network }) => {
    const space = inWords(
      spacePrefixesOf(network).map(({ written }) => written.text),
      'more',
    );
    return `${prefix.written.text} of ${shownName(subnet)} is not inside of the address space of ${shownName(network)}, ${space}. Azure refuses this.`;
  },

  related: (_, { network }) =>
    spacePrefixesOf(network).map(({ resource, written }) => ({
      resource,
      path: written.path,
      message: `${shownName(resource)} has ${written.text}.`,
    })),

  repair: (_, { prefix }) => movedSubnet(prefix),
};
