/** Examples of rules about resources that private endpoints lead to. */
import type { ExampleResource } from './resource-example.ts';

export function exampleVault(publicNetworkAccess: 'Enabled' | 'Disabled'): ExampleResource {
  return {
    symbol: 'vault',
    type: 'Microsoft.KeyVault/vaults',
    version: '2023-07-01',
    name: 'kv-orders',
    properties: {
      tenantId: { expression: 'tenant().tenantId' },
      sku: { family: 'A', name: 'standard' },
      enableRbacAuthorization: true,
      publicNetworkAccess,
    },
  };
}
