import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { privateEndpointApartFromService as rule } from './private-endpoint-apart-from-service.ts';

const endpoint = (service: string): string => `
resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: 'pe'
  properties: {
    privateLinkServiceConnections: [
      { name: 'link', properties: { groupIds: ['vault'], privateLinkServiceId: ${service} } }
    ]
  }
}
`;
const service = (group: string): string => `resourceId(${group}'Microsoft.KeyVault/vaults', 'kv')`;

test('a service in a group that is named', () => {
  const id = service("'rg-data', ");
  checkRule(rule, found(endpoint(id), id, 'hint: Private endpoint pe and kv, to which it leads, are in different'));
});

test('a service in the group of the template, here or elsewhere', () => {
  checkRule(rule, endpoint(service('')));
  checkRule(rule, `resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = { name: 'kv' }${endpoint('vault.id')}`);
});

test('the storage account of an Azure Databricks workspace', () => {
  const workspace = "resource workspace 'Microsoft.Databricks/workspaces@2024-05-01' = { name: 'dbw' }\n";
  const storage = "resourceId('rg-managed', 'Microsoft.Storage/storageAccounts', 'dbstorage')";
  checkRule(rule, workspace + endpoint(storage));
  const id = service("'rg-data', ");
  checkRule(rule, workspace + found(endpoint(id), id, 'hint: Private endpoint pe and kv'));
});

test('what is not known accuses nobody', () => {
  checkRule(rule, `param id string\n${endpoint('id')}`);
  checkRule(rule, `param group string\n${endpoint(service('group, '))}`);
  checkRule(rule, endpoint("''").replace(/\[\n.*\n {4}\]/, '[]'));
});

test('more silent fixtures than loud ones', () => {
  checkBalance(rule);
});
