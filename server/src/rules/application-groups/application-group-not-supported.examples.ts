import { exampleNetwork } from '../examples/hub-example.ts';
import { type ExampleValue, resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';

/** The subnet of a PostgreSQL server, with a rule for its clients. */
function example(source: { readonly [key: string]: ExampleValue }): Example {
  return resourcesExample(
    { symbol: 'clients', type: 'applicationSecurityGroups', name: 'asg-clients' },
    {
      symbol: 'group',
      type: 'networkSecurityGroups',
      name: 'nsg-databases',
      properties: {
        securityRules: [
          {
            name: 'AllowPostgreSqlInbound',
            properties: {
              priority: 105,
              direction: 'Inbound',
              access: 'Allow',
              protocol: 'Tcp',
              ...source,
              sourcePortRange: '*',
              destinationAddressPrefix: '10.1.2.0/24',
              destinationPortRange: '5432',
            },
          },
        ],
      },
    },
    exampleNetwork('spoke', '10.1.0.0/16', {
      databases: {
        addressPrefix: '10.1.2.0/24',
        delegations: [{ name: 'postgresql', properties: { serviceName: 'Microsoft.DBforPostgreSQL/flexibleServers' } }],
        networkSecurityGroup: { id: { idOf: 'group' } },
      },
    }),
  );
}

export const applicationGroupNotSupportedExamples: Rule['examples'] = {
  bad: example({ sourceApplicationSecurityGroups: [{ id: { idOf: 'clients' } }] }),
  good: example({ sourceAddressPrefix: '10.1.1.0/24' }),
};
