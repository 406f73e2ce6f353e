import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRestartPolicy } from './restart-policy.ts';

const MINUTE = 60_000;

test('the first crash restarts the server and is the only one that is said', () => {
  const policy = createRestartPolicy();
  assert.deepEqual(policy.serverClosed(0), { restart: true, notify: true });
  assert.deepEqual(policy.serverClosed(1000), { restart: true, notify: false });
  assert.deepEqual(policy.serverClosed(10 * MINUTE), { restart: true, notify: false });
});

test('a server that crashes five times within three minutes stays down', () => {
  const policy = createRestartPolicy();
  for (const now of [0, 1, 2, 3]) assert.equal(policy.serverClosed(now).restart, true);
  assert.deepEqual(policy.serverClosed(4), { restart: false, notify: false });
});

test('crashes that are far apart never add up', () => {
  const policy = createRestartPolicy();
  for (let crash = 0; crash < 20; crash++) assert.equal(policy.serverClosed(crash * 2 * MINUTE).restart, true);
});
