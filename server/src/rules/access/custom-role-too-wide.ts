/** A custom role is there to allow just what is needed. */
import { coversAction } from '../../azure/roles.ts';
import type { Rule } from '../rule.ts';
import { exampleRole, networkManagement } from './role-definition.examples.ts';
import { type AllowedAction, allowedActions, allows, roleDefinitionType, roleInWords } from './role-definition.ts';

interface TooWide {
  readonly allowed: AllowedAction;
  /** True if it allows everything, false if it lets holders give themselves everything. */
  readonly isEverything: boolean;
}

const assigning = 'Microsoft.Authorization/roleAssignments/write';

export const customRoleTooWide: Rule<TooWide> = {
  id: 'custom-role-too-wide',
  title: 'Custom role allows everything, or lets its holders take it',
  principle: 'least-privilege',
  severity: 'warning',
  rows: [4],
  articles: [{ seed: 'S0', step: '1' }],
  exceptions: [
    'A role that names roleAssignments/write itself is meant to give rights away.',
    'Where notActions take something from a *, the finding is a hint.',
  ],
  why: `A custom role is there to allow just what a job needs. With the action * it is another Owner, and it grows with every service that Azure adds; with
Microsoft.Authorization/* its holders may give themselves any role.`,
  what: `List what the job needs, by provider: reading everything is */read, managing networks is Microsoft.Network/*.`,
  equivalents: {
    checkov: ['CKV_AZURE_39'],
    kics: ['Role Definitions Allow Custom Subscription Role Creation'],
    trivy: ['AZU-0030', 'AZU-0052'],
  },
  repairs: [],
  on: [roleDefinitionType],
  examples: { bad: exampleRole(['*']), good: exampleRole(networkManagement) },

  find: (role) => {
    const actions = allowedActions(role);
    const everything = actions.find(({ action }) => action === '*');
    if (everything !== undefined) {
      const certainty = everything.except.length === 0 ? 'certain' : 'possible';
      return { certainty, facts: { allowed: everything, isEverything: true } };
    }
    const rights = actions.find((one) => allows(one, assigning) && !coversAction(assigning, one.action));
    return rights === undefined ? null : { certainty: 'certain', facts: { allowed: rights, isEverything: false } };
  },

  at: (resource, { allowed }) => ({ kind: 'value', resource, path: allowed.path }),

  say: (role, { allowed, isEverything }) => {
    const start = `Custom role ${roleInWords(role)} allows ${allowed.action}`;
    if (!isEverything) return `${start}, so its holders may assign themselves any role. Allow what they need of it.`;
    const but = allowed.except.length === 0 ? '' : ' but what notActions name';
    return `${start}: everything${but}, what Azure adds later included. Allow what is needed, by provider.`;
  },

  repair: () => [],
};
