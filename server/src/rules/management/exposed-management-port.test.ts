import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { deploymentOf } from '../../../../test/deployment.ts';
import {
  allowIn,
  card,
  denyIn,
  found,
  group,
  network,
  publicAddress,
  subnet,
  withAddress,
} from '../../../../test/flow-fixture.ts';
import { runRules } from '../engine.ts';
import { exposedManagementPort as rule } from './exposed-management-port.ts';
import { noManagementPortsFromInternet } from './no-management-ports-from-internet.ts';

const attached = network(subnet('snet-jump', '10.1.4.0/24', 'nsg'));
const bare = network(subnet('snet-jump', '10.1.4.0/24'));
const address = publicAddress('pip');
const jump = card('nic-jump', 'snet-jump', [withAddress('pip')]);
const ssh = (from: string, more = {}): string => allowIn('AllowSsh', { from, protocol: 'Tcp', port: '22', ...more });

test('a rule that lets the Internet in to a machine with a public address is reported at its source', () => {
  for (const from of ['*', 'Internet', '0.0.0.0/0', '20.0.0.0/8'])
    checkRule(
      rule,
      found(
        group('nsg', ssh(from), denyIn) + attached + address + jump,
        `'${from}'`,
        'error: The Internet reaches nic-jump on SSH (22): its public address pip leads in, and AllowSsh (105) of nsg lets it pass.',
        'AllowSsh',
      ),
    );
});

test('databases, caches and file shares count, by ranges too', () => {
  const sensitive = [
    ['1433', 'SQL Server (1433)'],
    ['5432', 'PostgreSQL (5432)'],
    ['440-450', 'SMB (445)'],
    ['27017', 'MongoDB (27017)'],
  ] as const;
  for (const [port, name] of sensitive)
    checkRule(
      rule,
      found(
        group('nsg', ssh('Internet', { port })) + attached + address + jump,
        "'Internet'",
        `error: The Internet reaches nic-jump on ${name}: its public address pip`,
      ),
    );
});

test('a group at the interface decides as well, and the last one that lets it pass is named', () => {
  const inner = card('nic-jump', 'snet-jump', [withAddress('pip')], ['networkSecurityGroup: { id: nsginner.id }']);
  checkRule(
    rule,
    found(
      group('nsg', allowIn('AllowAll')) + group('nsg-inner', ssh('Internet')) + attached + address + inner,
      "'Internet'",
      'error: The Internet reaches nic-jump on SSH (22): its public address pip leads in, and AllowSsh (105) of nsg-inner',
    ),
  );
  checkRule(rule, group('nsg', ssh('Internet')) + group('nsg-inner', denyIn) + attached + address + inner);
});

test('a Basic address without any group is open, and reported at the address of the interface', () => {
  checkRule(
    rule,
    found(
      bare + publicAddress('pip', 'Basic') + jump,
      '{ id: pip.id }',
      'error: The Internet reaches nic-jump on SSH (22), RDP (3389) and all other sensitive ports: its public address pip leads in, and no network security group',
    ),
  );
  checkRule(rule, bare + address + jump);
});

const balancer = (frontend: string): string => `
resource balancer 'Microsoft.Network/loadBalancers@2024-05-01' = {
  name: 'lb'
  sku: { name: 'Standard' }
  properties: {
    frontendIPConfigurations: [{ name: 'front', properties: { ${frontend} } }]
    backendAddressPools: [{ name: 'pool' }]
    loadBalancingRules: [
      {
        name: 'admin'
        properties: {
          protocol: 'Tcp'
          frontendPort: 50022
          backendPort: 22
          frontendIPConfiguration: { id: resourceId('Microsoft.Network/loadBalancers/frontendIPConfigurations', 'lb', 'front') }
          backendAddressPool: { id: resourceId('Microsoft.Network/loadBalancers/backendAddressPools', 'lb', 'pool') }
        }
      }
    ]
  }
}
`;
const member = card('nic-jump', 'snet-jump', [
  "loadBalancerBackendAddressPools: [{ id: resourceId('Microsoft.Network/loadBalancers/backendAddressPools', 'lb', 'pool') }]",
]);

test('a public load balancer leads in, whatever its own port is; a private one does not', () => {
  const open = group('nsg', ssh('Internet', { port: '*' })) + attached + address + member;
  checkRule(
    rule,
    found(
      open + balancer('publicIPAddress: { id: pip.id }'),
      "'Internet'",
      'error: The Internet reaches nic-jump on SSH (22): admin of lb leads in, and AllowSsh (105) of nsg lets it pass.',
    ),
  );
  checkRule(rule, open + balancer("privateIPAddress: '10.1.4.4'"));
});

test('several machines behind one rule are one finding', () => {
  checkRule(
    rule,
    found(
      group('nsg', ssh('Internet')) +
        attached +
        address +
        publicAddress('pip-b') +
        jump +
        card('nic-b', 'snet-jump', [withAddress('pip-b')]),
      "'Internet'",
      'error: The Internet reaches nic-jump and 1 more on SSH (22)',
    ),
  );
});

test('silent without a public way, with a deny before, or where only known addresses, tags or harmless ports are let in', () => {
  const rest = attached + address + jump;
  checkRule(rule, group('nsg', ssh('Internet')) + attached + card('nic-jump', 'snet-jump'));
  checkRule(rule, group('nsg', ssh('203.0.113.7/32')) + rest);
  checkRule(rule, group('nsg', ssh('10.1.0.0/16')) + rest);
  checkRule(rule, group('nsg', ssh('AzureDevOps')) + rest);
  checkRule(rule, group('nsg', ssh('VirtualNetwork')) + rest);
  checkRule(rule, group('nsg', allowIn('AllowHttps', { from: 'Internet', protocol: 'Tcp', port: '443' })) + rest);
  checkRule(rule, group('nsg', denyIn.replace('4096', '100'), ssh('Internet')) + rest);
  checkRule(rule, group('nsg', ssh('Internet', { protocol: 'Icmp', port: '*' })) + rest);
});

test('silent where it is not known whether the packet passes', () => {
  const rest = attached + address + jump;
  checkRule(rule, `param source string\n${group('nsg', ssh('Internet')).replace("'Internet'", 'source')}${rest}`);
  checkRule(rule, `param rules array\n${group('nsg').replace('[\n\n    ]', 'rules')}${rest}`);
  // The group may be closed, and the subnet isn't in this template.
  checkRule(
    rule,
    `resource nsg 'Microsoft.Network/networkSecurityGroups@2024-05-01' existing = { name: 'nsg' }\n${rest}`,
  );
  checkRule(
    rule,
    `resource network 'Microsoft.Network/virtualNetworks@2024-05-01' existing = { name: 'vnet' }\n${address}${jump}`,
  );
  checkRule(
    rule,
    `param addressId string\n${group('nsg', ssh('10.0.0.0/8'))}${attached}${jump.replace('pip.id', 'addressId')}`,
  );
});

test('a condition on the address makes it possible', () => {
  const conditional = jump.replace(withAddress('pip'), 'publicIPAddress: isPublic ? { id: pip.id } : null');
  checkRule(
    rule,
    found(
      `param isPublic bool\n${group('nsg', ssh('Internet'))}${attached}${address}${conditional}`,
      "'Internet'",
      'hint: The Internet reaches nic-jump on SSH (22)',
    ),
  );
});

test('an application gateway that leads to a machine exposes none of its ports', () => {
  const gateway = `
resource gateway 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: 'agw'
  properties: {
    gatewayIPConfigurations: [{ name: 'gateway', properties: { subnet: { id: resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, 'snet-jump') } } }]
    frontendIPConfigurations: [{ name: 'public', properties: { publicIPAddress: { id: pip.id } } }]
    frontendPorts: [{ name: 'port', properties: { port: 443 } }]
    backendAddressPools: [{ name: 'pool', properties: { backendAddresses: [{ ipAddress: '10.1.4.10' }] } }]
    backendHttpSettingsCollection: [{ name: 'settings', properties: { port: 9200 } }]
  }
}
`;
  const backend = card('nic-jump', 'snet-jump', ["privateIPAddress: '10.1.4.10'"]);
  checkRule(rule, group('nsg', allowIn('AllowAll')) + attached + address + gateway + backend);
});

test('a translation of a firewall is reported where it stands', () => {
  const translated = (source: string): string => `
resource firewall 'Microsoft.Network/azureFirewalls@2024-05-01' = {
  name: 'afw'
  properties: {
    sku: { name: 'AZFW_VNet', tier: 'Standard' }
    ipConfigurations: [
      { name: 'ip', properties: { subnet: { id: resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, 'AzureFirewallSubnet') }, publicIPAddress: { id: pip.id } } }
    ]
    natRuleCollections: [
      { name: 'nat', properties: { priority: 100, action: { type: 'Dnat' }, rules: [
        { name: 'AdminNat', protocols: ['TCP'], sourceAddresses: ['${source}'], destinationAddresses: ['20.1.2.3'], destinationPorts: ['50022'], translatedAddress: '10.1.4.10', translatedPort: '22' }
      ] } }
    ]
  }
}
`;
  const hub = network(subnet('snet-jump', '10.1.4.0/24'), subnet('AzureFirewallSubnet', '10.1.0.0/26'));
  const backend = card('nic-jump', 'snet-jump', ["privateIPAddress: '10.1.4.10'"]);
  const { findings } = runRules([rule], deploymentOf(hub + address + backend + translated('*')), {});
  assert.deepEqual(
    findings.map(({ message, severity }) => `${severity}: ${message}`),
    [
      'error: The Internet reaches nic-jump on SSH (22): AdminNat of afw leads in. Admit Azure Bastion or the subnets of the clients only.',
    ],
  );
  checkRule(rule, hub + address + backend + translated('203.0.113.7'));
});

test('what is proven is not said twice', () => {
  const both = [rule, noManagementPortsFromInternet];
  const idsIn = (text: string): readonly string[] =>
    runRules(both, deploymentOf(text), {}).findings.map(({ ruleId }) => ruleId);
  assert.deepEqual(idsIn(group('nsg', ssh('Internet')) + attached + address + jump), ['exposed-management-port']);
  assert.deepEqual(idsIn(group('nsg', ssh('Internet')) + attached), ['no-management-ports-from-internet']);
  assert.deepEqual(idsIn(group('nsg', ssh('Internet'))), ['no-management-ports-from-internet']);
});

test('the rule that decides is set to Deny', () => {
  const text = group('nsg', ssh('Internet')) + attached + address + jump;
  checkRepair(
    rule,
    text,
    'Set AllowSsh to Deny: blocks its ports 22',
    text.replace("access: 'Allow'", "access: 'Deny'"),
  );
});

test('where no group stands before the machine, its address is taken away', () => {
  const before = bare + publicAddress('pip', 'Basic') + jump;
  checkRepair(
    rule,
    before,
    'Remove the public IP address from nic-jump: ',
    before.replace(`          ${withAddress('pip')}\n`, ''),
  );
});

test('fixtures are more often silent than loud', () => {
  checkBalance(rule);
});
