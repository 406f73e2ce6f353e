import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import {
  endpointNetwork,
  endpointOf,
  markedAt,
  zoneGroupOf,
  zoneLinkTo,
  zoneOf,
} from '../../../../test/endpoint-fixture.ts';
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

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
