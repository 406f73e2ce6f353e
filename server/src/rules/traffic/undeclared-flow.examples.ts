import { resourcesExample } from '../examples/resource-example.ts';
import { allowAppToData, denyAll, exampleSpoke } from '../examples/spoke-example.ts';
import type { Example, Rule } from '../rule.ts';

function example(ports: string): Example {
  return resourcesExample(
    ...exampleSpoke({
      app: [denyAll('Inbound')],
      data: [allowAppToData('Inbound', { ports }), denyAll('Inbound'), denyAll('Outbound')],
    }),
  );
}

export const undeclaredFlowExamples: Rule['examples'] = {
  bad: example('1433-1434'),
  good: example('1433'),
  flows: ['app -> data: tcp/1433', 'app -> internet: any'],
};
