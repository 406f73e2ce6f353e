/** Network security groups belong to subnets; one at an interface too makes it hard to tell what is let through. */
import type { ResourceView } from '../../deployment/view.ts';
import { subnetsUsed } from '../../network/subnets/subnet-use.ts';
import { exampleCard, exampleNetwork } from '../examples/hub-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import { exampleDeny, exampleGroup } from '../examples/rule-example.ts';
import type { Example, Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';

const path = 'properties.networkSecurityGroup.id';
const networkSecurityGroup = { id: { idOf: 'group' } };

function example(more: { readonly networkSecurityGroup?: typeof networkSecurityGroup }): Example {
  const card = exampleCard('spoke', 'app');
  return resourcesExample(
    exampleGroup('group', 'nsg-app', { DenyAllInbound: exampleDeny }),
    exampleNetwork('spoke', '10.0.0.0/16', { app: { addressPrefix: '10.0.1.0/24', networkSecurityGroup } }),
    { ...card, properties: { ...card.properties, ...more } },
  );
}

export const nsgAtSubnetAndInterface: Rule<ResourceView> = {
  id: 'nsg-at-subnet-and-interface',
  title: 'Network interface has a network security group beside that of its subnet',
  principle: 'assume-breach',
  severity: 'information',
  rows: [18],
  articles: [
    { seed: 'S0', step: '3' },
    { seed: 'S2', step: '3' },
  ],
  why: `Traffic has to pass both groups. What one allows the other may deny, so it takes two places to tell what reaches the machine, and a change in
one of them often does not do what it was made for.`,
  what: `Keep the rules in the network security group of the subnet; application security groups tell the machines in it apart.`,
  equivalents: {},
  exceptions: ['Interfaces in a subnet without a network security group, or in one that is not known.'],
  repairs: ['Take the network security group off the interface'],
  on: ['Microsoft.Network/networkInterfaces'],
  examples: { bad: example({ networkSecurityGroup }), good: example({}) },

  find: (card) => {
    if (card.omits(path)) return null;
    const [subnet] = subnetsUsed(card, 'stands in').flatMap((used) =>
      used.kind === 'resource' && !used.existing && !used.omits(path) ? [used] : [],
    );
    return subnet === undefined ? null : { certainty: 'certain', facts: subnet };
  },

  at: (card) => ({ kind: 'value', resource: card, path }),

  say: (card, subnet) =>
    `${shownName(card)} has a network security group of its own beside that of its subnet ${shownName(subnet)}: traffic has to pass both. Keep the rules in that of the subnet.`,

  related: (_, subnet) => [{ resource: subnet, path, message: 'This is the group of the subnet.' }],

  repair: (card) => [
    {
      title: `Take the network security group off ${shownName(card)}: that of its subnet alone filters its traffic`,
      kind: 'review',
      intents: [{ kind: 'remove', resource: card.key, path: 'properties.networkSecurityGroup' }],
    },
  ],
};
