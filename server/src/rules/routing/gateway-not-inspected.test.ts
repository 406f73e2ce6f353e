import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { hubWithGateway, spokeOfHub, tableToFirewall, withTable } from '../../../../test/hub-fixture.ts';
import { gatewayNotInspected } from './gateway-not-inspected.ts';

const check = (text: string): void => checkRule(gatewayNotInspected, text);

const marker =
  '^^^^^^^^^^^^^^^ information: What comes through gateway vgw reaches spoke by the routes of the peerings, past AzureFirewallSubnet. Give GatewaySubnet a route for 10.1.0.0/16 to the firewall.';

test('a gateway without routes to the firewall', () => {
  check(`${hubWithGateway({ marker })}${spokeOfHub()}`);
  const gatewaySubnet = `routeTable: {
            id: table.id
            //  ^^^^^^^^ information: What comes through gateway vgw reaches spoke
          }`;
  check(`${tableToFirewall(['10.0.0.0/8'])}${hubWithGateway({ gatewaySubnet })}${spokeOfHub()}`);
});

test('routes to the firewall for the spoke, or for its subnet', () => {
  for (const prefix of ['10.1.0.0/16', '10.1.1.0/24'])
    check(`${tableToFirewall([prefix])}${hubWithGateway({ gatewaySubnet: withTable })}${spokeOfHub()}`);
});

test('spokes that do not use the gateway', () => {
  check(`${hubWithGateway()}${spokeOfHub('', '')}`);
});

test('hubs without a firewall, and subnets without a gateway', () => {
  check(`${hubWithGateway({ firewallSubnet: 'shared' })}${spokeOfHub()}`);
  check(`${hubWithGateway({ withGateway: false })}${spokeOfHub()}`);
});

test('spokes that hold nothing but a service with routes of its own', () => {
  const delegation = "delegations: [{ name: 'd', properties: { serviceName: 'Microsoft.Sql/managedInstances' } }]";
  check(`${hubWithGateway()}${spokeOfHub(delegation)}`);
});

test('route tables that are not seen', () => {
  const gatewaySubnet = "routeTable: { id: resourceId('Microsoft.Network/routeTables', 'rt') }";
  check(`${hubWithGateway({ gatewaySubnet })}${spokeOfHub()}`);
  check(`param id string${hubWithGateway({ gatewaySubnet: 'routeTable: { id: id }' })}${spokeOfHub()}`);
});

test('silent fixtures outnumber loud ones', () => checkBalance(gatewayNotInspected));
