import { type ExampleResource, resourcesExample } from '../resource-example.ts';
import type { Example, Rule } from '../rule.ts';

const hub: ExampleResource = {
  symbol: 'hub',
  type: 'virtualNetworks',
  name: 'hub',
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
    subnets: [{ name: 'AzureFirewallSubnet', properties: { addressPrefix: '10.0.0.0/26' } }],
  },
};

const routes: ExampleResource = {
  symbol: 'routes',
  type: 'routeTables',
  name: 'rt-app',
  properties: {
    routes: [
      {
        name: 'to-firewall',
        properties: {
          addressPrefix: '0.0.0.0/0',
          nextHopType: 'VirtualAppliance',
          nextHopIpAddress: '10.0.0.4',
        },
      },
    ],
  },
};

function example(isRouted: boolean): Example {
  const table: ExampleResource['properties'] = isRouted ? { routeTable: { id: { idOf: 'routes' } } } : {};
  return resourcesExample(
    hub,
    ...(isRouted ? [routes] : []),
    {
      symbol: 'spoke',
      type: 'virtualNetworks',
      name: 'spoke',
      properties: {
        addressSpace: { addressPrefixes: ['10.1.0.0/16'] },
        subnets: [{ name: 'app', properties: { addressPrefix: '10.1.1.0/24', ...table } }],
        virtualNetworkPeerings: [
          {
            name: 'to-hub',
            properties: { remoteVirtualNetwork: { id: { idOf: 'hub' } }, allowForwardedTraffic: true },
          },
        ],
      },
    },
    {
      symbol: 'toSpoke',
      parent: 'hub',
      type: 'virtualNetworks/virtualNetworkPeerings',
      name: 'to-spoke',
      properties: { remoteVirtualNetwork: { id: { idOf: 'spoke' } } },
    },
    {
      symbol: 'card',
      type: 'networkInterfaces',
      name: 'nic-app',
      properties: {
        ipConfigurations: [{ name: 'ipconfig', properties: { subnet: { id: { idOf: 'spoke', subnet: 'app' } } } }],
      },
    },
  );
}

export const egressNotInspectedExamples: Rule['examples'] = { bad: example(false), good: example(true) };
