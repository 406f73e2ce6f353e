import { exampleNetwork } from '../examples/hub-example.ts';
import { type ExampleResource, resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';

type Role = 'web' | 'data';

/** The network interface of a machine, in the application security group of its role. */
function card(role: Role, subnet: string): ExampleResource {
  const properties = {
    subnet: { id: { idOf: 'spoke', subnet } },
    applicationSecurityGroups: [{ id: { idOf: `${role}Group` } }],
  };
  return {
    symbol: `${role}Interface`,
    type: 'networkInterfaces',
    name: `nic-${role}`,
    properties: { ipConfigurations: [{ name: 'ipconfig', properties }] },
  };
}

function example(dataSubnet: string): Example {
  return resourcesExample(
    exampleNetwork('spoke', '10.0.0.0/16', {
      first: { addressPrefix: '10.0.1.0/24' },
      second: { addressPrefix: '10.0.2.0/24' },
    }),
    { symbol: 'webGroup', type: 'applicationSecurityGroups', name: 'asg-web' },
    { symbol: 'dataGroup', type: 'applicationSecurityGroups', name: 'asg-data' },
    card('web', 'first'),
    card('data', dataSubnet),
  );
}

export const tiersInOneSubnetExamples: Rule['examples'] = { bad: example('first'), good: example('second') };
