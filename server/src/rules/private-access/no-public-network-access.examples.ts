import { armTemplate } from '../examples/example-template.ts';
import type { Rule } from '../rule.ts';

export const noPublicNetworkAccessExamples: Rule['examples'] = {
  bad: {
    bicep: `\
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
    publicNetworkAccess: 'Enabled'
  }
}
`,
    json: armTemplate(`\
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
    "publicNetworkAccess": "Enabled"
  }
}
`),
  },
  good: {
    bicep: `\
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
};
