/** No two rules of a network security group may have one priority in one direction: the deployment fails. */

import type { ResourceView } from '../../deployment/view.ts';
import { readSecurityRule } from '../../network/reading/read-security-rule.ts';
import { earlierRivalsOf, nearestFreePriority, statedPriority } from '../../network/reading/rule-siblings.ts';
import { enumeration } from '../../text/enumeration.ts';
import { groupExample } from '../examples/rule-example.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';

interface DuplicatePriority {
  /** Rules before this one in the template with its priority. */
  readonly others: readonly ResourceView[];
  readonly priority: number;
  readonly direction: string;
}

const web = { priority: 105, sourceAddressPrefix: '10.0.1.0/24' };
const replica = { priority: 105, sourceAddressPrefix: '10.0.3.0/24', destinationPortRange: '1433' };

export const duplicateRulePriority: Rule<DuplicatePriority> = {
  id: 'duplicate-rule-priority',
  title: 'Two security rules of one group and direction have the same priority',
  principle: 'verify-explicitly',
  severity: 'error',
  rows: [77, 75],
  articles: [{ seed: 'S2', step: '5' }],
  why: `Priorities decide which rule comes first. Azure refuses a network security group that has two rules of one direction with the same
priority, so the deployment fails, or the later of two deployments does. Rules that are written inline, as child resources and in modules all
count.`,
  what: `Give each rule of a group and direction a priority of its own. Leave gaps between them, so that a rule fits in later.`,
  equivalents: {},
  repairs: ['Give the rule the next free priority'],
  on: ['Microsoft.Network/networkSecurityGroups/securityRules'],
  examples: {
    bad: groupExample({ AllowWebInbound: web, AllowReplicaInbound: replica }),
    good: groupExample({ AllowWebInbound: web, AllowReplicaInbound: { ...replica, priority: 106 } }),
  },

  find: (rule) => {
    const priority = statedPriority(rule);
    const others = earlierRivalsOf(rule);
    if (priority === null || others.length === 0) return null;
    return { certainty: 'certain', facts: { others, priority, direction: readSecurityRule(rule).direction } };
  },

  at: (resource) => ({ kind: 'value', resource, path: 'properties.priority' }),

  say: (rule, { others, priority, direction }) => {
    const names = enumeration([rule, ...others].map(shownName));
    const have = others.length === 1 ? 'both have' : 'all have';
    const group = rule.parent();
    const where = group === null ? 'the same group' : shownName(group);
    return `${names} in ${where} ${have} priority ${priority} in direction ${direction}. Azure refuses this: give each rule a priority of its own.`;
  },

  related: (_, { others, priority }) =>
    others.map((resource) => ({
      resource,
      path: 'properties.priority',
      message: `${shownName(resource)} has priority ${priority} as well.`,
    })),

  repair: (rule, { priority }) => {
    const free = nearestFreePriority(rule, priority);
    if (free === null) return [];
    return [
      {
        title: `Give ${shownName(rule)} priority ${free}`,
        kind: 'review',
        opens: true,
        intents: [{ kind: 'set', resource: rule.key, path: 'properties.priority', value: free }],
      },
    ];
  },
};
