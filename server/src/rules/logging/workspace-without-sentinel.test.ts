import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { workspaceWithoutSentinel as rule } from './workspace-without-sentinel.ts';

const workspace = `resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = { name: 'log-spoke' }\n`;
const setting = (id: string): string => `
resource kv 'Microsoft.KeyVault/vaults@2023-07-01' existing = { name: 'kv' }
resource setting 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: kv
  name: 'all'
  properties: { workspaceId: ${id} }
}
`;

test('logs go to the workspace', () => {
  checkRule(
    rule,
    found(workspace, 'logs', 'hint: Logs go to workspace log-spoke, but nothing brings', 'resource logs') +
      setting('logs.id'),
  );
});

test('Sentinel is there', () => {
  checkRule(
    rule,
    `${workspace}${setting('logs.id')}
resource sentinel 'Microsoft.SecurityInsights/onboardingStates@2024-03-01' = { scope: logs, name: 'default' }
`,
  );
  checkRule(
    rule,
    `${workspace}${setting('logs.id')}
resource solution 'Microsoft.OperationsManagement/solutions@2015-11-01-preview' = {
  name: 'SecurityInsights(\${logs.name})'
  properties: { workspaceResourceId: logs.id }
}
`,
  );
});

test('no logs go there, or nobody knows', () => {
  checkRule(rule, workspace);
  checkRule(rule, `param id string\n${workspace}${setting('id')}`);
  checkRule(rule, workspace.replace("' =", "' existing =") + setting('logs.id'));
});

test('a module gets the workspace', () => {
  checkRule(
    rule,
    `${workspace}${setting('logs.id')}module sentinel 'br/public:avm/ptn/security/sentinel:0.1.0' = { params: { id: logs.id } }\n`,
  );
});

test('more silent fixtures than loud ones', () => {
  checkBalance(rule);
});
