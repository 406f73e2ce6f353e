import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { webPastWaf } from './web-past-waf.ts';

const check = (text: string): void => checkRule(webPastWaf, text);

const publicFrontend = "publicIPAddress: { id: resourceId('Microsoft.Network/publicIPAddresses', 'pip') }";

const network = (source = 'Internet', more = ''): string => `
resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg'
  properties: {
    securityRules: [
      { name: 'In', properties: { priority: 105, direction: 'Inbound', access: 'Allow', protocol: 'Tcp', sourceAddressPrefix: '${source}', sourcePortRange: '*', destinationAddressPrefix: '*', destinationPortRange: '*' } }
    ]
  }
}
resource spoke 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: {
    addressSpace: { addressPrefixes: ['10.1.0.0/16'] }
    subnets: [{ name: 'web', properties: { addressPrefix: '10.1.1.0/24', networkSecurityGroup: { id: group.id } ${more} } }]
  }
}
`;

const card = (more = '', pools = '[{ id: balancer.properties.backendAddressPools[0].id }]'): string => `
resource card 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic'
  properties: {
    ${more}
    ipConfigurations: [
      { name: 'ip', properties: { subnet: { id: spoke.properties.subnets[0].id }, loadBalancerBackendAddressPools: ${pools} } }
    ]
  }
}
`;

const balancer = (port: string, marker = '', frontend = publicFrontend, protocol = 'Tcp'): string => `
resource balancer 'Microsoft.Network/loadBalancers@2024-05-01' = {
  name: 'lb'
  sku: { name: 'Standard' }
  properties: {
    frontendIPConfigurations: [{ name: 'front', properties: { ${frontend} } }]
    backendAddressPools: [{ name: 'pool' }]
    loadBalancingRules: [
      {
        name: 'web'
        properties: {
          frontendIPConfiguration: { id: resourceId('Microsoft.Network/loadBalancers/frontendIPConfigurations', 'lb', 'front') }
          backendAddressPool: { id: resourceId('Microsoft.Network/loadBalancers/backendAddressPools', 'lb', 'pool') }
          protocol: '${protocol}'
          frontendPort: ${port}${marker === '' ? '' : `\n          //            ${marker}`}
          backendPort: 8000
        }
      }
    ]
  }
}
`;

test('a public load balancer leads web traffic to machines', () => {
  check(`${network()}${balancer('443', '^^^ warning: web of lb leads the Internet to nic on port 443')}${card()}`);
  check(`${network('*')}${balancer('80', '^^ warning: web of lb leads the Internet to nic on port 80')}${card()}`);
});

test('an inbound NAT rule does so too', () => {
  check(`${network()}
resource balancer 'Microsoft.Network/loadBalancers@2024-05-01' = {
  name: 'lb'
  sku: { name: 'Standard' }
  properties: {
    frontendIPConfigurations: [{ name: 'front', properties: { ${publicFrontend} } }]
    inboundNatRules: [
      {
        name: 'one'
        properties: {
          frontendIPConfiguration: { id: resourceId('Microsoft.Network/loadBalancers/frontendIPConfigurations', 'lb', 'front') }
          protocol: 'Tcp'
          frontendPort: 443
          //            ^^^ warning: one of lb leads the Internet to nic on port 443
          backendPort: 443
        }
      }
    ]
  }
}
resource card 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic'
  properties: {
    ipConfigurations: [
      {
        name: 'ip'
        properties: {
          subnet: { id: spoke.properties.subnets[0].id }
          loadBalancerInboundNatRules: [{ id: resourceId('Microsoft.Network/loadBalancers/inboundNatRules', 'lb', 'one') }]
        }
      }
    ]
  }
}
`);
});

test('private frontends, other ports and protocols', () => {
  check(`${network()}${balancer('443', '', 'subnet: { id: spoke.properties.subnets[0].id }')}${card()}`);
  check(`${network()}${balancer('25')}${card()}`);
  check(`${network()}${balancer('443', '', publicFrontend, 'Udp')}${card()}`);
});

test('groups that admit some clients only', () => {
  check(`${network('203.0.113.0/24')}${balancer('443')}${card()}`);
  check(`${network('AzureFrontDoor.Backend')}${balancer('443')}${card()}`);
});

test('pools without machines, or of which they are not known', () => {
  check(`${network()}${balancer('443')}`);
  check(`${network()}${balancer('443')}${card('', '[]')}`);
  check(`param pools array${network()}${balancer('443')}${card('', 'pools')}`);
});

test('appliances at the edge', () => {
  check(`${network()}${balancer('443')}${card('enableIPForwarding: true')}`);
});

test('replies that leave by a firewall close the way in', () => {
  const table = `
resource table 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'rt'
  properties: { routes: [{ name: 'all', properties: { addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.0.0.4' } }] }
}
`;
  check(`${table}${network('Internet', 'routeTable: { id: table.id }')}${balancer('443')}${card()}`);
});

test('silent fixtures outnumber loud ones', () => checkBalance(webPastWaf));
