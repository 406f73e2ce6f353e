import { exampleRoutes } from '../examples/hub-example.ts';
import { type ExampleValue, resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';

function example(nextHop: { readonly [key: string]: ExampleValue }): Example {
  return resourcesExample(
    { ...exampleRoutes({ 'to-firewall': '0.0.0.0/0' }), symbol: 'inspected', name: 'rt-web' },
    {
      symbol: 'routes',
      type: 'routeTables',
      name: 'rt-app',
      properties: { routes: [{ name: 'default', properties: { addressPrefix: '0.0.0.0/0', ...nextHop } }] },
    },
    {
      symbol: 'spoke',
      type: 'virtualNetworks',
      name: 'spoke',
      properties: {
        addressSpace: { addressPrefixes: ['10.1.0.0/16'] },
        subnets: [
          { name: 'web', properties: { addressPrefix: '10.1.2.0/24', routeTable: { id: { idOf: 'inspected' } } } },
          { name: 'app', properties: { addressPrefix: '10.1.1.0/24', routeTable: { id: { idOf: 'routes' } } } },
        ],
      },
    },
  );
}

export const forcedTunnelOnPremisesExamples: Rule['examples'] = {
  bad: example({ nextHopType: 'VirtualNetworkGateway' }),
  good: example({ nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.0.0.4' }),
};
