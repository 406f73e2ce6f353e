import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dnsZonesOf, privateEndpointOf, privateEndpointTypes } from './private-endpoint.ts';
import { privateLinkEntryOf, privateLinkTable } from './private-link.ts';
import { closingValue, publicAccessOf } from './public-access.ts';

test('types are found in any case', () => {
  assert.equal(privateLinkEntryOf('microsoft.keyvault/VAULTS')?.type, 'Microsoft.KeyVault/vaults');
  assert.equal(privateEndpointOf('microsoft.keyvault/VAULTS')?.type, 'Microsoft.KeyVault/vaults');
  assert.equal(publicAccessOf('microsoft.keyvault/VAULTS')?.type, 'Microsoft.KeyVault/vaults');
  assert.equal(privateLinkEntryOf('Microsoft.Network/virtualNetworks'), null);
});

test('a row that is not verified asks for no endpoint', () => {
  const unverified = privateLinkTable.filter((entry) => !entry.verified).map((entry) => entry.type);
  assert.ok(unverified.length > 0);
  assert.deepEqual(
    privateEndpointTypes.filter((type) => unverified.includes(type)),
    [],
  );
});

test('every group id that is proposed is accepted', () => {
  for (const type of privateEndpointTypes) {
    const facts = privateEndpointOf(type);
    const proposed = [
      facts?.proposals.otherwise ?? [],
      ...(facts?.proposals.cases ?? []).map(({ result }) => result),
    ].flat();
    for (const groupId of proposed) {
      assert.ok(facts?.accepted?.has(groupId.toLowerCase()), `${type} ${groupId}`);
    }
  }
});

test('zones are exact names, or none where a part is not known while authoring', () => {
  assert.deepEqual(dnsZonesOf('Microsoft.Storage/storageAccounts', 'dfs').otherwise, [
    'privatelink.dfs.core.windows.net',
  ]);
  assert.deepEqual(dnsZonesOf('Microsoft.Kusto/clusters', 'cluster').otherwise, []);
  for (const type of privateEndpointTypes) {
    for (const groupId of privateEndpointOf(type)?.proposals.otherwise ?? []) {
      for (const zone of dnsZonesOf(type, groupId).otherwise) assert.match(zone, /^privatelink[a-z0-9.-]*\.[a-z]+$/);
    }
  }
});

test('Search spelled its values in lower case before 2025', () => {
  const facts = publicAccessOf('Microsoft.Search/searchServices');
  const door = facts?.switches[0];
  assert.ok(facts && door);
  assert.equal(closingValue(facts, door, '2023-11-01'), 'disabled');
  assert.equal(closingValue(facts, door, '2025-05-01'), 'Disabled');
});
