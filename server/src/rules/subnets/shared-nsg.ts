/** Subnets of different tiers must not share a network security group. */
import type { ResourceView } from '../../deployment/view.ts';
import { endpointsIn } from '../../network/subnets/private-endpoints.ts';
import { attachedSubnets } from '../../network/subnets/subnets.ts';
import { isCertain, subnetPlacements } from '../../network/tiers/tier-network.ts';
import { exampleNetwork } from '../examples/hub-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import { exampleDeny, exampleGroup } from '../examples/rule-example.ts';
import type { Example, Rule } from '../rule.ts';
import { inWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';

const groupPath = 'properties.networkSecurityGroup.id';
const nsg = (name: string) => exampleGroup(name, `nsg-${name}`, { DenyAllInbound: exampleDeny });
const subnet = (addressPrefix: string, group: string, serviceName: string) => ({
  addressPrefix,
  networkSecurityGroup: { id: { idOf: group } },
  delegations: [{ name: 'service', properties: { serviceName } }],
});

function example(dataGroup: string): Example {
  return resourcesExample(
    nsg('app'),
    nsg('data'),
    exampleNetwork('spoke', '10.0.0.0/16', {
      app: subnet('10.0.1.0/24', 'app', 'Microsoft.ContainerInstance/containerGroups'),
      data: subnet('10.0.2.0/24', dataGroup, 'Microsoft.DBforMySQL/flexibleServers'),
    }),
  );
}

interface SharedGroup {
  readonly subnets: readonly ResourceView[];
  /** The first of another tier than those before it: the one to get a group of its own. */
  readonly other: ResourceView;
}

export const sharedNsg: Rule<SharedGroup> = {
  id: 'shared-nsg',
  title: 'Network security group is shared by several subnets',
  principle: 'least-privilege',
  severity: 'warning',
  rows: [17, 23],
  articles: [
    { seed: 'S0', step: '3' },
    { seed: 'S2', step: '3' },
  ],
  profiles: ['iaas', 'paas'],
  why: `A group for several subnets holds the rules that any of them needs, so each lets in more than its own role asks for, and a change for one
changes the others. It also makes logs and troubleshooting harder.`,
  what: `Give each subnet a network security group of its own.`,
  equivalents: {},
  exceptions: [
    'Subnets that hold nothing but private endpoints.',
    'Subnets of one and the same tier, or of which no tier can be told.',
    'Where only names tell the tiers, the finding is only possible.',
  ],
  repairs: [],
  on: ['Microsoft.Network/networkSecurityGroups'],
  examples: { bad: example('app'), good: example('data') },

  find: (group) => {
    const subnets = distinctSubnets(group).filter((candidate) => !holdsEndpointsOnly(candidate));
    const placements = subnetPlacements(group.deployment);
    const told = subnets.flatMap((subnet) => {
      const placement = placements.get(subnet.key);
      return placement === undefined || placement.tier === 'unassigned' ? [] : [{ subnet, placement }];
    });
    const other = told.find(({ placement }) => placement.tier !== told[0]?.placement.tier);
    if (other === undefined) return null;
    const certain = new Set(told.flatMap(({ placement }) => (isCertain(placement) ? [placement.tier] : [])));
    return { certainty: certain.size > 1 ? 'certain' : 'possible', facts: { subnets, other: other.subnet } };
  },

  at: (_group, { other }) => ({ kind: 'value', resource: other, path: groupPath }),

  say: (group, { subnets }) =>
    `${shownName(group)} is the network security group of ${inWords(subnets.map(shownName), 'more')}, which differ in what they need. Give each subnet a group of its own.`,

  related: (_, { subnets, other }) =>
    subnets
      .filter((candidate) => candidate !== other)
      .map((candidate) => ({
        resource: candidate,
        path: groupPath,
        message: `${shownName(candidate)} has the group here.`,
      })),

  repair: () => [],
};

/** A subnet that is declared twice is one. */
function distinctSubnets(group: ResourceView): readonly ResourceView[] {
  const attached = attachedSubnets(group);
  return attached.filter((candidate, index) => !attached.slice(0, index).some((other) => other.is(candidate)));
}

function holdsEndpointsOnly(candidate: ResourceView): boolean {
  const placement = subnetPlacements(candidate.deployment).get(candidate.key);
  return placement?.tier === 'endpoints' && endpointsIn(candidate).length > 0;
}
