import { exampleCard, exampleNetwork, exampleRoutes } from '../examples/hub-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';

function example(back: Readonly<Record<string, string>>): Example {
  return resourcesExample(
    exampleRoutes({ 'to-app': '10.1.2.0/24' }),
    { ...exampleRoutes({ 'to-firewall': '0.0.0.0/0', ...back }), symbol: 'appRoutes', name: 'rt-back' },
    exampleNetwork('spoke', '10.1.0.0/16', {
      web: { addressPrefix: '10.1.1.0/24', routeTable: { id: { idOf: 'routes' } } },
      app: { addressPrefix: '10.1.2.0/24', routeTable: { id: { idOf: 'appRoutes' } } },
    }),
    exampleCard('spoke', 'web'),
    { ...exampleCard('spoke', 'app'), symbol: 'appCard' },
  );
}

export const oneWayInspectionExamples: Rule['examples'] = {
  bad: example({}),
  good: example({ 'to-web': '10.1.1.0/24' }),
};
