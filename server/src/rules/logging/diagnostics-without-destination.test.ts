import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { diagnosticsWithoutDestination as rule } from './diagnostics-without-destination.ts';

const setting = (destination: string): string => `
resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = { name: 'kv' }
resource setting 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'all'
  scope: vault
  properties: {
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
    ${destination}
  }
}
`;

test('no destination', () => {
  const message = 'warning: Diagnostic setting all sends its logs nowhere.';
  checkRule(rule, found(setting(''), 'setting', message, 'resource setting'));
});

test('none by default', () => {
  const hint = 'hint: Diagnostic setting all sends its logs nowhere.';
  checkRule(rule, `${setting('workspaceId: id')}\n${found('  param id string?', 'param id string?', hint)}`);
});

test('any destination', () => {
  for (const property of ['workspaceId', 'storageAccountId', 'eventHubAuthorizationRuleId', 'marketplacePartnerId']) {
    checkRule(rule, `param id string\n${setting(`${property}: id`)}`);
  }
});

test('a destination that may be given', () => {
  checkRule(rule, `param id string\n${setting('workspaceId: id == null ? null : id')}`);
  checkRule(rule, `param settings object\n${setting('workspaceId: settings.?workspace')}`);
});

test('a setting that is only referred to', () => {
  checkRule(
    rule,
    "resource setting 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' existing = { name: 'all' }\n",
  );
});

test('more silent fixtures than loud ones', () => {
  checkBalance(rule);
});
