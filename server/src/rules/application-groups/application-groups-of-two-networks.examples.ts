import { exampleCard, exampleNetwork } from '../examples/hub-example.ts';
import { type ExampleResource, type ExampleValue, resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';

function applicationGroup(symbol: string): ExampleResource {
  return { symbol, type: 'applicationSecurityGroups', name: `asg-${symbol}` };
}

function memberOf(group: string): { readonly [key: string]: ExampleValue } {
  return { applicationSecurityGroups: [{ id: { idOf: group } }] };
}

/** A rule from the machines of one network to those of another. */
function example(destination: { readonly [key: string]: ExampleValue }): Example {
  return resourcesExample(
    applicationGroup('web'),
    applicationGroup('data'),
    exampleNetwork('front', '10.1.0.0/16', { machines: { addressPrefix: '10.1.1.0/24' } }),
    exampleNetwork('back', '10.2.0.0/16', { databases: { addressPrefix: '10.2.1.0/24' } }),
    exampleCard('front', 'machines', memberOf('web')),
    exampleCard('back', 'databases', memberOf('data')),
    {
      symbol: 'group',
      type: 'networkSecurityGroups',
      name: 'nsg-machines',
      properties: {
        securityRules: [
          {
            name: 'AllowSqlOutbound',
            properties: {
              priority: 105,
              direction: 'Outbound',
              access: 'Allow',
              protocol: 'Tcp',
              sourceApplicationSecurityGroups: [{ id: { idOf: 'web' } }],
              sourcePortRange: '*',
              ...destination,
              destinationPortRange: '1433',
            },
          },
        ],
      },
    },
  );
}

export const applicationGroupsOfTwoNetworksExamples: Rule['examples'] = {
  bad: example({ destinationApplicationSecurityGroups: [{ id: { idOf: 'data' } }] }),
  good: example({ destinationAddressPrefix: '10.2.1.0/24' }),
};
