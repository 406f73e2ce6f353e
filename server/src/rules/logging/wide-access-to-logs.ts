/** Few may change or delete logs. */
import type { ResourceView } from '../../deployment/view.ts';
import { exampleAssignment } from '../access/role-assignment.examples.ts';
import { assignedRole, holderOf, roleAssignmentType, rolePath } from '../access/role-assignment.ts';
import { type ExampleResource, resourcesExample } from '../examples/resource-example.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { exampleLogs } from './flow-log.examples.ts';
import { storageType, takesLogs, workspaceType } from './log-stores.ts';

interface WideAccess {
  readonly role: string;
  readonly store: ResourceView;
}

export const wideAccessToLogs: Rule<WideAccess> = {
  id: 'wide-access-to-logs',
  title: 'People may change or delete logs',
  principle: 'least-privilege',
  severity: 'information',
  rows: [91],
  articles: [
    { seed: 'S0', step: '4' },
    { seed: 'S2', step: '5' },
  ],
  exceptions: ['Storage accounts into which the template sends no logs are not meant, nor are service principals.'],
  why: `Who can change the place where logs are kept can delete them, also with the account that an attacker took over. And flow logs tell who talks to
whom.`,
  what: `Give people a role that reads the logs, such as Log Analytics Reader, and leave the rest to the pipeline that deploys.`,
  equivalents: {},
  repairs: [],
  on: [roleAssignmentType],
  examples: {
    bad: resourcesExample(exampleLogs, access('b24988ac-6180-42a0-ab88-20f7382dd24c')),
    good: resourcesExample(exampleLogs, access('73c42c96-874c-492b-b04d-ab87d138a893')),
  },

  find: (assignment) => {
    const store = assignment.scope().extended;
    if (store?.kind !== 'resource' || !mayKeepLogs(store)) return null;
    const role = assignedRole(assignment);
    if (role?.reach !== 'everything') return null;
    const holder = holderOf(assignment);
    if (holder === 'workload' || !keepsLogs(store)) return null;
    return { certainty: holder === 'unsaid' ? 'possible' : 'certain', facts: { role: role.name, store } };
  },

  at: (resource) => ({ kind: 'value', resource, path: rolePath }),

  say: (_, { role, store }) =>
    `${role} on ${shownName(store)} lets people change and delete the logs in it. Give them a role that reads.`,

  related: (_, { store }) => [{ resource: store, message: `${shownName(store)} keeps the logs.` }],

  repair: () => [],
};

/** Asked first: which role it is takes longer to find out. */
function mayKeepLogs(store: ResourceView): boolean {
  return store.isType(workspaceType) || store.isType(storageType);
}

function keepsLogs(store: ResourceView): boolean {
  return !store.isType(storageType) || takesLogs(store);
}

function access(roleId: string): ExampleResource {
  return exampleAssignment(roleId, 'Group', { scope: 'logs' });
}
