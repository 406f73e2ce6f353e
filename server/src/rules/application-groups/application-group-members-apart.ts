/** All members of an application security group are in one virtual network: else the deployment fails. */
import { membersApart, type PlacedMember } from '../../network/claims/application-groups.ts';
import { exampleCard, exampleNetwork } from '../examples/hub-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';

const applicationSecurityGroups = { applicationSecurityGroups: [{ id: { idOf: 'web' } }] };

function example(other: typeof applicationSecurityGroups | Record<string, never>): Example {
  return resourcesExample(
    { symbol: 'web', type: 'applicationSecurityGroups', name: 'asg-web' },
    exampleNetwork('front', '10.1.0.0/16', { machines: { addressPrefix: '10.1.1.0/24' } }),
    exampleNetwork('back', '10.2.0.0/16', { databases: { addressPrefix: '10.2.1.0/24' } }),
    exampleCard('front', 'machines', applicationSecurityGroups),
    exampleCard('back', 'databases', other),
  );
}

export const applicationGroupMembersApart: Rule<readonly [PlacedMember, PlacedMember]> = {
  id: 'application-group-members-apart',
  title: 'Application security group has members in two virtual networks',
  principle: 'verify-explicitly',
  severity: 'error',
  rows: [30],
  articles: [{ seed: 'S2', step: '5' }],
  why: `An application security group belongs to the virtual network of its first member. Azure refuses members in another one, so the deployment
fails.`,
  what: `Make a group for each virtual network.`,
  equivalents: {},
  exceptions: ['Virtual networks that may be one and the same, because their names are not known.'],
  repairs: [],
  on: ['Microsoft.Network/applicationSecurityGroups'],
  examples: { bad: example(applicationSecurityGroups), good: example({}) },

  find: (group) => {
    const facts = membersApart(group);
    return facts === null ? null : { certainty: 'certain', facts };
  },

  at: (group) => ({ kind: 'header', resource: group }),

  say: (group, [first, other]) =>
    `${shownName(group)} has ${shownName(first.member)} in ${shownName(first.network)} and ${shownName(other.member)} in ${shownName(other.network)}. Azure refuses members of two virtual networks. Make a group for each.`,

  related: (_, both) =>
    both.map(({ member, network }) => ({
      resource: member,
      message: `${shownName(member)} is in ${shownName(network)}.`,
    })),

  repair: () => [],
};
