import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule, repairTitles } from '../../../../test/check-rule.ts';
import {
  endpointNetwork,
  endpointOf,
  markedAt,
  zoneGroupOf,
  zoneLinkTo,
  zoneOf,
} from '../../../../test/endpoint-fixture.ts';
import { exampleNetwork } from '../examples/hub-example.ts';
import { type ExampleResource, type ExampleValue, resourcesExample } from '../examples/resource-example.ts';
import { endpointWithoutZoneGroup as rule } from './endpoint-without-zone-group.ts';

const spoke = exampleNetwork('spoke', '10.0.0.0/16', { endpoints: { addressPrefix: '10.0.1.0/24' } });

const endpoint: ExampleResource = {
  symbol: 'endpoint',
  type: 'privateEndpoints',
  name: 'pe-orders',
  properties: {
    subnet: { id: { idOf: 'spoke', subnet: 'endpoints' } },
    privateLinkServiceConnections: [
      {
        name: 'orders',
        properties: {
          privateLinkServiceId: { expression: "resourceId('Microsoft.KeyVault/vaults', 'orders')" },
          groupIds: ['vault'],
        },
      },
    ] as ExampleValue,
  },
};

const group: ExampleResource = {
  symbol: 'endpointZoneGroup',
  parent: 'endpoint',
  type: 'privateEndpoints/privateDnsZoneGroups',
  name: 'default',
  dependsOn: ['endpoint', 'vaultcorePrivateDnsZone'],
  properties: {
    privateDnsZoneConfigs: [
      {
        name: 'privatelink-vaultcore-azure-net',
        properties: { privateDnsZoneId: { idOf: 'vaultcorePrivateDnsZone' } },
      },
    ] as ExampleValue,
  },
};

const zoneOfVaults: ExampleResource = {
  symbol: 'vaultcorePrivateDnsZone',
  type: 'privateDnsZones',
  version: '2024-06-01',
  name: 'privatelink.vaultcore.azure.net',
  location: 'global',
};

const link: ExampleResource = {
  symbol: 'vaultcorePrivateDnsZoneLink',
  parent: 'vaultcorePrivateDnsZone',
  type: 'privateDnsZones/virtualNetworkLinks',
  version: '2024-06-01',
  name: 'spoke',
  location: 'global',
  dependsOn: ['vaultcorePrivateDnsZone', 'spoke'],
  properties: { registrationEnabled: false, virtualNetwork: { id: { idOf: 'spoke' } } },
};

const zone = zoneOf('privatelink.vaultcore.azure.net');
const alone = endpointNetwork + endpointOf();
const finding =
  'pe-orders has no DNS zone group, so nothing writes its address into privatelink.vaultcore.azure.net: the name of orders keeps resolving to its public address. Add a zone group.';
const marked = (text: string, severity: string) => markedAt('endpoint', text, `${severity}: ${finding}`);

test('an endpoint without a group beside its zone', () => {
  checkRule(rule, marked(alone + zone, 'warning'));
});

test('a template without the zone may leave the group to a policy', () => {
  checkRule(rule, marked(alone, 'hint'));
  checkRule(rule, marked(alone + zoneOf('privatelink.blob.core.windows.net'), 'hint'));
  checkRule(rule, `${marked(alone + zone, 'hint')}\noutput id string = endpoint.id\n`);
});

test('endpoints with a group', () => {
  checkRule(rule, alone + zone + zoneGroupOf());
  checkRule(rule, `param zoneId string\n${alone}${zoneGroupOf('zoneId')}`);
  checkRule(
    rule,
    `${alone}${zone}
module dns 'dns.bicep' = {
  name: 'dns'
  params: { endpointName: endpoint.name }
}
`,
  );
});

test('templates that write the records themselves', () => {
  checkRule(
    rule,
    `${alone}${zone}
resource record 'Microsoft.Network/privateDnsZones/A@2024-06-01' = {
  parent: zone
  name: 'orders'
  properties: { ttl: 300, aRecords: [{ ipv4Address: '10.0.1.4' }] }
}
`,
  );
});

test('services without a zone of a known name', () => {
  checkRule(rule, endpointNetwork + endpointOf("resourceId('Microsoft.Network/privateLinkServices', 'own')", 'x'));
  checkRule(rule, endpointNetwork + endpointOf("resourceId('Contoso.New/services', 'own')", 'x'));
  const apps = endpointOf("resourceId('Microsoft.App/managedEnvironments', 'own')", 'managedEnvironments');
  checkRule(rule, endpointNetwork + apps);
});

test('what is unknown or existing accuses nobody', () => {
  checkRule(rule, `param target string\n${endpointNetwork}${endpointOf('target')}${zone}`);
  checkRule(rule, `${alone}${zone}`.replace("Endpoints@2024-05-01' = {", "Endpoints@2024-05-01' existing = {"));
  checkRule(rule, `param group string\n${(alone + zone).replace("'vault'", 'group')}`);
});

test('a group for the zone of the template', () => {
  const title = 'Add a zone group to pe-orders: its address is written into privatelink.vaultcore.azure.net';
  assert.deepEqual(repairTitles(rule, alone + zone + zoneLinkTo()), [title]);
  assert.deepEqual(repairTitles(rule, alone + zone), [`${title}, which is linked to its network too`]);
});

test('with a zone and its link where the template has none', () => {
  const before = resourcesExample(spoke, endpoint);
  const after = resourcesExample(spoke, zoneOfVaults, link, endpoint, group);
  const title =
    'Add a zone group to pe-orders: its address is written into privatelink.vaultcore.azure.net, a new zone that is linked to spoke; not needed where a policy of the landing zone adds the group';
  checkRepair(rule, before.bicep, title, after.bicep);
  checkRepair(rule, before.json, title, after.json);
});

test('no new zone that no network would ask, and none where records are not all in one', () => {
  const elsewhere = endpointOf(undefined, undefined, "'/subscriptions/x/resourceGroups/hub'");
  assert.deepEqual(repairTitles(rule, elsewhere), []);
  const ownServers = alone.replace(
    "name: 'spoke'\n  properties: {",
    "$&\n    dhcpOptions: { dnsServers: ['10.0.0.4'] }",
  );
  assert.notEqual(ownServers, alone);
  assert.deepEqual(repairTitles(rule, ownServers), []);
  const hub = endpointOf("resourceId('Microsoft.Devices/IotHubs', 'hub')", 'iotHub');
  assert.deepEqual(repairTitles(rule, endpointNetwork + hub), []);
});

test('no repair where the service needs several zones', () => {
  const account = endpointOf("resourceId('Microsoft.CognitiveServices/accounts', 'orders')", 'account');
  const accountZone = zoneOf('privatelink.cognitiveservices.azure.com');
  assert.deepEqual(repairTitles(rule, endpointNetwork + account + accountZone), []);
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
