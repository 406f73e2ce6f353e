import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { contractOf } from '../../../../test/deployment.ts';
import {
  allowIn,
  asg,
  card,
  denyIn,
  denyOut,
  found,
  group,
  memberOf,
  network,
  subnet,
} from '../../../../test/flow-fixture.ts';
import { lateralMovement as rule } from './lateral-movement.ts';

const groups = asg('asg-web') + asg('asg-app') + asg('asg-data');
const cardIn = (tier: string, name = `nic-${tier}`): string => card(name, `snet-${tier}`, [memberOf(`asg-${tier}`)]);
const cards = ['web', 'app', 'data'].map((tier) => cardIn(tier)).join('');
const subnets = network(
  subnet('snet-web', '10.1.1.0/24', 'nsg-web'),
  subnet('snet-app', '10.1.2.0/24', 'nsg-app'),
  subnet('snet-data', '10.1.3.0/24', 'nsg-data'),
);
const closed = group('nsg-web', denyIn) + group('nsg-app', denyIn);
const workload = (data: string): string => closed + data + groups + subnets + cards;
const skips =
  'hint: snet-web reaches snet-data on every protocol and port: rule AllowVnetInBound (65000) of nsg-data. That is past a tier.';

test('a web tier that reaches the data past the application, by default rules, is reported at the data subnet', () => {
  checkRule(rule, found(workload(group('nsg-data')), "'snet-data'", skips, "{ name: 'snet-data'"));
  const only443 = group(
    'nsg-data',
    allowIn('AllowApp', { from: 'asg:asg-app', to: 'asg:asg-data', port: '1433', protocol: 'Tcp' }),
  );
  checkRule(rule, found(workload(only443), "'snet-data'", skips, "{ name: 'snet-data'"));
});

test('what the deny leaves open is named exactly', () => {
  const tcpOnly = group('nsg-data', denyIn.replace("protocol: '*'", "protocol: 'Tcp'"));
  checkRule(
    rule,
    found(
      workload(tcpOnly),
      "'snet-data'",
      'hint: snet-web reaches snet-data on UDP 0-65535, ICMP and 2 more: rule AllowVnetInBound (65000) of nsg-data.',
      "{ name: 'snet-data'",
    ),
  );
});

test('machines of one subnet that reach each other are reported too', () => {
  const two = network(subnet('snet-web', '10.1.1.0/24', 'nsg-web'));
  const machines = asg('asg-web') + cardIn('web', 'nic-a') + cardIn('web', 'nic-b');
  checkRule(
    rule,
    found(
      group('nsg-web') + two + machines,
      "'snet-web'",
      'hint: The machines in snet-web reach each other on every protocol and port: rule AllowVnetInBound (65000) of nsg-web.',
      "{ name: 'snet-web'",
    ),
  );
  checkRule(rule, group('nsg-web', denyIn) + two + machines);
  checkRule(rule, group('nsg-web') + two + asg('asg-web') + cardIn('web', 'nic-a'));
});

test('silent with a deny at either end, or an allow that was written for it', () => {
  checkRule(rule, workload(group('nsg-data', denyIn)));
  checkRule(rule, workload(group('nsg-data')).replace(group('nsg-web', denyIn), group('nsg-web', denyIn, denyOut)));
  checkRule(
    rule,
    workload(group('nsg-data', allowIn('AllowWeb', { from: 'asg:asg-web', to: 'asg:asg-data', port: '1433' }), denyIn)),
  );
});

test('silent without a group, of which subnet-without-nsg tells', () => {
  checkRule(rule, workload('').replace(', networkSecurityGroup: { id: nsgdata.id }', ''));
});

test('silent where nothing is skipped: two tiers, one tier, tiers by names alone', () => {
  const two = network(subnet('snet-web', '10.1.1.0/24', 'nsg-web'), subnet('snet-data', '10.1.3.0/24', 'nsg-data'));
  checkRule(rule, group('nsg-web', denyIn) + group('nsg-data') + two + groups + cardIn('web') + cardIn('data'));
  checkRule(rule, closed + group('nsg-data') + subnets);
  checkRule(rule, group('nsg-app') + network(subnet('snet-app', '10.1.2.0/24', 'nsg-app')));
});

test('silent where filters are not known', () => {
  const existing =
    "resource nsgdata 'Microsoft.Network/networkSecurityGroups@2024-05-01' existing = { name: 'nsg-data' }\n";
  checkRule(rule, workload(existing));
  const given = group('nsg-data').replace('[\n\n    ]', 'rules');
  checkRule(rule, `param rules array\n${workload(given)}`);
});

test('silent where the workspace declares its flows: undeclared-flow tells what is more', () => {
  checkRule(rule, workload(group('nsg-data')), contractOf('web -> app: tcp/443'));
});

test('fixtures are more often silent than loud', () => {
  checkBalance(rule);
});
