/** A security rule for an application security group without members is a rule for nobody. */

import type { ResourceView } from '../../deployment/view.ts';
import { rulesNaming, withoutMembers } from '../../network/claims/application-groups.ts';
import { exampleCard, exampleNetwork } from '../examples/hub-example.ts';
import { type ExampleValue, resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';
import { inWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';

function example(membership: { readonly [key: string]: ExampleValue }): Example {
  return resourcesExample(
    { symbol: 'web', type: 'applicationSecurityGroups', name: 'asg-web' },
    exampleNetwork('spoke', '10.1.0.0/16', { web: { addressPrefix: '10.1.1.0/24' } }),
    exampleCard('spoke', 'web', membership),
    {
      symbol: 'group',
      type: 'networkSecurityGroups',
      name: 'nsg-web',
      properties: {
        securityRules: [
          {
            name: 'AllowWeb',
            properties: {
              priority: 105,
              direction: 'Inbound',
              access: 'Allow',
              protocol: 'Tcp',
              sourceAddressPrefix: '10.1.0.0/24',
              sourcePortRange: '*',
              destinationApplicationSecurityGroups: [{ id: { idOf: 'web' } }],
              destinationPortRange: '443',
            },
          },
        ],
      },
    },
  );
}

export const applicationGroupWithoutMembers: Rule<readonly ResourceView[]> = {
  id: 'application-group-without-members',
  title: 'Application security group that security rules name has no members',
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [26, 31],
  articles: [{ seed: 'S2', step: '4' }],
  profiles: ['iaas'],
  why: `A security rule with an application security group is for the members of the group only. Without members it admits nothing and denies
nothing, and the template looks as if it did.`,
  what: `Put the network interfaces of the role into the group, or drop the rules.`,
  equivalents: {},
  exceptions: [
    'Groups that no rule of the template names.',
    'Groups that an output or a module hands on, whose members may be elsewhere.',
    'Templates without any network interface or private endpoint, where the finding is only possible.',
  ],
  repairs: [],
  on: ['Microsoft.Network/applicationSecurityGroups'],
  examples: { bad: example({}), good: example({ applicationSecurityGroups: [{ id: { idOf: 'web' } }] }) },

  find: (group) => {
    const known = withoutMembers(group);
    const rules = known === null ? [] : rulesNaming(group);
    if (rules.length === 0) return null;
    return { certainty: known === 'has interfaces' ? 'certain' : 'possible', facts: rules };
  },

  at: (group) => ({ kind: 'header', resource: group }),

  say: (group, rules) => {
    const names = [...new Set(rules.map(shownName))];
    const are = names.length === 1 ? 'is a rule' : 'are rules';
    return `${shownName(group)} has no members, so ${inWords(names, 'more')} ${are} for nobody. Put the network interfaces of the role into the group.`;
  },

  related: (_, rules) => rules.map((rule) => ({ resource: rule, message: `${shownName(rule)} names the group.` })),

  repair: () => [],
};
