import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule, repairTitles } from '../../../../test/check-rule.ts';
import {
  addedZone,
  endpointNetwork,
  endpointOf,
  zoneGroupOf,
  zoneLinkTo,
  zoneOf,
} from '../../../../test/endpoint-fixture.ts';
import { exampleNetwork } from '../examples/hub-example.ts';
import { type ExampleResource, type ExampleValue, resourcesExample } from '../examples/resource-example.ts';
import { wrongPrivateDnsZone as rule } from './wrong-private-dns-zone.ts';

const alone = endpointNetwork + endpointOf();

/** A vault's endpoint with a zone of this name. */
const joined = (name: string, endpoint = endpointOf()) => endpointNetwork + endpoint + zoneOf(name) + zoneGroupOf();
const marked = (text: string, finding: string) =>
  text.replace(/^( *privateDnsZoneId: )(.*)$/m, (line, before: string, id: string) => {
    return `${line}\n//${' '.repeat(before.length - 2)}${'^'.repeat(id.length)} ${finding}`;
  });

test('the zone of another service', () => {
  checkRule(
    rule,
    marked(
      joined('privatelink.database.windows.net'),
      'warning: pe-orders writes its address into privatelink.database.windows.net, but the name of the service leads to privatelink.vaultcore.azure.net: clients keep using the public address.',
    ),
  );
  checkRule(
    rule,
    marked(
      alone + zoneGroupOf("resourceId('hub', 'Microsoft.Network/privateDnsZones', 'vaultcore.azure.net')"),
      'warning: pe-orders writes its address into vaultcore.azure.net',
    ),
  );
  checkRule(
    rule,
    marked(
      joined(
        'privatelink.blob.core.windows.net',
        endpointOf("resourceId('Microsoft.Storage/storageAccounts', 'orders')", 'file'),
      ),
      'warning: pe-orders writes its address into privatelink.blob.core.windows.net, but the name of the service leads to privatelink.file.core.windows.net',
    ),
  );
});

test('a zone of no service', () => {
  const zone = zoneOf('privatelink.vault.azure.net');
  const finding = 'hint: privatelink.vault.azure.net is the private DNS zone of no known service';
  checkRule(rule, zone.replace(/^( *name: )(.*)$/m, `$1$2\n//      ${'^'.repeat(29)} ${finding}`));
});

test('the zones of the service, in every cloud', () => {
  checkRule(rule, joined('privatelink.vaultcore.azure.net'));
  checkRule(rule, joined('PRIVATELINK.VAULTCORE.AZURE.NET'));
  checkRule(rule, joined('privatelink.vaultcore.usgovcloudapi.net'));
  checkRule(
    rule,
    alone + zoneGroupOf("resourceId('hub', 'Microsoft.Network/privateDnsZones', 'privatelink.vaultcore.azure.net')"),
  );
  const site = endpointOf("resourceId('Microsoft.Web/sites', 'orders')", 'sites-staging');
  checkRule(rule, joined('privatelink.azurewebsites.net', site));
  const kusto = endpointOf("resourceId('Microsoft.Kusto/clusters', 'orders')", 'cluster');
  checkRule(rule, joined('privatelink.westeurope.kusto.windows.net', kusto));
  checkRule(rule, joined('privatelink.queue.core.windows.net', kusto));
});

/** The zone group of an endpoint with these zones. */
const groupOf = (...names: readonly string[]): string =>
  zoneGroupOf(
    names
      .map((name) => `resourceId('Microsoft.Network/privateDnsZones', '${name}')`)
      .join(`
        }
      }
      {
        name: 'another'
        properties: {
          privateDnsZoneId: `),
  );

test('a zone beside those of the service does no harm', () => {
  checkRule(rule, alone + groupOf('privatelink.vaultcore.azure.net', 'privatelink.vault.azure.net'));
  const account = endpointNetwork + endpointOf("resourceId('Microsoft.CognitiveServices/accounts', 'ai')", 'account');
  checkRule(rule, account + groupOf('privatelink.openai.azure.com', 'privatelink.contentunderstanding.ai.azure.com'));
});

test('a zone in place of one of those of the service', () => {
  const hub = endpointNetwork + endpointOf("resourceId('Microsoft.Devices/IotHubs', 'hub')", 'iotHub');
  const other = "resourceId('Microsoft.Network/privateDnsZones', 'privatelink.datafactory.azure.net')";
  const text = hub + groupOf('privatelink.azure-devices.net', 'privatelink.datafactory.azure.net');
  const line = `          privateDnsZoneId: ${other}`;
  const carets = `//${' '.repeat(line.length - other.length - 2)}${'^'.repeat(other.length)}`;
  const finding =
    'warning: pe-orders writes its address into privatelink.datafactory.azure.net, but the name of the service leads to privatelink.servicebus.windows.net: clients keep using the public address. Name that zone.';
  checkRule(rule, text.replace(line, `${line}\n${carets} ${finding}`));
  checkRule(rule, hub + groupOf('privatelink.azure-devices.net', 'privatelink.servicebus.windows.net'));
});

test('zones that are nobody in particular', () => {
  checkRule(rule, zoneOf('contoso.internal'));
  checkRule(rule, zoneOf('privatelink.westeurope.azurecontainerapps.io'));
  const own = endpointOf("resourceId('Microsoft.Network/privateLinkServices', 'own')", 'x');
  checkRule(rule, joined('contoso.internal', own));
});

test('what is unknown accuses nobody', () => {
  checkRule(rule, `param zoneId string\n${alone}${zoneGroupOf('zoneId')}`);
  checkRule(rule, `param name string\n${joined('X').replace("'X'", 'name')}`);
  checkRule(rule, `param target string\n${joined('privatelink.database.windows.net', endpointOf('target'))}`);
});

test('the address is written into the zone of the service if the template has it, else the zone is renamed', () => {
  const wrong = joined('privatelink.database.windows.net');
  const right = zoneOf('privatelink.vaultcore.azure.net').replace('resource zone ', 'resource right ');
  assert.deepEqual(repairTitles(rule, wrong + right), [
    'Write the address of pe-orders into privatelink.vaultcore.azure.net, which is linked to its network too',
  ]);
  const title =
    'Rename privatelink.database.windows.net to privatelink.vaultcore.azure.net: where it is deployed already, the old zone stays beside it';
  checkRepair(rule, wrong + zoneLinkTo(), title, joined('privatelink.vaultcore.azure.net') + zoneLinkTo());
});

/** An endpoint of a vault or a server with its zone group. */
function endpointIn(zone: string, symbol: string, target: string, groupId: string, dependsOn = [zone]) {
  const endpoint: ExampleResource = {
    symbol,
    type: 'privateEndpoints',
    name: `pe-${symbol}`,
    properties: {
      subnet: { id: { idOf: 'spoke', subnet: 'endpoints' } },
      privateLinkServiceConnections: [
        {
          name: groupId,
          properties: {
            privateLinkServiceId: { expression: `resourceId('${target}', 'orders')` },
            groupIds: [groupId],
          },
        },
      ] as ExampleValue,
    },
  };
  const group: ExampleResource = {
    symbol: `${symbol}Group`,
    parent: symbol,
    type: 'privateEndpoints/privateDnsZoneGroups',
    name: 'default',
    dependsOn: [symbol, ...dependsOn],
    properties: {
      privateDnsZoneConfigs: [{ name: 'zone', properties: { privateDnsZoneId: { idOf: zone } } }] as ExampleValue,
    },
  };
  return [endpoint, group] as const;
}

const vaultIn = (zone: string, symbol = 'keys', dependsOn = [zone]) =>
  endpointIn(zone, symbol, 'Microsoft.KeyVault/vaults', 'vault', dependsOn);
const serverIn = (zone: string) => endpointIn(zone, 'sql', 'Microsoft.Sql/servers', 'sqlServer');

const spoke = exampleNetwork('spoke', '10.0.0.0/16', { endpoints: { addressPrefix: '10.0.1.0/24' } });
const hub = exampleNetwork('hub', '10.1.0.0/16', {});

const zoneCalled = (name: string, symbol = 'zone'): ExampleResource => ({
  symbol,
  type: 'privateDnsZones',
  version: '2020-06-01',
  name,
  location: 'global',
});

const linkOf = (zone: string, symbol: string, network = 'spoke'): ExampleResource => ({
  symbol,
  parent: zone,
  type: 'privateDnsZones/virtualNetworkLinks',
  version: '2020-06-01',
  name: network,
  location: 'global',
  dependsOn: [zone, network],
  properties: { registrationEnabled: false, virtualNetwork: { id: { idOf: network } } },
});

const sqlZone = zoneCalled('privatelink.database.windows.net');
const newZone = zoneCalled('privatelink.vaultcore.azure.net', 'vaultcorePrivateDnsZone');

function checkBoth(before: readonly ExampleResource[], title: string, after: readonly ExampleResource[]): void {
  const [bad, good] = [resourcesExample(...before), resourcesExample(...after)];
  checkRepair(rule, bad.bicep, title, good.bicep);
  checkRepair(rule, bad.json, title, good.json);
}

test('beside a zone that another endpoint needs stands a new one', () => {
  checkBoth(
    [spoke, ...serverIn('zone'), ...vaultIn('zone'), sqlZone, linkOf('zone', 'zoneLink')],
    'Write the address of pe-keys into privatelink.vaultcore.azure.net, a new zone that is linked to spoke',
    [
      spoke,
      ...serverIn('zone'),
      ...vaultIn('vaultcorePrivateDnsZone', 'keys', ['zone', 'vaultcorePrivateDnsZone']),
      sqlZone,
      newZone,
      linkOf('vaultcorePrivateDnsZone', 'vaultcorePrivateDnsZoneLink'),
      linkOf('zone', 'zoneLink'),
    ],
  );
});

test('a new zone is linked to all networks that the other one is linked to', () => {
  const links = [linkOf('zone', 'zoneLink'), linkOf('zone', 'hubLink', 'hub')];
  const common = [spoke, hub, ...serverIn('zone')];
  checkBoth(
    [...common, ...vaultIn('zone'), sqlZone, ...links],
    'Write the address of pe-keys into privatelink.vaultcore.azure.net, a new zone that is linked to spoke and 1 more',
    [
      ...common,
      ...vaultIn('vaultcorePrivateDnsZone', 'keys', ['zone', 'vaultcorePrivateDnsZone']),
      sqlZone,
      newZone,
      linkOf('vaultcorePrivateDnsZone', 'vaultcorePrivateDnsZoneLink'),
      linkOf('vaultcorePrivateDnsZone', 'vaultcorePrivateDnsZoneLink2', 'hub'),
      ...links,
    ],
  );
});

test('a zone that is wrong for all its endpoints is renamed for all of them', () => {
  const resources = (name: string): readonly ExampleResource[] => [
    spoke,
    ...vaultIn('zone'),
    ...vaultIn('zone', 'more'),
    zoneCalled(name),
    linkOf('zone', 'zoneLink'),
  ];
  checkBoth(
    resources('privatelink.database.windows.net'),
    'Rename privatelink.database.windows.net to privatelink.vaultcore.azure.net for the 2 endpoints that write into it: where it is deployed already, the old zone stays beside it (changes 2 resources)',
    resources('privatelink.vaultcore.azure.net'),
  );
});

test('beside a zone that is deployed elsewhere stands a new one', () => {
  const existing = zoneOf('privatelink.database.windows.net')
    .replace(' = {', ' existing = {')
    .replace(/ {2}location.*\n/, "  scope: resourceGroup('hub')\n");
  checkRepair(
    rule,
    alone + existing + zoneGroupOf(),
    'Write the address of pe-orders into privatelink.vaultcore.azure.net, a new zone that is linked to spoke',
    alone + existing + addedZone + zoneGroupOf('vaultcorePrivateDnsZone.id'),
  );
});

test('nobody would ask a new zone that is linked to no network', () => {
  const existing = zoneOf('privatelink.database.windows.net')
    .replace(' = {', ' existing = {')
    .replace(/ {2}location.*\n/, '');
  const elsewhere = endpointOf(undefined, undefined, "'/subscriptions/x/resourceGroups/hub'");
  assert.deepEqual(repairTitles(rule, elsewhere + existing + zoneGroupOf()), []);
  const ownServers = alone.replace(
    "name: 'spoke'\n  properties: {",
    "$&\n    dhcpOptions: { dnsServers: ['10.0.0.4'] }",
  );
  assert.notEqual(ownServers, alone);
  assert.deepEqual(repairTitles(rule, ownServers + existing + zoneGroupOf()), []);
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
