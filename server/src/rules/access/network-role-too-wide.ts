/** A custom role for network managers allows networks, and what goes with them. */
import { coversAction } from '../../azure/roles.ts';
import { enumeration } from '../../text/enumeration.ts';
import type { Rule } from '../rule.ts';
import { exampleRole, networkManagement } from './role-definition.examples.ts';
import { type AllowedAction, allowedActions, roleDefinitionType, roleInWords } from './role-definition.ts';

/** What the role allows beyond its job; at least one. */
type Beyond = readonly [AllowedAction, ...AllowedAction[]];

const managing = 'Microsoft.Network/*';
/** As the articles describe the role, and what networks are watched with. */
const fitting = [
  '*/read',
  managing,
  'Microsoft.Support/*',
  'Microsoft.Resources/deployments/*',
  'Microsoft.Insights/*',
];
const allResources = 'Microsoft.Resources/*';
const deployments = 'Microsoft.Resources/deployments/*';

export const networkRoleTooWide: Rule<Beyond> = {
  id: 'network-role-too-wide',
  title: 'Custom role for network managers allows more than networks',
  principle: 'least-privilege',
  severity: 'information',
  rows: [3],
  articles: [
    { seed: 'S0', step: '1' },
    { seed: 'S2', step: '1' },
  ],
  exceptions: [
    'Roles that do not allow all of Microsoft.Network/* are for other jobs.',
    'Actions that only read, support requests and monitoring go with networks.',
  ],
  why: `The role that the articles recommend for network managers reads everything, and changes what belongs to the network, support requests and
deployments. What it allows beyond that, all holders of the role may do. Microsoft.Resources/*, which the articles name, also deletes whole resource
groups; Azure landing zones allow Microsoft.Resources/deployments/* instead.`,
  what: `Take the other actions out, or give them to those who need them by another role.`,
  equivalents: {},
  repairs: ['Allow deployments instead of all of Microsoft.Resources'],
  on: [roleDefinitionType],
  examples: {
    bad: exampleRole(networkManagement.map((action) => (action === deployments ? allResources : action))),
    good: exampleRole(networkManagement),
  },

  find: (role) => {
    const actions = allowedActions(role);
    const isForNetworks = actions.some(({ action }) => action !== '*' && coversAction(action, managing));
    if (!isForNetworks) return null;
    // What is on the list, and what is taken away again, is not beyond the job.
    const beyond = actions.filter(
      ({ action, except }) => action !== '*' && ![...fitting, ...except].some((one) => coversAction(one, action)),
    );
    const [first, ...others] = beyond;
    return first === undefined ? null : { certainty: 'certain', facts: [first, ...others] };
  },

  at: (resource, [first]) => ({ kind: 'value', resource, path: first.path }),

  say: (role, beyond) => {
    const start = `Custom role ${roleInWords(role)} is for network managers and allows`;
    if (beyond.every(({ action }) => isAllResources(action)))
      return `${start} ${allResources}, so they may delete whole resource groups. ${deployments} is enough for deployments.`;
    return `${start} ${enumeration(beyond.map(({ action }) => action))} as well. Give that by another role to those who need it.`;
  },

  repair: (role, beyond) =>
    beyond
      .filter(({ action }) => isAllResources(action))
      .map(({ path }) => ({
        title: `Allow ${deployments} instead of ${allResources} in ${roleInWords(role)}: its holders can't change resource groups, tags and locks of resources any more`,
        kind: 'review',
        intents: [{ kind: 'set', resource: role.key, path, value: deployments }],
      })),
};

function isAllResources(action: string): boolean {
  return action.toLowerCase() === allResources.toLowerCase();
}
