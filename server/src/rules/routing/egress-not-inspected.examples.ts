import { exampleCard, exampleHub, exampleNetwork, examplePeering, exampleRoutes } from '../examples/hub-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';

function example(isRouted: boolean): Example {
  const table = isRouted ? { routeTable: { id: { idOf: 'routes' } } } : {};
  return resourcesExample(
    exampleHub(),
    ...(isRouted ? [exampleRoutes({ 'to-firewall': '0.0.0.0/0' })] : []),
    exampleNetwork('spoke', '10.1.0.0/16', { app: { addressPrefix: '10.1.1.0/24', ...table } }),
    ...examplePeering('hub', 'spoke'),
    exampleCard('spoke', 'app'),
  );
}

export const egressNotInspectedExamples: Rule['examples'] = { bad: example(false), good: example(true) };
