import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  deniesBefore,
  deniesEverythingElse,
  highestFreePriority,
  isCompleteDeny,
  type SecurityRule,
} from './security-rule.ts';

const denyAll: SecurityRule = {
  name: 'DenyAllInbound',
  direction: 'Inbound',
  access: 'Deny',
  priority: 4096,
  protocol: '*',
  sources: ['*'],
  destinations: ['*'],
  sourcePorts: ['*'],
  destinationPorts: ['*'],
};
const allowWeb = like(denyAll, {
  name: 'AllowWeb',
  access: 'Allow',
  priority: 105,
  protocol: 'tcp',
  destinationPorts: ['443'],
});

function like(rule: SecurityRule, fields: Partial<SecurityRule>): SecurityRule {
  return { ...rule, ...fields };
}

test('a deny of everything is complete at any priority', () => {
  assert.equal(deniesEverythingElse([allowWeb, denyAll], 'Inbound'), true);
  assert.equal(deniesEverythingElse([allowWeb, like(denyAll, { priority: 4000 })], 'Inbound'), true);
});

test('a deny counts for its own direction only', () => {
  assert.equal(deniesEverythingElse([denyAll], 'Outbound'), false);
  assert.equal(deniesEverythingElse([like(denyAll, { direction: 'Outbound' })], 'Outbound'), true);
});

test('partial denies are not complete', () => {
  const partial: readonly Partial<SecurityRule>[] = [
    { protocol: 'tcp' },
    { destinationPorts: ['0-1024'] },
    { destinationPorts: ['80', '443'] },
    { sourcePorts: ['443'] },
    { sources: ['Internet'] },
    { sources: ['VirtualNetwork'] },
    { sources: ['10.0.0.0/8'] },
    { sources: [] },
    { destinations: ['Internet'] },
    { access: 'Allow' },
  ];
  for (const fields of partial)
    assert.equal(isCompleteDeny(like(denyAll, fields), 'Inbound'), false, JSON.stringify(fields));
});

test('the same set in other words is complete', () => {
  const complete: readonly Partial<SecurityRule>[] = [
    { sources: ['Any'] },
    { sources: ['0.0.0.0/0'] },
    { sources: ['0.0.0.0/1', '128.0.0.0/1'] },
    { destinations: ['VirtualNetwork'] },
    { destinationPorts: ['0-65535'] },
    { destinationPorts: ['0-1023', '1024-65535'] },
    { sources: ['0.0.0.0/0', '::/0'] },
  ];
  for (const fields of complete)
    assert.equal(isCompleteDeny(like(denyAll, fields), 'Inbound'), true, JSON.stringify(fields));
});

test('for IPv6 an IPv4 prefix says nothing', () => {
  assert.equal(isCompleteDeny(like(denyAll, { sources: ['0.0.0.0/0'] }), 'Inbound', 6), false);
  assert.equal(isCompleteDeny(like(denyAll, { sources: ['0.0.0.0/0', '::/0'] }), 'Inbound', 6), true);
  assert.equal(isCompleteDeny(denyAll, 'Inbound', 6), true);
});

test('a deny behind a rule that allows everything is dead', () => {
  const allowAll = like(denyAll, { name: 'AllowAll', access: 'Allow', priority: 200 });
  assert.equal(deniesEverythingElse([allowAll, denyAll], 'Inbound'), false);
  assert.equal(deniesEverythingElse([like(allowAll, { priority: 4097 }), denyAll], 'Inbound'), true);
  assert.equal(deniesEverythingElse([like(allowAll, { protocol: 'tcp' }), denyAll], 'Inbound'), true);
  assert.equal(deniesEverythingElse([like(allowAll, { direction: 'Outbound' }), denyAll], 'Inbound'), true);
});

test('an earlier deny takes a flow away only if it covers all of it', () => {
  const denied = (
    deny: Partial<SecurityRule>,
    allow: Partial<SecurityRule> = {},
    families: readonly (4 | 6)[] = [4],
  ) => {
    const rule = like(allowWeb, { priority: 300, destinationPorts: ['3389'], sources: ['Internet'], ...allow });
    const flow = { source: rule.sources[0] ?? '', protocol: 'tcp', port: 3389 };
    return deniesBefore(like(denyAll, { priority: 200, ...deny }), rule, flow, families);
  };
  assert.equal(denied({}), true);
  assert.equal(denied({ sources: ['Internet'] }), true);
  assert.equal(denied({ protocol: 'udp' }), false);
  assert.equal(denied({ destinationPorts: ['22'] }), false);
  assert.equal(denied({ destinations: ['10.0.0.4'] }), false);
  assert.equal(denied({ priority: 4096 }), false);
  assert.equal(denied({ access: 'Allow' }), false);
});

test('of the source only the Internet counts', () => {
  const denied = (deny: readonly string[], allow: string, families: readonly (4 | 6)[] = [4]) =>
    deniesBefore(
      like(denyAll, { priority: 200, sources: deny }),
      like(allowWeb, { priority: 300, sources: [allow, '10.0.0.0/8'] }),
      { source: allow, protocol: 'tcp', port: 443 },
      families,
    );
  assert.equal(denied(['Internet'], '*'), true, 'what is left is the virtual network');
  assert.equal(denied(['internet'], '0.0.0.0/0'), true);
  assert.equal(denied(['0.0.0.0/0'], '*'), true, 'a network without IPv6');
  assert.equal(denied(['0.0.0.0/0'], '*', [4, 6]), false);
  assert.equal(denied(['0.0.0.0/0', '::/0'], 'Internet', [4, 6]), true);
  assert.equal(denied(['0.0.0.0/1'], '*'), false);
  assert.equal(denied(['52.0.0.0/7'], '52.0.0.0/8'), true);
  assert.equal(denied(['52.0.0.0/9'], '52.0.0.0/8'), false);
  assert.equal(denied(['AzureCloud'], '*'), false);
});

test('a deny for a larger destination covers a smaller one', () => {
  const denied = (deny: string, ...allow: readonly string[]) =>
    deniesBefore(
      like(denyAll, { priority: 200, destinations: [deny] }),
      like(allowWeb, { priority: 300, sources: ['*'], destinations: allow }),
      { source: '*', protocol: 'tcp', port: 443 },
      [4],
    );
  assert.equal(denied('10.0.0.0/16', '10.0.1.4'), true);
  assert.equal(denied('10.0.0.0/16', '10.0.1.4', '10.1.0.4'), false);
  assert.equal(denied('10.0.0.0/16', '*'), false);
  assert.equal(denied('VirtualNetwork', '*'), true);
  assert.equal(denied('10.0.0.0/16'), false, 'application security groups only');
});

test('the deny takes the last free priority', () => {
  assert.equal(highestFreePriority(new Set()), 4096);
  assert.equal(highestFreePriority(new Set([4096, 4095, 4000])), 4094);
  assert.equal(highestFreePriority(new Set(Array.from({ length: 3997 }, (_, index) => 100 + index))), null);
});
