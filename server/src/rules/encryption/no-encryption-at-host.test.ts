import { test } from 'node:test';
import { checkDemand } from '../../../../test/check-demand.ts';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { noEncryptionAtHost as rule } from './no-encryption-at-host.ts';

const cases = { wrong: ['false'], severity: 'information', right: ['true'] };

test('reported of machines, and of those of scale sets', () => {
  checkDemand(rule, {
    typed: 'Microsoft.Compute/virtualMachines@2024-07-01',
    path: 'properties.securityProfile.encryptionAtHost',
    ...cases,
    isUnsetWrong: true,
    repair: { title: 'Set securityProfile.encryptionAtHost of example to true', value: 'true' },
  });
  checkDemand(rule, {
    typed: 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01',
    path: 'properties.virtualMachineProfile.securityProfile.encryptionAtHost',
    ...cases,
  });
});

test('a scale set that describes no machine', () => {
  checkRule(rule, "resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = { name: 'vmss' }");
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
