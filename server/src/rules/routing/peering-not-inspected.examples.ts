import { exampleCard, exampleHub, exampleNetwork, examplePeering, exampleRoutes } from '../examples/hub-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';

function example(routes: Readonly<Record<string, string>>): Example {
  return resourcesExample(
    exampleRoutes(routes),
    exampleHub({ shared: { addressPrefix: '10.0.1.0/24', routeTable: { id: { idOf: 'sharedRoutes' } } } }),
    { ...exampleRoutes({ 'to-spoke': '10.1.0.0/16' }), symbol: 'sharedRoutes', name: 'rt-shared' },
    exampleNetwork('spoke', '10.1.0.0/16', {
      app: { addressPrefix: '10.1.1.0/24', routeTable: { id: { idOf: 'routes' } } },
    }),
    ...examplePeering('hub', 'spoke'),
    exampleCard('hub', 'shared'),
    exampleCard('spoke', 'app'),
  );
}

export const peeringNotInspectedExamples: Rule['examples'] = {
  bad: example({ 'to-firewall': '0.0.0.0/0' }),
  good: example({ 'to-firewall': '0.0.0.0/0', 'to-hub': '10.0.0.0/16' }),
};
