import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { activityLogCategories } from './activity-log.ts';
import { activityLogCategoryMissing as rule } from './activity-log-category-missing.ts';

const setting = (logs: string): string => `targetScope = 'subscription'
resource setting 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'activity'
  properties: {
    workspaceId: 'w'
    logs: ${logs}
  }
}
`;
const listOf = (categories: readonly string[], more = ''): string =>
  `[${categories.map((category) => `{ category: '${category}', enabled: true }`).join(', ')}${more}]`;
const withoutSecurity = activityLogCategories.filter((category) => category !== 'Security');

test('categories that are left out, or off', () => {
  const finding = "warning: Diagnostic setting activity doesn't export Security of the activity log. List it too";
  const absent = listOf(withoutSecurity);
  checkRule(rule, found(setting(absent), absent, finding));
  const off = listOf(withoutSecurity, ", { category: 'Security', enabled: false }");
  checkRule(rule, found(setting(off), off, finding));
  checkRepair(rule, setting(off), 'Export Security', setting(off.replace('false', 'true')));
});

test('nothing at all', () => {
  const all = 'warning: Diagnostic setting activity exports nothing of the activity log.';
  checkRule(rule, found(setting('[]'), '[]', all, 'logs: []'));
});

test('all categories, in any case, by a loop, or as a group', () => {
  checkRule(rule, setting(listOf(activityLogCategories)));
  checkRule(rule, setting(listOf(activityLogCategories.map((category) => category.toLowerCase()))));
  const names = activityLogCategories.map((category) => `'${category}'`).join(', ');
  checkRule(rule, `var names = [${names}]\n${setting('[for name in names: { category: name, enabled: true }]')}`);
  checkRule(rule, setting("[{ categoryGroup: 'allLogs', enabled: true }]"));
});

test('settings of resources, and what is not known', () => {
  const ofVault = setting("[{ category: 'AuditEvent', enabled: true }]")
    .replace(
      "targetScope = 'subscription'",
      "resource kv 'Microsoft.KeyVault/vaults@2023-07-01' existing = { name: 'kv' }",
    )
    .replace("name: 'activity'", "name: 'activity'\n  scope: kv");
  checkRule(rule, ofVault);
  checkRule(rule, `param logs array\n${setting('logs')}`);
  checkRule(rule, `param category string\n${setting('[{ category: category, enabled: true }]')}`);
});

test('more silent fixtures than loud ones', () => {
  checkBalance(rule);
});
