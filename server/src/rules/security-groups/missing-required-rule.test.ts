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
      'nsg denies by DenyIn (4096) what an application gateway in gateways requires: TCP 65200-65535 from GatewayManager.',
    ),
  );
  loud(
    marked(
      `${fronted(clients, manager, probes, denyIn, denyOut)}${gateway('Standard_v2')}`,
      'nsg denies by DenyOut (4096) what an application gateway in gateways requires: all ports to Internet.',
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

const delegation = (service: string): string =>
  `delegations: [{ name: 'd', properties: { serviceName: '${service}' } }]`;
const delegated = (service: string, ...rules: readonly string[]): string =>
  `${securityGroup(...rules)}${subnetOf('group.id', 'app', delegation(service))}`;

test('an environment of Container Apps, and subnets that require nothing', () => {
  silent(delegated('Microsoft.Web/serverFarms', denyIn, denyOut));
  silent(delegated('Contoso.Lab/rooms', denyIn, denyOut));
  silent(`${securityGroup(denyIn, denyOut)}${subnetOf('group.id')}`);
  silent(`${securityGroup(denyIn, denyOut)}${subnetOf('group.id', 'AzureBastionSubnet')}`);
  loud(
    marked(
      delegated('Microsoft.App/environments', denyIn, denyOut),
      'nsg denies by DenyIn (4096) what a Container Apps environment in app requires: TCP 30000-32767 from AzureLoadBalancer, TCP 443 to MicrosoftContainerRegistry and 2 more. The service breaks without it.',
    ),
  );
});

const within = { sourceAddressPrefix: '10.0.1.0/24', destinationAddressPrefix: '10.0.1.0/24' };
const out = { direction: 'Outbound', sourceAddressPrefix: '10.0.1.0/24', destinationPortRange: '443' };

test('SQL Managed Instance, to whose group Azure adds rules of its own', () => {
  const instance = (...rules: readonly string[]): string => delegated('Microsoft.Sql/managedInstances', ...rules);
  loud(
    marked(
      instance(denyIn),
      'nsg denies by DenyIn (4096) what SQL Managed Instance in app requires: all ports from AzureLoadBalancer and all ports from the subnet. Azure adds rules for it to the group, which the next deployment of the group takes away again, or is refused for. Declare them.',
    ).replace('warning:', 'hint:'),
  );
  silent(instance());
  silent(
    instance(
      allow('Probes', { sourceAddressPrefix: 'AzureLoadBalancer' }),
      allow('Own', { ...within, priority: 210 }),
      denyIn,
    ),
  );
  const services = ['AzureActiveDirectory', 'OneDsCollector', 'Storage.westeurope', '10.0.1.0/24'];
  silent(
    instance(
      ...services.map((to, at) =>
        allow(`Out${at}`, {
          ...out,
          destinationAddressPrefix: to,
          priority: 200 + at,
          ...(at === 3 && { destinationPortRange: '*' }),
        }),
      ),
      denyOut,
    ),
  );
});

test('Azure Databricks, where a workspace of the template stands in the network and leaves its rules to the group', () => {
  const workspace = (more = ''): string => `
resource workspace 'Microsoft.Databricks/workspaces@2024-05-01' = {
  name: 'dbw'
  properties: { ${more} parameters: { customVirtualNetworkId: { value: network.id } } }
}`;
  const bare = delegated('Microsoft.Databricks/workspaces');
  loud(
    marked(
      `${bare}${workspace()}`,
      'nsg has no rule for what Azure Databricks in app requires: all ports from VirtualNetwork, all ports to VirtualNetwork and 4 more. That default rules allow it is not enough. Azure adds rules for it',
    ).replace('warning:', 'hint:'),
  );
  silent(bare);
  silent(`${bare}${workspace("requiredNsgRules: 'NoAzureDatabricksRules'\n")}`);
  const tag = (name: string, ports: readonly string[], priority: number): string =>
    allow(name, {
      ...out,
      sourceAddressPrefix: 'VirtualNetwork',
      destinationAddressPrefix: name,
      destinationPortRange: '',
      destinationPortRanges: ports,
      priority,
    });
  const own = { sourceAddressPrefix: 'VirtualNetwork', destinationAddressPrefix: 'VirtualNetwork' };
  silent(
    `${delegated(
      'Microsoft.Databricks/workspaces',
      allow('WorkersIn', own),
      allow('WorkersOut', { ...own, direction: 'Outbound' }),
      tag('AzureDatabricks', ['443', '3306', '8443-8451'], 210),
      tag('Sql', ['3306'], 220),
      tag('Storage', ['443'], 230),
      tag('EventHub', ['9093'], 240),
    )}${workspace()}`,
  );
});

test('what is not known accuses nobody', () => {
  const apps = subnetOf('group.id', 'app', delegation('Microsoft.App/environments'));
  silent(`param rules array
resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg'
  properties: { securityRules: rules }
}
${apps}`);
  silent(`resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' existing = { name: 'nsg' }
${apps}`);
  const source = allow('Some', {}).replace("sourceAddressPrefix: '*'", 'sourceAddressPrefix: source');
  silent(`param source string\n${securityGroup(source, denyIn)}${apps}`);
});

test('silent fixtures outnumber loud ones', () => checkBalance(missingRequiredRule));
