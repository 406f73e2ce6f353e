import { test } from 'node:test';
import { checkDemand } from '../../../../test/check-demand.ts';
import { checkBalance } from '../../../../test/check-rule.ts';
import { diskEncryptionSetSingleKey as rule } from './disk-encryption-set-single-key.ts';

test('reported unless there are two keys, or machines are confidential', () => {
  checkDemand(rule, {
    typed: 'Microsoft.Compute/diskEncryptionSets@2024-03-02',
    path: 'properties.encryptionType',
    wrong: ["'EncryptionAtRestWithCustomerKey'"],
    severity: 'information',
    right: ["'EncryptionAtRestWithPlatformAndCustomerKeys'", "'ConfidentialVmEncryptedWithCustomerKey'"],
    isUnsetWrong: true,
    repair: {
      title: 'Set encryptionType of example to EncryptionAtRestWithPlatformAndCustomerKeys',
      value: "'EncryptionAtRestWithPlatformAndCustomerKeys'",
    },
  });
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
