import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { hubWithGateway, spokeOfHub, tableToFirewall, withTable } from '../../../../test/hub-fixture.ts';
import { gatewayRoutesPastFirewall } from './gateway-routes-past-firewall.ts';

const check = (text: string): void => checkRule(gatewayRoutesPastFirewall, text);

const all = ['0.0.0.0/0'];
const message = 'information: rt sends the traffic of app to a firewall, but takes the routes of the gateway';

test('a default route beside the routes of a gateway', () => {
  check(`${tableToFirewall(all, '', `^^^^^ ${message}`)}${hubWithGateway()}${spokeOfHub(withTable)}`);
  const written = `disableBgpRoutePropagation: false
    //                          ^^^^^ ${message}`;
  check(`${tableToFirewall(all, written)}${hubWithGateway()}${spokeOfHub(withTable)}`);
});

test('the gateway may be one of a hub that is not seen', () => {
  const remote = "remoteVirtualNetwork: { id: resourceId('hub', 'Microsoft.Network/virtualNetworks', 'hub') }";
  const spoke = spokeOfHub(withTable).replace('remoteVirtualNetwork: { id: hub.id }', remote);
  check(`${tableToFirewall(all, '', `^^^^^ ${message}`)}${spoke}`);
});

test('without the propagation, or without the gateway', () => {
  const off = 'disableBgpRoutePropagation: true';
  check(`${tableToFirewall(all, off)}${hubWithGateway()}${spokeOfHub(withTable)}`);
  check(`${tableToFirewall(all)}${hubWithGateway()}${spokeOfHub(withTable, '')}`);
  check(
    `param off bool${tableToFirewall(all, 'disableBgpRoutePropagation: off')}${hubWithGateway()}${spokeOfHub(withTable)}`,
  );
});

test('tables that lead nothing to a firewall, or that nobody uses', () => {
  check(`${tableToFirewall([])}${hubWithGateway()}${spokeOfHub(withTable)}`);
  check(`${tableToFirewall(['10.0.0.0/16'])}${hubWithGateway()}${spokeOfHub(withTable)}`);
  check(`${tableToFirewall(all)}${hubWithGateway()}${spokeOfHub()}`);
});

test('the subnet of the gateway itself, where it must stay on', () => {
  check(`${tableToFirewall(all)}${hubWithGateway({ gatewaySubnet: withTable })}${spokeOfHub()}`);
});

test('subnets of services', () => {
  check(`${tableToFirewall(all)}${hubWithGateway()}${spokeOfHub(withTable, undefined, 'AzureBastionSubnet')}`);
});

test('silent fixtures outnumber loud ones', () => checkBalance(gatewayRoutesPastFirewall));
