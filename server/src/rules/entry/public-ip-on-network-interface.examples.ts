import { exampleAddress, exampleCard, exampleNetwork } from '../examples/hub-example.ts';
import { type ExampleValue, resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';

function example(more: { readonly [key: string]: ExampleValue }): Example {
  return resourcesExample(
    exampleAddress('pip-jump'),
    exampleNetwork('spoke', '10.1.0.0/16', { web: { addressPrefix: '10.1.1.0/24' } }),
    exampleCard('spoke', 'web', more),
  );
}

export const publicIpOnNetworkInterfaceExamples: Rule['examples'] = {
  bad: example({ publicIPAddress: { id: { idOf: 'address' } } }),
  good: example({}),
};
