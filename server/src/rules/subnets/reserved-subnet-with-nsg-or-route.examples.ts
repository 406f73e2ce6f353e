import { armTemplate } from '../examples/example-template.ts';
import type { Rule } from '../rule.ts';

export const reservedSubnetWithNsgOrRouteExamples: Rule['examples'] = {
  bad: {
    bicep: `\
resource gatewayGroup 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-gateway'
  location: 'westeurope'
}

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'hub'
  location: 'westeurope'
  properties: {
    addressSpace: {
      addressPrefixes: ['10.0.0.0/16']
    }
    subnets: [
      {
        name: 'GatewaySubnet'
        properties: {
          addressPrefix: '10.0.1.0/27'
          networkSecurityGroup: {
            id: gatewayGroup.id
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
  "name": "nsg-gateway",
  "location": "westeurope"
},
{
  "type": "Microsoft.Network/virtualNetworks",
  "apiVersion": "2024-05-01",
  "name": "hub",
  "location": "westeurope",
  "properties": {
    "addressSpace": {
      "addressPrefixes": ["10.0.0.0/16"]
    },
    "subnets": [
      {
        "name": "GatewaySubnet",
        "properties": {
          "addressPrefix": "10.0.1.0/27",
          "networkSecurityGroup": {
            "id": "[resourceId('Microsoft.Network/networkSecurityGroups', 'nsg-gateway')]"
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
resource gatewayGroup 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-gateway'
  location: 'westeurope'
}

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'hub'
  location: 'westeurope'
  properties: {
    addressSpace: {
      addressPrefixes: ['10.0.0.0/16']
    }
    subnets: [
      {
        name: 'GatewaySubnet'
        properties: {
          addressPrefix: '10.0.1.0/27'
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
  "name": "nsg-gateway",
  "location": "westeurope"
},
{
  "type": "Microsoft.Network/virtualNetworks",
  "apiVersion": "2024-05-01",
  "name": "hub",
  "location": "westeurope",
  "properties": {
    "addressSpace": {
      "addressPrefixes": ["10.0.0.0/16"]
    },
    "subnets": [
      {
        "name": "GatewaySubnet",
        "properties": {
          "addressPrefix": "10.0.1.0/27"
        }
      }
    ]
  }
}
`),
  },
};
