import { resourcesExample } from '../examples/resource-example.ts';
import { allowAppToData, denyAll, exampleSpoke } from '../examples/spoke-example.ts';
import type { Example, Rule } from '../rule.ts';

function example(isAllowedOut: boolean): Example {
  return resourcesExample(
    ...exampleSpoke({
      app: [denyAll('Inbound'), denyAll('Outbound'), ...(isAllowedOut ? [allowAppToData('Outbound')] : [])],
      data: [allowAppToData('Inbound'), denyAll('Inbound')],
    }),
  );
}

export const oneSidedRuleExamples: Rule['examples'] = { bad: example(false), good: example(true) };
