import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { securityGroup, securityRule, subnetOf } from '../../../../test/network-fixture.ts';
import { missingBastionRule as rule } from './missing-bastion-rule.ts';

const loud = (text: string): void => checkRule(rule, text);
const silent = loud;

/** The text with an expectation under the symbolic name of the group. */
const marked = (text: string, message: string): string =>
  text.replace(/(resource group [^\n]*\n)/, `$1//       ^^^^^ ${message}\n`);

const allow = (name: string, fields: Parameters<typeof securityRule>[1]): string =>
  securityRule(name, { access: 'Allow', priority: 200, ...fields });
const denyIn = securityRule('DenyIn');
const denyOut = securityRule('DenyOut', { direction: 'Outbound' });

const bastionIn = [
  allow('Https', { sourceAddressPrefix: 'Internet', protocol: 'Tcp', destinationPortRange: '443' }),
  allow('Manager', {
    sourceAddressPrefix: 'GatewayManager',
    protocol: 'Tcp',
    destinationPortRange: '443',
    priority: 210,
  }),
  allow('Probes', { sourceAddressPrefix: 'AzureLoadBalancer', destinationPortRange: '443', priority: 220 }),
  allow('Hosts', {
    sourceAddressPrefix: 'VirtualNetwork',
    destinationAddressPrefix: 'VirtualNetwork',
    destinationPortRange: '',
    destinationPortRanges: ['8080', '5701'],
    priority: 230,
  }),
];

const bastionOut = [
  { destinationAddressPrefix: 'VirtualNetwork', destinationPortRanges: ['22', '3389'] },
  { destinationAddressPrefix: 'AzureCloud', destinationPortRanges: ['443'] },
  {
    sourceAddressPrefix: 'VirtualNetwork',
    destinationAddressPrefix: 'VirtualNetwork',
    destinationPortRanges: ['8080', '5701'],
  },
  { destinationAddressPrefix: 'Internet', destinationPortRanges: ['80'] },
].map((fields, at) =>
  allow(`Out${at}`, { direction: 'Outbound', destinationPortRange: '', priority: 300 + at, ...fields }),
);
const all = [...bastionIn, ...bastionOut];

const bastion = (...rules: readonly string[]): string =>
  `${securityGroup(...rules)}${subnetOf('group.id', 'AzureBastionSubnet')}`;

test('Azure Bastion without one of its rules', () => {
  loud(
    marked(
      bastion(denyIn, ...bastionOut),
      'error: nsg denies by DenyIn (4096) what Azure Bastion in AzureBastionSubnet requires: TCP 443 from Internet, TCP 443 from GatewayManager and 2 more. Azure refuses such a group.',
    ),
  );
  // The default rules deny the Internet as well.
  loud(
    marked(
      bastion(...bastionOut),
      'error: nsg denies by DenyAllInBound (65500) what Azure Bastion in AzureBastionSubnet requires: TCP 443 from Internet and TCP 443 from GatewayManager. Azure',
    ),
  );
  loud(
    marked(
      bastion(...bastionIn, denyOut),
      'error: nsg denies by DenyOut (4096) what Azure Bastion in AzureBastionSubnet requires: 22, 3389 to VirtualNetwork, TCP 443 to AzureCloud and 2 more.',
    ),
  );
});

test('what default rules let pass is possibly refused too', () => {
  loud(
    marked(
      bastion(...bastionIn, ...bastionOut.slice(1)),
      'hint: nsg has no rule for what Azure Bastion in AzureBastionSubnet requires: 22, 3389 to VirtualNetwork. That default rules allow it is not enough. Azure refuses such a group.',
    ),
  );
});

test('what else passes by default rules may do so', () => {
  // The groups of published patterns have these four rules.
  silent(bastion(...bastionIn.slice(0, 2), ...bastionOut.slice(0, 2)));
  loud(
    marked(
      bastion(...bastionIn.slice(0, 2), ...bastionOut.slice(0, 2), denyIn),
      'error: nsg denies by DenyIn (4096) what Azure Bastion in AzureBastionSubnet requires: TCP 443 from AzureLoadBalancer and 8080, 5701 from VirtualNetwork. Azure',
    ),
  );
});

test('a Bastion that has them is silent, also if the source is narrower', () => {
  silent(bastion(...all));
  silent(bastion(...all, denyIn, denyOut));
  const office = allow('Office', {
    sourceAddressPrefix: '203.0.113.0/24',
    destinationPortRange: '443',
    priority: 205,
  });
  silent(bastion(office, ...all.slice(1), denyIn));
  silent(
    bastion(...bastionIn, denyIn, allow('Out', { direction: 'Outbound', destinationAddressPrefix: '*' }), denyOut),
  );
});

test('a Bastion without a public address needs other rules', () => {
  silent(`${bastion(denyIn)}
resource host 'Microsoft.Network/bastionHosts@2024-05-01' = {
  name: 'bastion'
  properties: {
    ipConfigurations: [{ name: 'ip', properties: { subnet: { id: network.properties.subnets[0].id } } }]
  }
}`);
});

test('what is not known accuses nobody', () => {
  silent(`param rules array
resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg'
  properties: { securityRules: rules }
}
${subnetOf('group.id', 'AzureBastionSubnet')}`);
  silent(`resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' existing = { name: 'nsg' }
${subnetOf('group.id', 'AzureBastionSubnet')}`);
  const source = allow('Some', { destinationPortRange: '443' }).replace(
    "sourceAddressPrefix: '*'",
    'sourceAddressPrefix: source',
  );
  silent(`param source string\n${bastion(source, ...bastionIn.slice(2), ...bastionOut, denyIn)}`);
  silent(securityGroup(denyIn, denyOut));
  silent(`${securityGroup(denyIn, denyOut)}${subnetOf('group.id')}`);
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
