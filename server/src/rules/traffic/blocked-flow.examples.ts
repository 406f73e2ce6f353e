import { resourcesExample } from '../examples/resource-example.ts';
import { allowAppToData, denyAll, exampleSpoke } from '../examples/spoke-example.ts';
import type { Example, Rule } from '../rule.ts';

function example(isAllowedOut: boolean): Example {
  const described = { name: 'AllowAppToDataOutbound', description: 'Allows TCP 1433 from app to data.' };
  return resourcesExample(
    ...exampleSpoke({
      app: [denyAll('Inbound'), denyAll('Outbound'), ...(isAllowedOut ? [allowAppToData('Outbound', described)] : [])],
      data: [allowAppToData('Inbound'), denyAll('Inbound')],
    }),
  );
}

export const blockedFlowExamples: Rule['examples'] = {
  bad: example(false),
  good: example(true),
  flows: ['app -> data: tcp/1433'],
};
