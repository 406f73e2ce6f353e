import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRule, repairTitles } from '../../../../test/check-rule.ts';
import { defaultOutboundAccess } from './default-outbound-access.ts';

const loud = (text: string): void => checkRule(defaultOutboundAccess, text);
const silent = loud;

const card = (more = '', subnet = 'network.properties.subnets[0].id'): string => `
resource card 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic'
  properties: {
    ipConfigurations: [{ name: 'ip', properties: { subnet: { id: ${subnet} } ${more} } }]
  }
}
`;

const network = (more: string, version = '2024-05-01', name = 'app'): string => `
resource network 'Microsoft.Network/virtualNetworks@${version}' = {
  name: 'spoke'
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
    subnets: [
      {
        name: '${name}'
        properties: {
          addressPrefix: '10.0.1.0/24'
          ${more}
        }
      }
    ]
  }
}
`;

const message = 'nic in subnet app reaches the Internet by default outbound access';

test('machines without another way out', () => {
  const marked = (text: string): string =>
    text.replace("name: 'app'\n", `name: 'app'\n        //    ^^^^^ information: ${message}\n`);
  loud(`${marked(network(''))}${card()}`);
  loud(`${marked(network('', '2022-01-01'))}${card()}`);
  loud(
    `${network(`defaultOutboundAccess: true
          //                     ^^^^ information: ${message}`)}${card()}`,
  );
});

test('a private subnet, or a version in which that is the default', () => {
  silent(`${network('defaultOutboundAccess: false')}${card()}`);
  silent(`${network('', '2026-05-01')}${card()}`);
});

test('an explicit way out', () => {
  silent(`${network("natGateway: { id: resourceId('Microsoft.Network/natGateways', 'nat') }")}${card()}`);
  silent(`${network('')}${card("publicIPAddress: { id: resourceId('Microsoft.Network/publicIPAddresses', 'ip') }")}`);
  silent(`${network("routeTable: { id: resourceId('Microsoft.Network/routeTables', 'hub') }")}${card()}`);
  silent(
    `${network('')}${card("loadBalancerBackendAddressPools: [{ id: resourceId('Microsoft.Network/loadBalancers/backendAddressPools', 'lb', 'pool') }]")}`,
  );
  silent(`
resource table 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 't'
  properties: {
    routes: [
      { name: 'all', properties: { addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.9.0.4' } }
    ]
  }
}
${network('routeTable: { id: table.id }')}${card()}`);
});

test('an interface with a public address in another configuration', () => {
  const two = card().replace(
    ' }]\n',
    " }, { name: 'second', properties: { publicIPAddress: { id: resourceId('Microsoft.Network/publicIPAddresses', 'ip') }, subnet: { id: network.properties.subnets[0].id } } }]\n",
  );
  silent(`${network('')}${two}`);
});

test('a security group that lets nothing out', () => {
  silent(`
resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg'
  properties: {
    securityRules: [
      {
        name: 'DenyAllOutbound'
        properties: {
          priority: 4096
          direction: 'Outbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}
${network('networkSecurityGroup: { id: group.id }')}${card()}`);
});

test('subnets without machines, of services, and what is not known', () => {
  silent(network(''));
  silent(`${network('', '2024-05-01', 'AzureBastionSubnet')}${card()}`);
  silent(
    `${network("delegations: [{ name: 'd', properties: { serviceName: 'Microsoft.Web/serverFarms' } }]")}${card()}`,
  );
  silent(`param subnetId string${network('')}${card('', 'subnetId')}`);
  silent(`param private bool${network('defaultOutboundAccess: private')}${card()}`);
  silent(`param nat string${network('natGateway: { id: nat }')}${card()}`);
});

test('of a version that does not know the property the network is raised to one that does', () => {
  assert.equal(repairTitles(defaultOutboundAccess, `${network('')}${card()}`).length, 1);
  assert.deepEqual(repairTitles(defaultOutboundAccess, `${network('', '2022-01-01')}${card()}`), [
    "Set defaultOutboundAccess of app to false: its machines no longer reach the Internet, once they were stopped and started; raises spoke's apiVersion from 2022-01-01 to 2023-05-01; closes app -> internet any",
  ]);
});

test('silent fixtures outnumber loud ones', () => checkBalance(defaultOutboundAccess));
