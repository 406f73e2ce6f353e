import { exampleNetwork } from '../examples/hub-example.ts';
import { type ExampleValue, resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';

function example(more: { readonly [key: string]: ExampleValue }): Example {
  return resourcesExample(
    { symbol: 'gatewayGroup', type: 'networkSecurityGroups', name: 'nsg-gateway' },
    exampleNetwork('hub', '10.0.0.0/16', { GatewaySubnet: { addressPrefix: '10.0.1.0/27', ...more } }),
  );
}

export const reservedSubnetWithNsgOrRouteExamples: Rule['examples'] = {
  bad: example({ networkSecurityGroup: { id: { idOf: 'gatewayGroup' } } }),
  good: example({}),
};
