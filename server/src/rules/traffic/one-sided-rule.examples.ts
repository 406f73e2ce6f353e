import { armTemplate } from '../examples/example-template.ts';
import type { Rule } from '../rule.ts';

export const oneSidedRuleExamples: Rule['examples'] = {
  bad: {
    bicep: `\
resource groupApp 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-app'
  location: 'westeurope'
  properties: {
    securityRules: [
      {
        name: 'DenyAllInbound'
        properties: {
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

resource groupData 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-data'
  location: 'westeurope'
  properties: {
    securityRules: [
      {
        name: 'AllowAppToData'
        properties: {
          priority: 105
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '10.1.2.0/24'
          sourcePortRange: '*'
          destinationAddressPrefix: '10.1.3.0/24'
          destinationPortRange: '1433'
        }
      }
      {
        name: 'DenyAllInbound'
        properties: {
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
    ]
  }
}

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
      {
        name: 'snet-app'
        properties: {
          addressPrefix: '10.1.2.0/24'
          networkSecurityGroup: {
            id: groupApp.id
          }
        }
      }
      {
        name: 'snet-data'
        properties: {
          addressPrefix: '10.1.3.0/24'
          networkSecurityGroup: {
            id: groupData.id
          }
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
  "name": "nsg-app",
  "location": "westeurope",
  "properties": {
    "securityRules": [
      {
        "name": "DenyAllInbound",
        "properties": {
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
},
{
  "type": "Microsoft.Network/networkSecurityGroups",
  "apiVersion": "2024-05-01",
  "name": "nsg-data",
  "location": "westeurope",
  "properties": {
    "securityRules": [
      {
        "name": "AllowAppToData",
        "properties": {
          "priority": 105,
          "direction": "Inbound",
          "access": "Allow",
          "protocol": "Tcp",
          "sourceAddressPrefix": "10.1.2.0/24",
          "sourcePortRange": "*",
          "destinationAddressPrefix": "10.1.3.0/24",
          "destinationPortRange": "1433"
        }
      },
      {
        "name": "DenyAllInbound",
        "properties": {
          "priority": 4096,
          "direction": "Inbound",
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
},
{
  "type": "Microsoft.Network/virtualNetworks",
  "apiVersion": "2024-05-01",
  "name": "vnet-spoke",
  "location": "westeurope",
  "properties": {
    "addressSpace": {
      "addressPrefixes": [
        "10.1.0.0/16"
      ]
    },
    "subnets": [
      {
        "name": "snet-app",
        "properties": {
          "addressPrefix": "10.1.2.0/24",
          "networkSecurityGroup": {
            "id": "[resourceId('Microsoft.Network/networkSecurityGroups', 'nsg-app')]"
          }
        }
      },
      {
        "name": "snet-data",
        "properties": {
          "addressPrefix": "10.1.3.0/24",
          "networkSecurityGroup": {
            "id": "[resourceId('Microsoft.Network/networkSecurityGroups', 'nsg-data')]"
          }
        }
      }
    ]
  }
}
`),
  },
  good: {
    bicep: `\
resource groupApp 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-app'
  location: 'westeurope'
  properties: {
    securityRules: [
      {
        name: 'DenyAllInbound'
        properties: {
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
        name: 'AllowAppToData'
        properties: {
          priority: 105
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '10.1.2.0/24'
          sourcePortRange: '*'
          destinationAddressPrefix: '10.1.3.0/24'
          destinationPortRange: '1433'
        }
      }
      {
        name: 'DenyAllOutbound'
        properties: {
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

resource groupData 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-data'
  location: 'westeurope'
  properties: {
    securityRules: [
      {
        name: 'AllowAppToData'
        properties: {
          priority: 105
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '10.1.2.0/24'
          sourcePortRange: '*'
          destinationAddressPrefix: '10.1.3.0/24'
          destinationPortRange: '1433'
        }
      }
      {
        name: 'DenyAllInbound'
        properties: {
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
    ]
  }
}

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
      {
        name: 'snet-app'
        properties: {
          addressPrefix: '10.1.2.0/24'
          networkSecurityGroup: {
            id: groupApp.id
          }
        }
      }
      {
        name: 'snet-data'
        properties: {
          addressPrefix: '10.1.3.0/24'
          networkSecurityGroup: {
            id: groupData.id
          }
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
  "name": "nsg-app",
  "location": "westeurope",
  "properties": {
    "securityRules": [
      {
        "name": "DenyAllInbound",
        "properties": {
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
        "name": "AllowAppToData",
        "properties": {
          "priority": 105,
          "direction": "Outbound",
          "access": "Allow",
          "protocol": "Tcp",
          "sourceAddressPrefix": "10.1.2.0/24",
          "sourcePortRange": "*",
          "destinationAddressPrefix": "10.1.3.0/24",
          "destinationPortRange": "1433"
        }
      },
      {
        "name": "DenyAllOutbound",
        "properties": {
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
},
{
  "type": "Microsoft.Network/networkSecurityGroups",
  "apiVersion": "2024-05-01",
  "name": "nsg-data",
  "location": "westeurope",
  "properties": {
    "securityRules": [
      {
        "name": "AllowAppToData",
        "properties": {
          "priority": 105,
          "direction": "Inbound",
          "access": "Allow",
          "protocol": "Tcp",
          "sourceAddressPrefix": "10.1.2.0/24",
          "sourcePortRange": "*",
          "destinationAddressPrefix": "10.1.3.0/24",
          "destinationPortRange": "1433"
        }
      },
      {
        "name": "DenyAllInbound",
        "properties": {
          "priority": 4096,
          "direction": "Inbound",
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
},
{
  "type": "Microsoft.Network/virtualNetworks",
  "apiVersion": "2024-05-01",
  "name": "vnet-spoke",
  "location": "westeurope",
  "properties": {
    "addressSpace": {
      "addressPrefixes": [
        "10.1.0.0/16"
      ]
    },
    "subnets": [
      {
        "name": "snet-app",
        "properties": {
          "addressPrefix": "10.1.2.0/24",
          "networkSecurityGroup": {
            "id": "[resourceId('Microsoft.Network/networkSecurityGroups', 'nsg-app')]"
          }
        }
      },
      {
        "name": "snet-data",
        "properties": {
          "addressPrefix": "10.1.3.0/24",
          "networkSecurityGroup": {
            "id": "[resourceId('Microsoft.Network/networkSecurityGroups', 'nsg-data')]"
          }
        }
      }
    ]
  }
}
`),
  },
};
