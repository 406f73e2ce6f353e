import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { assignment, networkContributor, reader } from '../../../../test/role-fixture.ts';
import { roleAssignedToUser as rule } from './role-assigned-to-user.ts';

const warning = 'warning: This gives a person a role on the resource group.';
const person = { type: "'User'" };

test('a person with a role on a group, and on a network', () => {
  checkRule(rule, found(assignment(reader, person), "'User'", warning));
  const network = `resource network 'Microsoft.Network/virtualNetworks@2024-05-01' existing = { name: 'vnet' }\n`;
  const assigned = assignment(networkContributor, { ...person, scope: 'network' });
  checkRule(rule, network + found(assigned, "'User'", 'warning: This gives a person a role on vnet.'));
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
  checkRule(rule, storage + assignment(reader, { ...person, scope: 'storage' }));
});

test('a type that is not known', () => {
  checkRule(rule, `param type string\n${assignment(reader, { type: 'type' })}`);
});

test('more silent fixtures than loud ones', () => {
  checkBalance(rule);
});
