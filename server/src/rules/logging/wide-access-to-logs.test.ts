import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { assignment, contributor, owner, reader, roleId } from '../../../../test/role-fixture.ts';
import { wideAccessToLogs as rule } from './wide-access-to-logs.ts';

const workspace = `resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = { name: 'log' }\n`;
const storage = `resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' = { name: 'flowlogs' }\n`;
const flowLog = `
resource log 'Microsoft.Network/networkWatchers/flowLogs@2024-05-01' = {
  name: 'watcher/log'
  properties: { targetResourceId: 'v', storageId: storage.id }
}
`;
const loud = (id: string, scope: string, finding: string, type: string | null = "'Group'"): string =>
  found(assignment(id, { scope, type }), roleId(id), finding);

test('people who may delete logs', () => {
  checkRule(rule, workspace + loud(owner, 'logs', 'information: Owner on log lets people change and delete the logs'));
  checkRule(rule, storage + flowLog + loud(contributor, 'storage', 'information: Contributor on flowlogs lets'));
  checkRule(rule, workspace + loud(owner, 'logs', 'hint: Owner on log lets people', null));
});

test('people who read logs, and workloads', () => {
  checkRule(rule, workspace + assignment(reader, { scope: 'logs' }));
  checkRule(rule, workspace + assignment('92aaf0da-9dab-42b6-94a3-d43ce8d16293', { scope: 'logs' }));
  checkRule(rule, workspace + assignment(owner, { scope: 'logs', type: "'ServicePrincipal'" }));
});

test('storage without logs, and whole groups', () => {
  checkRule(rule, storage + assignment(contributor, { scope: 'storage' }));
  checkRule(rule, storage + flowLog + assignment(contributor));
});

test('what is not known accuses nobody', () => {
  checkRule(rule, `param type string\n${workspace}${assignment(owner, { scope: 'logs', type: 'type' })}`);
  checkRule(rule, `param role string\n${workspace}${assignment(owner, { scope: 'logs', role: 'role' })}`);
});

test('more silent fixtures than loud ones', () => {
  checkBalance(rule);
});
