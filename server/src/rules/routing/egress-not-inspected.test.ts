import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { contractOf } from '../../../../test/deployment.ts';
import type { Contract } from '../../config/contract.ts';
import { egressNotInspected } from './egress-not-inspected.ts';

const check = (text: string, contract?: Contract): void => checkRule(egressNotInspected, text, contract);

const hub = `
resource hub 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'hub'
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
    subnets: [{ name: 'AzureFirewallSubnet', properties: { addressPrefix: '10.0.0.0/26' } }]
    virtualNetworkPeerings: [{ name: 'to-spoke', properties: { remoteVirtualNetwork: { id: spoke.id } } }]
  }
}
`;

/** A spoke with one subnet, whose marker of a finding stands below its name. */
const spoke = (more = '', { name = 'app', marker = '', peering = 'hub.id' } = {}): string => `
resource spoke 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: {
    addressSpace: { addressPrefixes: ['10.1.0.0/16'] }
    subnets: [
      {
        name: '${name}'${marker === '' ? '' : `\n        //    ${marker}`}
        properties: {
          addressPrefix: '10.1.1.0/24'
          ${more}
        }
      }
    ]
    ${peering === '' ? '' : `virtualNetworkPeerings: [{ name: 'to-hub', properties: { allowForwardedTraffic: true, remoteVirtualNetwork: { id: ${peering} } } }]`}
  }
}
`;

const card = (more = '', top = ''): string => `
resource card 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic'
  properties: {
    ${top}
    ipConfigurations: [{ name: 'ip', properties: { subnet: { id: spoke.properties.subnets[0].id } ${more} } }]
  }
}
`;

const table = (...routes: readonly string[]): string => `
resource table 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'rt'
  properties: {
    routes: [
${routes.map((route) => `      ${route}`).join('\n')}
    ]
  }
}
`;

const route = (prefix: string, hop = 'VirtualAppliance'): string =>
  `{ name: 'r${prefix.replaceAll(/\W/g, '')}', properties: { addressPrefix: '${prefix}', nextHopType: '${hop}', nextHopIpAddress: '10.0.0.4' } }`;

const routed = 'routeTable: { id: table.id }';
const nat = "natGateway: { id: resourceId('Microsoft.Network/natGateways', 'nat') }";
const found = '^^^^^ warning: nic in subnet app reaches the Internet by default outbound access, past every firewall';

test('machines of a spoke leave past the firewall of the hub', () => {
  check(`${hub}${spoke('', { marker: found })}${card()}`);
  const marker = '^^^^^ warning: nic in subnet app reaches the Internet through a NAT gateway, past every firewall';
  check(`${hub}${spoke(nat, { marker })}${card()}`);
});

test('by a public address', () => {
  const marker = '^^^^^ warning: nic in subnet app reaches the Internet by its public address, past every firewall';
  const address = "publicIPAddress: { id: resourceId('Microsoft.Network/publicIPAddresses', 'ip') }";
  check(`${hub}${spoke('defaultOutboundAccess: false', { marker })}${card(address)}`);
});

test('a route table that leaves out a part of the Internet', () => {
  const place = `routeTable: { id: table.id }
          //                ^^^^^^^^ warning: nic in subnet app reaches the Internet by default outbound access, past every firewall, although hub has a subnet for Azure Firewall. Its route table rt does not send all of it to one.`;
  for (const routes of [[route('0.0.0.0/1')], [route('10.0.0.0/8')], []])
    check(`${hub}${table(...routes)}${spoke(place)}${card()}`);
});

test('a default route to the Internet', () => {
  const direct = `{
        name: 'out'
        properties: {
          addressPrefix: '0.0.0.0/0'
          nextHopType: 'Internet'
          //           ^^^^^^^^^^ warning: nic in subnet app reaches the Internet by default outbound access, past every firewall, although hub has a subnet for Azure Firewall. Route out sends it there.
        }
      }`;
  check(`${hub}${table(direct)}${spoke(routed)}${card()}`);
});

test('routes to the firewall for all of it', () => {
  check(`${hub}${table(route('0.0.0.0/0'))}${spoke(routed)}${card()}`);
  check(`${hub}${table(route('0.0.0.0/1'), route('128.0.0.0/1'))}${spoke(routed)}${card()}`);
  // Activation servers of Windows are reached directly by design.
  check(`${hub}${table(route('0.0.0.0/0'), route('20.118.99.224/32', 'Internet'))}${spoke(routed)}${card()}`);
  check(`${hub}${table(route('0.0.0.0/0'), route('AzureMonitor', 'Internet'))}${spoke(routed)}${card()}`);
});

test('on-premises networks and nowhere are no way past', () => {
  check(`${hub}${table(route('0.0.0.0/0', 'VirtualNetworkGateway'))}${spoke(routed)}${card()}`);
  check(`${hub}${table(route('0.0.0.0/0', 'None'))}${spoke(routed)}${card()}`);
});

test('private subnets without another way out, and groups that let nothing out', () => {
  check(`${hub}${spoke('defaultOutboundAccess: false')}${card()}`);
  const group = `
resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg'
  properties: {
    securityRules: [
      { name: 'Deny', properties: { priority: 4096, direction: 'Outbound', access: 'Deny', protocol: '*', sourceAddressPrefix: '*', sourcePortRange: '*', destinationAddressPrefix: 'Internet', destinationPortRange: '*' } }
    ]
  }
}
`;
  check(`${group}${hub}${spoke('networkSecurityGroup: { id: group.id }')}${card()}`);
});

test('networks without anything that inspects', () => {
  check(`${spoke(nat, { peering: '' })}${card()}`);
  const plain = hub.replace('AzureFirewallSubnet', 'shared');
  check(`${plain}${spoke(nat)}${card()}`);
});

test('a declared hub is a sign of its own', () => {
  const declared = contractOf('app -> hub: tcp/443', 'hub -> internet: tcp/443');
  check(`${spoke('', { marker: found, peering: '' })}${card()}`, declared);
  check(`${spoke('', { peering: '' })}${card()}`, contractOf('app -> internet: tcp/443'));
});

test('a peering with a network that is not seen is possibly one with a hub', () => {
  const peering = "resourceId('hub', 'Microsoft.Network/virtualNetworks', 'hub')";
  const marker = found.replace('warning', 'hint');
  check(`${spoke('', { marker, peering })}${card()}`);
  check(`${spoke('', { peering }).replace('allowForwardedTraffic: true', 'allowForwardedTraffic: false')}${card()}`);
});

test('a subnet beside one that sends its traffic to an appliance', () => {
  const beside = `
resource spoke 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: {
    addressSpace: { addressPrefixes: ['10.1.0.0/16'] }
    subnets: [
      {
        name: 'app'
        //    ^^^^^ warning: nic in subnet app reaches the Internet by default outbound access, past every firewall, although web sends its traffic to the appliance at 10.0.0.4.
        properties: { addressPrefix: '10.1.1.0/24' }
      }
      { name: 'web', properties: { addressPrefix: '10.1.2.0/24', routeTable: { id: table.id } } }
    ]
  }
}
`;
  check(`${table(route('0.0.0.0/0'))}${beside}${card()}`);
  const possible = beside
    .replace('warning: nic', 'hint: What stands')
    .replace("'app'", "'one'")
    .replace('subnet app', 'subnet one');
  check(`${table(route('0.0.0.0/0'))}${possible}`);
});

test('integration subnets of App Service are inspected like machines', () => {
  const delegated = (service: string): string =>
    `delegations: [{ name: 'd', properties: { serviceName: '${service}' } }]`;
  const marker =
    '^^^^^ warning: What stands in subnet app reaches the Internet by the addresses of the service, past every firewall';
  check(`${hub}${spoke(delegated('Microsoft.Web/serverFarms'), { marker })}`);
  check(`${hub}${table(route('0.0.0.0/0'))}${spoke(`${delegated('Microsoft.Web/serverFarms')}\n${routed}`)}`);
  for (const service of ['Microsoft.Sql/managedInstances', 'Microsoft.ContainerInstance/containerGroups'])
    check(`${hub}${spoke(delegated(service))}`);
});

test('subnets of which nobody knows what stands in them are possible at most', () => {
  const marker = '^^^^^ hint: What stands in subnet app reaches the Internet by default outbound access';
  check(`${hub}${spoke('', { marker })}`);
  check(`${hub}${spoke('', { name: 'endpoints' })}`);
  check(`${hub}${spoke('', { name: 'default' })}`);
  check(spoke('', { peering: "resourceId('hub', 'Microsoft.Network/virtualNetworks', 'hub')" }));
  check(`${hub}${spoke('', { name: 'AzureBastionSubnet' })}${card()}`);
  check(`${hub}${spoke('', { name: 'GatewaySubnet' })}`);
});

test('subnets of private endpoints only', () => {
  check(`${hub}${spoke()}
resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: 'pe'
  properties: { subnet: { id: spoke.properties.subnets[0].id } }
}
`);
});

test('application gateways', () => {
  check(`${hub}${spoke('', { name: 'web' })}
resource gateway 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: 'agw'
  properties: {
    gatewayIPConfigurations: [{ name: 'ip', properties: { subnet: { id: spoke.properties.subnets[0].id } } }]
  }
}
`);
});

test('appliances themselves', () => {
  check(`${hub}${spoke()}${card('', 'enableIPForwarding: true')}`);
  const own = route('0.0.0.0/0').replace('10.0.0.4', '10.1.1.4');
  const other = `
resource other 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: spoke
  name: 'work'
  properties: { addressPrefix: '10.1.2.0/24', routeTable: { id: table.id } }
}
`;
  check(`${hub}${table(own)}${spoke()}${other}${card()}`);
});

test('route tables that are not seen', () => {
  check(`${hub}${spoke("routeTable: { id: resourceId('Microsoft.Network/routeTables', 'rt') }")}${card()}`);
  check(`param tableId string${hub}${spoke('routeTable: { id: tableId }')}${card()}`);
  check(`
resource table 'Microsoft.Network/routeTables@2024-05-01' existing = { name: 'rt' }
${hub}${spoke(routed)}${card()}`);
  check(`param routes array${hub}
resource table 'Microsoft.Network/routeTables@2024-05-01' = { name: 'rt', properties: { routes: routes } }
${spoke(routed)}${card()}`);
});

test('subnets that share a route table are told of once, at the table', () => {
  const other = (more: string, name = 'work', symbol = name): string => `
resource ${symbol} 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: spoke
  name: '${name}'
  properties: { addressPrefix: '10.1.${name.length}.0/24', ${more} }
}
resource nic_${symbol} 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic-${name}'
  properties: { ipConfigurations: [{ name: 'ip', properties: { subnet: { id: ${symbol}.id } } }] }
}
`;
  const own = route('10.9.0.0/16');
  const marker =
    '//       ^^^^^ warning: What stands in subnets app and work reaches the Internet by default outbound access, past every firewall, although hub has a subnet for Azure Firewall. Their route table rt does not send all of it to one.';
  const shared = table(own).replace("  name: 'rt'", `${marker}\n  name: 'rt'`);
  check(`${hub}${shared}${spoke(routed)}${card()}${other(routed)}`);
  // Only those of which it is so: a subnet of endpoints starts nothing, another has its own way.
  const endpoints = other(routed, 'endpoints').replace('networkInterfaces', 'privateEndpoints');
  check(
    `${hub}${shared}${spoke(routed)}${card()}${other(routed)}${endpoints}${other('defaultOutboundAccess: false', 'private')}`,
  );
});

test('subnets whose prefixes are not known', () => {
  const unplaced = (more = '', marker = ''): string =>
    `param prefix string${spoke(more, { marker }).replace("'10.1.1.0/24'", 'prefix')}${card()}`;
  check(`${hub}${unplaced('', found)}`);
  check(`${hub}${table(route('0.0.0.0/0'))}${unplaced(routed)}`);
  // It may be the subnet of the appliance that another one sends its traffic to.
  const other = `
resource other 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: spoke
  name: 'work'
  properties: { addressPrefix: '10.1.2.0/24', routeTable: { id: table.id } }
}
`;
  check(`${hub}${table(route('0.0.0.0/0').replace('10.0.0.4', '10.1.7.4'))}${other}${unplaced()}`);
});

test('virtual hubs', () => {
  const connected = (intent: string, security = 'true'): string => `
resource wan 'Microsoft.Network/virtualHubs@2024-05-01' = { name: 'vhub', properties: { addressPrefix: '10.9.0.0/23' } }
resource firewall 'Microsoft.Network/azureFirewalls@2024-05-01' = { name: 'fw', properties: { virtualHub: { id: wan.id } } }
resource connection 'Microsoft.Network/virtualHubs/hubVirtualNetworkConnections@2024-05-01' = {
  parent: wan
  name: 'spoke'
  properties: { remoteVirtualNetwork: { id: spoke.id }, enableInternetSecurity: ${security} }
}
${intent}`;
  const intent = (destination: string): string => `
resource intent 'Microsoft.Network/virtualHubs/routingIntent@2024-05-01' = {
  parent: wan
  name: 'intent'
  properties: { routingPolicies: [{ name: 'p', destinations: ['${destination}'], nextHop: firewall.id }] }
}
`;
  const lone = { peering: '' };
  const marker = `${found}, although virtual hub vhub has a firewall for it.`;
  check(`${connected(intent('Internet'))}${spoke('', lone)}${card()}`);
  check(`${connected(intent('PrivateTraffic'))}${spoke('', { ...lone, marker })}${card()}`);
  check(`${connected('')}${spoke('', { ...lone, marker })}${card()}`);
  check(`${connected(intent('Internet'), 'false')}${spoke('', { ...lone, marker })}${card()}`);
  check(`param secure bool${connected(intent('Internet'), 'secure')}${spoke('', lone)}${card()}`);
});

test('a connection to a hub that is deployed elsewhere', () => {
  check(`
resource wan 'Microsoft.Network/virtualHubs@2024-05-01' existing = { name: 'vhub' }
resource connection 'Microsoft.Network/virtualHubs/hubVirtualNetworkConnections@2024-05-01' = {
  parent: wan
  name: 'spoke'
  properties: { remoteVirtualNetwork: { id: spoke.id } }
}
${hub}${spoke()}${card()}`);
});

test('silent fixtures outnumber loud ones', () => checkBalance(egressNotInspected));
