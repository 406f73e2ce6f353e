/** For tests of rules: Bicep of a hub with a gateway and a firewall, and of a spoke. */

export interface HubFixture {
  /** Further properties of the GatewaySubnet. */
  readonly gatewaySubnet?: string;
  /** A marker line below the name of the GatewaySubnet. */
  readonly marker?: string;
  /** The name of the other subnet, where the firewall stands. */
  readonly firewallSubnet?: string;
  readonly withGateway?: boolean;
}

/** A network `hub`, peered with `spoke` to which it lends its gateway. */
export function hubWithGateway({
  gatewaySubnet = '',
  marker = '',
  firewallSubnet = 'AzureFirewallSubnet',
  withGateway = true,
}: HubFixture = {}): string {
  const gateway = `
resource gateway 'Microsoft.Network/virtualNetworkGateways@2024-05-01' = {
  name: 'vgw'
  properties: {
    gatewayType: 'Vpn'
    ipConfigurations: [{ name: 'ip', properties: { subnet: { id: hub.properties.subnets[0].id } } }]
  }
}
`;
  return `
resource hub 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'hub'
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
    subnets: [
      {
        name: 'GatewaySubnet'${marker === '' ? '' : `\n        //    ${marker}`}
        properties: {
          addressPrefix: '10.0.1.0/27'
          ${gatewaySubnet}
        }
      }
      { name: '${firewallSubnet}', properties: { addressPrefix: '10.0.0.0/26' } }
    ]
    virtualNetworkPeerings: [
      { name: 'to-spoke', properties: { allowGatewayTransit: true, remoteVirtualNetwork: { id: spoke.id } } }
    ]
  }
}
${withGateway ? gateway : ''}`;
}

/** A network `spoke` with one subnet. @param peering properties of its peering with the hub. */
export function spokeOfHub(subnet = '', peering = 'useRemoteGateways: true', name = 'app'): string {
  return `
resource spoke 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: {
    addressSpace: { addressPrefixes: ['10.1.0.0/16'] }
    subnets: [{ name: '${name}', properties: { addressPrefix: '10.1.1.0/24' ${subnet} } }]
    virtualNetworkPeerings: [
      {
        name: 'to-hub'
        properties: {
          remoteVirtualNetwork: { id: hub.id }
          ${peering}
        }
      }
    ]
  }
}
`;
}

/** A route table that leads to the firewall of the hub for these prefixes; `more` are further properties. */
export function tableToFirewall(prefixes: readonly string[], more = '', marker = ''): string {
  return `
resource table 'Microsoft.Network/routeTables@2024-05-01' = {${marker === '' ? '' : `\n//       ${marker}`}
  name: 'rt'
  properties: {
    ${more}
    routes: [
${prefixes.map((prefix, at) => `      { name: 'r${at}', properties: { addressPrefix: '${prefix}', nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.0.0.4' } }`).join('\n')}
    ]
  }
}
`;
}

/** The property by which a subnet names that table. */
export const withTable = 'routeTable: { id: table.id }';
