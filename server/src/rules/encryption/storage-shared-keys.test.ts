import { test } from 'node:test';
import { checkDemand } from '../../../../test/check-demand.ts';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { storageSharedKeys as rule } from './storage-shared-keys.ts';

test('reported where keys open the account, which they do unless it is said', () => {
  checkDemand(rule, {
    typed: 'Microsoft.Storage/storageAccounts@2024-01-01',
    path: 'properties.allowSharedKeyAccess',
    wrong: ['true'],
    severity: 'information',
    right: ['false'],
    isUnsetWrong: true,
    repair: { title: 'Set allowSharedKeyAccess of example to false', value: 'false' },
  });
});

test('the account of a deployment script', () => {
  const template = (name: string): string => `resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'stscripts'
}
resource script 'Microsoft.Resources/deploymentScripts@2023-08-01' = {
  name: 'seed'
  properties: { storageAccountSettings: { storageAccountName: ${name} } }
}
`;
  checkRule(rule, template('account.name'));
  checkRule(rule, template("last(split(account.id, '/'))"));
  checkRule(rule, template('account.name').replace("'stscripts'", "'st${uniqueString(resourceGroup().id)}'"));
  const said = 'information: allowSharedKeyAccess of stscripts is not set';
  checkRule(rule, found(template("'stother'"), 'account', said, 'resource account'));
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
