import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { customRole } from '../../../../test/role-fixture.ts';
import { customRoleTooWide as rule } from './custom-role-too-wide.ts';

test('everything, and everything but something', () => {
  const everything = 'Custom role Network allows *: everything';
  checkRule(
    rule,
    found(customRole(`actions: ['*']`), "'*'", `warning: ${everything}, what Azure adds later included.`),
  );
  checkRule(
    rule,
    found(
      customRole(`actions: ['*']\n      notActions: ['Microsoft.Authorization/*/write']`),
      "'*'",
      `hint: ${everything} but what notActions name`,
    ),
  );
  checkRule(rule, found(customRole(`actions: ['*/read']\n      dataActions: ['*']`), "'*'", `warning: ${everything}`));
});

test('holders that may give themselves any role', () => {
  checkRule(
    rule,
    found(
      customRole(`actions: ['*/read', 'Microsoft.Authorization/*']`),
      "'Microsoft.Authorization/*'",
      'warning: Custom role Network allows Microsoft.Authorization/*, so its holders',
    ),
  );
});

test('what is taken away again, and what is meant', () => {
  checkRule(
    rule,
    customRole(`actions: ['Microsoft.Authorization/*']\n      notActions: ['Microsoft.Authorization/*/write']`),
  );
  checkRule(rule, customRole(`actions: ['Microsoft.Authorization/roleAssignments/write']`));
  checkRule(rule, customRole(`actions: ['Microsoft.Authorization/*/read']`));
});

test('roles that list what is needed', () => {
  checkRule(rule, customRole(`actions: ['*/read', 'Microsoft.Network/*', 'Microsoft.Support/*']`));
  checkRule(rule, customRole('notActions: []'));
  checkRule(rule, customRole(`dataActions: ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read']`));
});

test('what is not known accuses nobody', () => {
  checkRule(rule, `param actions array\n${customRole('actions: actions')}`);
  checkRule(rule, `param action string\n${customRole('actions: [action]')}`);
  checkRule(
    rule,
    `resource role 'Microsoft.Authorization/roleDefinitions@2022-04-01' existing = { name: 'network-role' }\n`,
  );
});

test('more silent fixtures than loud ones', () => {
  checkBalance(rule);
});
