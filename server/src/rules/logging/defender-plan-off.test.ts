import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { defenderPlanOff as rule } from './defender-plan-off.ts';

const plan = (name: string, tier: string): string => `targetScope = 'subscription'
resource plan 'Microsoft.Security/pricings@2024-01-01' = {
  name: ${name}
  properties: { pricingTier: ${tier} }
}
`;

test('a plan that is off', () => {
  checkRule(rule, found(plan("'KeyVaults'", "'Free'"), "'Free'", 'information: pricingTier of KeyVaults is Free.'));
});

test('a plan that is on', () => {
  checkRule(rule, plan("'KeyVaults'", "'Standard'"));
});

test('plans that became part of others', () => {
  checkRule(rule, plan("'Dns'", "'Free'"));
});

test('what is not known accuses nobody', () => {
  checkRule(rule, `param tier string\n${plan("'KeyVaults'", 'tier')}`);
  checkRule(rule, `param name string\n${plan('name', "'Free'")}`);
});

test('more silent fixtures than loud ones', () => {
  checkBalance(rule);
});
