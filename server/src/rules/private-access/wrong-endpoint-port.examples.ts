import { exampleNetwork } from '../examples/hub-example.ts';
import { type ExampleResource, resourcesExample } from '../examples/resource-example.ts';
import { exampleDeny, exampleGroup } from '../examples/rule-example.ts';
import type { Example, Rule } from '../rule.ts';

const endpoint: ExampleResource = {
  symbol: 'endpoint',
  type: 'privateEndpoints',
  name: 'pe-app',
  properties: {
    subnet: { id: { idOf: 'spoke', subnet: 'app' } },
    ipConfigurations: [
      { name: 'address', properties: { groupId: 'sites', memberName: 'sites', privateIPAddress: '10.0.2.4' } },
    ],
    privateLinkServiceConnections: [
      {
        name: 'app',
        properties: {
          privateLinkServiceId: { expression: "resourceId('Microsoft.Web/sites', 'app-shop')" },
          groupIds: ['sites'],
        },
      },
    ],
  },
};

function example(destinationPortRange: string): Example {
  const fromGateway = { destinationAddressPrefix: '10.0.2.4', destinationPortRange };
  return resourcesExample(
    exampleGroup('group', 'nsg-app', { AllowGWtoAppInbound: fromGateway, DenyAllInbound: exampleDeny }),
    exampleNetwork('spoke', '10.0.0.0/16', {
      app: {
        addressPrefix: '10.0.2.0/24',
        networkSecurityGroup: { id: { idOf: 'group' } },
        privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled',
      },
    }),
    endpoint,
  );
}

export const wrongEndpointPortExamples: Rule['examples'] = { bad: example('1433'), good: example('443') };
