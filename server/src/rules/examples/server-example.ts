/** Examples of rules about workloads beside networks. */
import type { ExampleResource } from './resource-example.ts';

/** A database server that nobody reaches from outside. */
export const exampleServer: ExampleResource = {
  symbol: 'server',
  type: 'Microsoft.Sql/servers',
  version: '2023-08-01',
  name: 'sql-orders',
  properties: { publicNetworkAccess: 'Disabled' },
};
