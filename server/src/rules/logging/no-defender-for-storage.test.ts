import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { contacts, plan } from '../../../../test/subscription-fixture.ts';
import { noDefenderForStorage as rule } from './no-defender-for-storage.ts';

const scope = "targetScope = 'subscription'\n";

test('plans for other things, once', () => {
  const message = 'information: Plans of Microsoft Defender for Cloud are declared, but not the one for storage';
  checkRule(rule, `${scope}${plan('KeyVaults', message)}${plan('Arm')}`);
});

test('a plan for storage', () => {
  checkRule(rule, `${scope}${plan('KeyVaults')}${plan('StorageAccounts')}`);
});

test('no plans, and plans that are not known', () => {
  checkRule(rule, `${scope}${contacts()}`);
  checkRule(
    rule,
    `${scope}param names array
resource plans 'Microsoft.Security/pricings@2024-01-01' = [for name in names: {
  name: name
  properties: { pricingTier: 'Standard' }
}]
${plan('Arm')}`,
  );
  checkRule(rule, `${scope}param name string\n${plan('Arm')}${plan('Other').replace("'Other'", 'name')}`);
});

test('more silent fixtures than loud ones', () => {
  checkBalance(rule);
});
