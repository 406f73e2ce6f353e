import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWritable, versionToWrite } from './type-versions.ts';

const vault = 'Microsoft.KeyVault/vaults';
const access = 'properties.publicNetworkAccess';

test('a property can be written from its first apiVersion on, and in the previews since its first preview', () => {
  assert.equal(isWritable(vault, '2019-09-01', access), false);
  assert.equal(isWritable(vault, '2021-04-01-preview', access), false);
  assert.equal(isWritable(vault, '2021-06-01-preview', access), true);
  assert.equal(isWritable('microsoft.keyvault/VAULTS', '2021-10-01', 'Properties.PublicNetworkAccess'), true);
});

test('what the schemas do not know is neither writable nor not', () => {
  assert.equal(isWritable('Contoso.Things/things', '2021-10-01', 'properties.a'), null);
  assert.equal(isWritable(vault, '2021-10-02', access), null);
  assert.equal(isWritable(vault, '2021-10-01', 'properties.publicAccess'), null);
  assert.equal(versionToWrite('Contoso.Things/things', '2021-10-01', ['properties.a'], []), null);
  assert.equal(versionToWrite(vault, '2021-10-02', [access], []), null);
  assert.equal(versionToWrite(vault, '2021-10-01', ['properties.publicAccess'], []), null);
});

test('a property inside of an array is reached by the path of the array', () => {
  const rules = 'properties.networkAcls.virtualNetworkRules';
  assert.equal(isWritable(vault, '2018-02-14', `${rules}.id`), true);
  assert.equal(isWritable(vault, '2018-02-14', `${rules}.ignoreMissingVnetServiceEndpoint`), false);
  assert.equal(isWritable(vault, '2019-09-01', `${rules}.ignoreMissingVnetServiceEndpoint`), true);
});

test('an apiVersion that can write it stays, an older one is raised to the first stable one that can', () => {
  assert.equal(versionToWrite(vault, '2023-07-01', [access], []), '2023-07-01');
  assert.equal(versionToWrite(vault, '2021-06-01-preview', [access], []), '2021-06-01-preview');
  assert.equal(versionToWrite(vault, '2019-09-01', [access], ['properties.networkAcls.bypass']), '2021-10-01');
  assert.equal(versionToWrite(vault, '2021-04-01-preview', [access], []), '2021-10-01');
});

test('no apiVersion is raised to one that drops what the resource uses', () => {
  const gone = 'properties.tokenBindingParameters';
  assert.equal(isWritable(vault, '2026-03-01-preview', gone), true);
  assert.equal(isWritable(vault, '2026-02-01', gone), false);
  const interfaces = 'Microsoft.Network/networkInterfaces';
  assert.equal(
    versionToWrite(interfaces, '2015-05-01-preview', ['properties.disableTcpStateTracking'], []),
    '2022-05-01',
  );
  assert.equal(
    versionToWrite(
      interfaces,
      '2015-05-01-preview',
      ['properties.disableTcpStateTracking'],
      ['properties.virtualMachine.id'],
    ),
    null,
  );
});
