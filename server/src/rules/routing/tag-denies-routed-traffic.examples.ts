import { exampleNetwork, exampleRoutes } from '../examples/hub-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import { exampleGroup } from '../examples/rule-example.ts';
import type { Example, Rule } from '../rule.ts';

function example(destinationAddressPrefix: string): Example {
  const deny = {
    priority: 4000,
    direction: 'Outbound',
    access: 'Deny',
    protocol: '*',
    sourceAddressPrefix: '*',
    destinationAddressPrefix,
    destinationPortRange: '*',
  };
  return resourcesExample(
    exampleGroup('group', 'nsg-egress', { DenyNetworkOutbound: deny }),
    exampleRoutes({ 'to-firewall': '0.0.0.0/0' }),
    exampleNetwork('spoke', '10.1.0.0/16', {
      egress: {
        addressPrefix: '10.1.5.0/24',
        networkSecurityGroup: { id: { idOf: 'group' } },
        routeTable: { id: { idOf: 'routes' } },
      },
    }),
  );
}

export const tagDeniesRoutedTrafficExamples: Rule['examples'] = {
  bad: example('VirtualNetwork'),
  good: example('10.1.0.0/16'),
};
