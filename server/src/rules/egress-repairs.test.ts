import { test } from 'node:test';
import { checkRepair } from '../../../test/check-rule.ts';
import { egressNotInspected } from './routing/egress-not-inspected.ts';

/** A network with two subnets, of which the first is the firewall's. */
const network = (symbol: string, prefix: string, subnets: string, more = '') => `
resource ${symbol} 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${symbol}'
  location: 'westeurope'
  properties: {
    addressSpace: { addressPrefixes: ['${prefix}.0.0/16'] }
    subnets: [
      ${subnets}
    ]${more}
  }
}
`;

const firewallSubnet = (prefix: string) =>
  `{ name: 'AzureFirewallSubnet', properties: { addressPrefix: '${prefix}.0.0/26' } }`;

const firewall = (symbol: string) => `
resource firewall 'Microsoft.Network/azureFirewalls@2024-05-01' = {
  name: 'fw'
  location: 'westeurope'
  properties: { ipConfigurations: [{ name: 'ip', properties: { subnet: { id: ${symbol}.properties.subnets[0].id } } }] }
}
`;

const app = (prefix: string, more = '') => `{ name: 'app', properties: { addressPrefix: '${prefix}.1.0/24'${more} } }`;

const card = (subnet: string) => `
resource card 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic'
  location: 'westeurope'
  properties: { ipConfigurations: [{ name: 'ip', properties: { subnet: { id: ${subnet}.id } } }] }
}
`;

const table = (address: string, name: string) => `
resource appRt 'Microsoft.Network/routeTables@2024-05-01' = {
  name: '${name}'
  location: 'westeurope'
  properties: {
    routes: [
      {
        name: 'to-firewall'
        properties: {
          addressPrefix: '0.0.0.0/0'
          nextHopType: 'VirtualAppliance'
          nextHopIpAddress: ${address}
        }
      }
    ]
  }
}
`;

const peering = (from: string, to: string) => `
resource ${from}To 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01' = {
  parent: ${from}
  name: 'to-${to}'
  properties: { remoteVirtualNetwork: { id: ${to}.id } }
}
`;

const routed = ', routeTable: { id: appRt.id }';
const title = 'Add a route table to app that sends 0.0.0.0/0 to the firewall';

test('the next hop is what Azure says of the firewall of the hub', () => {
  const before = (more: string, added: string): string =>
    network('hub', '10.0', firewallSubnet('10.0')) +
    firewall('hub') +
    network('spoke', '10.1', app('10.1', more)) +
    added +
    peering('hub', 'spoke') +
    peering('spoke', 'hub') +
    card('spoke.properties.subnets[0]');
  const address = 'firewall.properties.ipConfigurations[0].properties.privateIPAddress';
  checkRepair(egressNotInspected, before('', ''), title, before(routed, table(address, 'spoke-app-rt')));
});

test('a network does not wait for its own firewall, whose address is a parameter', () => {
  const before = (more: string, added: string): string =>
    `param environment string\n${added === '' ? '' : 'param firewallPrivateIpAddress string\n'}` +
    network('hub', '10.0', `${firewallSubnet('10.0')}\n      ${app('10.0', more)}`) +
    added +
    firewall('hub') +
    card('hub.properties.subnets[1]');
  const after = before(routed, table('firewallPrivateIpAddress', 'hub-app-rt'));
  checkRepair(egressNotInspected, before('', ''), title, after);
});
