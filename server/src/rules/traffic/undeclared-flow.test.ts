import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { contractOf } from '../../../../test/deployment.ts';
import {
  allowIn,
  allowOut,
  asg,
  card,
  denyIn,
  denyOut,
  found,
  group,
  memberOf,
  network,
  publicAddress,
  subnet,
  withAddress,
} from '../../../../test/flow-fixture.ts';
import { undeclaredFlow as rule } from './undeclared-flow.ts';

const groups = asg('asg-web') + asg('asg-data');
const subnets = network(subnet('snet-web', '10.1.1.0/24', 'nsg-web'), subnet('snet-data', '10.1.3.0/24', 'nsg-data'));
const cards =
  card('nic-web', 'snet-web', [memberOf('asg-web')]) + card('nic-data', 'snet-data', [memberOf('asg-data')]);
const workload = (web: string, data: string, more = cards): string => web + data + groups + subnets + more;
const closedWeb = group('nsg-web', denyIn, denyOut);
const sqlOut = allowOut('SqlOut', { from: 'asg:asg-web', to: 'asg:asg-data', port: '1433', protocol: 'Tcp' });
const sqlIn = (port = '1433'): string =>
  allowIn('SqlIn', { from: 'asg:asg-web', to: 'asg:asg-data', port, protocol: 'Tcp' });
const sql = contractOf('web -> data: tcp/1433');

test('an allow of more than is declared is reported at the rule, with what is too much', () => {
  const wide = group('nsg-web', sqlOut.replace("'1433'", "'1433-1440'"), denyIn, denyOut);
  checkRule(
    rule,
    found(
      workload(wide, group('nsg-data', sqlIn('1433-1440'), denyIn, denyOut)),
      "'SqlIn'",
      'warning: snet-web reaches snet-data on TCP 1434-1440: SqlIn (105) of nsg-data. zerotrust.config.json declares no such flow from web to data.',
    ),
    sql,
  );
});

test('a flow that a statement forbids names the statement', () => {
  checkRule(
    rule,
    found(
      workload(group('nsg-web', sqlOut, denyIn, denyOut), group('nsg-data', sqlIn(), denyIn, denyOut)),
      "'SqlIn'",
      'warning: snet-web reaches snet-data on TCP 1433: SqlIn (105) of nsg-data. zerotrust.config.json forbids it by "* -> data: none".',
    ),
    contractOf('* -> data: none'),
  );
});

test('what only default rules let in is reported at the subnet, and so is what they let out to the Internet', () => {
  checkRule(
    rule,
    found(
      workload(group('nsg-web', denyIn), group('nsg-data', denyOut)).replace('SqlIn', ''),
      "'snet-data'",
      'warning: snet-web reaches snet-data on every protocol and port: AllowVnetInBound (65000) of nsg-data.',
      "{ name: 'snet-data'",
    ),
    contractOf('data -> data: any', 'web -> internet: any'),
  );
  const address = publicAddress('pip');
  const out = card('nic-web', 'snet-web', [memberOf('asg-web'), withAddress('pip')]);
  checkRule(
    rule,
    found(
      workload(group('nsg-web', denyIn), group('nsg-data', denyIn, denyOut), address + out),
      "'snet-web'",
      'warning: snet-web reaches the Internet on every protocol and port: AllowInternetOutBound (65001) of nsg-web.',
      "{ name: 'snet-web'",
    ),
    sql,
  );
});

test('what comes from the Internet is reported; service tags that a rule names on purpose are not the Internet', () => {
  const out = publicAddress('pip') + card('nic-web', 'snet-web', [memberOf('asg-web'), withAddress('pip')]);
  const open = (from: string): string =>
    workload(
      group('nsg-web', allowIn('In', { from, port: '8080', protocol: 'Tcp' }), denyIn, denyOut),
      group('nsg-data', denyIn, denyOut),
      out,
    );
  checkRule(
    rule,
    found(open('Internet'), "'In'", 'warning: The Internet reaches snet-web on TCP 8080: In (105) of nsg-web.'),
    sql,
  );
  checkRule(rule, open('GatewayManager'), sql);
  checkRule(rule, open('Internet'), contractOf('web -> data: tcp/1433', 'internet -> web: tcp/8080'));
});

test('tiers by names alone make it possible', () => {
  checkRule(
    rule,
    found(
      group('nsg-web', denyIn) + group('nsg-data', denyOut) + subnets,
      "'snet-data'",
      'hint: snet-web reaches snet-data',
      "{ name: 'snet-data'",
    ),
    contractOf('data -> data: any', 'web -> internet: any'),
  );
});

test('silent where all that flows is declared', () => {
  checkRule(
    rule,
    workload(group('nsg-web', sqlOut, denyIn, denyOut), group('nsg-data', sqlIn(), denyIn, denyOut)),
    sql,
  );
  checkRule(rule, workload(closedWeb, group('nsg-data', denyIn, denyOut)), contractOf());
  checkRule(rule, workload(group('nsg-web'), group('nsg-data')), contractOf('* -> *: any'));
  checkRule(rule, workload(closedWeb, group('nsg-data', denyIn, denyOut)), contractOf('* -> *: none'));
});

test('silent without declared flows', () => {
  checkRule(rule, workload(group('nsg-web'), group('nsg-data')));
});

test('silent where the tier or the filter is not known', () => {
  const other = network(subnet('one', '10.1.1.0/24', 'nsg-web'), subnet('two', '10.1.3.0/24', 'nsg-data'));
  checkRule(rule, group('nsg-web') + group('nsg-data') + other, sql);
  const existing = (name: string): string =>
    `resource ${name.replace('-', '')} 'Microsoft.Network/networkSecurityGroups@2024-05-01' existing = { name: '${name}' }\n`;
  checkRule(rule, workload(existing('nsg-web'), existing('nsg-data')), sql);
  checkRule(
    rule,
    `param rules array\n${workload(closedWeb, group('nsg-data', denyOut).replace(/\[\n.*\n {4}\]/, 'rules'))}`,
    sql,
  );
});

test('what services of Azure do among themselves is not asked for', () => {
  const hub = network(subnet('AzureFirewallSubnet', '10.1.0.0/26'), subnet('GatewaySubnet', '10.1.0.64/27'));
  checkRule(rule, hub, contractOf());
});

test('fixtures are more often silent than loud', () => {
  checkBalance(rule);
});
