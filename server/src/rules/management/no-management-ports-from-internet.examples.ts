import { armTemplate } from '../examples/example-template.ts';
import type { Rule } from '../rule.ts';

export const noManagementPortsFromInternetExamples: Rule['examples'] = {
  bad: {
    bicep: `\
resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-jump'
  location: 'westeurope'
  properties: {
    securityRules: [
      {
        name: 'AllowRdp'
        properties: {
          priority: 105
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '3389'
        }
      }
    ]
  }
}
`,
    json: armTemplate(`\
{
  "type": "Microsoft.Network/networkSecurityGroups",
  "apiVersion": "2024-05-01",
  "name": "nsg-jump",
  "location": "westeurope",
  "properties": {
    "securityRules": [
      {
        "name": "AllowRdp",
        "properties": {
          "priority": 105,
          "direction": "Inbound",
          "access": "Allow",
          "protocol": "Tcp",
          "sourceAddressPrefix": "*",
          "sourcePortRange": "*",
          "destinationAddressPrefix": "*",
          "destinationPortRange": "3389"
        }
      }
    ]
  }
}
`),
  },
  good: {
    bicep: `\
resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-jump'
  location: 'westeurope'
  properties: {
    securityRules: [
      {
        name: 'AllowRdp'
        properties: {
          priority: 105
          direction: 'Inbound'
          access: 'Deny'
          protocol: 'Tcp'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '3389'
        }
      }
    ]
  }
}
`,
    json: armTemplate(`\
{
  "type": "Microsoft.Network/networkSecurityGroups",
  "apiVersion": "2024-05-01",
  "name": "nsg-jump",
  "location": "westeurope",
  "properties": {
    "securityRules": [
      {
        "name": "AllowRdp",
        "properties": {
          "priority": 105,
          "direction": "Inbound",
          "access": "Deny",
          "protocol": "Tcp",
          "sourceAddressPrefix": "*",
          "sourcePortRange": "*",
          "destinationAddressPrefix": "*",
          "destinationPortRange": "3389"
        }
      }
    ]
  }
}
`),
  },
};
