import { exampleNetwork } from '../examples/hub-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import { exampleDeny, exampleGroup } from '../examples/rule-example.ts';
import type { Example, Rule } from '../rule.ts';

function example(privateEndpointNetworkPolicies: string): Example {
  return resourcesExample(
    exampleGroup('endpointGroup', 'nsg-endpoints', { DenyAllInbound: exampleDeny }),
    exampleNetwork('spoke', '10.0.0.0/16', {
      endpoints: {
        addressPrefix: '10.0.2.0/24',
        networkSecurityGroup: { id: { idOf: 'endpointGroup' } },
        privateEndpointNetworkPolicies,
      },
    }),
    {
      symbol: 'endpoint',
      type: 'privateEndpoints',
      name: 'pe-data',
      properties: { subnet: { id: { idOf: 'spoke', subnet: 'endpoints' } } },
    },
  );
}

export const nsgWithoutEffectOnPrivateEndpointsExamples: Rule['examples'] = {
  bad: example('Disabled'),
  good: example('NetworkSecurityGroupEnabled'),
};
