import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coversEveryPort, coversPort, parsePortRange } from './ports.ts';

test('a port, a range and any port are read', () => {
  assert.deepEqual(parsePortRange('22'), { first: 22, last: 22 });
  assert.deepEqual(parsePortRange('20-30'), { first: 20, last: 30 });
  assert.deepEqual(parsePortRange(' * '), { first: 0, last: 65535 });
});

test('anything else is no port range', () => {
  for (const text of ['', '30-20', '65536', '22,3389', 'ssh', '-22']) assert.equal(parsePortRange(text), null, text);
});

test('a port is covered by any of the ranges', () => {
  assert.equal(coversPort(['80', '3000-4000'], 3389), true);
  assert.equal(coversPort(['*'], 22), true);
  assert.equal(coversPort(['80', '443'], 22), false);
  assert.equal(coversPort([], 22), false);
});

test('every port is covered by ranges that meet without a gap', () => {
  assert.equal(coversEveryPort(['*']), true);
  assert.equal(coversEveryPort(['0-65535']), true);
  assert.equal(coversEveryPort(['1024-65535', '0-1023']), true);
  assert.equal(coversEveryPort(['0-1023', '1025-65535']), false);
  assert.equal(coversEveryPort([]), false);
});
