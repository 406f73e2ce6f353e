/** A custom role is for the scopes that need it. */
import { decidedOr } from '../../network/undecided.ts';
import type { Rule } from '../rule.ts';
import { exampleRole, networkManagement } from './role-definition.examples.ts';
import { roleDefinitionType, roleInWords } from './role-definition.ts';

const scopesPath = 'properties.assignableScopes';

export const customRoleRootScope: Rule<string> = {
  id: 'custom-role-root-scope',
  title: 'Custom role can be assigned everywhere',
  principle: 'least-privilege',
  severity: 'warning',
  rows: [4],
  articles: [{ seed: 'S0', step: '1' }],
  why: `The scope / stands for the whole tenant, as with built-in roles: a role for the network managers of a spoke could be assigned to anybody, anywhere.`,
  what: `Name the management group, the subscription or the resource group that needs the role.`,
  equivalents: {},
  repairs: [],
  on: [roleDefinitionType],
  examples: { bad: exampleRole(networkManagement, '/'), good: exampleRole(networkManagement) },

  find: (role) => {
    const scopes = [...Array(role.size(scopesPath)).keys()].map((index) => `${scopesPath}.${index}`);
    const root = scopes.find((path) => decidedOr(false, () => role.read(path) === '/'));
    return root === undefined ? null : { certainty: 'certain', facts: root };
  },

  at: (resource, path) => ({ kind: 'value', resource, path }),

  say: (role) =>
    `Custom role ${roleInWords(role)} can be assigned in the whole tenant. Name the subscription or resource group that needs it.`,

  repair: () => [],
};
