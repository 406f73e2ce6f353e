import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRule, repairTitles } from '../../../../test/check-rule.ts';
import {
  endpointNetwork,
  endpointOf,
  markedAt,
  zoneGroupOf,
  zoneLinkTo,
  zoneOf,
} from '../../../../test/endpoint-fixture.ts';
import { endpointWithoutZoneGroup as rule } from './endpoint-without-zone-group.ts';

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
  assert.deepEqual(repairTitles(rule, alone), []);
});

test('no repair where the service needs several zones', () => {
  const account = endpointOf("resourceId('Microsoft.CognitiveServices/accounts', 'orders')", 'account');
  const accountZone = zoneOf('privatelink.cognitiveservices.azure.com');
  assert.deepEqual(repairTitles(rule, endpointNetwork + account + accountZone), []);
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
