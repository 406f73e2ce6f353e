import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkRepair, repairTitles } from '../../../test/check-rule.ts';
import {
  allowIn,
  card,
  denyIn,
  group,
  network,
  publicAddress,
  subnet,
  withAddress,
} from '../../../test/flow-fixture.ts';
import { publicIpOnNetworkInterface } from './entry/public-ip-on-network-interface.ts';
import { exampleAddress, exampleCard } from './examples/hub-example.ts';
import { type ExampleResource, type ExampleValue, resourcesExample } from './examples/resource-example.ts';
import { exposedManagementPort } from './management/exposed-management-port.ts';
import { denyAllDraft } from './security-groups/deny-rule-drafts.ts';

const securityRule = (
  name: string,
  priority: number,
  protocol: string,
  [source, destination]: readonly [string, string],
  ports: string | readonly string[],
): ExampleValue => ({
  name,
  properties: {
    priority,
    direction: name.endsWith('Inbound') ? 'Inbound' : 'Outbound',
    access: 'Allow',
    protocol,
    sourceAddressPrefix: source,
    sourcePortRange: '*',
    destinationAddressPrefix: destination,
    ...(typeof ports === 'string' ? { destinationPortRange: ports } : { destinationPortRanges: ports }),
  },
});

const within = ['VirtualNetwork', 'VirtualNetwork'] as const;
const bastionRules: readonly ExampleValue[] = [
  securityRule('AllowInternet443Inbound', 105, 'Tcp', ['Internet', '*'], '443'),
  securityRule('AllowGatewayManager443Inbound', 115, 'Tcp', ['GatewayManager', '*'], '443'),
  securityRule('AllowAzureLoadBalancer443Inbound', 125, 'Tcp', ['AzureLoadBalancer', '*'], '443'),
  securityRule('AllowVirtualNetwork8080And5701Inbound', 135, '*', within, ['8080', '5701']),
  securityRule('AllowVirtualNetwork22And3389Outbound', 105, '*', ['*', 'VirtualNetwork'], ['22', '3389']),
  securityRule('AllowAzureCloud443Outbound', 115, 'Tcp', ['*', 'AzureCloud'], '443'),
  securityRule('AllowVirtualNetwork8080And5701Outbound', 125, '*', within, ['8080', '5701']),
  securityRule('AllowInternet80Outbound', 135, '*', ['*', 'Internet'], '80'),
  ...(['Inbound', 'Outbound'] as const).map((direction): ExampleValue => {
    const { name, properties } = denyAllDraft(direction);
    return {
      name,
      properties: {
        ...properties,
        sourceAddressPrefix: '*',
        destinationAddressPrefix: '*',
        destinationPortRange: '*',
        description: properties.description ?? '',
      },
    };
  }),
];

const spoke = (
  subnets: readonly ExampleValue[],
  dependsOn: Pick<ExampleResource, 'dependsOn'> = {},
): ExampleResource => ({
  symbol: 'spoke',
  type: 'virtualNetworks',
  name: 'spoke',
  ...dependsOn,
  properties: { addressSpace: { addressPrefixes: ['10.1.0.0/16'] }, subnets },
});
const web = { name: 'web', properties: { addressPrefix: '10.1.0.0/24' } };
const bastionHost: readonly ExampleResource[] = [
  {
    symbol: 'spokeBastionNsg',
    type: 'networkSecurityGroups',
    name: 'spoke-bastion-nsg',
    properties: { securityRules: bastionRules },
  },
  { ...exampleAddress('spoke-bastion-pip'), symbol: 'spokeBastionPip' },
  {
    symbol: 'spokeBastion',
    type: 'bastionHosts',
    name: 'spoke-bastion',
    sku: 'Basic',
    dependsOn: ['spoke', 'spokeBastionPip'],
    properties: {
      ipConfigurations: [
        {
          name: 'ipconfig',
          properties: {
            subnet: { id: { idOf: 'spoke', subnet: 'AzureBastionSubnet' } },
            publicIPAddress: { id: { idOf: 'spokeBastionPip' } },
          },
        },
      ],
    },
  },
];

test('a machine gets Bastion in the place of its public address, with the subnet, its group and an address', () => {
  const before = resourcesExample(
    exampleAddress('pip-jump'),
    spoke([web]),
    exampleCard('spoke', 'web', { publicIPAddress: { id: { idOf: 'address' } } }),
  );
  const bastion = {
    name: 'AzureBastionSubnet',
    properties: { addressPrefix: '10.1.1.0/26', networkSecurityGroup: { id: { idOf: 'spokeBastionNsg' } } },
  };
  const after = resourcesExample(
    exampleAddress('pip-jump'),
    spoke([web, bastion], { dependsOn: 'spokeBastionNsg' }),
    ...bastionHost,
    exampleCard('spoke', 'web'),
  );
  const title =
    'Remove the public IP address from nic-web and add Azure Bastion to spoke (10.1.1.0/26): logins go by Bastion, which is billed by the hour, and nic-web needs another way out; opens internet -> management TCP 443, ';
  checkRepair(publicIpOnNetworkInterface, before.json, title, after.json);
  // The new subnet is no symbol of the file.
  const id = 'spoke.properties.subnets[1].id';
  assert.ok(after.bicep.includes(id));
  checkRepair(
    publicIpOnNetworkInterface,
    before.bicep,
    title,
    after.bicep.replace(id, `'\${spoke.id}/subnets/AzureBastionSubnet'`),
  );
});

const address = publicAddress('pip');
const jump = card('nic-jump', 'snet-jump', [withAddress('pip')]);
const bare = subnet('snet-jump', '10.1.4.0/24');
const placed = (...subnets: readonly string[]): string =>
  network(...subnets).replace("name: 'vnet'", "name: 'vnet'\n  location: resourceGroup().location");
const titlesOf = (text: string) => repairTitles(publicIpOnNetworkInterface, text).map((title) => title.split(':')[0]);
const removed = 'Remove the public IP address from nic-jump';
const replaced = `${removed} and add Azure Bastion to vnet (10.1.0.0/26)`;

test('a port that the Internet reaches past every group is closed in the same ways', () => {
  const titles = repairTitles(exposedManagementPort, placed(bare) + publicAddress('pip', 'Basic') + jump);
  assert.deepEqual(
    titles.map((title) => title.split(':')[0]),
    [removed, replaced],
  );
});

const behindGroup = (...subnets: readonly string[]): string =>
  placed(subnet('snet-jump', '10.1.4.0/24', 'nsg'), ...subnets) + address + jump;
const allowSsh = allowIn('AllowSsh', { from: 'Internet', port: '22' });

test('where a group denies everything else, Bastion is admitted before that', () => {
  const before = group('nsg', allowIn('AllowWeb', { from: '10.0.0.0/8', port: '443' }), denyIn) + behindGroup();
  const [, title] = repairTitles(publicIpOnNetworkInterface, before);
  assert.match(title ?? '', /^Remove .* add Azure Bastion .*; opens .*management -> management TCP 22, 3389/);
});

test('a rule that admits the Internet to logins admits Bastion alone, a new one or the one that is there', () => {
  const nsg = group('nsg', allowSsh, denyIn);
  const [created, ...none] = repairTitles(publicIpOnNetworkInterface, nsg + behindGroup());
  assert.match(
    created ?? '',
    /^Remove .* add Azure Bastion to vnet \(10\.1\.0\.0\/26\): .* another way out; AllowSsh admits Bastion only; /,
  );
  // Without Bastion the rule would stay open, which is a finding of its own.
  assert.deepEqual(none, []);
  const before = nsg + behindGroup(subnet('AzureBastionSubnet', '10.1.9.0/26'));
  checkRepair(
    publicIpOnNetworkInterface,
    before,
    'Remove the public IP address from nic-jump: the Internet no longer reaches it directly, and it needs another way out; AllowSsh admits Bastion only',
    before
      .replace(`          ${withAddress('pip')}\n`, '')
      .replace("sourceAddressPrefix: 'Internet'", "sourceAddressPrefix: '10.1.9.0/26'"),
  );
});

test('the Bastion of a network that is not connected takes no logins', () => {
  const other = placed(subnet('AzureBastionSubnet', '10.1.9.0/26'))
    .replace('resource network', 'resource other')
    .replace("name: 'vnet'", "name: 'other'");
  const nsg = group('nsg', allowSsh, denyIn);
  const titles = repairTitles(publicIpOnNetworkInterface, nsg + behindGroup() + other);
  assert.deepEqual(
    titles.map((title) => title.split(':')[0]),
    [replaced],
  );
});

test('a subnet that is a resource of its own gets one beside it', () => {
  const own = `
resource jumps 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: network
  name: 'snet-jump'
  properties: { addressPrefix: '10.1.4.0/24' }
}
`;
  assert.deepEqual(titlesOf(placed() + own + address + jump), [removed, replaced]);
});

test('the address is only removed where a Bastion is there, or may be, or can not be placed', () => {
  const peering = `
resource hub 'Microsoft.Network/virtualNetworks@2024-05-01' existing = { name: 'hub' }
resource peering 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01' = {
  parent: network
  name: 'to-hub'
  properties: { remoteVirtualNetwork: { id: hub.id } }
}
`;
  const developer = `
resource host 'Microsoft.Network/bastionHosts@2024-05-01' = { name: 'host', sku: { name: 'Developer' }, properties: { virtualNetwork: { id: network.id } } }
`;
  for (const text of [
    placed(bare, subnet('AzureBastionSubnet', '10.1.9.0/26')),
    placed(bare) + peering,
    placed(bare) + developer,
    placed(subnet('snet-jump', '10.1.0.0/16')),
    `param prefix string\n${placed(bare, subnet('snet-other', '10.1.9.0/24').replace("'10.1.9.0/24'", 'prefix'))}`,
    `param prefix string\n${placed(bare).replace("'10.1.0.0/16'", 'prefix')}`,
  ])
    assert.deepEqual(titlesOf(text + address + jump), [removed], text);
});
