import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { allowOut, card, denyOut, found, group, network, subnet } from '../../../../test/flow-fixture.ts';
import { windowsActivationBlocked as rule } from './windows-activation-blocked.ts';

const routes = (...more: readonly string[]): string => `
resource table 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'table'
  properties: {
    routes: [
      { name: 'out', properties: { addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.1.9.4' } }
${more.map((route) => `      ${route}`).join('\n')}
    ]
  }
}
`;
const machine = (system = 'osProfile: { windowsConfiguration: {} }'): string => `
resource machine 'Microsoft.Compute/virtualMachines@2024-07-01' = {
  name: 'vm-app'
  properties: { ${system}, networkProfile: { networkInterfaces: [{ id: nicapp.id }] } }
}
`;
const routed = network(subnet('snet-app', '10.1.2.0/24', 'nsg-app', 'routeTable: { id: table.id }'));
const base = routes() + routed + card('nic-app', 'snet-app');
const closed = group('nsg-app', denyOut);
const at = (text: string, message: string): string =>
  found(text, 'machine', `information: ${message}`, 'resource machine');

test('a machine with Windows behind an appliance, whose group denies the service', () => {
  const message =
    "vm-app cannot activate Windows: DenyAllOutbound (4096) of nsg-app denies TCP 1688 to the Internet, and the default route to an appliance turns off the platform's own way to the service. Allow TCP 1688 to 20.118.99.224 and 40.83.235.53.";
  checkRule(rule, at(closed + base + machine(), message));
  checkRule(rule, at(closed + base + machine("storageProfile: { osDisk: { osType: 'Windows' } }"), message));
  checkRule(
    rule,
    at(closed + base + machine("storageProfile: { imageReference: { publisher: 'MicrosoftWindowsServer' } }"), message),
  );
});

const firewall = (rules: string): string => `
resource pip 'Microsoft.Network/publicIPAddresses@2024-05-01' = { name: 'pip', sku: { name: 'Standard' } }
resource firewall 'Microsoft.Network/azureFirewalls@2024-05-01' = {
  name: 'afw'
  properties: {
    ipConfigurations: [{ name: 'ip', properties: { subnet: { id: network.properties.subnets[1].id }, publicIPAddress: { id: pip.id } } }]
    networkRuleCollections: [{ name: 'out', properties: { priority: 100, action: { type: 'Allow' }, rules: [${rules}] } }]
  }
}
`;
const hub = (rules: string): string =>
  group('nsg-app') +
  routes() +
  network(
    subnet('snet-app', '10.1.2.0/24', 'nsg-app', 'routeTable: { id: table.id }'),
    subnet('AzureFirewallSubnet', '10.1.9.0/24'),
  ) +
  card('nic-app', 'snet-app') +
  firewall(rules) +
  machine();
const toPort = (port: number): string =>
  `{ name: 'out', protocols: ['TCP'], sourceAddresses: ['*'], destinationAddresses: ['*'], destinationPorts: ['${port}'] }`;

test('a firewall of the template that lacks the rule', () => {
  checkRule(
    rule,
    at(hub(toPort(443)), 'vm-app cannot activate Windows: no rule of afw allows TCP 1688 to the Internet, and'),
  );
  checkRule(rule, hub(toPort(1688)));
});

test('silent: Linux, no default route, an allow, a route of its own, an appliance of which nobody knows', () => {
  checkRule(rule, closed + base + machine('osProfile: { linuxConfiguration: {} }'));
  checkRule(rule, closed + base.replace('0.0.0.0/0', '10.0.0.0/8') + machine());
  checkRule(
    rule,
    group('nsg-app', allowOut('Kms', { to: '20.118.99.224', port: '1688', protocol: 'Tcp' }), denyOut) +
      base +
      machine(),
  );
  checkRule(rule, group('nsg-app', allowOut('Kms', { to: 'Internet', port: '1688' }), denyOut) + base + machine());
  checkRule(rule, group('nsg-app') + base + machine());
});

test('silent: what is not known', () => {
  checkRule(rule, `param system object\n${closed}${base}${machine('osProfile: system')}`);
  checkRule(
    rule,
    `resource nsgapp 'Microsoft.Network/networkSecurityGroups@2024-05-01' existing = { name: 'nsg-app' }\n${base}${machine()}`,
  );
  checkRule(
    rule,
    closed + base + machine().replace('nicapp.id', "resourceId('Microsoft.Network/networkInterfaces', 'other')"),
  );
});

test('fixtures are more often silent than loud', () => {
  checkBalance(rule);
});
