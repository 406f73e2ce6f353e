import { armTemplate } from '../examples/example-template.ts';
import type { Rule } from '../rule.ts';

export const subnetWithoutNsgExamples: Rule['examples'] = {
  bad: {
    bicep: `\
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  location: 'westeurope'
  properties: {
    addressSpace: {
      addressPrefixes: ['10.0.0.0/16']
    }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: '10.0.1.0/24'
        }
      }
    ]
  }
}
`,
    json: armTemplate(`\
{
  "type": "Microsoft.Network/virtualNetworks",
  "apiVersion": "2024-05-01",
  "name": "spoke",
  "location": "westeurope",
  "properties": {
    "addressSpace": {
      "addressPrefixes": ["10.0.0.0/16"]
    },
    "subnets": [
      {
        "name": "app",
        "properties": {
          "addressPrefix": "10.0.1.0/24"
        }
      }
    ]
  }
}
`),
  },
  good: {
    bicep: `\
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  location: 'westeurope'
  properties: {
    addressSpace: {
      addressPrefixes: ['10.0.0.0/16']
    }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: '10.0.1.0/24'
          networkSecurityGroup: {
            id: appNsg.id
          }
        }
      }
    ]
  }
}

resource appNsg 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'spoke-app-nsg'
  location: 'westeurope'
  properties: {
    securityRules: [
      {
        name: 'DenyAllInbound'
        properties: {
          description: 'Denies all inbound traffic unless specifically allowed.'
          priority: 4096
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
      {
        name: 'DenyAllOutbound'
        properties: {
          description: 'Denies all outbound traffic unless specifically allowed.'
          priority: 4096
          direction: 'Outbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}
`,
    json: armTemplate(`\
{
  "type": "Microsoft.Network/virtualNetworks",
  "apiVersion": "2024-05-01",
  "name": "spoke",
  "location": "westeurope",
  "dependsOn": ["[resourceId('Microsoft.Network/networkSecurityGroups', 'spoke-app-nsg')]"],
  "properties": {
    "addressSpace": {
      "addressPrefixes": ["10.0.0.0/16"]
    },
    "subnets": [
      {
        "name": "app",
        "properties": {
          "addressPrefix": "10.0.1.0/24",
          "networkSecurityGroup": {
            "id": "[resourceId('Microsoft.Network/networkSecurityGroups', 'spoke-app-nsg')]"
          }
        }
      }
    ]
  }
},
{
  "type": "Microsoft.Network/networkSecurityGroups",
  "apiVersion": "2024-05-01",
  "name": "spoke-app-nsg",
  "location": "westeurope",
  "properties": {
    "securityRules": [
      {
        "name": "DenyAllInbound",
        "properties": {
          "description": "Denies all inbound traffic unless specifically allowed.",
          "priority": 4096,
          "direction": "Inbound",
          "access": "Deny",
          "protocol": "*",
          "sourceAddressPrefix": "*",
          "sourcePortRange": "*",
          "destinationAddressPrefix": "*",
          "destinationPortRange": "*"
        }
      },
      {
        "name": "DenyAllOutbound",
        "properties": {
          "description": "Denies all outbound traffic unless specifically allowed.",
          "priority": 4096,
          "direction": "Outbound",
          "access": "Deny",
          "protocol": "*",
          "sourceAddressPrefix": "*",
          "sourcePortRange": "*",
          "destinationAddressPrefix": "*",
          "destinationPortRange": "*"
        }
      }
    ]
  }
}
`),
  },
};
