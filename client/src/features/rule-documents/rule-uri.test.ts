import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ruleIdOf } from './rule-uri.ts';

test('the path of a page names its rule', () => {
  assert.equal(ruleIdOf('/rules/no-public-network-access.md'), 'no-public-network-access');
});

test('other paths name none', () => {
  for (const path of ['', '/', '/rules/', '/rules/.md', '/rules/a', '/rules/../x.md', '/rules/a/b.md', '/other/a.md']) {
    assert.equal(ruleIdOf(path), null, path);
  }
});
