import { exampleNetwork } from '../examples/hub-example.ts';
import { type ExampleResource, resourcesExample } from '../examples/resource-example.ts';
import type { Rule } from '../rule.ts';

const hub: ExampleResource = {
  symbol: 'hub',
  type: 'virtualHubs',
  name: 'vhub',
  properties: { addressPrefix: '10.0.0.0/23' },
};

const firewall: ExampleResource = {
  symbol: 'firewall',
  type: 'azureFirewalls',
  name: 'afw-hub',
  properties: { sku: { name: 'AZFW_Hub', tier: 'Premium' }, virtualHub: { id: { idOf: 'hub' } } },
};

/** A virtual hub with a firewall. */
export const exampleVirtualHub = [hub, firewall];

export const exampleRoutingIntent: ExampleResource = {
  symbol: 'hubRoutingIntent',
  parent: 'hub',
  type: 'virtualHubs/routingIntent',
  name: 'RoutingIntent',
  dependsOn: ['hub', 'firewall'],
  properties: {
    routingPolicies: ['Internet', 'PrivateTraffic'].map((destination) => ({
      name: destination,
      destinations: [destination],
      nextHop: { idOf: 'firewall' },
    })),
  },
};

const connection: readonly ExampleResource[] = [
  exampleNetwork('spoke', '10.1.0.0/16', { app: { addressPrefix: '10.1.1.0/24' } }),
  {
    symbol: 'connection',
    parent: 'hub',
    type: 'virtualHubs/hubVirtualNetworkConnections',
    name: 'spoke',
    properties: { remoteVirtualNetwork: { id: { idOf: 'spoke' } }, enableInternetSecurity: true },
  },
];

export const virtualHubWithoutRoutingIntentExamples: Rule['examples'] = {
  bad: resourcesExample(hub, firewall, ...connection),
  good: resourcesExample(hub, exampleRoutingIntent, firewall, ...connection),
};
