import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { allowOut, denyOut, found, group, network, subnet } from '../../../../test/flow-fixture.ts';
import { tagDeniesRoutedTraffic as rule } from './tag-denies-routed-traffic.ts';

const table = (prefix = '0.0.0.0/0', hop = 'VirtualAppliance'): string => `
resource table 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'rt'
  properties: {
    routes: [{ name: 'out', properties: { addressPrefix: '${prefix}', nextHopType: '${hop}', nextHopIpAddress: '10.9.0.4' } }]
  }
}
`;
const routed = network(subnet('snet-egress', '10.1.5.0/24', 'nsg-egress', 'routeTable: { id: table.id }'));
const denyTo = (to: string): string =>
  denyOut
    .replace('DenyAllOutbound', 'DenyNetwork')
    .replace('4096', '4000')
    .replace("destinationAddressPrefix: '*'", `destinationAddressPrefix: '${to}'`);
const deny = denyTo('VirtualNetwork');
const denying = (...rules: readonly string[]): string => group('nsg-egress', ...rules);

test('the tag holds the Internet by the default route of the subnet', () => {
  checkRule(
    rule,
    found(
      table() + denying(deny) + routed,
      "'VirtualNetwork'",
      'warning: DenyNetwork (4000) denies VirtualNetwork, which holds the whole Internet in subnet snet-egress: a route sends 0.0.0.0/0 to an appliance.',
    ),
  );
  // Other traffic is let out before; the rest is what the tag denies.
  checkRule(
    rule,
    found(
      table() + denying(allowOut('Storage', { to: 'Storage', port: '443' }), deny) + routed,
      "'VirtualNetwork'",
      'warning: DenyNetwork (4000) denies VirtualNetwork',
    ),
  );
});

test('silent: no default route, prefixes, other tags, a deny of everything behind it, no subnet', () => {
  checkRule(rule, table('10.0.0.0/8') + denying(deny) + routed);
  checkRule(rule, table('0.0.0.0/0', 'Internet') + denying(deny) + routed);
  checkRule(rule, denying(deny) + routed.replace(', routeTable: { id: table.id }', ''));
  checkRule(rule, table() + denying(denyTo('10.1.0.0/16')) + routed);
  checkRule(rule, table() + denying(denyTo('Internet')) + routed);
  checkRule(rule, table() + denying(deny, denyOut) + routed);
  checkRule(rule, table() + denying(deny.replace("'Outbound'", "'Inbound'")) + routed);
  checkRule(rule, table() + denying(deny.replace("'Deny'", "'Allow'")) + routed);
  checkRule(rule, denying(deny));
  checkRule(rule, table() + denying(allowOut('All', { to: '*' }), deny) + routed);
});

test('what is unknown accuses nobody', () => {
  checkRule(rule, `param to string\n${table()}${denying(deny.replace("'VirtualNetwork'", 'to'))}${routed}`);
  checkRule(rule, `param prefix string\n${table('P').replace("'P'", 'prefix')}${denying(deny)}${routed}`);
  checkRule(rule, `param rules array\n${table()}${denying('...rules', deny)}${routed}`);
  const elsewhere = "resource table 'Microsoft.Network/routeTables@2024-05-01' existing = { name: 'rt' }\n";
  checkRule(rule, elsewhere + denying(deny) + routed);
});

test('the repair names the prefixes of the network', () => {
  checkRepair(
    rule,
    table() + denying(deny) + routed,
    'Deny 10.1.0.0/16 instead of VirtualNetwork in DenyNetwork (4000): what routes lead elsewhere is no longer denied by it',
    table() + denying(denyTo('10.1.0.0/16')) + routed,
  );
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
