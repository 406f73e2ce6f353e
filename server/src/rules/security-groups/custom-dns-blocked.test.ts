import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRule, relatedTexts, repairTitles } from '../../../../test/check-rule.ts';
import { allowOut, card, denyIn, denyOut, found, group, network, subnet } from '../../../../test/flow-fixture.ts';
import { customDnsBlocked as rule } from './custom-dns-blocked.ts';

const subnets = network(subnet('snet-app', '10.1.2.0/24', 'nsg-app'), subnet('snet-dns', '10.1.3.0/24', 'nsg-dns'));
const asking = (servers: string, net = subnets): string =>
  net.replace('subnets:', `dhcpOptions: { dnsServers: ${servers} }\n    subnets:`);
const machines = card('nic-app', 'snet-app') + card('nic-dns', 'snet-dns', ["privateIPAddress: '10.1.3.4'"]);
const open = group('nsg-dns');
const own = "['10.1.3.4']";
const closed = group('nsg-app', denyOut);
const dnsOut = allowOut('Dns', { to: '10.1.3.4', port: '53' });

test('a deny of all outbound traffic, to a server in the network or elsewhere', () => {
  checkRule(
    rule,
    found(
      closed + open + asking(own) + machines,
      "'10.1.3.4'",
      "warning: Machines in snet-app can't ask the DNS server 10.1.3.4 of vnet: DenyAllOutbound (4096) of nsg-app denies UDP 53. Allow port 53",
      'dnsServers',
    ),
  );
  checkRule(
    rule,
    found(
      closed + open + asking("['20.1.2.3']") + card('nic-app', 'snet-app'),
      "'20.1.2.3'",
      "warning: Machines in snet-app can't ask the DNS server 20.1.2.3 of vnet: DenyAllOutbound (4096) of nsg-app",
      'dnsServers',
    ),
  );
});

test('a deny of all inbound traffic at the server', () => {
  checkRule(
    rule,
    found(
      group('nsg-app') + group('nsg-dns', denyIn) + asking(own) + machines,
      "'10.1.3.4'",
      "warning: Machines in snet-app can't ask the DNS server 10.1.3.4 of vnet: DenyAllInbound (4096) of nsg-dns denies UDP 53.",
      'dnsServers',
    ),
  );
});

test('the finding leads to the rule', () => {
  assert.deepEqual(relatedTexts(rule, closed + open + asking(own) + machines), [
    "'DenyAllOutbound': DenyAllOutbound denies it.",
  ]);
});

test('silent: an allow, no deny, the resolver of the platform, no servers, subnets of endpoints and services', () => {
  checkRule(rule, group('nsg-app', dnsOut, denyOut) + open + asking(own) + machines);
  checkRule(rule, group('nsg-app') + open + asking(own) + machines);
  checkRule(rule, closed + open + asking("['168.63.129.16']") + machines);
  checkRule(rule, closed + open + asking('[]') + machines);
  checkRule(rule, closed + open + subnets + machines);
  const bastion = network(subnet('AzureBastionSubnet', '10.1.4.0/26', 'nsg-app'));
  checkRule(rule, closed + asking(own, bastion));
});

test('what is unknown accuses nobody', () => {
  checkRule(rule, `param servers array\n${closed}${open}${asking('servers')}${machines}`);
  checkRule(rule, `param rules array\n${group('nsg-app', '...rules', denyOut)}${open}${asking(own)}${machines}`);
  const elsewhere =
    "resource nsgapp 'Microsoft.Network/networkSecurityGroups@2024-05-01' existing = { name: 'nsg-app' }\n";
  checkRule(rule, elsewhere + open + asking(own) + machines);
});

test('the repair lets port 53 out', () => {
  const titles = repairTitles(rule, closed + open + asking(own) + machines);
  assert.deepEqual(titles, [
    'Add AllowDnsOutbound to nsg-app: lets port 53 out to 10.1.3.4; opens app -> hub TCP 53, UDP 53',
  ]);
  // The allow would have to stand in the group of the server.
  assert.deepEqual(repairTitles(rule, group('nsg-app') + group('nsg-dns', denyIn) + asking(own) + machines), []);
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
