import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import {
  type AssignmentText,
  assignment,
  contributor,
  networkContributor,
  reader,
  roleId,
} from '../../../../test/role-fixture.ts';
import { networkContributorAssigned as rule } from './network-contributor-assigned.ts';

const assigned = (id: string, finding: string, given: AssignmentText = {}): string =>
  found(assignment(id, given), given.role ?? roleId(id), finding);

const information = 'information: Network Contributor on the resource group';

test('people who get the role', () => {
  checkRule(rule, assigned(networkContributor, information));
  checkRule(rule, assigned(networkContributor.toUpperCase(), information, { type: "'User'" }));
  checkRule(
    rule,
    `targetScope = 'subscription'\n${assigned(networkContributor, 'information: Network Contributor on the subscription')}`,
  );
});

test('the role by an existing definition, and from a map of names', () => {
  checkRule(
    rule,
    `resource role 'Microsoft.Authorization/roleDefinitions@2022-04-01' existing = {
  scope: subscription()
  name: '${networkContributor}'
}
${assigned(networkContributor, information, { role: 'role.id' })}`,
  );
  checkRule(
    rule,
    `param role string = 'Network Contributor'
var roles = {
  'Network Contributor': subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '${networkContributor}')
//                       ${'^'.repeat(roleId(networkContributor).length)} ${information}
  Reader: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '${reader}')
}
${assignment(networkContributor, { role: 'roles[?role] ?? role' })}`,
  );
});

test('a principal of which nothing is said may be a person', () => {
  checkRule(rule, assigned(networkContributor, 'hint: Network Contributor on the resource group', { type: null }));
});

const network = `resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = { name: 'vnet' }\n`;
const address = `resource address 'Microsoft.Network/publicIPAddresses@2024-05-01' existing = { name: 'pip' }\n`;

test('the scope of one network, and of something else', () => {
  checkRule(
    rule,
    network +
      assigned(networkContributor, 'information: Network Contributor on vnet lets its holders', { scope: 'network' }),
  );
  checkRule(rule, address + assignment(networkContributor, { scope: 'address' }));
});

test('workloads, other roles and custom ones', () => {
  checkRule(rule, assignment(networkContributor, { type: "'ServicePrincipal'" }));
  checkRule(rule, assignment(contributor));
  checkRule(rule, assignment(reader));
  checkRule(
    rule,
    `resource role 'Microsoft.Authorization/roleDefinitions@2022-04-01' = { name: '${networkContributor}' }
${assignment(networkContributor, { role: 'role.id' })}`,
  );
});

test('what is not known accuses nobody', () => {
  checkRule(rule, `param role string\n${assignment(networkContributor, { role: 'role' })}`);
  checkRule(rule, `param type string\n${assignment(networkContributor, { type: 'type' })}`);
  checkRule(
    rule,
    `resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' existing = { name: 'name' }\n`,
  );
});

test('more silent fixtures than loud ones', () => {
  checkBalance(rule);
});
