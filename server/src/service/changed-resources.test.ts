import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deploymentOf } from '../../../test/deployment.ts';
import { deploymentOfFiles } from '../../../test/template-files.ts';
import { changedResources } from './changed-resources.ts';

const before = `param deploy bool
param rest object
var access = 'Enabled'
resource one 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'one'
  properties: { publicNetworkAccess: access, minimumTlsVersion: null }
}
resource two 'Microsoft.Storage/storageAccounts@2023-05-01' = if (deploy) {
  name: 'two'
  properties: union(rest, { publicNetworkAccess: deploy ? access : 'Enabled' })
}
resource gone 'Microsoft.Storage/storageAccounts@2023-05-01' = if (false) {
  name: 'gone'
  properties: { publicNetworkAccess: access }
}
resource there 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: access
}
`;

const alone = new Set(['main']);

const changedBy = (from: string | RegExp, to: string): number =>
  changedResources(deploymentOf(before), deploymentOf(before.replaceAll(from, to)), alone).count;

test('nothing is changed by what means the same', () => {
  assert.equal(changedBy('name:', '  // a name\n  name:'), 0);
  assert.equal(changedBy(', minimumTlsVersion: null', ''), 0);
  assert.equal(changedBy("'gone'", "'went'"), 0);
});

test('a variable changes the resources that read it, if they may be deployed', () => {
  assert.equal(changedBy("var access = 'Enabled'", "var access = 'Disabled'"), 2);
});

test('a branch that is never taken where the resource is deployed changes nothing', () => {
  assert.equal(changedBy("access : 'Enabled'", "access : 'Disabled'"), 0);
  assert.equal(changedBy('deploy ? access', "deploy ? 'Disabled'"), 1);
});

test('a property or an element more is a change, a resource more is none', () => {
  assert.equal(changedBy('minimumTlsVersion: null', "minimumTlsVersion: 'TLS1_2'"), 1);
  assert.equal(changedBy('minimumTlsVersion: null', 'networkAcls: { ipRules: [] }'), 1);
  const more = `${before}resource three 'Microsoft.Storage/storageAccounts@2023-05-01' = {\n  name: 'three'\n}\n`;
  assert.equal(changedResources(deploymentOf(before), deploymentOf(more), alone).count, 0);
});

const caller = `module store 'store.bicep' = { name: 'store' }
resource reader 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'reader'
  properties: { publicNetworkAccess: store.outputs.access }
}
`;
const module = `var access = 'Enabled'
resource one 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'one'
  properties: { publicNetworkAccess: access }
}
output access string = 'Enabled'
`;

const changedBetween = (main: string, store: string, edited: string): number =>
  changedResources(
    deploymentOfFiles({ main, 'store.bicep': store }),
    deploymentOfFiles({ main, 'store.bicep': edited }),
    new Set(['store.bicep']),
  ).count;

test('a module changes what it deploys, and what its callers make of its outputs', () => {
  assert.equal(changedBetween(caller, module, module.replace("= 'Enabled'", "= 'Disabled'")), 1);
  assert.equal(changedBetween(caller, module, module.replaceAll("= 'Enabled'", "= 'Disabled'")), 2);
  assert.equal(changedBetween(caller, module, module.replace("'one'", "'one' // a name")), 0);
});

test('a module that is a library too changes what reads its variables', () => {
  const main = `import { access } from 'store.bicep'\n${caller.replace('store.outputs.access', 'access')}`;
  const library = `@export()\n${module}`;
  assert.equal(changedBetween(main, library, library.replace("= 'Enabled'", "= 'Disabled'")), 2);
});
