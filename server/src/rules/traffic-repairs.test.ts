import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkRepair, repairTitles } from '../../../test/check-rule.ts';
import { contractOf } from '../../../test/deployment.ts';
import {
  allowIn,
  allowOut,
  asg,
  card,
  denyIn,
  denyOut,
  group,
  memberOf,
  network,
  subnet,
} from '../../../test/flow-fixture.ts';
import { blockedFlow } from './traffic/blocked-flow.ts';
import { lateralMovement } from './traffic/lateral-movement.ts';
import { oneSidedRule } from './traffic/one-sided-rule.ts';
import { undeclaredFlow } from './traffic/undeclared-flow.ts';

const tiers = ['web', 'app', 'data'];
const subnets = network(...tiers.map((tier, index) => subnet(`snet-${tier}`, `10.1.${index + 1}.0/24`, `nsg-${tier}`)));
const groups = tiers.map((tier) => asg(`asg-${tier}`)).join('');
const cards = tiers.map((tier) => card(`nic-${tier}`, `snet-${tier}`, [memberOf(`asg-${tier}`)])).join('');

type Rules = readonly string[];

/** A spoke of three tiers whose groups have these rules. */
function spoke(web: Rules, app: Rules, data: Rules, machines = cards): string {
  return group('nsg-web', ...web) + group('nsg-app', ...app) + group('nsg-data', ...data) + groups + subnets + machines;
}

const closed = [denyIn, denyOut];
const ends = { from: 'asg:asg-app', to: 'asg:asg-data', port: '1433', protocol: 'Tcp' };

/** SQL from the application to its data, as a repair writes it. */
function added(name: string, direction: string, [source, destination]: Rules, description = ''): string {
  const fields = [
    ...(description === '' ? [] : [`description: '${description}'`]),
    'priority: 105',
    `direction: '${direction}'`,
    "access: 'Allow'",
    "protocol: 'Tcp'",
    source,
    "sourcePortRange: '*'",
    destination,
    "destinationPortRange: '1433'",
  ];
  return `{
        name: '${name}'
        properties: {
${fields.map((field) => `          ${field}`).join('\n')}
        }
      }`;
}

const members = (end: string, name: string): string => `${end}ApplicationSecurityGroups: [
            { id: asg${name}.id }
          ]`;
const byGroups = [members('source', 'app'), members('destination', 'data')];
const byPrefixes = ["sourceAddressPrefix: '10.1.2.0/24'", "destinationAddressPrefix: '10.1.3.0/24'"];

test('a declared flow gets a rule in each group that denies it, by application security groups where the machines have some', () => {
  const sql = contractOf('app -> data: tcp/1433');
  const described = 'Allows TCP 1433 from app to data.';
  for (const [machines, ends] of [
    [cards, byGroups],
    ['', byPrefixes],
  ] as const)
    checkRepair(
      blockedFlow,
      spoke(closed, closed, closed, machines),
      'Add AllowAppToDataOutbound to nsg-app and AllowAppToDataInbound to nsg-data, as "app -> data: tcp/1433" declares; opens app -> data TCP 1433 (changes 2 resources)',
      spoke(
        closed,
        [...closed, added('AllowAppToDataOutbound', 'Outbound', ends, described)],
        [...closed, added('AllowAppToDataInbound', 'Inbound', ends, described)],
        machines,
      ),
      sql,
    );
});

test('all that one resource blocks is admitted together, each service by its own rule', () => {
  assert.deepEqual(
    repairTitles(blockedFlow, spoke(closed, closed, closed), contractOf('app -> data: tcp/1433-1435, udp/53')),
    [
      'Add AllowAppToDataOutbound and AllowAppToData53Outbound to nsg-app and AllowAppToDataInbound and AllowAppToData53Inbound to nsg-data, as "app -> data: tcp/1433-1435, udp/53" declares; opens app -> data TCP 1433-1435, UDP 53 (changes 2 resources)',
    ],
  );
});

test('what may use any protocol says no rule, and a route is not mended by one', () => {
  assert.deepEqual(repairTitles(blockedFlow, spoke(closed, closed, closed), contractOf('app -> data: any')), []);
  const table = `resource table 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'rt'
  properties: { routes: [{ name: 'drop', properties: { addressPrefix: '10.1.3.0/24', nextHopType: 'None' } }] }
}
`;
  const routed = spoke([], [], []).replace("'10.1.2.0/24',", "'10.1.2.0/24', routeTable: { id: table.id },");
  assert.deepEqual(repairTitles(blockedFlow, table + routed, contractOf('app -> data: tcp/1433')), []);
});

test('a one-sided rule gets its other side, or goes', () => {
  const before = spoke([denyIn], closed, [allowIn('SqlInbound', ends), denyIn]);
  checkRepair(
    oneSidedRule,
    before,
    'Add SqlOutbound to nsg-app, which lets TCP 1433 from snet-app to snet-data out there too; opens app -> data TCP 1433',
    spoke([denyIn], [...closed, added('SqlOutbound', 'Outbound', byGroups)], [allowIn('SqlInbound', ends), denyIn]),
  );
  checkRepair(
    oneSidedRule,
    before,
    'Remove SqlInbound from nsg-data: what it allows is denied by DenyAllOutbound anyway',
    spoke([denyIn], closed, [denyIn]),
  );
});

test('its other side is no wider than the flow, whatever the rule says of its own end', () => {
  const wide = allowOut('Sql', { ...ends, from: '*', to: '10.1.3.0/24' });
  checkRepair(
    oneSidedRule,
    spoke([denyIn], [denyIn, wide, denyOut], [denyIn]),
    'Add Sql to nsg-data, which lets TCP 1433 from snet-app to snet-data in there too; opens app -> data TCP 1433',
    spoke([denyIn], [denyIn, wide, denyOut], [denyIn, added('Sql', 'Inbound', byPrefixes)]),
  );
});

const open = ['app -> internet: any', 'web -> internet: any'];

test('a rule that admits more than is declared is narrowed, replaced or removed', () => {
  const titles = (rule: string, ...flows: readonly string[]): readonly string[] =>
    repairTitles(undeclaredFlow, spoke([denyIn], [denyIn], [rule, denyIn, denyOut]), contractOf(...open, ...flows));
  assert.deepEqual(titles(allowIn('Sql', { ...ends, port: '1433-1440' }), 'app -> data: tcp/1433'), [
    'Narrow Sql of nsg-data to app -> data TCP 1433, as declared; closes app -> data TCP 1434-1440',
  ]);
  assert.deepEqual(titles(allowIn('Sql', { from: 'VirtualNetwork', port: '1433' }), 'app -> data: tcp/1433'), [
    'Replace Sql of nsg-data by AllowAppToDataInbound: admits only app -> data TCP 1433, as declared; closes web -> data TCP 1433, UDP 1433, app -> data UDP 1433',
  ]);
  assert.deepEqual(titles(allowIn('Sql', { ...ends, from: 'asg:asg-web' }), 'web -> data: none'), [
    'Remove Sql of nsg-data: no declared flow needs it; closes web -> data TCP 1433',
  ]);
});

test('it stays where what is declared leaves open what passes by it', () => {
  const wide = spoke([denyIn], [denyIn], [allowIn('Sql', { from: '*', port: '*' }), denyIn, denyOut]);
  for (const flow of ['web -> data: any', '* -> data: tcp/1433'])
    assert.deepEqual(repairTitles(undeclaredFlow, wide, contractOf(...open, flow, 'app -> data: tcp/1433')), [], flow);
});

test('narrowing writes no more than what is too wide', () => {
  const narrow = (port: string, protocol: string) =>
    spoke([denyIn], [denyIn], [allowIn('Sql', { from: '10.1.2.0/24', port, protocol }), denyIn, denyOut], '');
  checkRepair(
    undeclaredFlow,
    narrow('1433-1440', '*'),
    'Narrow Sql of nsg-data to app -> data TCP 1433, as declared; closes',
    narrow('1433', 'Tcp'),
    contractOf(...open, 'app -> data: tcp/1433'),
  );
});

test('what default rules let in is denied, and what is meant is kept', () => {
  const declared = contractOf('app -> data: tcp/1433', 'app -> internet: any', 'data -> data: any');
  const [title] = repairTitles(undeclaredFlow, spoke(closed, [denyIn], [denyOut]), declared);
  assert.equal(
    title,
    'Add AllowAppToDataInbound and DenyAllInbound to nsg-data: keeps app -> data TCP 1433, blocks what AllowVnetInBound (65000) lets in; closes app -> data any but TCP 1433',
  );
  const [lateral, plain] = repairTitles(lateralMovement, spoke([denyIn], [denyIn], []));
  assert.equal(
    lateral,
    'Add AllowAppToDataInbound and DenyAllInbound to nsg-data: keeps app -> data TCP 1433, blocks what AllowVnetInBound (65000) lets in; closes web -> data any, app -> data any but TCP 1433, data -> data any',
  );
  assert.match(plain ?? '', /^Add DenyAllInbound to nsg-data: blocks /);
});

test('a subnet without a group gets one', () => {
  const bare = spoke(closed, [denyIn], [])
    .replace(', networkSecurityGroup: { id: nsgdata.id }', '')
    .replace("name: 'vnet'", "name: 'vnet'\n  location: 'westeurope'");
  const [title] = repairTitles(undeclaredFlow, bare, contractOf('app -> data: tcp/1433', 'app -> internet: any'));
  assert.match(
    title ?? '',
    /^Add a network security group that denies all other traffic to snet-data: keeps app -> data TCP 1433, /,
  );
});
