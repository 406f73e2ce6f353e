/** Resources of different tiers must not share a subnet. */
import type { TierId } from '../../config/tiers.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { type RolePlayer, rolePlayers } from '../../network/claims/subnet-roles.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { tiersInOneSubnetExamples } from './tiers-in-one-subnet.examples.ts';

interface MixedSubnet {
  readonly first: RolePlayer;
  readonly other: RolePlayer;
}

export const tiersInOneSubnet: Rule<MixedSubnet> = {
  id: 'tiers-in-one-subnet',
  title: 'Resources of different tiers share a subnet',
  principle: 'assume-breach',
  severity: 'warning',
  rows: [19, 25, 100],
  articles: [
    { seed: 'S0', step: '3' },
    { seed: 'S2', step: '3' },
    { seed: 'S3', step: '1' },
  ],
  profiles: ['iaas', 'paas'],
  why: `Within a subnet nothing stands between machines but rules that were written for it. Who takes over a web server is next to the database, and no
route leads that traffic past a firewall.`,
  what: `Give each tier a subnet of its own, and each private endpoint one for its role or for endpoints.`,
  equivalents: {},
  exceptions: [
    'Subnets that hold nothing but private endpoints.',
    'Resources of which no tier can be told; machines for operation.',
    'Where only names tell the tiers, the finding is only possible.',
  ],
  repairs: [],
  on: ['Microsoft.Network/virtualNetworks/subnets'],
  examples: tiersInOneSubnetExamples,

  find: (subnet) => {
    const players = rolePlayers(subnet);
    if (players.every(({ resource }) => isEndpoint(resource))) return null;
    const pairs = players.flatMap((first) =>
      players.filter((other) => isBeyond(first.tier, other.tier)).map((other) => ({ first, other })),
    );
    const certain = pairs.find(({ first, other }) => first.isCertain && other.isCertain);
    const facts = certain ?? pairs[0];
    return facts === undefined ? null : { certainty: certain === undefined ? 'possible' : 'certain', facts };
  },

  at: (subnet) => ({ kind: 'header', resource: subnet }),

  say: (subnet, { first, other }) =>
    `Subnet ${shownName(subnet)} holds ${shownName(first.resource)} of the tier ${first.tier} and ${shownName(other.resource)} of the tier ${other.tier}, so no subnet stands between them. Give each tier a subnet of its own.`,

  related: (_, { first, other }) =>
    [first, other].map(({ resource, tier }) => ({
      resource,
      message: `${shownName(resource)} belongs to the tier ${tier}.`,
    })),

  repair: () => [],
};

function isEndpoint(resource: ResourceView): boolean {
  return resource.isType('Microsoft.Network/privateEndpoints');
}

const order: readonly TierId[] = ['web', 'app', 'data'];

/** True if traffic meets the first tier before the other. */
function isBeyond(first: TierId, other: TierId): boolean {
  return order.indexOf(first) < order.indexOf(other);
}
