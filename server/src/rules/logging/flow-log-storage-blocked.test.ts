import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { deploymentOf } from '../../../../test/deployment.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { runRules } from '../engine.ts';
import { rules } from '../index.ts';
import { flowLogStorageBlocked as rule } from './flow-log-storage-blocked.ts';

const storage = (properties: string): string => `
resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'flowlogs'
  properties: { ${properties} }
}
`;
const log = (id = 'storage.id'): string => `
resource log 'Microsoft.Network/networkWatchers/flowLogs@2024-05-01' = {
  name: 'watcher/spoke'
  properties: { targetResourceId: 'v', storageId: ${id} }
}
`;
const acls = (bypass: string, action = "'Deny'"): string =>
  `networkAcls: { defaultAction: ${action}, bypass: ${bypass} }`;

test('trusted services may not pass', () => {
  const none = storage(acls("'None'")) + log();
  const message = 'warning: The firewall of storage account flowlogs keeps Network Watcher out, so flow log spoke';
  checkRule(rule, found(none, "'None'", message));
  checkRepair(rule, none, 'Let AzureServices bypass', none.replace("'None'", "'AzureServices'"));
  const metrics = storage(acls("'Logging, Metrics'")) + log();
  checkRepair(rule, metrics, 'Let AzureServices', metrics.replace('Metrics', 'Metrics, AzureServices'));
});

test('trusted services may pass', () => {
  checkRule(rule, storage(acls("'Logging,AzureServices'")) + log());
  checkRule(rule, storage("networkAcls: { defaultAction: 'Deny' }") + log());
});

test('accounts that anybody reaches are for another rule, as those that none does', () => {
  checkRule(rule, storage(acls("'None'", "'Allow'")) + log());
  checkRule(rule, storage(`publicNetworkAccess: 'Disabled', ${acls("'None'")}`) + log());
});

test('the rules for all storage accounts hold for that of a flow log', () => {
  const open = storage(
    "publicNetworkAccess: 'Enabled', allowBlobPublicAccess: true, allowSharedKeyAccess: true, minimumTlsVersion: 'TLS1_0'",
  );
  const { findings } = runRules(rules, deploymentOf(open + log()), {});
  const answering = rules.filter(({ rows }) => rows.includes(90)).map(({ id }) => id);
  const found = new Set(findings.map(({ ruleId }) => ruleId).filter((id) => answering.includes(id)));
  assert.deepEqual([...found].sort(), [
    'anonymous-blob-access',
    'no-public-network-access',
    'old-tls-version',
    'storage-shared-keys',
  ]);
});

test('accounts without flow logs, elsewhere, or not known', () => {
  checkRule(rule, storage(acls("'None'")));
  checkRule(rule, storage(acls("'None'")) + log("resourceId('Microsoft.Storage/storageAccounts', 'other')"));
  checkRule(rule, `param bypass string\n${storage(acls('bypass'))}${log()}`);
});

test('more silent fixtures than loud ones', () => {
  checkBalance(rule);
});
