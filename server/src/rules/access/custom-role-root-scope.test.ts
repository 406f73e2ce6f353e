import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { customRole } from '../../../../test/role-fixture.ts';
import { customRoleRootScope as rule } from './custom-role-root-scope.ts';

const role = (scopes: string): string => customRole(`actions: ['*/read']`, scopes);
const message = 'warning: Custom role Network can be assigned in the whole tenant.';

test('the whole tenant, alone and beside others', () => {
  checkRule(rule, role(`assignableScopes: ['/']\n    //                 ^^^ ${message}`));
  checkRule(
    rule,
    `param other string\n${role(`assignableScopes: [other, '/']\n    //                        ^^^ ${message}`)}`,
  );
});

test('named scopes, and none', () => {
  checkRule(rule, role('assignableScopes: [subscription().id]'));
  checkRule(rule, role(`assignableScopes: ['/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg']`));
  checkRule(rule, role(''));
});

test('what is not known accuses nobody', () => {
  checkRule(rule, `param scopes array\n${role('assignableScopes: scopes')}`);
  checkRule(rule, `param scope string\n${role('assignableScopes: [scope]')}`);
});

test('more silent fixtures than loud ones', () => {
  checkBalance(rule);
});
