import { exampleGateway, exampleHub, exampleNetwork, exampleRoutes, exampleTransit } from '../examples/hub-example.ts';
import { type ExampleValue, resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';

function example(more: { readonly [key: string]: ExampleValue }): Example {
  const routes = exampleRoutes({ 'to-firewall': '0.0.0.0/0' });
  return resourcesExample(
    { ...routes, properties: { ...routes.properties, ...more } },
    exampleHub({ GatewaySubnet: { addressPrefix: '10.0.1.0/27' } }),
    exampleGateway,
    exampleNetwork('spoke', '10.1.0.0/16', {
      app: { addressPrefix: '10.1.1.0/24', routeTable: { id: { idOf: 'routes' } } },
    }),
    ...exampleTransit('spoke'),
  );
}

export const gatewayRoutesPastFirewallExamples: Rule['examples'] = {
  bad: example({}),
  good: example({ disableBgpRoutePropagation: true }),
};
