import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shown } from '../../../../test/show-value.ts';

const declarations = `param p string
param c bool
resource hub 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '\${p}-hub'
  properties: { subnets: [{ name: 'a' }] }
  resource gateway 'subnets' = { name: 'GatewaySubnet' }
}
resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = { name: c ? 'blue' : 'green' }
resource elsewhere 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: 'far'
  scope: resourceGroup('other')
}
resource flat 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = { name: 'spoke/data' }`;

function expectAll(cases: readonly (readonly [expression: string, value: string])[]): void {
  for (const [expression, value] of cases) assert.equal(shown(expression, declarations), value, expression);
}

test('the names in the id of a resource', () => {
  expectAll([
    [`last(split(hub.id, '/'))`, `'<parameter p>-hub'`],
    [`split(hub::gateway.id, '/')[8]`, `'<parameter p>-hub'`],
    [`last(split(hub::gateway.id, '/'))`, `'GatewaySubnet'`],
    [`last(split(flat.id, '/'))`, `'data'`],
    [`split(hub.id, '/')[6]`, `'Microsoft.Network'`],
    [`last(split(vault.id, '/'))`, `(parameter c ? 'blue' : 'green')`],
    [`last(split(resourceId('Microsoft.KeyVault/vaults', p), '/'))`, '<parameter p>'],
    [`length(split(hub.id, '/'))`, '9'],
  ]);
});

test('the group and the subscription are those of the template', () => {
  expectAll([
    [`split(hub.id, '/')[4] == resourceGroup().name`, 'true'],
    [`split(resourceGroup().id, '/')[2] == subscription().subscriptionId`, 'true'],
    [`split(elsewhere.id, '/')[4]`, `'other'`],
  ]);
});

test('before the type of a child stands the id of its parent', () => {
  expectAll([
    [`split(hub.properties.subnets[0].id, '/subnets/')[0]`, '<hub.id>'],
    [`split(hub.properties.subnets[0].id, '/subnets/')[1]`, `'a'`],
  ]);
});

test('a name in an id that is put together holds no separator', () => {
  expectAll([
    [`last(split('/subscriptions/\${p}/resourceGroups/rg/providers/A.B/c/\${p}-x', '/'))`, `'<parameter p>-x'`],
    [`split('/subscriptions/\${p}/resourceGroups/rg', '/')[2]`, '<parameter p>'],
    [`last(split('\${p}/x', '/'))`, '<a value>'],
    [`split('/providers/\${p}/x', '/')`, `['', 'providers', 'x' somewhere, …]`],
  ]);
});

test('an unknown part may hold separators: what stands behind it has no known position', () => {
  expectAll([
    [`split('a,b\${p}c,d', ',')`, `['a', 'd' somewhere, …]`],
    [`split('a,\${p}', ',')[0]`, `'a'`],
    [`split('\${p},a', ',')[1]`, '<a value>'],
    [`contains(split('\${p},a', ','), 'a')`, 'true'],
    [`split('a::\${p}', '::')`, `<split('a::\${p}', '::')>`],
    [`split(p, ',')`, `<split(parameter p, ',')>`],
  ]);
});
