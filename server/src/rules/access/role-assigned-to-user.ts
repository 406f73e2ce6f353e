/** Roles over networks are given to groups, not to persons. */
import { resourcesExample } from '../examples/resource-example.ts';
import type { Rule } from '../rule.ts';
import { exampleAssignment } from './role-assignment.examples.ts';
import { holderOf, isNetwork, placeInWords, roleAssignmentType } from './role-assignment.ts';

const path = 'properties.principalType';
const customRole = '6a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d';

export const roleAssignedToUser: Rule<null> = {
  id: 'role-assigned-to-user',
  title: 'Role is assigned to a person instead of a group',
  principle: 'least-privilege',
  severity: 'warning',
  rows: [5],
  articles: [
    { seed: 'S0', step: '2' },
    { seed: 'S2', step: '2' },
  ],
  exceptions: ['Assignments for one resource that is no network are left alone, as are service principals.'],
  why: `A role that a template gives to a person stays when the person changes jobs, and nobody reviews it with the memberships of groups.`,
  what: `Give the role to a security group, and let your identity processes decide who is in it: principalId is the object id of the group,
principalType is Group.`,
  equivalents: { psrule: ['Azure.RBAC.UseGroups'] },
  repairs: [],
  on: [roleAssignmentType],
  examples: {
    bad: resourcesExample(exampleAssignment(customRole, 'User')),
    good: resourcesExample(exampleAssignment(customRole, 'Group')),
  },

  find: (assignment) => {
    if (holderOf(assignment) !== 'user') return null;
    const { extended } = assignment.scope();
    return extended === null || isNetwork(extended) ? { certainty: 'certain', facts: null } : null;
  },

  at: (resource) => ({ kind: 'value', resource, path }),

  say: (assignment) =>
    `This gives a person a role on ${placeInWords(assignment)}. Give it to a security group: who is in it is reviewed where identities are.`,

  repair: () => [],
};
