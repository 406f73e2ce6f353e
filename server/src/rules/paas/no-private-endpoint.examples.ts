import { armTemplate } from '../example-template.ts';
import type { Rule } from '../rule.ts';

export const noPrivateEndpointExamples: Rule['examples'] = {
  bad: {
    bicep: `\
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' existing = {
  name: 'spoke'
}

resource endpoints 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' existing = {
  parent: network
  name: 'endpoints'
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'kv-orders'
  location: 'westeurope'
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    publicNetworkAccess: 'Disabled'
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
        "name": "endpoints",
        "properties": {
          "addressPrefix": "10.0.1.0/24",
          "networkSecurityGroup": {
            "id": "[resourceId('Microsoft.Network/networkSecurityGroups', 'nsg-endpoints')]"
          }
        }
      }
    ]
  }
},
{
  "type": "Microsoft.KeyVault/vaults",
  "apiVersion": "2023-07-01",
  "name": "kv-orders",
  "location": "westeurope",
  "properties": {
    "tenantId": "[tenant().tenantId]",
    "sku": {
      "family": "A",
      "name": "standard"
    },
    "enableRbacAuthorization": true,
    "publicNetworkAccess": "Disabled"
  }
}
`),
  },
  good: {
    bicep: `\
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' existing = {
  name: 'spoke'
}

resource endpoints 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' existing = {
  parent: network
  name: 'endpoints'
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'kv-orders'
  location: 'westeurope'
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    publicNetworkAccess: 'Disabled'
  }
}

resource vaultEndpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: 'pe-orders'
  location: 'westeurope'
  properties: {
    subnet: {
      id: endpoints.id
    }
    privateLinkServiceConnections: [
      {
        name: 'pe-orders'
        properties: {
          privateLinkServiceId: vault.id
          groupIds: ['vault']
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
        "name": "endpoints",
        "properties": {
          "addressPrefix": "10.0.1.0/24",
          "networkSecurityGroup": {
            "id": "[resourceId('Microsoft.Network/networkSecurityGroups', 'nsg-endpoints')]"
          }
        }
      }
    ]
  }
},
{
  "type": "Microsoft.KeyVault/vaults",
  "apiVersion": "2023-07-01",
  "name": "kv-orders",
  "location": "westeurope",
  "properties": {
    "tenantId": "[tenant().tenantId]",
    "sku": {
      "family": "A",
      "name": "standard"
    },
    "enableRbacAuthorization": true,
    "publicNetworkAccess": "Disabled"
  }
},
{
  "type": "Microsoft.Network/privateEndpoints",
  "apiVersion": "2024-05-01",
  "name": "pe-orders",
  "location": "westeurope",
  "dependsOn": [
    "[resourceId('Microsoft.KeyVault/vaults', 'kv-orders')]",
    "[resourceId('Microsoft.Network/virtualNetworks', 'spoke')]"
  ],
  "properties": {
    "subnet": {
      "id": "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'spoke', 'endpoints')]"
    },
    "privateLinkServiceConnections": [
      {
        "name": "pe-orders",
        "properties": {
          "privateLinkServiceId": "[resourceId('Microsoft.KeyVault/vaults', 'kv-orders')]",
          "groupIds": ["vault"]
        }
      }
    ]
  }
}
`),
  },
};
