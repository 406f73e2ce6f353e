import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRule, repairTitles } from '../../../../test/check-rule.ts';
import { activityLogSetting, contacts, plan, policy, workspace } from '../../../../test/subscription-fixture.ts';
import { noActivityLogExport as rule } from './no-activity-log-export.ts';

const scope = "targetScope = 'subscription'\n";
const message = 'This template sets up a subscription and does not export its activity log';

test('a template that sets up a subscription, once', () => {
  checkRule(rule, `${scope}${plan('KeyVaults', `warning: ${message}`)}${plan('Arm')}${contacts()}${workspace}`);
});

test('policies may enforce the export', () => {
  checkRule(rule, `${scope}${plan('KeyVaults', `hint: ${message}`)}${policy()}`);
});

test('a single purpose', () => {
  checkRule(rule, `${scope}${plan('KeyVaults')}${contacts()}`);
  checkRule(rule, `${scope}${policy()}`);
});

test('the export is there', () => {
  checkRule(rule, `${scope}${plan('KeyVaults')}${policy()}${activityLogSetting()}`);
});

test('templates for something else', () => {
  checkRule(rule, `${scope}resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = { name: 'rg' }\n`);
  checkRule(rule, "resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = { name: 'vnet' }\n");
  checkRule(rule, policy());
  checkRule(rule, `targetScope = 'managementGroup'\n${policy()}`);
});

test('a module may do it', () => {
  checkRule(
    rule,
    `${scope}${plan('KeyVaults')}${workspace}module setting 'br/public:avm/res/insights/diagnostic-setting:0.1.0' = { params: {} }\n`,
  );
});

test('it is exported to the workspace that the template can name, or to one that is asked for', () => {
  const asked =
    'Export the activity log of the subscription to a Log Analytics workspace; the resource id of the Log Analytics workspace has to be given as logAnalyticsWorkspaceId';
  assert.deepEqual(repairTitles(rule, `${scope}${plan('KeyVaults')}${policy()}`), [asked]);
  const existing =
    "resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = { scope: resourceGroup('logs'), name: 'log' }\n";
  assert.deepEqual(repairTitles(rule, `${scope}${plan('KeyVaults')}${contacts()}${existing}`), [
    'Export the activity log of the subscription to log',
    asked,
  ]);
});

test('more silent fixtures than loud ones', () => {
  checkBalance(rule);
});
