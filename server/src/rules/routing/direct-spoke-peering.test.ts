import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule, relatedTexts, repairTitles } from '../../../../test/check-rule.ts';
import { directSpokePeering } from './direct-spoke-peering.ts';

const check = (text: string): void => checkRule(directSpokePeering, text);

const network = (name: string, prefix: string, subnet = 'app', more = ''): string => `
resource ${name} 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${name}'
  properties: {
    addressSpace: { addressPrefixes: ['${prefix}.0.0/16'] }
    subnets: [{ name: '${subnet}', properties: { addressPrefix: '${prefix}.0.0/24' ${more} } }]
  }
}
`;

const peering = (from: string, to: string, more = '', marker = ''): string => `
resource ${from}To${to.replaceAll(/\W/g, '')} 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01' = {
  parent: ${from}
  name: 'to-${to.replaceAll(/\W/g, '')}'
  properties: {
    remoteVirtualNetwork: {
      id: ${to.includes('(') ? to : `${to}.id`}${marker === '' ? '' : `\n      //  ${marker}`}
    }
    ${more}
  }
}
`;

const both = (one: string, other: string, more = '', marker = ''): string =>
  `${peering(one, other, more, marker)}${peering(other, one, more)}`;

const firewallHub = network('hub', '10.0', 'AzureFirewallSubnet');
const spokes = `${network('orders', '10.1')}${network('billing', '10.2')}`;
const hubbed = `${both('hub', 'orders')}${both('hub', 'billing')}`;
const found = '^^^^^^^^^^ warning: orders and billing are peered with each other, past AzureFirewallSubnet in hub';

test('two spokes of a hub with a firewall', () => {
  check(`${firewallHub}${spokes}${hubbed}${both('orders', 'billing', '', found)}`);
  assert.deepEqual(relatedTexts(directSpokePeering, `${firewallHub}${spokes}${hubbed}${both('orders', 'billing')}`), [
    'billingToorders: This is its other end.',
  ]);
});

test('without the peering, or with one end of it only', () => {
  check(`${firewallHub}${spokes}${hubbed}`);
  check(`${firewallHub}${spokes}${hubbed}${peering('orders', 'billing')}`);
  check(`${firewallHub}${spokes}${hubbed}${both('orders', 'billing', 'allowVirtualNetworkAccess: false')}`);
});

test('routes that lead through the firewall all the same', () => {
  const table = (name: string, prefix: string): string => `
resource ${name} 'Microsoft.Network/routeTables@2024-05-01' = {
  name: '${name}'
  properties: {
    routes: [{ name: 'r', properties: { addressPrefix: '${prefix}', nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.0.0.4' } }]
  }
}
`;
  const routed = (from: string, to: string): string => `
${table('one', to)}${table('two', from)}
${network('orders', '10.1', 'app', 'routeTable: { id: one.id }')}${network('billing', '10.2', 'app', 'routeTable: { id: two.id }')}`;
  check(`${firewallHub}${routed('10.1.0.0/16', '10.2.0.0/16')}${hubbed}${both('orders', 'billing')}`);
  // The peering's own route is longer than these.
  check(`${firewallHub}${routed('0.0.0.0/0', '10.0.0.0/8')}${hubbed}${both('orders', 'billing', '', found)}`);
});

test('the repair may send to the firewall what goes between them, by the tables of both', () => {
  const table = (name: string, routes = ''): string => `
resource ${name} 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'rt-${name}'
  properties: {
    routes: [
${routes}    ]
  }
}
`;
  const spoke = (name: string, prefix: string, owner: string): string =>
    network(name, prefix, 'app', `, routeTable: { id: ${owner}.id }`);
  const route = (name: string, prefix: string): string => `      {
        name: 'to-${name}'
        properties: {
          addressPrefix: '${prefix}.0.0/16'
          nextHopType: 'VirtualAppliance'
          nextHopIpAddress: firewall.properties.ipConfigurations[0].properties.privateIPAddress
        }
      }
`;
  const firewall = `
resource firewall 'Microsoft.Network/azureFirewalls@2024-05-01' = {
  name: 'afw'
  properties: {
    ipConfigurations: [
      { name: 'c', properties: { privateIPAddress: '10.0.0.4', subnet: { id: hub.properties.subnets[0].id } } }
    ]
  }
}
`;
  const around = (peerings: string): string =>
    `${firewallHub}${firewall}${spoke('orders', '10.1', 'one')}${spoke('billing', '10.2', 'two')}${hubbed}${peerings}`;
  const removal = 'Remove the peering of orders with billing at both ends';
  const routed = `${removal}, and send what goes between them to the firewall by rt-one and rt-two`;
  const before = `${table('one')}${table('two')}${around(both('orders', 'billing'))}`;
  const [, second = ''] = repairTitles(directSpokePeering, before);
  assert.match(second, new RegExp(`^${routed}: they reach each other only where it allows that`));
  const after = `${table('one', route('billing', '10.2'))}${table('two', route('orders', '10.1'))}${around('')}`;
  checkRepair(directSpokePeering, before, routed, after);
  // A table of both, or of one alone.
  const shared = `${table('one')}${firewallHub}${firewall}${spoke('orders', '10.1', 'one')}${spoke('billing', '10.2', 'one')}${hubbed}`;
  for (const text of [
    shared,
    `${table('one')}${firewallHub}${firewall}${spoke('orders', '10.1', 'one')}${network('billing', '10.2')}${hubbed}`,
  ]) {
    const titles = repairTitles(directSpokePeering, `${text}${both('orders', 'billing')}`);
    assert.deepEqual(
      titles.map((title) => title.startsWith(`${removal}:`)),
      [true],
    );
  }
});

test('a spoke without subnets, or a hub that only has a gateway, makes it possible', () => {
  const bare = `
resource orders 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'orders'
  properties: { addressSpace: { addressPrefixes: ['10.1.0.0/16'] } }
}
`;
  const hint = found.replace('warning', 'hint');
  check(`${firewallHub}${bare}${network('billing', '10.2')}${hubbed}${both('orders', 'billing', '', hint)}`);
  const gatewayHub = network('hub', '10.0', 'GatewaySubnet');
  const past = '^^^^^^^^^^ hint: orders and billing are peered with each other, past hub: no firewall';
  check(`${gatewayHub}${spokes}${hubbed}${both('orders', 'billing', '', past)}`);
});

test('networks without a hub', () => {
  check(`${spokes}${both('orders', 'billing')}`);
  check(`${network('hub', '10.0')}${spokes}${hubbed}${both('orders', 'billing')}`);
  check(`${firewallHub}${network('orders', '10.1')}${both('hub', 'orders')}`);
});

test('networks that have a firewall or a gateway of their own', () => {
  const own = `${network('orders', '10.1', 'AzureFirewallSubnet')}${network('billing', '10.2')}`;
  check(`${firewallHub}${own}${hubbed}${both('orders', 'billing')}`);
});

test('a hub that is not seen', () => {
  const remote = "resourceId('hub', 'Microsoft.Network/virtualNetworks', 'hub')";
  const connected = (more: string): string => `${peering('orders', remote, more)}${peering('billing', remote, more)}`;
  const hint = '^^^^^^^^^^ hint: orders and billing are peered with each other, past';
  check(`${spokes}${connected('allowForwardedTraffic: true')}${both('orders', 'billing', '', hint)}`);
  check(`${spokes}${connected('')}${both('orders', 'billing')}`);
  check(`param hubId string${spokes}${peering('orders', remote)}${both('orders', 'billing')}`);
});

test('networks that are deployed elsewhere', () => {
  const existing = "resource billing 'Microsoft.Network/virtualNetworks@2024-05-01' existing = { name: 'billing' }\n";
  check(`${firewallHub}${existing}${network('orders', '10.1')}${hubbed}${both('orders', 'billing')}`);
});

test('groups of a network manager', () => {
  const manager = (topology: string, group: string, marker = ''): string => `
resource manager 'Microsoft.Network/networkManagers@2024-05-01' = { name: 'avnm', properties: {} }
resource connectivity 'Microsoft.Network/networkManagers/connectivityConfigurations@2024-05-01' = {
  parent: manager
  name: 'hub-and-spoke'
  properties: {
    connectivityTopology: '${topology}'
    appliesToGroups: [
      {
        networkGroupId: 'x'
        groupConnectivity: ${group}${marker === '' ? '' : `\n        //                 ${marker}`}
      }
    ]
  }
}
`;
  const marker = '^^^^^^^^^^^^^^^^^^^ warning: hub-and-spoke connects the spokes of a group with each other directly';
  check(manager('HubAndSpoke', "'DirectlyConnected'", marker));
  check(manager('HubAndSpoke', "'None'"));
  check(manager('Mesh', "'DirectlyConnected'"));
  check(`param how string${manager('HubAndSpoke', 'how')}`);
});

test('silent fixtures outnumber loud ones', () => checkBalance(directSpokePeering));
