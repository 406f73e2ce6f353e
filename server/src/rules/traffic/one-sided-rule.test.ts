import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
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
  subnet,
} from '../../../../test/flow-fixture.ts';
import { oneSidedRule as rule } from './one-sided-rule.ts';

const subnets = network(subnet('snet-app', '10.1.2.0/24', 'nsg-app'), subnet('snet-data', '10.1.3.0/24', 'nsg-data'));
const ends = { from: '10.1.2.0/24', to: '10.1.3.0/24', port: '1433', protocol: 'Tcp' };
const sqlIn = (more = {}): string => allowIn('SqlIn', { ...ends, ...more });
const sqlOut = (more = {}): string => allowOut('SqlOut', { ...ends, ...more });

test('an inbound allow of what the source never lets out is reported, with both rules', () => {
  checkRule(
    rule,
    found(
      group('nsg-app', denyOut) + group('nsg-data', sqlIn(), denyIn) + subnets,
      "'SqlIn'",
      'information: SqlIn of nsg-data allows snet-app to snet-data on TCP 1433 inbound, but DenyAllOutbound (4096) of nsg-app denies it outbound, so it never comes about.',
    ),
  );
});

test('an outbound allow of what the destination never lets in is reported, with both rules', () => {
  checkRule(
    rule,
    found(
      group('nsg-app', sqlOut(), denyOut) + group('nsg-data', denyIn) + subnets,
      "'SqlOut'",
      'information: SqlOut of nsg-app allows snet-app to snet-data on TCP 1433 outbound, but DenyAllInbound (4096) of nsg-data denies it inbound, so it never comes about.',
    ),
  );
});

test('rules between application security groups count', () => {
  const members =
    asg('asg-app') +
    asg('asg-data') +
    card('nic-app', 'snet-app', [memberOf('asg-app')]) +
    card('nic-data', 'snet-data', [memberOf('asg-data')]);
  const byGroups = sqlIn({ from: 'asg:asg-app', to: 'asg:asg-data' });
  checkRule(
    rule,
    found(
      group('nsg-app', denyOut) + group('nsg-data', byGroups, denyIn) + subnets + members,
      "'SqlIn'",
      'information: SqlIn of nsg-data allows snet-app to snet-data on TCP 1433 inbound, but DenyAllOutbound (4096) of nsg-app',
    ),
  );
  const both = sqlOut({ from: 'asg:asg-app', to: 'asg:asg-data' });
  checkRule(rule, group('nsg-app', both, denyOut) + group('nsg-data', byGroups, denyIn) + subnets + members);
});

test('silent where the other end allows it, by a rule or by default, for some of it at least', () => {
  checkRule(rule, group('nsg-app', sqlOut(), denyOut) + group('nsg-data', sqlIn(), denyIn) + subnets);
  checkRule(rule, group('nsg-app') + group('nsg-data', sqlIn(), denyIn) + subnets);
  checkRule(rule, group('nsg-app', sqlOut(), denyOut) + group('nsg-data') + subnets);
  checkRule(
    rule,
    group('nsg-app', sqlOut(), denyOut) + group('nsg-data', sqlIn({ port: '1433-1500' }), denyIn) + subnets,
  );
});

test('silent where the other side is wider than the deployment', () => {
  for (const from of ['*', 'VirtualNetwork', 'Internet', '10.0.0.0/8', '10.1.0.0/16', '192.168.0.0/24'])
    checkRule(rule, group('nsg-app', denyOut) + group('nsg-data', sqlIn({ from }), denyIn) + subnets);
});

test('silent where the other end is not known', () => {
  const existing =
    "resource nsgapp 'Microsoft.Network/networkSecurityGroups@2024-05-01' existing = { name: 'nsg-app' }\n";
  checkRule(rule, existing + group('nsg-data', sqlIn(), denyIn) + subnets);
  checkRule(
    rule,
    `param rules array\n${group('nsg-app').replace('[\n\n    ]', 'rules')}${group('nsg-data', sqlIn(), denyIn)}${subnets}`,
  );
  const handedOut = asg('asg-app') + card('nic-data', 'snet-data');
  checkRule(
    rule,
    `${group('nsg-app', denyOut)}${group('nsg-data', sqlIn({ from: 'asg:asg-app' }), denyIn)}${subnets}${handedOut}output id string = asgapp.id\n`,
  );
  checkRule(rule, group('nsg-data', sqlIn(), denyIn));
});

test('silent where the rule itself decides nothing: that is another finding', () => {
  checkRule(rule, group('nsg-app', denyOut) + group('nsg-data', denyIn.replace('4096', '100'), sqlIn()) + subnets);
});

test('fixtures are more often silent than loud', () => {
  checkBalance(rule);
});
