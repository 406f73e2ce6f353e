import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { retiredFrontDoorClassic as rule } from './retired-front-door-classic.ts';

const profile = (sku: string): string => `
resource profile 'Microsoft.Cdn/profiles@2024-09-01' = {
  name: 'cdn'
  sku: { name: ${sku} }
}
`;

test('Front Door (classic)', () => {
  const door = "resource door 'Microsoft.Network/frontDoors@2021-06-01' = {\n  name: 'afd'\n}\n";
  checkRule(rule, found(door, 'door', 'warning: afd is a Front Door (classic)', 'resource door'));
});

test('CDN (classic)', () => {
  checkRule(rule, found(profile("'Standard_Microsoft'"), "'Standard_Microsoft'", 'warning: cdn is a CDN (classic)'));
});

test('profiles of today, what is not known, and what is only referred to', () => {
  checkRule(rule, profile("'Standard_AzureFrontDoor'"));
  checkRule(rule, profile("'Premium_AzureFrontDoor'"));
  checkRule(rule, `param sku string\n${profile('sku')}`);
  checkRule(rule, "resource door 'Microsoft.Network/frontDoors@2021-06-01' existing = { name: 'afd' }");
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
