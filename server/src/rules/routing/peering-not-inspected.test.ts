import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { peeringNotInspected } from './peering-not-inspected.ts';

const check = (text: string): void => checkRule(peeringNotInspected, text);

const hub = (shared = 'shared', more = 'routeTable: { id: back.id }', first = 'AzureFirewallSubnet'): string => `
resource hub 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'hub'
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
    subnets: [
      { name: '${shared}', properties: { addressPrefix: '10.0.1.0/24' ${more} } }
      { name: '${first}', properties: { addressPrefix: '10.0.0.0/26' } }
    ]
    virtualNetworkPeerings: [{ name: 'to-spoke', properties: { remoteVirtualNetwork: { id: spoke.id } } }]
  }
}
`;

const spoke = (more = '', marker = '', delegation = ''): string => `
resource spoke 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: {
    addressSpace: { addressPrefixes: ['10.1.0.0/16'] }
    subnets: [
      {
        name: 'app'${marker === '' ? '' : `\n        //    ${marker}`}
        properties: {
          addressPrefix: '10.1.1.0/24'
          ${more}
          ${delegation}
        }
      }
    ]
    virtualNetworkPeerings: [{ name: 'to-hub', properties: { remoteVirtualNetwork: { id: hub.id } } }]
  }
}
`;

const card = (network: string, top = ''): string => `
resource ${network}Card 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic-${network}'
  properties: {
    ${top}
    ipConfigurations: [{ name: 'ip', properties: { subnet: { id: ${network}.properties.subnets[0].id } } }]
  }
}
`;
const cards = `${card('hub')}${card('spoke')}`;

const table = (name: string, ...prefixes: readonly string[]): string => `
resource ${name} 'Microsoft.Network/routeTables@2024-05-01' = {
  name: '${name}'
  properties: {
    routes: [
${prefixes.map((prefix, at) => `      { name: 'r${at}', properties: { addressPrefix: '${prefix}', nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.0.0.4' } }`).join('\n')}
    ]
  }
}
`;
const back = table('back', '10.1.0.0/16');

const routed = `routeTable: {
            id: out.id
            //  ^^^^^^ warning: app reaches shared in hub by the route of the peering, which is longer than the routes of out, past AzureFirewallSubnet. Route 10.0.0.0/16 to the firewall.
          }`;
const plain = 'routeTable: { id: out.id }';
const found =
  '^^^^^ warning: app reaches shared in hub by the route of the peering, past AzureFirewallSubnet. Route 10.0.0.0/16 to the firewall.';

test('a default route loses against the route of the peering', () => {
  check(`${table('out', '0.0.0.0/0')}${back}${hub()}${spoke(routed)}${cards}`);
  check(`${table('out', '10.0.0.0/8')}${back}${hub()}${spoke(routed)}${cards}`);
  check(`${back}${hub()}${spoke('', found)}${cards}`);
});

test('routes for the address space of the peer, or for its subnet', () => {
  check(`${table('out', '10.0.0.0/16')}${back}${hub()}${spoke(plain)}${cards}`);
  check(`${table('out', '0.0.0.0/0', '10.0.1.0/24')}${back}${hub()}${spoke(plain)}${cards}`);
});

test('an appliance inspects like a firewall', () => {
  const appliance = `
resource nva 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic-nva'
  properties: {
    enableIPForwarding: true
    ipConfigurations: [{ name: 'ip', properties: { subnet: { id: hub.properties.subnets[1].id } } }]
  }
}
`;
  const marker = '^^^^^ warning: app reaches shared in hub by the route of the peering, past nic-nva.';
  check(`${back}${hub('shared', 'routeTable: { id: back.id }', 'nva')}${appliance}${spoke('', marker)}${cards}`);
});

test('networks in which nothing inspects', () => {
  check(`${back}${hub('shared', '', 'other')}${spoke()}${cards}`);
});

test('one end of a peering makes no connection', () => {
  const alone = hub().replace(/virtualNetworkPeerings: .*\n/, '');
  check(`${back}${alone}${spoke()}${cards}`);
});

test('groups that let nothing in', () => {
  const group = `
resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg'
  properties: {
    securityRules: [
      { name: 'Deny', properties: { priority: 4096, direction: 'Inbound', access: 'Deny', protocol: '*', sourceAddressPrefix: '*', sourcePortRange: '*', destinationAddressPrefix: '*', destinationPortRange: '*' } }
    ]
  }
}
`;
  check(
    `${group}${back}${hub('shared', 'networkSecurityGroup: { id: group.id }, routeTable: { id: back.id }')}${spoke()}${cards}`,
  );
});

test('subnets without machines, and those of services', () => {
  check(`${back}${hub()}${spoke()}${card('spoke')}`);
  check(`${back}${hub()}${spoke()}${card('hub')}`);
  check(`${back}${hub('AzureBastionSubnet', '')}${spoke()}${cards}`);
  check(
    `${back}${hub()}${spoke('', '', "delegations: [{ name: 'd', properties: { serviceName: 'Microsoft.Sql/managedInstances' } }]")}${cards}`,
  );
});

test('route tables and networks that are not seen', () => {
  check(`param tableId string${back}${hub()}${spoke('routeTable: { id: tableId }')}${cards}`);
  check(
    `${back}resource hub 'Microsoft.Network/virtualNetworks@2024-05-01' existing = { name: 'hub' }\n${spoke()}${card('spoke')}`,
  );
});

test('silent fixtures outnumber loud ones', () => checkBalance(peeringNotInspected));
