/** Examples of rules about the DNS of private endpoints: a vault with an endpoint, its zone and what joins them. */
import { exampleNetwork } from '../examples/hub-example.ts';
import { type ExampleResource, type ExampleValue, resourcesExample } from '../examples/resource-example.ts';
import { exampleVault } from '../examples/vault-example.ts';
import type { Example } from '../rule.ts';

const zoneVersion = '2024-06-01';

/** The network of the endpoint. */
const network = exampleNetwork('spoke', '10.0.0.0/16', { endpoints: { addressPrefix: '10.0.1.0/24' } });

const endpoint: ExampleResource = {
  symbol: 'endpoint',
  type: 'privateEndpoints',
  name: 'pe-vault',
  properties: {
    subnet: { id: { idOf: 'spoke', subnet: 'endpoints' } },
    privateLinkServiceConnections: [
      { name: 'vault', properties: { privateLinkServiceId: { idOf: 'vault' }, groupIds: ['vault'] } },
    ],
  },
};

function zone(name: string, symbol = 'zone'): ExampleResource {
  return { symbol, type: 'privateDnsZones', version: zoneVersion, name, location: 'global' };
}

/** The link of the zone to the network. */
const link: ExampleResource = {
  symbol: 'zoneLink',
  parent: 'zone',
  type: 'privateDnsZones/virtualNetworkLinks',
  version: zoneVersion,
  name: 'spoke',
  dependsOn: ['zone', 'spoke'],
  location: 'global',
  properties: { registrationEnabled: false, virtualNetwork: { id: { idOf: 'spoke' } } },
};

/** What writes the endpoint's address into a zone, after these zones. */
function zoneGroup(into: string, ...zones: readonly string[]): ExampleResource {
  return {
    symbol: 'endpointZoneGroup',
    parent: 'endpoint',
    type: 'privateEndpoints/privateDnsZoneGroups',
    name: 'default',
    dependsOn: ['endpoint', ...zones],
    properties: {
      privateDnsZoneConfigs: [
        { name: 'privatelink-vaultcore-azure-net', properties: { privateDnsZoneId: { idOf: into } } },
      ] as ExampleValue,
    },
  };
}

/** A vault with an endpoint and a zone, and what joins them. */
export function dnsExample(
  zoneName: string,
  joins: { readonly isInZone: boolean; readonly isLinked: boolean },
): Example {
  return resourcesExample(
    network,
    exampleVault('Disabled'),
    endpoint,
    ...(joins.isInZone ? [zoneGroup('zone', 'zone')] : []),
    zone(zoneName),
    ...(joins.isLinked ? [link] : []),
  );
}

/** The same with a zone of databases beside that of vaults, into one of which the address is written: `zone` or `otherZone`. */
export function twoZonesExample(into: 'zone' | 'otherZone'): Example {
  return resourcesExample(
    network,
    exampleVault('Disabled'),
    endpoint,
    zoneGroup(into, 'zone', 'otherZone'),
    zone(vaultZone),
    link,
    zone('privatelink.database.windows.net', 'otherZone'),
  );
}

/** The zone of vaults. */
export const vaultZone = 'privatelink.vaultcore.azure.net';
