import { exampleAddress, exampleCard, exampleNetwork } from '../examples/hub-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import { exampleGroup } from '../examples/rule-example.ts';
import type { Example, Rule } from '../rule.ts';

function example(access: string): Example {
  return resourcesExample(
    exampleGroup('group', 'nsg-jump', {
      AllowSsh: { access, sourceAddressPrefix: 'Internet', destinationPortRange: '22' },
    }),
    exampleNetwork('spoke', '10.1.0.0/16', {
      jump: { addressPrefix: '10.1.4.0/24', networkSecurityGroup: { id: { idOf: 'group' } } },
    }),
    exampleAddress('pip-jump'),
    exampleCard('spoke', 'jump', { publicIPAddress: { id: { idOf: 'address' } } }),
  );
}

export const exposedManagementPortExamples: Rule['examples'] = { bad: example('Allow'), good: example('Deny') };
