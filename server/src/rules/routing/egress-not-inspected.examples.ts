import { exampleCard, exampleHub, exampleNetwork, examplePeering, exampleRoutes } from '../examples/hub-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';

function example(isRouted: boolean): Example {
  const table = { routeTable: { id: { idOf: 'routes' } } };
  const subnets = {
    web: { addressPrefix: '10.1.2.0/24', ...table },
    app: { addressPrefix: '10.1.1.0/24', ...(isRouted ? table : {}) },
  };
  return resourcesExample(
    exampleHub(),
    exampleRoutes({ 'to-firewall': '0.0.0.0/0' }),
    { ...exampleNetwork('spoke', '10.1.0.0/16', subnets), dependsOn: 'routes' },
    ...examplePeering('hub', 'spoke'),
    exampleCard('spoke', 'app'),
  );
}

export const egressNotInspectedExamples: Rule['examples'] = { bad: example(false), good: example(true) };
