import { exampleHub, exampleNetwork, examplePeering } from '../examples/hub-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';

function example(isDirect: boolean): Example {
  return resourcesExample(
    exampleHub(),
    exampleNetwork('orders', '10.1.0.0/16', { app: { addressPrefix: '10.1.1.0/24' } }),
    exampleNetwork('billing', '10.2.0.0/16', { app: { addressPrefix: '10.2.1.0/24' } }),
    ...(isDirect ? examplePeering('orders', 'billing') : []),
    ...examplePeering('hub', 'orders'),
    ...examplePeering('hub', 'billing'),
  );
}

export const directSpokePeeringExamples: Rule['examples'] = { bad: example(true), good: example(false) };
