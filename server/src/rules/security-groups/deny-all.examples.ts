/** The examples that the two rules about complete denies share. */
import { exampleNetwork } from '../examples/hub-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import { type ExampleFields, exampleDeny, exampleGroup } from '../examples/rule-example.ts';
import type { Example, Rule } from '../rule.ts';

/** A group of the subnet 10.0.1.0/24 that allows one flow in the direction, then denies the others. */
export function denyAllExamples(direction: 'Inbound' | 'Outbound', flow: ExampleFields): Rule['examples'] {
  const allow = { [`AllowWeb${direction}`]: { direction, ...flow } };
  const deny = {
    [`DenyAll${direction}`]: {
      ...exampleDeny,
      direction,
      description: `Denies all ${direction.toLowerCase()} traffic unless specifically allowed.`,
    },
  };
  return { bad: example(allow), good: example({ ...allow, ...deny }) };
}

function example(rules: Readonly<Record<string, ExampleFields>>): Example {
  const subnet = { addressPrefix: '10.0.1.0/24', networkSecurityGroup: { id: { idOf: 'group' } } };
  return resourcesExample(exampleGroup('group', 'nsg-app', rules), {
    ...exampleNetwork('spoke', '10.0.0.0/16', { app: subnet }),
    dependsOn: 'group',
  });
}
