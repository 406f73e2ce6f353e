/** Examples of rules about flow logs. */
import type { ExampleResource, ExampleValue } from '../examples/resource-example.ts';

/** Traffic analytics in a workspace that is deployed elsewhere. */
export function exampleAnalytics(enabled: boolean): ExampleValue {
  const workspaceResourceId = {
    expression: "resourceId('rg-logs', 'Microsoft.OperationalInsights/workspaces', 'logs')",
  };
  return { networkWatcherFlowAnalyticsConfiguration: { enabled, workspaceResourceId } };
}

/** A workspace into which nobody outside looks. */
export const exampleLogs: ExampleResource = {
  symbol: 'logs',
  type: 'Microsoft.OperationalInsights/workspaces',
  version: '2023-09-01',
  name: 'log-spoke',
  properties: { publicNetworkAccessForQuery: 'Disabled', publicNetworkAccessForIngestion: 'Disabled' },
};

/** The log of a network that is deployed elsewhere, with these properties in place of the usual ones. */
export function exampleFlowLog(more: Readonly<Record<string, ExampleValue>> = {}): ExampleResource {
  return {
    symbol: 'flowLog',
    type: 'networkWatchers/flowLogs',
    name: 'NetworkWatcher_westeurope/spoke',
    properties: {
      targetResourceId: { expression: "resourceId('rg-network', 'Microsoft.Network/virtualNetworks', 'spoke')" },
      storageId: { expression: "resourceId('rg-logs', 'Microsoft.Storage/storageAccounts', 'flowlogs')" },
      enabled: true,
      format: { type: 'JSON', version: 2 },
      flowAnalyticsConfiguration: exampleAnalytics(true),
      ...more,
    },
  };
}
