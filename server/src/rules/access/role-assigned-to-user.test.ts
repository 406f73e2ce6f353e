import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { assignment, networkContributor, reader, under } from '../../../../test/role-fixture.ts';
import { roleAssignedToUser as rule } from './role-assigned-to-user.ts';

const warning = 'warning: This gives a person a role on the resource group.';
const underType = under('principalType: ', "'User'", warning);

test('a person with a role on a group, and on a network', () => {
  checkRule(rule, assignment(reader, { type: "'User'", underType }));
  const network = `resource network 'Microsoft.Network/virtualNetworks@2024-05-01' existing = { name: 'vnet' }\n`;
  const onNetwork = under('principalType: ', "'User'", 'warning: This gives a person a role on vnet.');
  checkRule(rule, network + assignment(networkContributor, { type: "'User'", scope: 'network', underType: onNetwork }));
});

test('a person by default', () => {
  checkRule(
    rule,
    `param type string = 'User'\n//                  ^^^^^^ warning: This gives a person a role\n${assignment(reader, { type: 'type' })}`,
  );
});

test('groups, workloads, and principals of which nothing is said', () => {
  for (const type of ["'Group'", "'ServicePrincipal'", "'ForeignGroup'", null]) {
    checkRule(rule, assignment(networkContributor, { type }));
  }
});

test('a person with a role on one resource that is no network', () => {
  const storage = `resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' existing = { name: 'data' }\n`;
  checkRule(rule, storage + assignment(reader, { type: "'User'", scope: 'storage' }));
});

test('a type that is not known', () => {
  checkRule(rule, `param type string\n${assignment(reader, { type: 'type' })}`);
});

test('more silent fixtures than loud ones', () => {
  checkBalance(rule);
});
