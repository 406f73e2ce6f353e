import { exampleNetwork } from '../examples/hub-example.ts';
import { type ExampleResource, resourcesExample } from '../examples/resource-example.ts';
import type { Rule } from '../rule.ts';

export const exampleVirtualHub: readonly ExampleResource[] = [
  { symbol: 'hub', type: 'virtualHubs', name: 'vhub', properties: { addressPrefix: '10.0.0.0/23' } },
  {
    symbol: 'firewall',
    type: 'azureFirewalls',
    name: 'afw-hub',
    properties: { sku: { name: 'AZFW_Hub', tier: 'Premium' }, virtualHub: { id: { idOf: 'hub' } } },
  },
];

export const exampleRoutingIntent: ExampleResource = {
  symbol: 'intent',
  parent: 'hub',
  type: 'virtualHubs/routingIntent',
  name: 'intent',
  properties: {
    routingPolicies: ['Internet', 'PrivateTraffic'].map((destination) => ({
      name: destination,
      destinations: [destination],
      nextHop: { idOf: 'firewall' },
    })),
  },
};

const connected: readonly ExampleResource[] = [
  ...exampleVirtualHub,
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
  bad: resourcesExample(...connected),
  good: resourcesExample(...connected, exampleRoutingIntent),
};
