import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { retiredDiskEncryption as rule } from './retired-disk-encryption.ts';

const extension = (type: string, of = 'virtualMachines'): string => `
resource extension 'Microsoft.Compute/${of}/extensions@2024-07-01' = {
  name: 'machine/it'
  properties: {
    type: ${type}
  }
}
`;

test('the extensions for Windows and Linux', () => {
  const said = 'warning: Extension it encrypts disks by Azure Disk Encryption, which retires on 2028-09-15';
  checkRule(rule, found(extension("'AzureDiskEncryption'"), "'AzureDiskEncryption'", said));
  checkRule(
    rule,
    found(extension("'AzureDiskEncryptionForLinux'", 'virtualMachineScaleSets'), "'AzureDiskEncryptionForLinux'", said),
  );
});

test('other extensions, and what is not known', () => {
  checkRule(rule, extension("'AADLoginForWindows'"));
  checkRule(rule, extension("'AzureMonitorLinuxAgent'", 'virtualMachineScaleSets'));
  checkRule(rule, `param type string\n${extension('type')}`);
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
