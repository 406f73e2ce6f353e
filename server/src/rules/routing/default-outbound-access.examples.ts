import { exampleCard, exampleNetwork } from '../examples/hub-example.ts';
import { type ExampleValue, resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';

function example(more: { readonly [key: string]: ExampleValue }): Example {
  return resourcesExample(
    exampleNetwork('spoke', '10.0.0.0/16', { app: { addressPrefix: '10.0.1.0/24', ...more } }),
    exampleCard('spoke', 'app'),
  );
}

export const defaultOutboundAccessExamples: Rule['examples'] = {
  bad: example({}),
  good: example({ defaultOutboundAccess: false }),
};
