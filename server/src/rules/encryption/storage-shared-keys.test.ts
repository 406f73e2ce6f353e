import { test } from 'node:test';
import { checkDemand } from '../../../../test/check-demand.ts';
import { checkBalance } from '../../../../test/check-rule.ts';
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

test('fixtures are more often silent than loud', () => checkBalance(rule));
