import assert from 'node:assert/strict';
import { test } from 'node:test';
import { azurePolicies } from './policies.ts';

const all = Object.values(azurePolicies);

test('ids of policies are GUIDs, each once, and names are sentences without an end', () => {
  for (const { id, name } of all) {
    assert.match(id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, name);
    assert.match(name, /^\S.*[^.\s]$/, id);
  }
  assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
});

test('controls are those of domains of the benchmark', () => {
  for (const { name, controls } of all)
    for (const control of controls) assert.match(control, /^(AM|BR|DP|DS|ES|GS|IM|IR|LT|NS|PA|PV)-[1-9]\d?$/, name);
});
