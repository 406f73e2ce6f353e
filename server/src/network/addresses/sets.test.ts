import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  type AddressSet,
  everyAddress,
  holdsAddress,
  intersectAddresses,
  isEmptySet,
  noAddress,
  parseAddressSet,
  printAddress,
  printAddresses,
  sameAddresses,
  smallestAddress,
  subtractAddresses,
  unionOfAddresses,
} from './address-set.ts';
import {
  cutsInside,
  differenceOf,
  holdsPoint,
  intersectionOf,
  intervalsOf,
  overlaps,
  unionOf,
} from './interval-set.ts';
import { everyPort, isEveryPort, parsePortSet, printPorts } from './port-set.ts';

suite('intervals', () => {
  test('overlapping, touching and nested ones are one set', () => {
    assert.deepEqual(
      intervalsOf([
        [5, 9],
        [1, 3],
        [3, 4],
        [6, 7],
      ]),
      [1, 4, 5, 9],
    );
    assert.deepEqual(
      intervalsOf([
        [4, 4],
        [7, 2],
      ]),
      [],
    );
    assert.deepEqual(intervalsOf([[1, 3]]), [1, 3]);
  });

  /** Membership of 0 to 15 as bits, as an independent way to do the same. */
  const bits = (set: readonly number[]): number =>
    Array.from({ length: 16 }, (_, at) => (holdsPoint(set, at) ? 1 << at : 0)).reduce((a, b) => a | b, 0);
  const setOfBits = (mask: number): readonly number[] =>
    intervalsOf(
      Array.from({ length: 16 }, (_, at) => at).flatMap((at) => ((mask >> at) & 1 ? [[at, at + 1] as const] : [])),
    );

  test('union, intersection and difference are those of the members', () => {
    for (let round = 0; round < 3000; round++) {
      const [a, b] = [(round * 40_503) & 0xffff, (round * 30_011 + 977) & 0xffff];
      const [left, right] = [setOfBits(a), setOfBits(b)];
      assert.equal(bits(left), a);
      assert.equal(bits(unionOf(left, right)), a | b);
      assert.equal(bits(intersectionOf(left, right)), a & b);
      assert.equal(bits(differenceOf(left, right)), a & ~b);
      assert.equal(overlaps(left, right), (a & b) !== 0);
      // One set has one form.
      assert.deepEqual(unionOf(left, right), setOfBits(a | b));
    }
  });

  test('cuts inside of an interval, without its ends', () => {
    assert.deepEqual(cutsInside([1, 4, 6, 9], 1, 9), [4, 6]);
    assert.deepEqual(cutsInside([1, 4, 6, 9], 4, 5), []);
  });
});

suite('addresses', () => {
  const set = (...texts: readonly string[]): AddressSet => parseAddressSet(texts) ?? noAddress;

  test('printed as prefixes where they are some, else as ranges', () => {
    assert.deepEqual(printAddresses(set('10.0.1.0/24', '10.0.0.0/24', '192.168.0.4')), ['10.0.0.0/23', '192.168.0.4']);
    assert.deepEqual(printAddresses(set('10.0.0.1-10.0.0.6')), ['10.0.0.1-10.0.0.6']);
    assert.deepEqual(printAddresses(set('fd00::1', '2001:db8:0:0:1:0:0:0/127', '::/0')), ['::/0']);
    assert.deepEqual(printAddresses(set('fd00::1', '2001:db8:0:0:1:0:0:0/127')), ['2001:db8:0:0:1::/127', 'fd00::1']);
    assert.deepEqual(printAddresses(everyAddress), ['0.0.0.0/0', '::/0']);
  });

  test('printed texts read back as the same set', () => {
    for (const texts of [
      ['10.0.0.3-10.0.9.1', '::1', 'fe80::/10'],
      ['0.0.0.0/1', 'fd00:0:0:1::/64'],
      ['1:0:0:2:0:0:0:3', '1::', '::', '1:2:3:4:5:6:7:8'],
    ]) {
      const original = set(...texts);
      assert.ok(sameAddresses(set(...printAddresses(original)), original), texts.join());
    }
  });

  test('families are apart', () => {
    const both = unionOfAddresses(set('10.0.0.0/8'), set('fd00::/8'));
    assert.deepEqual(printAddresses(subtractAddresses(both, set('0.0.0.0/0'))), ['fd00::/8']);
    assert.deepEqual(printAddresses(intersectAddresses(both, set('10.1.0.0/16', '::/0'))), ['10.1.0.0/16', 'fd00::/8']);
    assert.ok(isEmptySet(subtractAddresses(both, both)));
  });

  test('members', () => {
    const [first] = [smallestAddress(set('10.0.0.8/29', 'fd00::/8'))];
    assert.ok(first !== null);
    assert.equal(printAddress(first), '10.0.0.8');
    assert.ok(holdsAddress(set('10.0.0.0/8'), first));
    assert.ok(!holdsAddress(set('fd00::/8'), first));
    assert.equal(smallestAddress(noAddress), null);
  });

  test('what is no address makes no set', () => {
    for (const text of ['Internet', '10.0.0', '10.0.0.0/33', '10.0.0.9-10.0.0.1', '10.0.0.1-::1', ''])
      assert.equal(parseAddressSet([text]), null, text);
  });
});

suite('ports', () => {
  test('lists of ports and ranges', () => {
    assert.equal(printPorts(parsePortSet(['443', '80', '81', '8000-8080']) ?? []), '80-81, 443, 8000-8080');
    assert.ok(isEveryPort(parsePortSet(['0-99', '100-65535']) ?? []));
    assert.equal(printPorts(everyPort), '*');
    assert.equal(parsePortSet(['443', '70000']), null);
  });
});
