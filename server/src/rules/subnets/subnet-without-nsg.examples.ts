import { exampleNetwork } from '../examples/hub-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import { exampleDeny, exampleGroup } from '../examples/rule-example.ts';
import type { Rule } from '../rule.ts';

const app = { addressPrefix: '10.0.1.0/24' };

export const subnetWithoutNsgExamples: Rule['examples'] = {
  bad: resourcesExample(exampleNetwork('spoke', '10.0.0.0/16', { app })),
  good: resourcesExample(
    {
      ...exampleNetwork('spoke', '10.0.0.0/16', { app: { ...app, networkSecurityGroup: { id: { idOf: 'appNsg' } } } }),
      dependsOn: 'appNsg',
    },
    exampleGroup('appNsg', 'spoke-app-nsg', {
      DenyAllInbound: { ...exampleDeny, description: 'Denies all inbound traffic unless specifically allowed.' },
      DenyAllOutbound: {
        ...exampleDeny,
        description: 'Denies all outbound traffic unless specifically allowed.',
        direction: 'Outbound',
      },
    }),
  ),
};
