import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRule, relatedTexts } from '../../../../test/check-rule.ts';
import { card, found, group, network, subnet } from '../../../../test/flow-fixture.ts';
import { oneWayInspection as rule } from './one-way-inspection.ts';

function table(name: string, ...prefixes: readonly string[]): string {
  const routes = prefixes.map(
    (prefix, at) =>
      `      { name: '${name}-${at}', properties: { addressPrefix: '${prefix}', nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.1.9.4' } }`,
  );
  return `
resource ${name} 'Microsoft.Network/routeTables@2024-05-01' = {
  name: '${name}'
  properties: {
    routes: [
${routes.join('\n')}
    ]
  }
}
`;
}

const cards = card('nic-web', 'snet-web') + card('nic-app', 'snet-app');
function workload(web: readonly string[], app: readonly string[], machines = cards, appName = 'snet-app'): string {
  return [
    table('rtweb', ...web),
    table('rtapp', ...app),
    group('nsg-web'),
    group('nsg-app'),
    network(
      subnet('snet-web', '10.1.1.0/24', 'nsg-web', 'routeTable: { id: rtweb.id }'),
      subnet(appName, '10.1.2.0/24', 'nsg-app', 'routeTable: { id: rtapp.id }'),
    ),
    machines,
  ].join('');
}
const everything = '0.0.0.0/0';
const [web, app] = ['10.1.1.0/24', '10.1.2.0/24'];

test('a route there and none back', () => {
  const message =
    'information: snet-web reaches snet-app through an appliance by route rtweb-0, but snet-app answers directly. The appliance sees half of each connection. Route 10.1.1.0/24 back to it.';
  const loud = workload([app], [everything]);
  checkRule(rule, found(loud, 'rtapp.id', message));
  checkRule(rule, found(workload(['10.1.0.0/16'], []), 'rtapp.id', message));
  assert.deepEqual(relatedTexts(rule, loud), [
    "'rtweb-0': Route rtweb-0 leads to the appliance.",
    "'snet-web': snet-web is answered directly.",
  ]);
});

test('silent: routes in both directions, none, a default route alone, no machines, subnets of services', () => {
  checkRule(rule, workload([app], [web]));
  checkRule(rule, workload(['10.1.0.0/16'], ['10.1.0.0/16']));
  checkRule(rule, workload([], []));
  checkRule(rule, workload([everything], [everything]));
  checkRule(rule, workload([app], [everything], card('nic-web', 'snet-web')));
  checkRule(
    rule,
    workload([app], [everything], cards.replace("'snet-app'", "'AzureBastionSubnet'"), 'AzureBastionSubnet'),
  );
});

test('what is unknown accuses nobody', () => {
  checkRule(rule, `param prefix string\n${workload(['P'], [everything]).replace("'P'", 'prefix')}`);
  checkRule(rule, `param prefix string\n${workload([app], ['P']).replace("'P'", 'prefix')}`);
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
