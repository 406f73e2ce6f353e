import { type ExampleFields, exampleDeny, groupExample } from '../examples/rule-example.ts';
import type { Example, Rule } from '../rule.ts';

/** AzureBastionSubnet, with the group `nsg-bastion`. */
export const bastionSubnetExample: Example = {
  bicep: `\
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-hub'
  location: 'westeurope'
  properties: {
    addressSpace: {
      addressPrefixes: [
        '10.0.0.0/16'
      ]
    }
    subnets: [
      {
        name: 'AzureBastionSubnet'
        properties: {
          addressPrefix: '10.0.1.0/26'
          networkSecurityGroup: {
            id: group.id
          }
        }
      }
    ]
  }
}
`,
  json: JSON.stringify(
    {
      type: 'Microsoft.Network/virtualNetworks',
      apiVersion: '2024-05-01',
      name: 'vnet-hub',
      location: 'westeurope',
      properties: {
        addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
        subnets: [
          {
            name: 'AzureBastionSubnet',
            properties: {
              addressPrefix: '10.0.1.0/26',
              networkSecurityGroup: { id: "[resourceId('Microsoft.Network/networkSecurityGroups', 'nsg-bastion')]" },
            },
          },
        ],
      },
    },
    null,
    2,
  ),
};

const hosts: ExampleFields = {
  protocol: '*',
  sourceAddressPrefix: 'VirtualNetwork',
  destinationAddressPrefix: 'VirtualNetwork',
  destinationPortRange: '',
  destinationPortRanges: ['8080', '5701'],
};
const out: ExampleFields = { direction: 'Outbound', sourceAddressPrefix: '*' };

/** Seven of the eight rules. */
const rules: Readonly<Record<string, ExampleFields>> = {
  AllowHttpsInbound: { priority: 120, sourceAddressPrefix: 'Internet' },
  AllowGatewayManagerInbound: { priority: 130, sourceAddressPrefix: 'GatewayManager' },
  AllowHostsInbound: { ...hosts, priority: 150 },
  DenyAllInbound: exampleDeny,
  AllowLoginsOutbound: {
    ...out,
    priority: 100,
    protocol: '*',
    destinationAddressPrefix: 'VirtualNetwork',
    destinationPortRange: '',
    destinationPortRanges: ['22', '3389'],
  },
  AllowAzureCloudOutbound: { ...out, priority: 110, destinationAddressPrefix: 'AzureCloud' },
  AllowHostsOutbound: { ...hosts, direction: 'Outbound', priority: 120 },
  AllowSessionsOutbound: {
    ...out,
    priority: 130,
    protocol: '*',
    destinationAddressPrefix: 'Internet',
    destinationPortRange: '80',
  },
};

export const missingBastionRuleExamples: Rule['examples'] = {
  bad: groupExample(rules, bastionSubnetExample, '', 'nsg-bastion'),
  good: groupExample(
    { ...rules, AllowAzureLoadBalancer443Inbound: { priority: 4095, sourceAddressPrefix: 'AzureLoadBalancer' } },
    bastionSubnetExample,
    '',
    'nsg-bastion',
  ),
};
