import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtInRole, coversAction } from './roles.ts';

test('a role is known by its id in any case', () => {
  assert.equal(builtInRole('4D97B98B-1d4f-4787-a291-c67834d212e7')?.name, 'Network Contributor');
  assert.equal(builtInRole('acdd72a7-3385-48ef-bd42-f606fba81ae7'), null);
  assert.equal(builtInRole('constructor'), null);
});

test('a pattern covers actions and narrower patterns', () => {
  const assigning = 'Microsoft.Authorization/roleAssignments/write';
  const covering = ['*', 'microsoft.authorization/*', 'Microsoft.Authorization/*/write', '*/write', assigning];
  const others = [
    '*/read',
    'Microsoft.Network/*',
    'Microsoft.Authorization/*/read',
    '*/write/action',
    'Microsoft.Authorization',
  ];
  assert.deepEqual(
    [...covering, ...others].filter((pattern) => coversAction(pattern, assigning)),
    covering,
  );
  assert.ok(coversAction('Microsoft.Network/*', 'Microsoft.Network/virtualNetworks/*'));
  assert.ok(!coversAction('Microsoft.Network/virtualNetworks/*', 'Microsoft.Network/*'));
  assert.ok(!coversAction('a*a', 'a'));
});
