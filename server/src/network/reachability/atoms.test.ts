import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AtomTable, addressesOfAtoms, type Membership } from './atoms.ts';

const nobody: Membership = { groups: [], joins: 'none', somewhere: null };

test('ranges that follow each other, each once for every tag, are one interval', () => {
  const table = new AtomTable();
  const ranges = [
    [10, 20],
    [20, 30],
    [40, 50],
  ] as const;
  const atoms = ranges.flatMap(([start, end]) => [
    table.v4(start, end, null, nobody),
    table.v4(start, end, 'storage', nobody),
    table.v6(BigInt(start), BigInt(end), null, nobody),
    table.v6(BigInt(start), BigInt(end), 'storage', nobody),
  ]);
  assert.deepEqual(addressesOfAtoms(atoms), { v4: [10, 30, 40, 50], v6: [10n, 30n, 40n, 50n] });
});
