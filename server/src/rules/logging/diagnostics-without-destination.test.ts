import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule, repairTitles } from '../../../../test/check-rule.ts';
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

test('the logs go to the only workspace of the template', () => {
  const workspace = `
resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = { name: 'logs', location: 'westeurope' }
`;
  const before = workspace + setting('').replace('    \n', '');
  checkRepair(
    rule,
    before,
    'Send the logs of all to logs, which',
    before.replace('enabled: true }]\n', 'enabled: true }]\n    workspaceId: logs.id\n'),
  );
  const second = workspace.replace('resource logs', 'resource others').replace("name: 'logs'", "name: 'others'");
  const titles = repairTitles(rule, second + before).map((title) => title.split(',')[0]);
  assert.deepEqual(titles, ['Send the logs of all to a Log Analytics workspace']);
});

test('in JSON the setting waits for the workspace', () => {
  const template = (more: object, dependsOn: object): string =>
    JSON.stringify(
      {
        $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
        contentVersion: '1.0.0.0',
        resources: [
          {
            type: 'Microsoft.OperationalInsights/workspaces',
            apiVersion: '2023-09-01',
            name: 'logs',
            location: 'westeurope',
          },
          {
            type: 'Microsoft.Insights/diagnosticSettings',
            apiVersion: '2021-05-01-preview',
            name: 'all',
            scope: "[resourceId('Microsoft.KeyVault/vaults', 'kv')]",
            ...dependsOn,
            properties: { logs: [{ categoryGroup: 'allLogs', enabled: true }], ...more },
          },
        ],
      },
      null,
      2,
    );
  const id = "[resourceId('Microsoft.OperationalInsights/workspaces', 'logs')]";
  checkRepair(
    rule,
    template({}, {}),
    'Send the logs of all to logs',
    template({ workspaceId: id }, { dependsOn: [id] }),
  );
});

test('more silent fixtures than loud ones', () => {
  checkBalance(rule);
});
