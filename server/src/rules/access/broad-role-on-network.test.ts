import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import {
  type AssignmentText,
  assignment,
  contributor,
  networkContributor,
  owner,
  roleId,
} from '../../../../test/role-fixture.ts';
import { broadRoleOnNetwork as rule } from './broad-role-on-network.ts';

const assigned = (id: string, finding: string, given: AssignmentText = {}): string =>
  found(assignment(id, given), given.role ?? roleId(id), finding);

const network = `resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = { name: 'vnet' }\n`;
const storage = `resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' = { name: 'logs' }\n`;

test('people who may change the network beside the assignment', () => {
  checkRule(
    rule,
    network + assigned(contributor, 'warning: Contributor on the resource group lets its holders change vnet'),
  );
  checkRule(rule, network + assigned(owner, 'warning: Owner on the resource group', { type: "'User'" }));
  checkRule(rule, network + assigned(owner, 'hint: Owner on the resource group', { type: null }));
});

test('people who may change one network, here or elsewhere', () => {
  checkRule(rule, network + assigned(contributor, 'warning: Contributor on vnet', { scope: 'network' }));
  checkRule(
    rule,
    network.replace("' =", "' existing =") + assigned(owner, 'warning: Owner on vnet lets', { scope: 'network' }),
  );
});

test('a subscription is likely to have networks', () => {
  const finding = 'hint: Owner on the subscription lets its holders change all networks in it';
  checkRule(rule, `targetScope = 'subscription'\n${assigned(owner, finding)}`);
});

test('groups without networks, and resources that are none', () => {
  checkRule(rule, assignment(contributor));
  checkRule(rule, storage + assignment(owner));
  checkRule(rule, network + storage + assignment(contributor, { scope: 'storage' }));
  checkRule(rule, network.replace("' =", "' existing =") + assignment(contributor));
});

test('workloads, and roles that other rules speak of', () => {
  checkRule(rule, network + assignment(contributor, { type: "'ServicePrincipal'" }));
  checkRule(rule, network + assignment(networkContributor));
  checkRule(rule, network + assignment('acdd72a7-3385-48ef-bd42-f606fba81ae7'));
});

test('what is not known accuses nobody', () => {
  checkRule(rule, `param role string\n${network}${assignment(owner, { role: 'role' })}`);
  checkRule(rule, `param type string\n${network}${assignment(owner, { type: 'type' })}`);
});

test('more silent fixtures than loud ones', () => {
  checkBalance(rule);
});
