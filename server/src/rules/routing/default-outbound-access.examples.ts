import { armTemplate } from '../examples/example-template.ts';
import type { Rule } from '../rule.ts';

export const defaultOutboundAccessExamples: Rule['examples'] = {
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

resource card 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic-app'
  location: 'westeurope'
  properties: {
    ipConfigurations: [
      {
        name: 'ipconfig'
        properties: {
          subnet: {
            id: network.properties.subnets[0].id
          }
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
},
{
  "type": "Microsoft.Network/networkInterfaces",
  "apiVersion": "2024-05-01",
  "name": "nic-app",
  "location": "westeurope",
  "properties": {
    "ipConfigurations": [
      {
        "name": "ipconfig",
        "properties": {
          "subnet": {
            "id": "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'spoke', 'app')]"
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
          defaultOutboundAccess: false
        }
      }
    ]
  }
}

resource card 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic-app'
  location: 'westeurope'
  properties: {
    ipConfigurations: [
      {
        name: 'ipconfig'
        properties: {
          subnet: {
            id: network.properties.subnets[0].id
          }
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
          "addressPrefix": "10.0.1.0/24",
          "defaultOutboundAccess": false
        }
      }
    ]
  }
},
{
  "type": "Microsoft.Network/networkInterfaces",
  "apiVersion": "2024-05-01",
  "name": "nic-app",
  "location": "westeurope",
  "properties": {
    "ipConfigurations": [
      {
        "name": "ipconfig",
        "properties": {
          "subnet": {
            "id": "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'spoke', 'app')]"
          }
        }
      }
    ]
  }
}
`),
  },
};
