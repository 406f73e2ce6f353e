import { armTemplate } from '../examples/example-template.ts';
import type { Example } from '../rule.ts';

/** A flow log of a resource that is deployed elsewhere. */
export function flowLogExample(type: string, name: string): Example {
  const target = `resourceId('${type}', '${name}')`;
  return {
    bicep: `\
resource flowLog 'Microsoft.Network/networkWatchers/flowLogs@2024-05-01' = {
  name: 'NetworkWatcher_westeurope/spoke'
  location: 'westeurope'
  properties: {
    targetResourceId: ${target}
    storageId: resourceId('Microsoft.Storage/storageAccounts', 'flowlogs')
    enabled: true
    format: {
      type: 'JSON'
      version: 2
    }
  }
}
`,
    json: armTemplate(
      JSON.stringify(
        {
          type: 'Microsoft.Network/networkWatchers/flowLogs',
          apiVersion: '2024-05-01',
          name: 'NetworkWatcher_westeurope/spoke',
          location: 'westeurope',
          properties: {
            targetResourceId: `[${target}]`,
            storageId: "[resourceId('Microsoft.Storage/storageAccounts', 'flowlogs')]",
            enabled: true,
            format: { type: 'JSON', version: 2 },
          },
        },
        null,
        2,
      ),
    ),
  };
}
