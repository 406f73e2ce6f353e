/** Examples of rules about hubs and spokes. */
import type { ExampleResource, ExampleValue } from './resource-example.ts';

type Properties = { readonly [key: string]: ExampleValue };

/** A virtual network with subnets by name, each with its prefix and further properties. */
export function exampleNetwork(
  name: string,
  prefix: string,
  subnets: Readonly<Record<string, Properties>>,
): ExampleResource {
  return {
    symbol: name,
    type: 'virtualNetworks',
    name,
    properties: {
      addressSpace: { addressPrefixes: [prefix] },
      subnets: Object.entries(subnets).map(([subnet, properties]) => ({ name: subnet, properties })),
    },
  };
}

/** Both ends of a peering. */
export function examplePeering(one: string, other: string, more: Properties = {}): readonly ExampleResource[] {
  return [
    [one, other],
    [other, one],
  ].map(([from = '', to = '']) => ({
    symbol: `${from}To${to.charAt(0).toUpperCase()}${to.slice(1)}`,
    parent: from,
    type: 'virtualNetworks/virtualNetworkPeerings',
    name: `to-${to}`,
    properties: { remoteVirtualNetwork: { id: { idOf: to } }, ...more },
  }));
}

/** A hub with a subnet for Azure Firewall and others. */
export function exampleHub(more: Readonly<Record<string, Properties>> = {}): ExampleResource {
  return exampleNetwork('hub', '10.0.0.0/16', { AzureFirewallSubnet: { addressPrefix: '10.0.0.0/26' }, ...more });
}

/** A route table that sends prefixes to the firewall of the hub. */
export function exampleRoutes(prefixes: Readonly<Record<string, string>>, more: Properties = {}): ExampleResource {
  return {
    symbol: 'routes',
    type: 'routeTables',
    name: 'rt-app',
    properties: {
      ...more,
      routes: Object.entries(prefixes).map(([name, addressPrefix]) => ({
        name,
        properties: { addressPrefix, nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.0.0.4' },
      })),
    },
  };
}

/** A network interface in a subnet of a network, with further properties of its IP configuration. */
export function exampleCard(network: string, subnet: string, more: Properties = {}): ExampleResource {
  return {
    symbol: `${network}Card`,
    type: 'networkInterfaces',
    name: `nic-${subnet}`,
    properties: {
      ipConfigurations: [{ name: 'ipconfig', properties: { subnet: { id: { idOf: network, subnet } }, ...more } }],
    },
  };
}

/** A machine with Windows, with the symbol `machine`, behind the interface of `exampleCard` in this network. */
export function exampleWindowsMachine(network: string): ExampleResource {
  return {
    symbol: 'machine',
    type: 'Microsoft.Compute/virtualMachines',
    version: '2024-07-01',
    name: 'vm-app',
    properties: {
      storageProfile: { osDisk: { osType: 'Windows', createOption: 'FromImage' } },
      networkProfile: { networkInterfaces: [{ id: { idOf: `${network}Card` } }] },
    },
  };
}

/** A public IP address, with the symbol `address`. */
export function exampleAddress(name: string): ExampleResource {
  return {
    symbol: 'address',
    type: 'publicIPAddresses',
    name,
    sku: 'Standard',
    properties: { publicIPAllocationMethod: 'Static' },
  };
}

/** A VPN gateway in the hub. */
export const exampleGateway: ExampleResource = {
  symbol: 'gateway',
  type: 'virtualNetworkGateways',
  name: 'vgw',
  properties: {
    gatewayType: 'Vpn',
    ipConfigurations: [{ name: 'ipconfig', properties: { subnet: { id: { idOf: 'hub', subnet: 'GatewaySubnet' } } } }],
  },
};

/** Peerings by which a spoke uses the gateway of the hub. */
export function exampleTransit(spoke: string): readonly ExampleResource[] {
  return examplePeering('hub', spoke).map((peering) => ({
    ...peering,
    properties: {
      ...peering.properties,
      ...(peering.parent === 'hub' ? { allowGatewayTransit: true } : { useRemoteGateways: true }),
    },
  }));
}
