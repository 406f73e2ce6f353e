import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { defenderForStorageOff as rule } from './defender-for-storage-off.ts';

const settings = (properties: string): string => `
resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = { name: 'storders' }
resource settings 'Microsoft.Security/defenderForStorageSettings@2025-01-01' = {
  scope: storage
  name: 'current'
  properties: { ${properties} }
}
`;

test('turned off for one account', () => {
  checkRule(
    rule,
    found(settings('isEnabled: false'), 'false', 'information: isEnabled of current is false. Nothing detects malware'),
  );
});

test('on, as the subscription has it, and not known', () => {
  checkRule(rule, settings('isEnabled: true'));
  checkRule(rule, settings('malwareScanning: { onUpload: { isEnabled: false } }'));
  checkRule(rule, `param on bool\n${settings('isEnabled: on')}`);
});

test('more silent fixtures than loud ones', () => {
  checkBalance(rule);
});
