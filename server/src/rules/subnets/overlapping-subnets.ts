/** Two subnets of a virtual network with the same addresses: the deployment fails. */
import { type Overlap, overlapOfSubnet } from '../../network/reading/network-prefixes.ts';
import { subnetType } from '../../network/subnets/subnets.ts';
import { networksExample } from '../examples/network-example.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { movedSubnet } from './moved-subnet.ts';

const spoke = { name: 'spoke', prefixes: ['10.0.0.0/16'] };

export const overlappingSubnets: Rule<Overlap> = {
  id: 'overlapping-subnets',
  title: 'Two subnets of a virtual network have the same addresses',
  principle: 'verify-explicitly',
  severity: 'error',
  rows: [19],
  articles: [{ seed: 'S2', step: '3' }],
  why: `Each tier has a subnet of its own, with addresses that no other subnet of the virtual network has. Azure refuses a subnet that overlaps
another one (NetcfgSubnetRangesOverlap), so the deployment fails. Subnets that are written inline, as child resources and in modules all count.`,
  what: `Give each subnet a prefix of its own in the address space of the virtual network.`,
  equivalents: {},
  repairs: ['Give the subnet a free prefix of the address space'],
  on: [subnetType],
  examples: {
    bad: networksExample({ ...spoke, subnets: { web: '10.0.1.0/24', app: '10.0.1.128/25' } }),
    good: networksExample({ ...spoke, subnets: { web: '10.0.1.0/24', app: '10.0.2.0/25' } }),
  },

  find: (subnet) => {
    const facts = overlapOfSubnet(subnet);
    return facts === null ? null : { certainty: 'certain', facts };
  },

  at: (resource, { later }) => ({ kind: 'value', resource, path: later.written.path }),

  say: (subnet, { later, earlier }) =>
    `${later.written.text} of ${shownName(subnet)} overlaps ${earlier.written.text} of ${shownName(earlier.resource)}. Azure refuses this: give each subnet addresses of its own.`,

  related: (_, { earlier: { resource, written } }) => [
    { resource, path: written.path, message: `${shownName(resource)} has ${written.text}.` },
  ],

  repair: (_, { later }) => movedSubnet(later),
};
