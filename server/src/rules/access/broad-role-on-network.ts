/** Owner and Contributor are no roles for those who manage a spoke's network. */
import type { ResourceView } from '../../deployment/view.ts';
import { exampleNetwork } from '../examples/hub-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { exampleAssignment } from './role-assignment.examples.ts';
import {
  assignedRole,
  holderOf,
  isNetwork,
  networkWhereHeld,
  placeInWords,
  roleAssignmentType,
  rolePath,
} from './role-assignment.ts';

interface BroadRole {
  readonly role: string;
  /** A network of the deployment that the role is for; null if others are. */
  readonly network: ResourceView | null;
}

const network = exampleNetwork('spoke', '10.1.0.0/16', { app: { addressPrefix: '10.1.1.0/24' } });

export const broadRoleOnNetwork: Rule<BroadRole> = {
  id: 'broad-role-on-network',
  title: 'Owner or Contributor is assigned to people where networks are',
  principle: 'least-privilege',
  severity: 'warning',
  rows: [2],
  articles: [{ seed: 'S0', step: '1' }],
  exceptions: [
    'Service principals and managed identities are left alone: they deploy the platform.',
    'Resource groups into which the template puts no network, and single resources that are no networks, are not what the articles speak of.',
  ],
  why: `Owner and Contributor hold for everything in their scope. Where a virtual network is in it, all who hold them may change its security rules,
routes and peerings, whatever else they are meant to do.`,
  what: `Keep networks in a resource group of their own, and give their managers a custom role there, such as Network Management of the Azure landing
zones. Give Owner and Contributor for the resource groups of the workload.`,
  equivalents: { psrule: ['Azure.RBAC.LimitOwner'] },
  repairs: [],
  on: [roleAssignmentType],
  examples: {
    bad: resourcesExample(network, exampleAssignment('b24988ac-6180-42a0-ab88-20f7382dd24c', 'Group')),
    good: resourcesExample(network, exampleAssignment('6a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d', 'Group')),
  },

  find: (assignment) => {
    const role = assignedRole(assignment);
    if (role?.reach !== 'everything') return null;
    const holder = holderOf(assignment);
    if (holder === 'workload') return null;
    const scope = assignment.scope();
    if (scope.extended !== null && !isNetwork(scope.extended)) return null;
    const network = scope.extended?.kind === 'resource' ? scope.extended : networkWhereHeld(assignment);
    // A group without a network is a workload's; a whole subscription is likely to have one.
    if (network === null && scope.kind === 'resourceGroup') return null;
    const isSure = holder !== 'unsaid' && (network !== null || scope.kind === 'resource');
    return { certainty: isSure ? 'certain' : 'possible', facts: { role: role.name, network } };
  },

  at: (resource) => ({ kind: 'value', resource, path: rolePath }),

  say: (assignment, { role, network }) => {
    const what = network === null ? 'all networks in it' : shownName(network);
    return `${role} on ${placeInWords(assignment)} lets its holders change ${what} and everything else there. Give network managers a custom role, and the owners of workloads their own resource groups.`;
  },

  related: (_, { network }) =>
    network === null ? [] : [{ resource: network, message: `They may change ${shownName(network)}.` }],

  repair: () => [],
};
