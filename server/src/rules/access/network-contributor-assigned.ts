/** Network managers of a spoke get a custom role, not all of Network Contributor. */
import { resourcesExample } from '../examples/resource-example.ts';
import type { Rule } from '../rule.ts';
import { exampleAssignment } from './role-assignment.examples.ts';
import { assignedRole, holderOf, isNetwork, placeInWords, roleAssignmentType, rolePath } from './role-assignment.ts';

export const networkContributorAssigned: Rule<null> = {
  id: 'network-contributor-assigned',
  title: 'Network Contributor is assigned to people',
  principle: 'least-privilege',
  severity: 'information',
  rows: [1],
  articles: [
    { seed: 'S0', step: '1' },
    { seed: 'S2', step: '1' },
  ],
  exceptions: [
    'Service principals and managed identities may have the role: a cluster needs it to join its subnet.',
    'Assignments for one resource that is no network are left alone.',
  ],
  why: `Network Contributor may change every network resource where it holds: gateways, firewalls, peerings, routes. Who manages one spoke needs
less of that, and more of other things, such as deployments and support requests.`,
  what: `Define a custom role, such as Network Management of the Azure landing zones, and assign that to the group of the spoke's network managers.`,
  equivalents: {},
  repairs: [],
  on: [roleAssignmentType],
  examples: {
    bad: resourcesExample(exampleAssignment('4d97b98b-1d4f-4787-a291-c67834d212e7', 'Group')),
    good: resourcesExample(exampleAssignment('6a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d', 'Group')),
  },

  find: (assignment) => {
    if (assignedRole(assignment)?.reach !== 'networks') return null;
    const holder = holderOf(assignment);
    const { extended } = assignment.scope();
    if (holder === 'workload' || (extended !== null && !isNetwork(extended))) return null;
    return { certainty: holder === 'unsaid' ? 'possible' : 'certain', facts: null };
  },

  at: (resource) => ({ kind: 'value', resource, path: rolePath }),

  say: (assignment) =>
    `Network Contributor on ${placeInWords(assignment)} lets its holders change every network resource there. Network managers of a spoke need a custom role with just what they do.`,

  repair: () => [],
};
