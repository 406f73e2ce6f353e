import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkExample, repairTitles } from '../../../../test/check-rule.ts';
import { exampleNetwork } from '../examples/hub-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import { type ExampleFields, exampleDeny, exampleGroup } from '../examples/rule-example.ts';
import type { Example } from '../rule.ts';
import { subnetWithoutNsg as rule } from './subnet-without-nsg.ts';

const app = { addressPrefix: '10.1.2.0/24' };

/** A network that tells its machines to ask these servers; with a group for its subnet if there are rules in front of its denies. */
function asking(servers: readonly string[], allows: Readonly<Record<string, ExampleFields>> | null): Example {
  const attached = allows === null ? {} : { networkSecurityGroup: { id: { idOf: 'appNsg' } } };
  const spoke = exampleNetwork('spoke', '10.1.0.0/16', { app: { ...app, ...attached } });
  const described = (direction: string): ExampleFields => ({
    ...exampleDeny,
    description: `Denies all ${direction.toLowerCase()} traffic unless specifically allowed.`,
    direction,
  });
  const denies = { DenyAllInbound: described('Inbound'), DenyAllOutbound: described('Outbound') };
  return resourcesExample(
    {
      ...spoke,
      properties: { ...spoke.properties, dhcpOptions: { dnsServers: servers } },
      ...(allows === null ? {} : { dependsOn: 'appNsg' }),
    },
    ...(allows === null ? [] : [exampleGroup('appNsg', 'spoke-app-nsg', { ...allows, ...denies })]),
  );
}

const dnsOut = (ends: ExampleFields): ExampleFields => ({
  direction: 'Outbound',
  protocol: '*',
  sourceAddressPrefix: '*',
  destinationPortRange: '53',
  destinationAddressPrefix: '',
  ...ends,
});

test('a new group keeps DNS to the servers of the network', () => {
  for (const [servers, allow] of [
    [['10.0.0.4'], dnsOut({ destinationAddressPrefix: '10.0.0.4' })],
    [['10.0.0.4', '10.0.0.5'], dnsOut({ destinationAddressPrefixes: ['10.0.0.4', '10.0.0.5'] })],
  ] as const) {
    const [bad, good] = [asking(servers, null), asking(servers, { AllowDnsOutbound: allow })];
    checkExample(rule, bad.bicep, good.bicep);
    checkExample(rule, bad.json, good.json);
  }
});

test('a new group keeps DNS in both directions where a server is behind it', () => {
  const own = ['10.1.2.4'];
  const ends = { destinationAddressPrefix: '10.1.2.4' };
  const good = asking(own, {
    AllowDnsInbound: dnsOut({ ...ends, direction: 'Inbound', sourceAddressPrefix: 'VirtualNetwork' }),
    AllowDnsOutbound: dnsOut(ends),
  });
  const bad = asking(own, null);
  checkExample(rule, bad.bicep, good.bicep);
  checkExample(rule, bad.json, good.json);
});

test('a new group needs no rule for the resolver of the platform, and none where the servers are not known', () => {
  for (const servers of [['168.63.129.16'], []]) {
    const [bad, good] = [asking(servers, null), asking(servers, {})];
    checkExample(rule, bad.bicep, good.bicep);
    checkExample(rule, bad.json, good.json);
  }
  const unknown = `param servers array\n\n${asking(['10.0.0.4'], null).bicep.replace(/dnsServers: \[[^\]]*\]/, 'dnsServers: servers')}`;
  const [title = ''] = repairTitles(rule, unknown);
  assert.match(title, /^Add a network security group that denies all traffic to app: blocks /);
});

test('the title names the servers', () => {
  const titleFor = (...servers: readonly string[]): string => repairTitles(rule, asking(servers, null).bicep)[0] ?? '';
  assert.match(
    titleFor('10.0.0.4', '10.0.0.5'),
    /^Add a network security group that denies all other traffic to app: keeps DNS to 10\.0\.0\.4 and 10\.0\.0\.5, blocks what AllowVnetInBound/,
  );
  assert.match(
    titleFor('10.1.2.4'),
    /: keeps DNS from the virtual network to 10\.1\.2\.4 and DNS to 10\.1\.2\.4, blocks /,
  );
});
