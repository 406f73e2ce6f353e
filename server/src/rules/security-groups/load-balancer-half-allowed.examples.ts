import { exampleNetwork } from '../examples/hub-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import { type ExampleFields, exampleDeny, exampleGroup } from '../examples/rule-example.ts';
import type { Example, Rule } from '../rule.ts';
import { exampleBalanced } from './load-balancer.examples.ts';

function example(more: Readonly<Record<string, ExampleFields>>): Example {
  const toBalancer = { direction: 'Outbound', destinationAddressPrefix: '10.0.2.10' };
  return resourcesExample(
    exampleGroup('group', 'nsg-web', {
      AllowAppOutbound: toBalancer,
      DenyAllOutbound: { ...exampleDeny, direction: 'Outbound' },
      ...more,
    }),
    exampleNetwork('spoke', '10.0.0.0/16', {
      web: { addressPrefix: '10.0.1.0/24', networkSecurityGroup: { id: { idOf: 'group' } } },
      app: { addressPrefix: '10.0.2.0/24' },
    }),
    ...exampleBalanced,
  );
}

export const loadBalancerHalfAllowedExamples: Rule['examples'] = {
  bad: example({}),
  good: example({
    AllowAppMachinesOutbound: { priority: 115, direction: 'Outbound', destinationAddressPrefix: '10.0.2.0/24' },
  }),
};
