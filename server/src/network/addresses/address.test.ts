import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  admitsInternet,
  coversEveryAddress,
  coversRange,
  looksLikeServiceTag,
  parseAddressRange,
  parsePrefix,
} from './address.ts';
import { printPrefix } from './address-set.ts';

test('prefixes, single addresses and ranges are read', () => {
  assert.deepEqual(parseAddressRange('10.0.1.0/24'), { family: 4, first: 0x0a000100n, last: 0x0a0001ffn });
  assert.deepEqual(parseAddressRange('10.0.1.7/24'), { family: 4, first: 0x0a000100n, last: 0x0a0001ffn });
  assert.deepEqual(parseAddressRange('10.0.1.4'), { family: 4, first: 0x0a000104n, last: 0x0a000104n });
  assert.deepEqual(parseAddressRange('10.0.1.4-10.0.1.9'), { family: 4, first: 0x0a000104n, last: 0x0a000109n });
  assert.deepEqual(parseAddressRange('fd00::/8'), { family: 6, first: 0xfdn << 120n, last: (0xfen << 120n) - 1n });
  assert.deepEqual(parseAddressRange('::1'), { family: 6, first: 1n, last: 1n });
});

test('words, tags and malformed prefixes are no ranges', () => {
  for (const text of [
    '',
    '*',
    'VirtualNetwork',
    'Storage.WestEurope',
    '10.0.0',
    '10.0.0.256',
    '10.0.0.0/33',
    '10.0.0.0/',
    '1::2::3',
    ':::',
  ]) {
    assert.equal(parseAddressRange(text), null, text);
  }
});

test('every address of a family may be said in several ways', () => {
  assert.equal(coversEveryAddress(['*'], 6), true);
  assert.equal(coversEveryAddress(['ANY'], 4), true);
  assert.equal(coversEveryAddress(['0.0.0.0/0'], 4), true);
  assert.equal(coversEveryAddress(['128.0.0.0/1', '0.0.0.0/1'], 4), true);
  assert.equal(coversEveryAddress(['0.0.0.0/0'], 6), false);
  assert.equal(coversEveryAddress(['0.0.0.0/1', '128.0.0.0/2'], 4), false);
  assert.equal(coversEveryAddress([], 4), false);
  assert.equal(coversEveryAddress(['Internet', 'VirtualNetwork'], 4), false);
});

test('a range is covered by prefixes that meet without a gap', () => {
  const subnet = { family: 4, first: 0x0a000000n, last: 0x0a0001ffn } as const;
  assert.equal(coversRange(['10.0.1.0/24', '10.0.0.0/24'], subnet), true);
  assert.equal(coversRange(['10.0.0.0/24'], subnet), false);
  assert.equal(coversRange(['10.0.0.0/16'], subnet), true);
});

test('the Internet is admitted by any address, by its tag and by ranges no owner has', () => {
  for (const source of [
    '*',
    'any',
    'Internet',
    'INTERNET',
    '0.0.0.0/0',
    '::/0',
    '0.0.0.0/1',
    '64.0.0.0/2',
    '20.0.0.0/8',
    '2000::/3',
  ]) {
    assert.equal(admitsInternet(source), true, source);
  }
});

test('it is not admitted by private ranges, by other tags, or by the range of one owner', () => {
  for (const source of [
    'VirtualNetwork',
    'AzureLoadBalancer',
    'AzureCloud',
    '10.0.0.0/8',
    '172.16.0.0/12',
    '203.0.113.0/24',
    'fd00::/8',
    '',
  ]) {
    assert.equal(admitsInternet(source), false, source);
  }
});

test('a prefix has a length, and begins where its addresses begin', () => {
  const read = (text: string) => {
    const prefix = parsePrefix(text);
    return prefix && `${printPrefix(prefix.range, prefix.length)} ${prefix.isAligned}`;
  };
  assert.equal(read('10.0.5.0/24'), '10.0.5.0/24 true');
  assert.equal(read('10.0.5.7/24'), '10.0.5.0/24 false');
  assert.equal(read('10.0.5.7/32'), '10.0.5.7/32 true');
  assert.equal(read(' 0.0.0.0/0 '), '0.0.0.0/0 true');
  assert.equal(read('fd00::1:0:0:7/64'), 'fd00::/64 false');
  for (const text of [
    '10.0.5.7',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '10.0.0.0/8-10.1.0.0/8',
    'Internet',
    '',
    '/',
  ])
    assert.equal(read(text), null, text);
});

test('words may be service tags, addresses and what is like them may not', () => {
  for (const text of ['Internet', 'Storage.WestEurope', 'SomethingNew', 'VIRTUAL_NETWORK']) {
    assert.equal(looksLikeServiceTag(text), true, text);
  }
  for (const text of ['*', 'Any', '10.0.0.0/33', '10.0.0.300', 'fd00::zz', 'two words', '', 'a,b'])
    assert.equal(looksLikeServiceTag(text), false, text);
});
