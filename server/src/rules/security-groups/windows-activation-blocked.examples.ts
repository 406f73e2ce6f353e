import { exampleCard, exampleNetwork, exampleRoutes, exampleWindowsMachine } from '../examples/hub-example.ts';
import { type ExampleResource, resourcesExample } from '../examples/resource-example.ts';
import { type ExampleFields, exampleDeny, exampleGroup } from '../examples/rule-example.ts';
import type { Example, Rule } from '../rule.ts';

/** A machine with Windows in a subnet whose way out is an appliance, with the group. */
const machine: readonly ExampleResource[] = [
  exampleRoutes({ 'to-firewall': '0.0.0.0/0' }),
  exampleNetwork('spoke', '10.1.0.0/16', {
    app: {
      addressPrefix: '10.1.2.0/24',
      networkSecurityGroup: { id: { idOf: 'group' } },
      routeTable: { id: { idOf: 'routes' } },
    },
  }),
  exampleCard('spoke', 'app'),
  exampleWindowsMachine('spoke'),
];

function example(more: Readonly<Record<string, ExampleFields>>): Example {
  const deny = { ...exampleDeny, direction: 'Outbound' };
  return resourcesExample(exampleGroup('group', 'nsg-app', { DenyAllOutbound: deny, ...more }), ...machine);
}

const activation: ExampleFields = { direction: 'Outbound', sourceAddressPrefix: '*', destinationPortRange: '1688' };

export const windowsActivationBlockedExamples: Rule['examples'] = {
  bad: example({}),
  good: example({
    AllowWindowsActivation1Outbound: { ...activation, priority: 4094, destinationAddressPrefix: '20.118.99.224' },
    AllowWindowsActivation2Outbound: { ...activation, priority: 4095, destinationAddressPrefix: '40.83.235.53' },
  }),
};
