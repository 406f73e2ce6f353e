import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { securityGroup, securityRule, subnetOf } from '../../../../test/network-fixture.ts';
import { missingRequiredRule } from './missing-required-rule.ts';

const loud = (text: string): void => checkRule(missingRequiredRule, text);
const silent = loud;

/** The text with an expectation under the symbolic name of the group. */
const marked = (text: string, message: string): string =>
  text.replace(/(resource group [^\n]*\n)/, `$1//       ^^^^^ warning: ${message}\n`);

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

const bastion = (...rules: readonly string[]): string =>
  `${securityGroup(...rules)}${subnetOf('group.id', 'AzureBastionSubnet')}`;

test('Azure Bastion without one of its rules', () => {
  loud(
    marked(
      bastion(denyIn),
      'nsg denies by DenyIn (4096) what Azure Bastion in AzureBastionSubnet requires: TCP 443 from Internet, TCP 443 from GatewayManager, TCP 443 from AzureLoadBalancer and 1 more. Azure refuses such a group.',
    ),
  );
  // The default rules deny the Internet as well.
  loud(
    marked(
      bastion(),
      'nsg denies by DenyAllInBound (65500) what Azure Bastion in AzureBastionSubnet requires: TCP 443 from Internet, TCP 443 from GatewayManager. Azure',
    ),
  );
  loud(
    marked(
      bastion(...bastionIn, denyOut),
      'nsg denies by DenyOut (4096) what Azure Bastion in AzureBastionSubnet requires: 22, 3389 to VirtualNetwork, TCP 443 to AzureCloud, 8080, 5701 to VirtualNetwork and 1 more.',
    ),
  );
});

test('a Bastion that has them is silent, also if the source is narrower', () => {
  silent(bastion(...bastionIn));
  silent(bastion(...bastionIn, denyIn));
  const office = allow('Office', {
    sourceAddressPrefix: '203.0.113.0/24',
    destinationPortRange: '443',
    priority: 205,
  });
  silent(bastion(office, ...bastionIn.slice(1), denyIn));
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

const gateway = (tier: string, frontend = 'publicIPAddress: { id: address.id }') => `
resource address 'Microsoft.Network/publicIPAddresses@2024-05-01' existing = { name: 'pip' }
resource gateway 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: 'agw'
  properties: {
    sku: { name: '${tier}', tier: '${tier}' }
    gatewayIPConfigurations: [{ name: 'ip', properties: { subnet: { id: network.properties.subnets[0].id } } }]
    frontendIPConfigurations: [{ name: 'front', properties: { ${frontend} } }]
    frontendPorts: [{ name: 'https', properties: { port: 443 } }]
  }
}
`;

const clients = allow('Https', { sourceAddressPrefix: 'Internet', protocol: 'Tcp', destinationPortRange: '443' });
const manager = allow('Manager', {
  sourceAddressPrefix: 'GatewayManager',
  protocol: 'Tcp',
  destinationPortRange: '65200-65535',
  priority: 210,
});
const probes = allow('Probes', { sourceAddressPrefix: 'AzureLoadBalancer', priority: 220 });

test('an application gateway needs its management, its probes and the Internet', () => {
  const fronted = (...rules: readonly string[]): string =>
    `${securityGroup(...rules)}${subnetOf('group.id', 'gateways')}`;
  loud(
    marked(
      `${fronted(clients, probes, denyIn)}${gateway('WAF_v2')}`,
      'nsg denies by DenyIn (4096) what An application gateway in gateways requires: TCP 65200-65535 from GatewayManager.',
    ),
  );
  loud(
    marked(
      `${fronted(clients, manager, probes, denyIn, denyOut)}${gateway('Standard_v2')}`,
      'nsg denies by DenyOut (4096) what An application gateway in gateways requires: all ports to Internet.',
    ),
  );
  silent(`${fronted(clients, manager, probes, denyIn)}${gateway('WAF_v2')}`);
  silent(`${fronted(clients, probes, denyIn, denyOut)}${gateway('WAF')}`);
  // With network isolation only the probes are needed.
  silent(`${fronted(probes, denyIn, denyOut)}${gateway('WAF_v2', "privateIPAddress: '10.0.1.9'")}`);
  silent(fronted(clients, denyIn, denyOut));
});

test('API Management in the network', () => {
  const injected = (sku: string, type: string, ...rules: readonly string[]): string =>
    `${securityGroup(...rules)}${subnetOf('group.id', 'api')}
resource api 'Microsoft.ApiManagement/service@2023-05-01-preview' = {
  name: 'api'
  sku: { name: '${sku}', capacity: 1 }
  properties: {
    virtualNetworkType: '${type}'
    virtualNetworkConfiguration: { subnetResourceId: network.properties.subnets[0].id }
  }
}`;
  loud(
    marked(
      injected('Developer', 'Internal'),
      'nsg denies by DenyAllInBound (65500) what API Management in api requires: TCP 3443 from ApiManagement.',
    ),
  );
  silent(
    injected(
      'Premium',
      'External',
      allow('Manage', { sourceAddressPrefix: 'ApiManagement', destinationPortRange: '3443' }),
    ),
  );
  silent(injected('StandardV2', 'External', denyIn, denyOut));
  silent(injected('Developer', 'None', denyIn, denyOut));
});

test('services whose rules Azure adds itself, and ordinary subnets, are silent', () => {
  const delegated = (service: string): string =>
    `${securityGroup(denyIn, denyOut)}${subnetOf('group.id', 'app', `delegations: [{ name: 'd', properties: { serviceName: '${service}' } }]`)}`;
  silent(delegated('Microsoft.Sql/managedInstances'));
  silent(delegated('Microsoft.Databricks/workspaces'));
  silent(delegated('Microsoft.Web/serverFarms'));
  silent(delegated('Contoso.Lab/rooms'));
  silent(`${securityGroup(denyIn, denyOut)}${subnetOf('group.id')}`);
  loud(
    marked(
      delegated('Microsoft.App/environments'),
      'nsg denies by DenyIn (4096) what A Container Apps environment in app requires: TCP 30000-32767 from AzureLoadBalancer, TCP 443 to MicrosoftContainerRegistry, TCP 443 to AzureFrontDoor.FirstParty and 1 more.',
    ),
  );
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
  silent(`param source string\n${bastion(source, ...bastionIn.slice(2), denyIn)}`);
});

test('silent fixtures outnumber loud ones', () => checkBalance(missingRequiredRule));
