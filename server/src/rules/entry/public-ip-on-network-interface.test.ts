import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { card, found, network, publicAddress, subnet, withAddress } from '../../../../test/flow-fixture.ts';
import { publicIpOnNetworkInterface as rule } from './public-ip-on-network-interface.ts';

const bare = network(subnet('snet-web', '10.1.1.0/24'));
const address = publicAddress('pip');

test('a public address of an interface is reported where the interface has it', () => {
  const finding =
    'warning: The network interface nic-web has the public IP address pip, so the Internet meets the machine itself.';
  checkRule(rule, found(bare + address + card('nic-web', 'snet-web', [withAddress('pip')]), '{ id: pip.id }', finding));
  const outside = card('nic-web', 'snet-web', [
    "publicIPAddress: { id: resourceId('Microsoft.Network/publicIPAddresses', 'pip') }",
  ]);
  checkRule(rule, found(bare + outside, "{ id: resourceId('Microsoft.Network/publicIPAddresses', 'pip') }", finding));
});

const scaleSet = (configuration: string, more = ''): string => `
resource machines 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'vmss'
  properties: {
    virtualMachineProfile: {
      networkProfile: {
        networkInterfaceConfigurations: [
          {
            name: 'nic'
            properties: {
              ${more}
              ipConfigurations: [
                {
                  name: 'ipconfig'
                  properties: {
                    ${configuration}
                  }
                }
              ]
            }
          }
        ]
      }
    }
  }
}
`;

test('so is that of the machines of a scale set', () => {
  checkRule(
    rule,
    found(
      scaleSet("publicIPAddressConfiguration: { name: 'pip' }"),
      "{ name: 'pip' }",
      'warning: Each machine of vmss has a public IP address',
    ),
  );
});

test('silent without one, for appliances, for addresses that are none, and for what else has public addresses', () => {
  checkRule(rule, bare + card('nic-web', 'snet-web'));
  checkRule(rule, bare + address + card('nic-nva', 'snet-web', [withAddress('pip')], ['enableIPForwarding: true']));
  checkRule(rule, scaleSet("publicIPAddressConfiguration: { name: 'pip' }", 'enableIPForwarding: true'));
  checkRule(rule, scaleSet("subnet: { id: 'x' }"));
  checkRule(rule, bare + card('nic-web', 'snet-web', ['publicIPAddress: null']));
  checkRule(rule, bare + card('nic-web', 'snet-web', ['publicIPAddress: { id: null }']));
  checkRule(
    rule,
    `${address}resource bastion 'Microsoft.Network/bastionHosts@2024-05-01' = { name: 'bas', properties: { ipConfigurations: [{ name: 'ip', properties: { publicIPAddress: { id: pip.id } } }] } }`,
  );
  checkRule(
    rule,
    `${address}resource card 'Microsoft.Network/networkInterfaces@2024-05-01' existing = { name: 'nic' }`,
  );
});

const routeTo = (address: string): string => `
resource table 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'table'
  properties: {
    routes: [{ name: 'out', properties: { addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance', nextHopIpAddress: '${address}' } }]
  }
}
`;

test('an appliance is also what routes lead to, by itself, behind a load balancer or by another interface of the machine', () => {
  const edge = bare + address + routeTo('10.1.1.4');
  const at = (host: number): string => `privateIPAddress: '10.1.1.${host}'`;
  checkRule(rule, edge + card('nic-nva', 'snet-web', [withAddress('pip'), at(4)]));
  checkRule(
    rule,
    found(
      edge + card('nic-web', 'snet-web', [withAddress('pip'), at(5)]),
      '{ id: pip.id }',
      'warning: The network interface nic-web has the public IP address pip',
    ),
  );
  const machine = `
resource machine 'Microsoft.Compute/virtualMachines@2024-07-01' = {
  name: 'vm-nva'
  properties: { networkProfile: { networkInterfaces: [{ id: nicout.id }, { id: nicin.id }] } }
}
`;
  const two = card('nic-out', 'snet-web', [withAddress('pip'), at(5)]) + card('nic-in', 'snet-web', [at(4)]);
  checkRule(rule, edge + two + machine);
  const balancer = `
resource balancer 'Microsoft.Network/loadBalancers@2024-05-01' = {
  name: 'lb-nva'
  sku: { name: 'Standard' }
  properties: {
    frontendIPConfigurations: [{ name: 'front', properties: { ${at(4)}, subnet: { id: network.properties.subnets[0].id } } }]
    backendAddressPools: [{ name: 'nva' }]
    loadBalancingRules: [
      {
        name: 'all'
        properties: {
          protocol: 'All'
          frontendPort: 0
          backendPort: 0
          frontendIPConfiguration: { id: resourceId('Microsoft.Network/loadBalancers/frontendIPConfigurations', 'lb-nva', 'front') }
          backendAddressPool: { id: resourceId('Microsoft.Network/loadBalancers/backendAddressPools', 'lb-nva', 'nva') }
        }
      }
    ]
  }
}
`;
  const pool =
    "loadBalancerBackendAddressPools: [{ id: resourceId('Microsoft.Network/loadBalancers/backendAddressPools', 'lb-nva', 'nva') }]";
  checkRule(rule, edge + balancer + card('nic-nva', 'snet-web', [withAddress('pip'), pool]));
});

test('silent where it is not known, and only possible where a condition decides', () => {
  checkRule(rule, `param given object\n${bare}${card('nic-web', 'snet-web', ['publicIPAddress: given'])}`);
  checkRule(
    rule,
    `param isForwarding bool\n${bare}${address}${card('nic-web', 'snet-web', [withAddress('pip')], ['enableIPForwarding: isForwarding'])}`.replace(
      'param isForwarding bool',
      'param isForwarding bool = true',
    ),
  );
  checkRule(
    rule,
    found(
      `param isPublic bool\n${bare}${address}${card('nic-web', 'snet-web', ['publicIPAddress: isPublic ? { id: pip.id } : null'])}`,
      '{ id: pip.id }',
      'hint: The network interface nic-web has the public IP address pip',
    ),
  );
});

test('removing it is offered for review', () => {
  const before =
    bare + address + card('nic-web', 'snet-web', [withAddress('pip'), "privateIPAllocationMethod: 'Dynamic'"]);
  checkRepair(
    rule,
    before,
    'Remove the public IP address from nic-web',
    before.replace(`          ${withAddress('pip')}\n`, ''),
  );
});

test('fixtures are more often silent than loud', () => {
  checkBalance(rule);
});
