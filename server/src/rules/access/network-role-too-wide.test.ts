import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { customRole } from '../../../../test/role-fixture.ts';
import { networkRoleTooWide as rule } from './network-role-too-wide.ts';

const start = 'information: Custom role Network is for network managers and allows';

test('actions that have nothing to do with networks', () => {
  checkRule(
    rule,
    found(
      customRole(`actions: ['Microsoft.Network/*', 'Microsoft.Compute/*', 'Microsoft.Storage/*/write']`),
      "'Microsoft.Compute/*'",
      `${start} Microsoft.Compute/* and Microsoft.Storage/*/write as well.`,
    ),
  );
});

const all = `actions: ['*/read', 'Microsoft.Network/*', 'Microsoft.Support/*', 'Microsoft.Resources/*']`;

test('the role as the articles describe it', () => {
  checkRule(rule, found(customRole(all), "'Microsoft.Resources/*'", `${start} Microsoft.Resources/*, so they`));
  checkRepair(
    rule,
    customRole(all),
    'Allow Microsoft.Resources/deployments/*',
    customRole(all.replace('Resources/*', 'Resources/deployments/*')),
  );
});

test('what goes with networks', () => {
  checkRule(
    rule,
    customRole(
      `actions: ['*/read', 'microsoft.network/*', 'Microsoft.Support/*', 'Microsoft.Resources/deployments/*']`,
    ),
  );
  checkRule(
    rule,
    customRole(`actions: ['Microsoft.Network/*', 'Microsoft.Insights/alertRules/*', 'Microsoft.Compute/*/read']`),
  );
  checkRule(
    rule,
    customRole(`actions: ['Microsoft.Network/*', 'Microsoft.Compute/*']\n      notActions: ['Microsoft.Compute/*']`),
  );
});

test('roles for other jobs', () => {
  checkRule(rule, customRole(`actions: ['*']`));
  checkRule(rule, customRole(`actions: ['Microsoft.Compute/*', 'Microsoft.Network/networkInterfaces/*']`));
  checkRule(rule, customRole(`actions: ['Microsoft.Resources/*']`));
});

test('what is not known accuses nobody', () => {
  checkRule(rule, `param actions array\n${customRole('actions: actions')}`);
  checkRule(rule, `param action string\n${customRole(`actions: ['Microsoft.Network/*', action]`)}`);
});

test('more silent fixtures than loud ones', () => {
  checkBalance(rule);
});
