import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Template } from '../template/ir.ts';
import { affectedDeclarations, exportsTheSame } from './affected-declarations.ts';
import { FileStore } from './file-store.ts';

function templateOf(text: string): Template {
  const template = new FileStore().record({ path: 'main.bicep', text, format: 'bicep' }).read?.lowered.template;
  assert.ok(template !== undefined);
  return template;
}

const before = `param name string
var access = 'Enabled'
var tier = 'Standard'
resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: resourceGroup().location
  tags: { tier: tier }
  properties: { publicNetworkAccess: access }
}
resource there 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: 'there'
}
resource lock 'Microsoft.Authorization/locks@2020-05-01' = {
  name: '\${vault.name}-lock'
  scope: vault
  properties: { level: 'CanNotDelete' }
}
module endpoint 'endpoint.bicep' = {
  name: 'endpoint'
  params: { service: vault.id, location: vault.location }
}
module copy 'copy.bicep' = {
  params: { of: vault }
}
output uri string = vault.properties.vaultUri
output location string = vault.location
output other string = there.properties.vaultUri
output state object = reference(name)
output place string = reference(name, '2023-07-01', 'Full').location
`;

/** The names of what is affected by a replacement, besides what reads `there`, which any change may write. */
function affectedBy(from: string, to: string): readonly string[] | null {
  const after = templateOf(before.replace(from, to));
  const isAffected = affectedDeclarations(templateOf(before), after);
  const names = after.declarations.flatMap((one) => (isAffected?.(one) === true ? [`${one.kind} ${one.name}`] : []));
  return isAffected === null ? null : names.filter((name) => name !== 'output other');
}

test('what is written elsewhere, or with other comments, affects nothing', () => {
  assert.deepEqual(affectedBy('param name', '// A name.\nparam name'), []);
  assert.deepEqual(affectedBy("{\n  name: 'there'\n}", "{ name: 'there' }"), []);
});

test('a property affects its resource and what reads that property, not what reads its id, its name or other properties', () => {
  const readers = ['resource vault', 'module copy', 'output uri', 'output state'];
  assert.deepEqual(affectedBy('publicNetworkAccess: access', "publicNetworkAccess: 'Disabled'"), readers);
});

test('what reads the property directly, or by any way to read the resource as a whole, is affected', () => {
  const readers = [
    'resource vault',
    'module endpoint',
    'module copy',
    'output location',
    'output state',
    'output place',
  ];
  assert.deepEqual(affectedBy('resourceGroup().location', "'westeurope'"), readers);
});

test('a variable affects what reads it, and what reads that', () => {
  const affected = affectedBy("access = 'Enabled'", "access = 'Disabled'");
  for (const name of ['variable access', 'resource vault', 'output uri']) assert.ok(affected?.includes(name), name);
  assert.equal(affected?.includes('variable tier'), false);
});

test('what says where a resource is, and whether, affects all that mention it', () => {
  for (const [from, to] of [
    ['name: name', "name: 'other'"],
    ['vaults@2023-07-01', 'vaults@2024-11-01'],
    ["vaults@2023-07-01' = {", "vaults@2023-07-01' = if (name != '') {"],
  ] as const) {
    const affected = affectedBy(from, to);
    assert.ok(affected?.includes('resource lock') && affected.includes('module endpoint'), to);
  }
});

test('what reads an existing resource is always affected, since another declaration may write it', () => {
  const after = templateOf(`${before}// more\n`);
  const output = after.declarations.find((one) => one.kind === 'output' && one.name === 'other');
  assert.ok(output !== undefined);
  assert.equal(affectedDeclarations(templateOf(before), after)?.(output), true);
});

test('where functions, types or imports are others, or something is gone, all may be affected', () => {
  assert.equal(affectedBy('param name', 'func f() string => tier\nparam name'), null);
  assert.equal(affectedBy('param name', "import { a } from 'a.bicep'\nparam name"), null);
  assert.equal(affectedBy("var tier = 'Standard'\n", ''), null);
  assert.deepEqual(affectedBy('param name', "var more = 'more'\nparam name"), ['variable more']);
});

test('what others import is the same unless a variable may be another', () => {
  const isSame = (from: string, to: string): boolean =>
    exportsTheSame(templateOf(before), templateOf(before.replace(from, to)));
  assert.equal(isSame('publicNetworkAccess: access', "publicNetworkAccess: 'Disabled'"), true);
  assert.equal(isSame("access = 'Enabled'", "access = 'Disabled'"), false);
  assert.equal(isSame("'Standard'", 'vault.properties.tier'), false);
});
