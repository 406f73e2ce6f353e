import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkRepair, repairTitles } from '../../../../test/check-rule.ts';
import { exampleNetwork } from '../examples/hub-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import { type ExampleFields, exampleDeny, exampleGroup } from '../examples/rule-example.ts';
import type { Example, Rule } from '../rule.ts';
import { noDenyAllInbound } from './no-deny-all-inbound.ts';
import { noDenyAllOutbound } from './no-deny-all-outbound.ts';

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
