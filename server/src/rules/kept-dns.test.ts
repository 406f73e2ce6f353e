import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkExample, checkRepair, repairTitles } from '../../../test/check-rule.ts';
import { exampleNetwork } from './examples/hub-example.ts';
import { resourcesExample } from './examples/resource-example.ts';
import { type ExampleFields, exampleDeny, exampleGroup } from './examples/rule-example.ts';
import type { Example, Rule } from './rule.ts';
import { noDenyAllInbound } from './security-groups/no-deny-all-inbound.ts';
import { noDenyAllOutbound } from './security-groups/no-deny-all-outbound.ts';
import { subnetWithoutNsg } from './subnets/subnet-without-nsg.ts';

/** A group with these rules at the subnet 10.1.2.0/24 of a network that tells its machines to ask the servers. */
function asking(servers: readonly string[], rules: Readonly<Record<string, ExampleFields>>): Example {
  const app = { addressPrefix: '10.1.2.0/24', networkSecurityGroup: { id: { idOf: 'group' } } };
  const spoke = exampleNetwork('spoke', '10.1.0.0/16', { app });
  return resourcesExample(exampleGroup('group', 'nsg-app', rules), {
    ...spoke,
    properties: { ...spoke.properties, dhcpOptions: { dnsServers: servers } },
    dependsOn: 'group',
  });
}

function checkBoth(rule: Rule, before: Example, title: string, after: Example): void {
  checkRepair(rule, before.bicep, title, after.bicep);
  checkRepair(rule, before.json, title, after.json);
}

const web = { AllowWeb: {} };

const deny = (direction: string): ExampleFields => ({
  ...exampleDeny,
  direction,
  description: `Denies all ${direction.toLowerCase()} traffic unless specifically allowed.`,
});

const dnsOut = (server: string, more: ExampleFields = {}): ExampleFields => ({
  direction: 'Outbound',
  priority: 4095,
  protocol: '*',
  sourceAddressPrefix: '*',
  destinationPortRange: '53',
  destinationAddressPrefix: server,
  ...more,
});

const dnsIn = (server: string): ExampleFields =>
  dnsOut(server, { direction: 'Inbound', sourceAddressPrefix: 'VirtualNetwork' });

test('a deny of all outbound traffic comes with the rule that keeps DNS', () => {
  for (const server of ['20.1.2.3', '10.1.2.4'])
    checkBoth(
      noDenyAllOutbound,
      asking([server], web),
      `Add AllowDnsOutbound and DenyAllOutbound to nsg-app: keeps DNS to ${server}, blocks what AllowVnetOutBound`,
      asking([server], { ...web, AllowDnsOutbound: dnsOut(server), DenyAllOutbound: deny('Outbound') }),
    );
});

test('a deny of all inbound traffic comes with it where the server is behind the group', () => {
  const server = '10.1.2.4';
  checkBoth(
    noDenyAllInbound,
    asking([server], web),
    `Add AllowDnsInbound and DenyAllInbound to nsg-app: keeps DNS from the virtual network to ${server}, blocks what`,
    asking([server], { ...web, AllowDnsInbound: dnsIn(server), DenyAllInbound: deny('Inbound') }),
  );
});

test('a partial deny is completed behind the rule that keeps DNS', () => {
  const partial = { DenyAllOutbound: { ...deny('Outbound'), protocol: 'Tcp' } };
  checkBoth(
    noDenyAllOutbound,
    asking(['20.1.2.3'], partial),
    'Add AllowDnsOutbound and make DenyAllOutbound deny all outbound traffic: keeps DNS to 20.1.2.3, blocks what',
    asking(['20.1.2.3'], { DenyAllOutbound: deny('Outbound'), AllowDnsOutbound: dnsOut('20.1.2.3') }),
  );
});

test('no such rule where DNS passes without it, or did not pass before', () => {
  const plainly = (rule: Rule, servers: readonly string[], rules: Readonly<Record<string, ExampleFields>>): void => {
    const [title = ''] = repairTitles(rule, asking(servers, rules).bicep);
    const direction = rule === noDenyAllInbound ? 'Inbound' : 'Outbound';
    assert.ok(title.startsWith(`Add DenyAll${direction} to nsg-app: blocks what`), title);
  };
  // The platform answers past all groups; the server isn't behind this one; a rule lets its clients pass; another keeps them away.
  plainly(noDenyAllOutbound, ['168.63.129.16'], web);
  plainly(noDenyAllInbound, ['20.1.2.3'], web);
  plainly(noDenyAllOutbound, ['20.1.2.3'], { AllowNames: dnsOut('20.1.2.0/24', { priority: 200 }) });
  plainly(noDenyAllOutbound, ['20.1.2.3'], { DenyNames: dnsOut('20.1.2.0/24', { priority: 200, access: 'Deny' }) });
});

test('no repair where another rule has the name', () => {
  const other = { AllowDnsOutbound: dnsOut('10.9.9.9', { priority: 200 }) };
  assert.deepEqual(repairTitles(noDenyAllOutbound, asking(['20.1.2.3'], other).bicep), []);
});

/** A network that tells its machines to ask these servers; with a group for its subnet if there are rules in front of its denies. */
function alone(servers: readonly string[], allows: Readonly<Record<string, ExampleFields>> | null): Example {
  const attached = allows === null ? {} : { networkSecurityGroup: { id: { idOf: 'appNsg' } } };
  const spoke = exampleNetwork('spoke', '10.1.0.0/16', { app: { addressPrefix: '10.1.2.0/24', ...attached } });
  const denies = { DenyAllInbound: deny('Inbound'), DenyAllOutbound: deny('Outbound') };
  return resourcesExample(
    {
      ...spoke,
      properties: { ...spoke.properties, dhcpOptions: { dnsServers: servers } },
      ...(allows === null ? {} : { dependsOn: 'appNsg' }),
    },
    ...(allows === null ? [] : [exampleGroup('appNsg', 'spoke-app-nsg', { ...allows, ...denies })]),
  );
}

test('a new group keeps DNS to the servers of the network', () => {
  for (const [servers, allow] of [
    [['10.0.0.4'], dnsOut('10.0.0.4', { priority: 105 })],
    [['10.0.0.4', '10.0.0.5'], dnsOut('', { priority: 105, destinationAddressPrefixes: ['10.0.0.4', '10.0.0.5'] })],
  ] as const) {
    const [bad, good] = [alone(servers, null), alone(servers, { AllowDnsOutbound: allow })];
    checkExample(subnetWithoutNsg, bad.bicep, good.bicep);
    checkExample(subnetWithoutNsg, bad.json, good.json);
  }
});

test('a new group keeps DNS in both directions where a server is behind it', () => {
  const own = ['10.1.2.4'];
  const good = alone(own, {
    AllowDnsInbound: { ...dnsIn('10.1.2.4'), priority: 105 },
    AllowDnsOutbound: dnsOut('10.1.2.4', { priority: 105 }),
  });
  const bad = alone(own, null);
  checkExample(subnetWithoutNsg, bad.bicep, good.bicep);
  checkExample(subnetWithoutNsg, bad.json, good.json);
});

test('a new group needs no rule for the resolver of the platform, and none where the servers are not known', () => {
  for (const servers of [['168.63.129.16'], []]) {
    const [bad, good] = [alone(servers, null), alone(servers, {})];
    checkExample(subnetWithoutNsg, bad.bicep, good.bicep);
    checkExample(subnetWithoutNsg, bad.json, good.json);
  }
  const unknown = `param servers array\n\n${alone(['10.0.0.4'], null).bicep.replace(/dnsServers: \[[^\]]*\]/, 'dnsServers: servers')}`;
  const [title = ''] = repairTitles(subnetWithoutNsg, unknown);
  assert.match(title, /^Add a network security group that denies all traffic to app: blocks /);
});

test('the title names the servers', () => {
  const titleFor = (...servers: readonly string[]): string =>
    repairTitles(subnetWithoutNsg, alone(servers, null).bicep)[0] ?? '';
  assert.match(
    titleFor('10.0.0.4', '10.0.0.5'),
    /^Add a network security group that denies all other traffic to app: keeps DNS to 10\.0\.0\.4 and 10\.0\.0\.5, blocks what AllowVnetInBound/,
  );
  assert.match(
    titleFor('10.1.2.4'),
    /: keeps DNS from the virtual network to 10\.1\.2\.4 and DNS to 10\.1\.2\.4, blocks /,
  );
});
