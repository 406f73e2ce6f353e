/** The priority of a security rule is an integer from 100 to 4096: with any other the deployment fails. */
import {
  firstPriority,
  lastPriority,
  nearestFreePriority,
  refusedPriority,
} from '../../network/reading/rule-siblings.ts';
import { exampleDeny, groupExample } from '../examples/rule-example.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';

interface WrongPriority {
  readonly priority: number;
}

export const rulePriorityOutOfRange: Rule<WrongPriority> = {
  id: 'rule-priority-out-of-range',
  title: 'Priority of a security rule is not an integer from 100 to 4096',
  principle: 'verify-explicitly',
  severity: 'error',
  rows: [75, 76],
  articles: [{ seed: 'S2', step: '5' }],
  why: `Azure takes priorities from 100 to 4096 and refuses a network security group with any other, so the deployment fails. Priorities from
65000 on belong to the default rules, which no template can write.`,
  what: `Give the rule a priority from 100 to 4096. A deny of everything else takes 4096, so that all others stay free for allow rules.`,
  equivalents: {},
  repairs: ['Give the rule the nearest free priority'],
  on: ['Microsoft.Network/networkSecurityGroups/securityRules'],
  examples: {
    bad: groupExample({ DenyAllInbound: { ...exampleDeny, priority: 5000 } }),
    good: groupExample({ DenyAllInbound: exampleDeny }),
  },

  find: (rule) => {
    const priority = refusedPriority(rule);
    return priority === null ? null : { certainty: 'certain', facts: { priority } };
  },

  at: (resource) => ({ kind: 'value', resource, path: 'properties.priority' }),

  say: (rule, { priority }) => {
    const system = priority >= 65000 ? ' Priorities from 65000 on belong to the default rules of Azure.' : '';
    return `${shownName(rule)} has priority ${priority}. Azure refuses it: only integers from ${firstPriority} to ${lastPriority} are allowed.${system}`;
  },

  repair: (rule, { priority }) => {
    const nearest = nearestFreePriority(rule, priority);
    if (nearest === null) return [];
    return [
      {
        title: `Give ${shownName(rule)} priority ${nearest}`,
        kind: 'review',
        opens: true,
        intents: [{ kind: 'set', resource: rule.key, path: 'properties.priority', value: nearest }],
      },
    ];
  },
};
