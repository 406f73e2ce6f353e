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
import { dnsExample } from './dns-example.ts';
import { zoneNotLinked as rule } from './zone-not-linked.ts';

const joined = endpointNetwork + endpointOf() + zoneOf('privatelink.vaultcore.azure.net') + zoneGroupOf();
const finding =
  'privatelink.vaultcore.azure.net is not linked to spoke, the network of pe-orders: there the name of the service keeps resolving to its public address.';

test('a zone without a link to the network of an endpoint', () => {
  checkRule(rule, markedAt('zone', joined, `warning: ${finding}`));
  const other = "resourceId('Microsoft.Network/virtualNetworks', 'hub')";
  checkRule(rule, markedAt('zone', joined + zoneLinkTo(other), `warning: ${finding}`));
});

test('a zone that is handed out may be linked elsewhere', () => {
  checkRule(rule, `${markedAt('zone', joined, `hint: ${finding}`)}\noutput zoneId string = zone.id\n`);
});

test('linked zones', () => {
  checkRule(rule, joined + zoneLinkTo());
  checkRule(rule, joined + zoneLinkTo("resourceId('Microsoft.Network/virtualNetworks', 'spoke')"));
  checkRule(rule, `param networkId string\n${joined}${zoneLinkTo('networkId')}`);
  const loop = zoneLinkTo('item').replace(' = {', ' = [for item in networks: {').replace(/\}\n$/, '}]\n');
  checkRule(rule, `param networks array\n${joined}${loop.replace("'link'", 'item')}`);
});

test('networks with DNS servers of their own', () => {
  const withServers = joined.replace('subnets:', "dhcpOptions: { dnsServers: ['10.9.0.4'] }, subnets:");
  checkRule(rule, withServers);
  checkRule(rule, `param servers array\n${withServers.replace("['10.9.0.4']", 'servers')}`);
});

test('zones without an endpoint, and what is unknown', () => {
  checkRule(rule, endpointNetwork + zoneOf('privatelink.vaultcore.azure.net'));
  checkRule(
    rule,
    `param subnetId string\n${endpointOf(undefined, undefined, 'subnetId')}${zoneOf('privatelink.vaultcore.azure.net')}${zoneGroupOf()}`,
  );
  checkRule(rule, joined.replace("Zones@2024-06-01' = {", "Zones@2024-06-01' existing = {"));
});

test('a link of the version of the zone', () => {
  const zone = zoneOf('privatelink.vaultcore.azure.net');
  checkRepair(
    rule,
    joined,
    'Link privatelink.vaultcore.azure.net to spoke',
    joined.replace(
      zone,
      `${zone}
resource zoneLink 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = {
  parent: zone
  name: 'spoke'
  location: 'global'
  properties: {
    registrationEnabled: false
    virtualNetwork: { id: network.id }
  }
}
`,
    ),
  );
});

/** The same with the zones of two services in a loop. */
const names = "var names = ['privatelink.vaultcore.azure.net', 'privatelink.database.windows.net']\n";
const zones = `
resource zones 'Microsoft.Network/privateDnsZones@2020-06-01' = [for (name, at) in names: {
  name: name
  location: 'global'
}]
`;
const looped = (links = '', lines = zones) =>
  names + endpointNetwork + endpointOf() + lines + links + zoneGroupOf('zones[0].id');

test('links of zones that a loop declares', () => {
  const links = `
resource zonesLink 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2020-06-01' = [for (name, at) in names: {
  parent: zones[at]
  name: 'spoke'
  location: 'global'
  properties: {
    registrationEnabled: false
    virtualNetwork: { id: network.id }
  }
}]
`;
  const title =
    'Link privatelink.vaultcore.azure.net to spoke: names in the zone begin to resolve to private addresses there; one for each resource of its loop';
  checkRepair(rule, looped(), title, looped(links));
});

test('links of zones that a loop declares, in JSON', () => {
  const zone = {
    copy: { name: 'zones', count: "[length(variables('names'))]" },
    type: 'Microsoft.Network/privateDnsZones',
    apiVersion: '2020-06-01',
    name: "[variables('names')[copyIndex()]]",
    location: 'global',
  };
  const zoneName = "variables('names')[copyIndex()]";
  const link = {
    copy: { name: 'virtualNetworkLinks', count: "[length(variables('names'))]" },
    type: 'Microsoft.Network/privateDnsZones/virtualNetworkLinks',
    apiVersion: '2020-06-01',
    name: `[concat(${zoneName}, '/spoke')]`,
    location: 'global',
    dependsOn: [
      `[resourceId('Microsoft.Network/privateDnsZones', ${zoneName})]`,
      "[resourceId('Microsoft.Network/virtualNetworks', 'spoke')]",
    ],
    properties: {
      registrationEnabled: false,
      virtualNetwork: { id: "[resourceId('Microsoft.Network/virtualNetworks', 'spoke')]" },
    },
  };
  const { json } = dnsExample('privatelink.vaultcore.azure.net', { isInZone: true, isLinked: false });
  const resources = (added: readonly object[]) => {
    const template: { variables?: object; resources: { type: string }[] } = JSON.parse(json);
    template.variables = { names: ['privatelink.vaultcore.azure.net', 'privatelink.database.windows.net'] };
    template.resources = template.resources.flatMap((one) =>
      one.type === 'Microsoft.Network/privateDnsZones' ? [zone, ...(added as { type: string }[])] : [one],
    );
    return `${JSON.stringify(template, null, 2)}\n`;
  };
  checkRepair(rule, resources([]), 'Link privatelink.vaultcore.azure.net to spoke', resources([link]));
});

test('no links of a loop where one of its zones has some', () => {
  const one = zoneLinkTo().replace('parent: zone', 'parent: zones[1]');
  assert.deepEqual(repairTitles(rule, looped(one)), []);
  const other = zoneLinkTo("resourceId('Microsoft.Network/virtualNetworks', 'hub')").replace('zone\n', 'zones[0]\n');
  assert.deepEqual(repairTitles(rule, looped(other)), []);
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
