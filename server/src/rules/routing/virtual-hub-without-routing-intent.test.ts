import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { virtualHubWithoutRoutingIntent } from './virtual-hub-without-routing-intent.ts';

const check = (text: string): void => checkRule(virtualHubWithoutRoutingIntent, text);

const hub = (marker = ''): string => `
resource hub 'Microsoft.Network/virtualHubs@2024-05-01' = {${marker === '' ? '' : `\n//       ${marker}`}
  name: 'vhub'
  properties: { addressPrefix: '10.0.0.0/23' }
}
`;

const gateway = `
resource gateway 'Microsoft.Network/vpnGateways@2024-05-01' = { name: 'vpn', properties: { virtualHub: { id: hub.id } } }
`;
const onlyFirewall = `
resource firewall 'Microsoft.Network/azureFirewalls@2024-05-01' = {
  name: 'afw'
  properties: { virtualHub: { id: hub.id } }
}
`;

const firewall = `${onlyFirewall}${gateway}`;

const intent = (...destinations: readonly string[]): string => `
resource intent 'Microsoft.Network/virtualHubs/routingIntent@2024-05-01' = {
  parent: hub
  name: 'intent'
  properties: {
    routingPolicies: [
${destinations.map((destination) => `      { name: 'p', destinations: ['${destination}'], nextHop: firewall.id }`).join('\n')}
    ]
  }
}
`;

test('a firewall in the hub without routing intent', () => {
  check(
    `${hub('^^^ warning: Firewall afw stands in virtual hub vhub, but no routing intent sends traffic to the Internet or between its networks to it.')}${firewall}`,
  );
});

test('one of both policies may be all that is wanted', () => {
  const policies = "[{ name: 'p', destinations: ['Internet'], nextHop: firewall.id }]";
  check(`${hub()}${firewall}
resource intent 'Microsoft.Network/virtualHubs/routingIntent@2024-05-01' = {
  parent: hub
  name: 'intent'
  properties: { routingPolicies: ${policies} }
  //                             ${'^'.repeat(policies.length)} hint: Firewall afw stands in virtual hub vhub, but its routing intent sends no traffic between its networks to it. Add a policy for PrivateTraffic.
}
`);
});

test('routing intent for both', () => {
  check(`${hub()}${firewall}${intent('Internet', 'PrivateTraffic')}`);
});

test('hubs that connect nothing, and one that connects a network', () => {
  check(`${hub()}${onlyFirewall}`);
  check(`${hub('^^^ warning: Firewall afw stands in virtual hub vhub')}${onlyFirewall}
resource connection 'Microsoft.Network/virtualHubs/hubVirtualNetworkConnections@2024-05-01' = {
  parent: hub
  name: 'spoke'
  properties: { remoteVirtualNetwork: { id: resourceId('Microsoft.Network/virtualNetworks', 'spoke') } }
}
`);
});

test('hubs without a firewall, and those of which it is not known', () => {
  check(hub());
  check(`param hubId string${hub()}${firewall.replace('hub.id', 'hubId')}`);
  check(`resource hub 'Microsoft.Network/virtualHubs@2024-05-01' existing = { name: 'vhub' }${firewall}`);
});

test('static routes of the hub may lead to the firewall', () => {
  check(`${hub()}${firewall}
resource table 'Microsoft.Network/virtualHubs/hubRouteTables@2024-05-01' = {
  parent: hub
  name: 'defaultRouteTable'
  properties: {
    routes: [{ name: 'all', destinationType: 'CIDR', destinations: ['0.0.0.0/0'], nextHopType: 'ResourceId', nextHop: firewall.id }]
  }
}
`);
});

test('policies and hubs that are not known', () => {
  check(`param policies array${hub()}${firewall}
resource intent 'Microsoft.Network/virtualHubs/routingIntent@2024-05-01' = {
  parent: hub
  name: 'intent'
  properties: { routingPolicies: policies }
}
`);
  check(`${hub('^^^ hint: Firewall afw stands in virtual hub vhub')}${firewall}output hubId string = hub.id\n`);
});

test('the missing policy joins the one that is there', () => {
  const policy = (name: string, destination: string): string => `      {
        name: '${name}'
        destinations: [
          '${destination}'
        ]
        nextHop: firewall.id
      }
`;
  const text = (policies: string): string => `${hub().trimStart()}${firewall}
resource intent 'Microsoft.Network/virtualHubs/routingIntent@2024-05-01' = {
  parent: hub
  name: 'intent'
  properties: {
    routingPolicies: [
${policies}    ]
  }
}
`;
  checkRepair(
    virtualHubWithoutRoutingIntent,
    text(policy('public', 'Internet')),
    "Send private traffic of vhub to afw: only what the firewall's rules allow passes then",
    text(policy('public', 'Internet') + policy('PrivateTraffic', 'PrivateTraffic')),
  );
});

test('silent fixtures outnumber loud ones', () => checkBalance(virtualHubWithoutRoutingIntent));
