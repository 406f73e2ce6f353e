import { exampleNetwork } from '../examples/hub-example.ts';
import { type ExampleResource, type ExampleValue, resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';

type Role = 'web' | 'data';

const groups: readonly ExampleResource[] = (['web', 'data'] as const).map((role) => ({
  symbol: `${role}Group`,
  type: 'applicationSecurityGroups',
  name: `asg-${role}`,
}));

/** A machine of a role with its network interface; `membership` is what that says of groups. */
function machine(role: Role, membership: { readonly [key: string]: ExampleValue }): readonly ExampleResource[] {
  const isMember = Object.keys(membership).length > 0;
  const subnet = { id: { idOf: 'spoke', subnet: role } };
  return [
    {
      symbol: `${role}Interface`,
      type: 'networkInterfaces',
      name: `nic-${role}`,
      ...(isMember ? { dependsOn: `${role}Group` } : {}),
      properties: { ipConfigurations: [{ name: 'ipconfig', properties: { subnet, ...membership } }] },
    },
    {
      symbol: `${role}Machine`,
      type: 'Microsoft.Compute/virtualMachines',
      version: '2024-07-01',
      name: `vm-${role}`,
      properties: { networkProfile: { networkInterfaces: [{ id: { idOf: `${role}Interface` } }] } },
    },
  ];
}

function example(membership: { readonly [key: string]: ExampleValue }): Example {
  return resourcesExample(
    exampleNetwork('spoke', '10.1.0.0/16', {
      web: { addressPrefix: '10.1.1.0/24' },
      data: { addressPrefix: '10.1.2.0/24' },
    }),
    ...groups,
    ...machine('web', memberOf('web')),
    ...machine('data', membership),
  );
}

function memberOf(role: Role): { readonly [key: string]: ExampleValue } {
  return { applicationSecurityGroups: [{ id: { idOf: `${role}Group` } }] };
}

export const interfaceWithoutApplicationGroupExamples: Rule['examples'] = {
  bad: example({}),
  good: example(memberOf('data')),
};
