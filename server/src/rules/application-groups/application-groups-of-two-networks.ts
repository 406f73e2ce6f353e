/** The application security groups of one rule are in one virtual network: else the deployment fails. */
import { groupsOfTwoNetworks, type PlacedMember } from '../../network/claims/application-groups.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { applicationGroupsOfTwoNetworksExamples } from './application-groups-of-two-networks.examples.ts';

export const applicationGroupsOfTwoNetworks: Rule<readonly [PlacedMember, PlacedMember]> = {
  id: 'application-groups-of-two-networks',
  title: 'Security rule names application security groups of two virtual networks',
  principle: 'verify-explicitly',
  severity: 'error',
  rows: [30, 40],
  articles: [{ seed: 'S2', step: '5' }],
  why: `An application security group belongs to the virtual network of its members, and all groups of one rule must be of the same network. Azure
refuses a rule with others (AllApplicationSecurityGroupsInSecurityRuleMustBeFromSameVnet), so the deployment fails.`,
  what: `Name the other network by the prefix of its subnet.`,
  equivalents: {},
  repairs: [],
  on: ['Microsoft.Network/networkSecurityGroups/securityRules'],
  examples: applicationGroupsOfTwoNetworksExamples,

  find: (rule) => {
    const facts = groupsOfTwoNetworks(rule);
    return facts === null ? null : { certainty: 'certain', facts };
  },

  at: (resource, [, { path }]) => ({ kind: 'value', resource, path }),

  say: (rule, [first, other]) =>
    `${shownName(rule)} names ${inWords(first)} and ${inWords(other)}. Azure refuses application security groups of two virtual networks in one rule. Name one side by its addresses.`,

  related: (_, both) =>
    both.map(({ group, member, network }) => ({
      resource: member,
      message: `${shownName(member)} of ${shownName(group)} is in ${shownName(network)}.`,
    })),

  repair: () => [],
};

function inWords({ group, member, network }: PlacedMember): string {
  return `${shownName(group)} (with ${shownName(member)} in ${shownName(network)})`;
}
