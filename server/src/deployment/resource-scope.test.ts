import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deploymentOf } from '../../../test/deployment.ts';
import { deploymentOfFiles } from '../../../test/template-files.ts';
import { attempt } from './alternatives.ts';
import type { EvaluatedDeployment } from './build.ts';
import type { ResourceView } from './view.ts';

function only(deployment: EvaluatedDeployment, type: string): ResourceView {
  const [found] = deployment.view.everything.filter((resource) => resource.isType(type));
  assert.ok(found !== undefined, type);
  return found;
}

const assignment = (scope = ''): string => `
resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid('reader')${scope === '' ? '' : `\n  scope: ${scope}`}
  properties: { principalId: 'a', roleDefinitionId: 'b' }
}
`;
const roleAssignments = 'Microsoft.Authorization/roleAssignments';
const storageAccounts = 'Microsoft.Storage/storageAccounts';
const storage = `resource logs 'Microsoft.Storage/storageAccounts@2023-05-01' = { name: 'logs' }\n`;

test('a resource is deployed to the scope of its template', () => {
  const group = only(deploymentOf(assignment()), roleAssignments).scope();
  assert.deepEqual([group.kind, group.extended], ['resourceGroup', null]);
  const subscription = deploymentOf(`targetScope = 'subscription'\n${assignment()}`);
  assert.equal(only(subscription, roleAssignments).scope().kind, 'subscription');
});

test('a resource may extend another one, here or elsewhere', () => {
  const here = deploymentOf(storage + assignment('logs'));
  const scope = only(here, roleAssignments).scope();
  assert.equal(scope.kind, 'resource');
  assert.ok(only(here, storageAccounts).is(scope.extended));
  const elsewhere = deploymentOf(
    `resource logs 'Microsoft.Storage/storageAccounts@2023-05-01' existing = { name: 'logs' }\n${assignment('logs')}`,
  );
  assert.equal(only(elsewhere, roleAssignments).scope().extended?.type, storageAccounts);
});

test('the resource group of a module contains what it deploys, and no more', () => {
  const files = {
    'main.bicep': `
targetScope = 'subscription'
resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = { name: 'rg-one', location: 'westeurope' }
module one 'storage.bicep' = { scope: group }
module two 'role.bicep' = { scope: resourceGroup('rg-two') }
module three 'network.bicep' = { scope: resourceGroup('rg-one') }
`,
    'storage.bicep': storage,
    'role.bicep': assignment(),
    'network.bicep': `resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = { name: 'vnet' }\n`,
  };
  const deployment = deploymentOfFiles(files);
  const [one, two, three, around] = [
    only(deployment, storageAccounts).scope(),
    only(deployment, roleAssignments).scope(),
    only(deployment, 'Microsoft.Network/virtualNetworks').scope(),
    only(deployment, 'Microsoft.Resources/resourceGroups').scope(),
  ];
  assert.equal(one.kind, 'resourceGroup');
  assert.equal(around.kind, 'subscription');
  assert.deepEqual(
    [one.contains(three), one.contains(two), around.contains(one), one.contains(around)],
    [true, false, true, false],
  );
  assert.deepEqual([one.groupName, two.groupName, around.groupName], ['rg-one', 'rg-two', null]);
});

test('what an extending resource belongs to is in the group of the other', () => {
  const deployment = deploymentOf(storage + assignment('logs'));
  const group = only(deployment, storageAccounts).scope();
  const extension = only(deployment, roleAssignments).scope();
  assert.deepEqual([group.contains(extension), extension.contains(group)], [true, false]);
});

test('a group that is not known may be any', () => {
  const files = {
    'main.bicep': `param other string\nmodule role 'role.bicep' = { scope: resourceGroup(other) }\n${storage}`,
    'role.bicep': assignment(),
  };
  const deployment = deploymentOfFiles(files);
  const [group, other] = [storageAccounts, roleAssignments].map((type) => only(deployment, type).scope());
  assert.equal(group && other && attempt(() => group.contains(other)), undefined);
});

test('equal parameters are the same value, whatever it is', () => {
  const text = `param one string\nparam two string
resource a 'Microsoft.Storage/storageAccounts@2023-05-01' = { name: 'a', properties: { x: one, y: two } }
resource b 'Microsoft.Storage/storageAccounts@2023-05-01' = { name: 'b', properties: { x: one } }
`;
  const [a, b] = deploymentOf(text).view.everything;
  assert.ok(a && b);
  assert.equal(a.agrees('properties.x', b, 'properties.x'), true);
  assert.equal(
    attempt(() => a.agrees('properties.y', b, 'properties.x')),
    undefined,
  );
  assert.equal(a.agrees('name', b, 'name'), false);
});
