import { exampleGateway, exampleHub, exampleNetwork, exampleRoutes, exampleTransit } from '../examples/hub-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';

function example(isRouted: boolean): Example {
  const table = isRouted ? { routeTable: { id: { idOf: 'gatewayRt' } } } : {};
  const hub = exampleHub({ GatewaySubnet: { addressPrefix: '10.0.1.0/27', ...table } });
  const gatewayRoutes = {
    ...exampleRoutes({ 'to-spoke': '10.1.0.0/16' }),
    symbol: 'gatewayRt',
    name: 'hub-GatewaySubnet-rt',
  };
  return resourcesExample(
    exampleRoutes({ 'to-firewall': '0.0.0.0/0' }),
    ...(isRouted ? [{ ...hub, dependsOn: 'gatewayRt' }, gatewayRoutes] : [hub]),
    exampleGateway,
    exampleNetwork('spoke', '10.1.0.0/16', {
      app: { addressPrefix: '10.1.1.0/24', routeTable: { id: { idOf: 'routes' } } },
    }),
    ...exampleTransit('spoke'),
  );
}

export const gatewayNotInspectedExamples: Rule['examples'] = { bad: example(false), good: example(true) };
