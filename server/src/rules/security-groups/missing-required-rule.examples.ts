import { exampleDeny, groupExample } from '../examples/rule-example.ts';
import type { Example, Rule } from '../rule.ts';

/** The subnet of a Container Apps environment, with the group. */
const network: Example = {
  bicep: `\
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-spoke'
  location: 'westeurope'
  properties: {
    addressSpace: {
      addressPrefixes: [
        '10.0.0.0/16'
      ]
    }
    subnets: [
      {
        name: 'snet-apps'
        properties: {
          addressPrefix: '10.0.2.0/23'
          delegations: [
            {
              name: 'environment'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
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
      name: 'vnet-spoke',
      location: 'westeurope',
      properties: {
        addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
        subnets: [
          {
            name: 'snet-apps',
            properties: {
              addressPrefix: '10.0.2.0/23',
              delegations: [{ name: 'environment', properties: { serviceName: 'Microsoft.App/environments' } }],
              networkSecurityGroup: { id: "[resourceId('Microsoft.Network/networkSecurityGroups', 'nsg-app')]" },
            },
          },
        ],
      },
    },
    null,
    2,
  ),
};

const rules = { AllowHttpsInbound: {}, DenyAllInbound: exampleDeny };

export const missingRequiredRuleExamples: Rule['examples'] = {
  bad: groupExample(rules, network),
  good: groupExample(
    {
      ...rules,
      AllowAzureLoadBalancer30000to32767Inbound: {
        priority: 4095,
        sourceAddressPrefix: 'AzureLoadBalancer',
        destinationAddressPrefix: '10.0.2.0/23',
        destinationPortRange: '30000-32767',
      },
    },
    network,
  ),
};
