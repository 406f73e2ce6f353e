import { test } from 'node:test';
import { checkDemand } from '../../../../test/check-demand.ts';
import { checkBalance } from '../../../../test/check-rule.ts';
import { anonymousBlobAccess as rule } from './anonymous-blob-access.ts';

test('reported where an account permits it', () => {
  checkDemand(rule, {
    typed: 'Microsoft.Storage/storageAccounts@2024-01-01',
    path: 'properties.allowBlobPublicAccess',
    wrong: ['true'],
    severity: 'warning',
    right: ['false'],
    isUnsetWrong: false,
    repair: { title: 'Set allowBlobPublicAccess of example to false', value: 'false' },
  });
});

test('and where a container is public', () => {
  checkDemand(rule, {
    typed: 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01',
    path: 'properties.publicAccess',
    wrong: ["'Blob'", "'Container'"],
    severity: 'warning',
    right: ["'None'", "'none'"],
    isUnsetWrong: false,
    repair: { title: 'Set publicAccess of example to None', value: "'None'" },
  });
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
