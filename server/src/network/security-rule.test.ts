import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  deniesEverythingElse,
  deniesPortBefore,
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

test('an earlier deny takes a port away only if it covers the whole allow rule', () => {
  const allowRdp = like(allowWeb, {
    name: 'AllowRdp',
    priority: 300,
    destinationPorts: ['3389'],
    sources: ['Internet'],
  });
  assert.equal(deniesPortBefore(like(denyAll, { priority: 200 }), allowRdp, 'tcp', 3389), true);
  assert.equal(deniesPortBefore(like(denyAll, { priority: 200, sources: ['Internet'] }), allowRdp, 'tcp', 3389), true);
  assert.equal(deniesPortBefore(like(denyAll, { priority: 200, protocol: 'udp' }), allowRdp, 'tcp', 3389), false);
  assert.equal(
    deniesPortBefore(like(denyAll, { priority: 200, destinationPorts: ['22'] }), allowRdp, 'tcp', 3389),
    false,
  );
  assert.equal(
    deniesPortBefore(like(denyAll, { priority: 200, destinations: ['10.0.0.4'] }), allowRdp, 'tcp', 3389),
    false,
  );
  assert.equal(deniesPortBefore(denyAll, allowRdp, 'tcp', 3389), false);
});

test('the deny takes the last free priority', () => {
  assert.equal(highestFreePriority(new Set()), 4096);
  assert.equal(highestFreePriority(new Set([4096, 4095, 4000])), 4094);
  assert.equal(highestFreePriority(new Set(Array.from({ length: 3997 }, (_, index) => 100 + index))), null);
});
