/** For tests of rules about private endpoints: Bicep of a vault with an endpoint, and of its zone. */

export const endpointNetwork = `
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: { subnets: [{ name: 'endpoints', properties: { addressPrefix: '10.0.1.0/24' } }] }
}
`;

/** An endpoint for a vault that is declared elsewhere, or for another target; `subnet` is the expression of the subnet's id. */
export function endpointOf(
  target = "resourceId('Microsoft.KeyVault/vaults', 'orders')",
  groupId = 'vault',
  subnet = 'network.properties.subnets[0].id',
): string {
  return `
resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: 'pe-orders'
  location: resourceGroup().location
  properties: {
    subnet: { id: ${subnet} }
    privateLinkServiceConnections: [{ name: 'c', properties: { privateLinkServiceId: ${target}, groupIds: ['${groupId}'] } }]
  }
}
`;
}

export function zoneOf(name: string): string {
  return `
resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: '${name}'
  location: 'global'
}
`;
}

/** The zone group of the endpoint; `zone` is the expression of the zone's id. */
export function zoneGroupOf(zone = 'zone.id'): string {
  return `
resource zoneGroup 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = {
  parent: endpoint
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      {
        name: 'zone'
        properties: {
          privateDnsZoneId: ${zone}
        }
      }
    ]
  }
}
`;
}

export function zoneLinkTo(network = 'network.id'): string {
  return `
resource zoneLink 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = {
  parent: zone
  name: 'link'
  location: 'global'
  properties: { registrationEnabled: false, virtualNetwork: { id: ${network} } }
}
`;
}

/** The text with a finding at the symbolic name of a resource. */
export function markedAt(symbol: string, text: string, finding: string): string {
  return text.replace(
    new RegExp(`^resource ${symbol} .*$`, 'm'),
    (line) => `${line}\n//       ${'^'.repeat(symbol.length)} ${finding}`,
  );
}

/** The zone of key vaults with its link to the network, as a repair declares them. */
export const addedZone = `
resource vaultcorePrivateDnsZone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: 'privatelink.vaultcore.azure.net'
  location: 'global'
}

resource vaultcorePrivateDnsZoneLink 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = {
  parent: vaultcorePrivateDnsZone
  name: 'spoke'
  location: 'global'
  properties: {
    registrationEnabled: false
    virtualNetwork: { id: network.id }
  }
}
`;
