import { exampleNetwork } from '../examples/hub-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';

function example(target: 'group' | 'spoke'): Example {
  const log = {
    symbol: 'flowLog',
    type: 'networkWatchers/flowLogs',
    name: 'NetworkWatcher_westeurope/spoke',
    properties: {
      targetResourceId: { idOf: target },
      storageId: { expression: "resourceId('Microsoft.Storage/storageAccounts', 'flowlogs')" },
      enabled: true,
      format: { type: 'JSON', version: 2 },
    },
  };
  return resourcesExample(
    { symbol: 'group', type: 'networkSecurityGroups', name: 'nsg-app', properties: { securityRules: [] } },
    exampleNetwork('spoke', '10.1.0.0/16', {
      app: { addressPrefix: '10.1.1.0/24', networkSecurityGroup: { id: { idOf: 'group' } } },
    }),
    target === 'spoke' ? { ...log, dependsOn: 'spoke' } : log,
  );
}

export const nsgFlowLogExamples: Rule['examples'] = { bad: example('group'), good: example('spoke') };
