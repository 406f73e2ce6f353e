import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AddressPart, linkedAddress, uriParts } from './linked-address.ts';

/** `path`, with `.../` before one of which only the end is known; null if nothing is. */
function shown(...parts: readonly AddressPart[]): string | null {
  const address = linkedAddress(parts);
  return address === null ? null : `${address.isWhole ? '' : '.../'}${address.path}`;
}

test('what stands behind one unknown address is a path from a folder of the author', () => {
  assert.equal(shown(null, 'nested/x.json'), 'nested/x.json');
  assert.equal(shown(null, '/nested/', 'x.json', null), 'nested/x.json');
  assert.equal(shown(null, '/nested//./x.JSON?sv=1'), 'nested/x.JSON');
  assert.equal(shown(null, '../shared/x.json'), '../shared/x.json');
  assert.equal(shown('nested/x.json'), 'nested/x.json');
});

test('of a longer address the end is known', () => {
  assert.equal(shown('https://example.org/quick/start/nested/x.json'), '.../quick/start/nested/x.json');
  assert.equal(shown('https://', null, '.blob.core.windows.net/templates/x.json'), '.../templates/x.json');
  assert.equal(shown('https://example.org/', null, '/nested/x.json'), '.../nested/x.json');
  assert.equal(shown(null, '/', null, '/nested/x.json'), '.../nested/x.json');
});

test('an address that does not tell the name or the folder of a file tells nothing', () => {
  for (const parts of [
    [],
    [null],
    [null, '.json'].slice(0, 1),
    [null, '/nested/', null, '.json'],
    [null, '/', null, '/x.json'],
    ['https://example.org/', null, '/x.json'],
    [null, 'nested/x.txt'],
    [null, 'nested/x.json.bak'],
    ['https://example.org/?file=x.json'],
    ['https://example.org/', '../x.json'],
  ])
    assert.equal(shown(...parts), null, JSON.stringify(parts));
});

test('uri replaces what stands behind the last slash', () => {
  const joined = (base: readonly AddressPart[], relative: readonly AddressPart[]) =>
    uriParts(base, relative).map((part) => part ?? '?');
  assert.deepEqual(joined([null], ['x.json']), ['?', 'x.json']);
  assert.deepEqual(joined([null, '/nested/y.json'], ['x.json']), ['?', '/nested/', 'x.json']);
  assert.deepEqual(joined(['https://example.org/a.json'], ['x.json']), ['https://example.org/', 'x.json']);
  assert.deepEqual(joined([null], ['https://example.org/x.json']), ['https://example.org/x.json']);
});
