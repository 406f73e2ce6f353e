import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { activityLogSetting, contacts, plan, policy, workspace } from '../../../../test/subscription-fixture.ts';
import { noDefenderPlan as rule } from './no-defender-plan.ts';

const scope = "targetScope = 'subscription'\n";
const message = 'This template sets up a subscription and turns no plan of Microsoft Defender for Cloud on.';

test('a template that sets up a subscription, once', () => {
  checkRule(rule, `${scope}${contacts(`information: ${message}`)}${activityLogSetting()}`);
});

test('policies may turn plans on', () => {
  checkRule(rule, `${scope}${contacts(`hint: ${message}`)}${policy()}`);
});

test('a single purpose', () => {
  checkRule(rule, `${scope}${activityLogSetting()}${workspace}`);
  checkRule(rule, `${scope}${policy()}`);
});

test('there are plans', () => {
  checkRule(rule, `${scope}${contacts()}${activityLogSetting()}${plan('Arm')}`);
  checkRule(rule, `${scope}${plan('Arm')}`);
  checkRule(
    rule,
    `${scope}${contacts()}${policy()}resource plan 'Microsoft.Security/pricings@2024-01-01' existing = { name: 'Arm' }\n`,
  );
});

test('settings of resources, and a module that may do it', () => {
  checkRule(
    rule,
    `resource kv 'Microsoft.KeyVault/vaults@2023-07-01' existing = { name: 'kv' }
${activityLogSetting().replace("name: 'activity'", "name: 'activity'\n  scope: kv")}`,
  );
  checkRule(
    rule,
    `${scope}${contacts()}${policy()}module plans 'br/public:avm/ptn/security/security-center:0.1.0' = {}\n`,
  );
});

test('more silent fixtures than loud ones', () => {
  checkBalance(rule);
});
