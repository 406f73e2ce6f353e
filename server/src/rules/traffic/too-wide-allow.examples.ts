import { exampleDeny, groupExample } from '../examples/rule-example.ts';
import type { Example, Rule } from '../rule.ts';

const tiers = [
  { tier: 'web', prefix: '10.1.1.0/24' },
  { tier: 'app', prefix: '10.1.2.0/24' },
  { tier: 'data', prefix: '10.1.3.0/24' },
] as const;

const bicepSubnets = tiers.map(
  ({ tier, prefix }) => `\
      {
        name: 'snet-${tier}'
        properties: {
          addressPrefix: '${prefix}'${tier === 'data' ? '\n          networkSecurityGroup: {\n            id: group.id\n          }' : ''}
        }
      }`,
);

const bicepInterfaces = tiers.map(
  ({ tier }, index) => `
resource ${tier}Interface 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic-${tier}'
  location: 'westeurope'
  tags: {
    tier: '${tier}'
  }
  properties: {
    ipConfigurations: [
      {
        name: 'ipconfig'
        properties: {
          subnet: {
            id: network.properties.subnets[${index}].id
          }
        }
      }
    ]
  }
}
`,
);

const network = {
  type: 'Microsoft.Network/virtualNetworks',
  apiVersion: '2024-05-01',
  name: 'vnet-spoke',
  location: 'westeurope',
  properties: {
    addressSpace: { addressPrefixes: ['10.1.0.0/16'] },
    subnets: tiers.map(({ tier, prefix }) => ({
      name: `snet-${tier}`,
      properties: {
        addressPrefix: prefix,
        ...(tier === 'data' && {
          networkSecurityGroup: { id: "[resourceId('Microsoft.Network/networkSecurityGroups', 'nsg-app')]" },
        }),
      },
    })),
  },
};

const interfaces = tiers.map(({ tier }) => ({
  type: 'Microsoft.Network/networkInterfaces',
  apiVersion: '2024-05-01',
  name: `nic-${tier}`,
  location: 'westeurope',
  tags: { tier },
  properties: {
    ipConfigurations: [
      {
        name: 'ipconfig',
        properties: {
          subnet: {
            id: `[resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet-spoke', 'snet-${tier}')]`,
          },
        },
      },
    ],
  },
}));

/** A machine of each tier, each in its subnet; the group is that of the data. */
const workload: Example = {
  bicep: `\
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-spoke'
  location: 'westeurope'
  properties: {
    addressSpace: {
      addressPrefixes: [
        '10.1.0.0/16'
      ]
    }
    subnets: [
${bicepSubnets.join('\n')}
    ]
  }
}
${bicepInterfaces.join('')}`,
  json: [network, ...interfaces].map((resource) => JSON.stringify(resource, null, 2)).join(',\n'),
};

function example(source: string): Example {
  const sql = { priority: 105, sourceAddressPrefix: source, destinationPortRange: '1433' };
  return groupExample({ AllowSqlInbound: sql, DenyAllInbound: exampleDeny }, workload);
}

export const tooWideAllowExamples: Rule['examples'] = { bad: example('VirtualNetwork'), good: example('10.1.2.0/24') };
