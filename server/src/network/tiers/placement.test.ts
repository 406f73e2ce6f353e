import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deploymentOf } from '../../../../test/deployment.ts';
import { placeInTiers, placeMachines } from './placement.ts';

/** The placement of each resource of a Bicep text, with its strongest evidence. */
function placed(bicep: string): string[] {
  const deployment = deploymentOf(bicep);
  const resources = deployment.keys.flatMap((key) => deployment.viewOf(key) ?? []);
  const placements = placeInTiers(resources);
  return resources.map((resource) => {
    const { tier, evidence } = placements.get(resource.key) ?? { tier: 'missing', evidence: [] };
    return `${resource.label}: ${tier} by ${evidence[0]?.kind ?? 'nothing'}`;
  });
}

function resource(type: string, name: string, body = ''): string {
  return `resource ${name.replaceAll(/\W/g, '')} '${type}@2025-01-01' = {\n  name: '${name}'\n${body}}\n`;
}

function network(...subnets: string[]): string {
  return resource('Microsoft.Network/virtualNetworks', 'n', `properties: { subnets: [\n${subnets.join('\n')}\n] }\n`);
}

test('types tell their tier in any case, and the name does not', () => {
  const types = [
    'Microsoft.Network/applicationGateways',
    'MICROSOFT.NETWORK/APPLICATIONGATEWAYWEBAPPLICATIONFIREWALLPOLICIES',
    'Microsoft.Web/staticSites',
    'Microsoft.ContainerService/managedClusters',
    'microsoft.sql/servers',
    'Microsoft.Storage/storageAccounts/blobServices',
    'Microsoft.KeyVault/vaults',
    'Microsoft.Network/natGateways',
    'Microsoft.Network/bastionHosts',
    'Microsoft.Insights/components',
    'Microsoft.Network/azureFirewalls',
  ];
  assert.deepEqual(placed(types.map((type, index) => resource(type, `web-${index}`)).join('')), [
    'web-0: gateway by resource type',
    'web-1: gateway by resource type',
    'web-2: web by resource type',
    'web-3: app by resource type',
    'web-4: data by resource type',
    'web-5: data by resource type',
    'web-6: data by resource type',
    'web-7: egress by resource type',
    'web-8: management by resource type',
    'web-9: management by resource type',
    'web-10: hub by resource type',
  ]);
});

test('subnets with a reserved name or a delegation', () => {
  const delegated = (name: string, service: string): string =>
    `{ name: '${name}', properties: { delegations: [{ name: 'd', properties: { serviceName: '${service}' } }] } }`;
  assert.deepEqual(
    placed(
      network(
        "{ name: 'GATEWAYSUBNET' }",
        "{ name: 'AzureFirewallSubnet' }",
        "{ name: 'RouteServerSubnet' }",
        "{ name: 'AzureBastionSubnet' }",
        delegated('web1', 'Microsoft.Web/serverFarms'),
        delegated('web2', 'microsoft.sql/managedinstances'),
        delegated('web3', 'Microsoft.App/environments'),
        delegated('web4', 'Microsoft.Network/dnsResolvers'),
        delegated('web5', 'Contoso.Unknown/things'),
      ),
    ).slice(1),
    [
      'GATEWAYSUBNET: hub by reserved name',
      'AzureFirewallSubnet: hub by reserved name',
      'RouteServerSubnet: hub by reserved name',
      'AzureBastionSubnet: management by reserved name',
      'web1: egress by delegation',
      'web2: data by delegation',
      'web3: app by delegation',
      'web4: hub by delegation',
      'web5: web by name',
    ],
  );
});

test('a machine in an application security group outweighs private endpoints, and those outweigh the name', () => {
  const subnet = (name: string): string => `resourceId('Microsoft.Network/virtualNetworks/subnets', 'n', '${name}')`;
  const endpoint = (name: string, where: string): string =>
    resource('Microsoft.Network/privateEndpoints', name, `properties: { subnet: { id: ${subnet(where)} } }\n`);
  const scaleSet = `properties: { virtualMachineProfile: { networkProfile: { networkInterfaceConfigurations: [
    { name: 'i', properties: { ipConfigurations: [
      { name: 'c', properties: { subnet: { id: ${subnet('app')} }, applicationSecurityGroups: [{ id: asgweb.id }] } }
    ] } }
  ] } } }\n`;
  assert.deepEqual(
    placed(
      network("{ name: 'app' }", "{ name: 'web' }") +
        endpoint('one', 'app') +
        endpoint('two', 'web') +
        resource('Microsoft.Network/applicationSecurityGroups', 'asg-web') +
        resource('Microsoft.Compute/virtualMachineScaleSets', 'machines', scaleSet),
    ).slice(1),
    [
      'app: web by application security group',
      'web: endpoints by private endpoint',
      'one: endpoints by resource type',
      'two: endpoints by resource type',
      'asg-web: web by name',
      'machines: web by application security group',
    ],
  );
});

test('a public load balancer stands at the gateway, an internal one where its name says', () => {
  const frontend = (property: string): string =>
    `properties: { frontendIPConfigurations: [{ name: 'f', properties: { ${property} } }] }\n`;
  assert.deepEqual(
    placed(
      resource('Microsoft.Network/loadBalancers', 'lb-app', frontend('publicIPAddress: { id: pip1.id }')) +
        resource('Microsoft.Network/loadBalancers', 'lb-data', frontend("privateIPAddress: '10.0.0.4'")) +
        resource('Microsoft.Network/publicIPAddresses', 'pip1'),
    ).filter((line) => !line.startsWith('f:')),
    ['lb-app: gateway by resource type', 'lb-data: data by name', 'pip1: gateway by used by'],
  );
});

test('what cannot be decided gives no evidence', () => {
  assert.deepEqual(
    placed(
      `param given object\n${network("{ name: 'one', properties: given }", '{ name: given.name }')}${resource(
        'Microsoft.Network/privateEndpoints',
        'two',
        'properties: given.properties\n',
      )}${resource('Microsoft.Compute/virtualMachines', 'three', 'tags: given.tags\nproperties: given\n')}`,
    ).map((line) => line.replace(/^.*: /, '')),
    [
      'unassigned by none',
      'unassigned by none',
      'unassigned by none',
      'endpoints by resource type',
      'unassigned by none',
    ],
  );
});

test('machines alone are placed as among all resources', () => {
  const card = (name: string): string =>
    resource(
      'Microsoft.Network/networkInterfaces',
      name,
      `properties: { ipConfigurations: [{ name: 'c', properties: {
  subnet: { id: resourceId('Microsoft.Network/virtualNetworks/subnets', 'n', 'snet-data') }
  applicationSecurityGroups: [{ id: asgweb.id }]
} }] }\n`,
    );
  const machine = (name: string, ...cards: string[]): string => {
    const ids = cards.map((each) => `{ id: ${each}.id }`).join(', ');
    return resource(
      'Microsoft.Compute/virtualMachines',
      name,
      `properties: { networkProfile: { networkInterfaces: [${ids}] } }\n`,
    );
  };
  const deployment = deploymentOf(
    network("{ name: 'snet-data' }") +
      resource('Microsoft.Network/applicationSecurityGroups', 'asg-web') +
      card('nic-one') +
      resource('Microsoft.Network/networkInterfaces', 'nic-two') +
      resource('Microsoft.Network/networkInterfaces', 'nic-three') +
      machine('vm-app', 'nicone', 'nictwo', 'nictwo') +
      machine('vm-api', 'nictwo') +
      machine('vm-jump', 'nicthree') +
      resource('Microsoft.Compute/virtualMachineScaleSets', 'front', "tags: { tier: 'web' }\n") +
      resource('Microsoft.Storage/storageAccounts', 'sqldata'),
  );
  const resources = deployment.keys.flatMap((key) => deployment.viewOf(key) ?? []);
  const all = placeInTiers(resources);
  const machines = placeMachines(resources);
  const tiers = resources.flatMap(({ key, label }) =>
    machines.has(key) ? `${label}: ${machines.get(key)?.tier}` : [],
  );
  assert.deepEqual(tiers, [
    'nic-one: web',
    'nic-two: web',
    'nic-three: management',
    'vm-app: web',
    'vm-api: app',
    'vm-jump: management',
    'front: web',
  ]);
  for (const [key, placement] of machines) assert.deepEqual(placement, all.get(key));
});
