import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shown, shownOutputs } from '../../../test/show-value.ts';
import { deploymentOfFiles, type FileTexts, programOfFiles, type Setting } from '../../../test/template-files.ts';

function outputs(files: FileTexts, setting: Setting = {}): Readonly<Record<string, string>> {
  return shownOutputs(programOfFiles(files, setting));
}

const where = `output id string = resourceGroup().id
output name string = resourceGroup().name
output location string = resourceGroup().location
output vault string = resourceId('Microsoft.KeyVault/vaults', 'kv')
output unique string = uniqueString(resourceGroup().id)
output deployment string = deployment().name
output subscriptionId string = subscription().subscriptionId
`;

test('a module reads the scope that its caller gives it', () => {
  const values = outputs({
    'main.bicep': `targetScope = 'subscription'
param group string
resource declared 'Microsoft.Resources/resourceGroups@2024-03-01' = { name: 'rg-\${group}', location: 'westeurope' }
resource there 'Microsoft.Resources/resourceGroups@2024-03-01' existing = { name: 'old' }
module a 'where.bicep' = { name: 'dep-a', scope: resourceGroup('a') }
module b 'where.bicep' = { scope: declared }
module c 'where.bicep' = { scope: there }
module d 'where.bicep' = { scope: resourceGroup('other-subscription', 'a') }
output a string = a.outputs.id
output aVault string = a.outputs.vault
output aDeployment string = a.outputs.deployment
output b string = b.outputs.name
output bLocation string = b.outputs.location
output c string = c.outputs.id
output d string = d.outputs.id
output dSubscription string = d.outputs.subscriptionId
output same bool = a.outputs.name == d.outputs.name
output own string = subscription().id
`,
    'where.bicep': where,
  });
  assert.deepEqual(values, {
    a: `'/subscriptions/<subscription().subscriptionId>/resourceGroups/a'`,
    aVault: `'/subscriptions/<subscription().subscriptionId>/resourceGroups/a/providers/Microsoft.KeyVault/vaults/kv'`,
    aDeployment: `'dep-a'`,
    b: `'rg-<parameter group>'`,
    bLocation: `'westeurope'`,
    c: `'/subscriptions/<subscription().subscriptionId>/resourceGroups/old'`,
    d: `'/subscriptions/other-subscription/resourceGroups/a'`,
    dSubscription: `'other-subscription'`,
    same: 'true',
    own: `'/subscriptions/<subscription().subscriptionId>'`,
  });
});

test('what is made of a group differs from group to group, and is equal within one', () => {
  const values = outputs({
    'main.bicep': `targetScope = 'subscription'
param group string
module a 'where.bicep' = { scope: resourceGroup('a') }
module alike 'where.bicep' = { scope: resourceGroup('a') }
module b 'where.bicep' = { scope: resourceGroup('b') }
module p 'where.bicep' = { scope: resourceGroup(group) }
module q 'where.bicep' = { scope: resourceGroup(group) }
output equal bool = a.outputs.unique == alike.outputs.unique
output byParameter bool = p.outputs.unique == q.outputs.unique
output other bool = a.outputs.id == b.outputs.id
output maybe bool = a.outputs.unique == b.outputs.unique
output location bool = p.outputs.location == q.outputs.location
`,
    'where.bicep': where,
  });
  assert.equal(values.equal, 'true');
  assert.equal(values.byParameter, 'true');
  assert.equal(values.location, 'true');
  assert.equal(values.other, 'false');
  assert.notEqual(values.maybe, 'true');
});

test('without a scope a module is where its caller is, and a scenario says where that is', () => {
  const files = {
    'main.bicep': `module a 'inner.bicep' = {}\noutput id string = a.outputs.id\noutput location string = a.outputs.location\noutput same bool = a.outputs.id == resourceGroup().id\n`,
    'inner.bicep': `module deep 'where.bicep' = {}\noutput id string = deep.outputs.id\noutput location string = deep.outputs.location`,
    'where.bicep': where,
  };
  assert.deepEqual(outputs(files), {
    id: `'/subscriptions/<subscription().subscriptionId>/resourceGroups/<resourceGroup().name>'`,
    location: '<resourceGroup().location>',
    same: 'true',
  });
  const context = { subscriptionId: '0', resourceGroup: 'rg', resourceGroupLocation: 'westeurope' };
  assert.deepEqual(outputs(files, { context }), {
    id: `'/subscriptions/0/resourceGroups/rg'`,
    location: `'westeurope'`,
    same: 'true',
  });
});

test('a scope that depends on a condition gives alternatives', () => {
  const values = outputs({
    'main.bicep': `param c bool
module a 'where.bicep' = { scope: c ? resourceGroup('x') : resourceGroup() }
output name string = a.outputs.name
`,
    'where.bicep': where,
  });
  assert.equal(values.name, `(parameter c ? 'x' : <resourceGroup().name>)`);
});

test('the scopes of subscriptions, management groups and the tenant', () => {
  const values = outputs({
    'main.bicep': `targetScope = 'managementGroup'
module a 'sub.bicep' = { scope: subscription('s') }
module b 'group.bicep' = { scope: managementGroup('mg') }
module c 'tenant.bicep' = { scope: tenant() }
output a string = a.outputs.id
output b string = b.outputs.id
output c string = c.outputs.id
`,
    'sub.bicep': `targetScope = 'subscription'\noutput id string = subscriptionResourceId('A.B/c', 'd')`,
    'group.bicep': `targetScope = 'managementGroup'\noutput id string = managementGroup().id`,
    'tenant.bicep': `targetScope = 'tenant'\noutput id string = tenantResourceId('A.B/c', 'd')`,
  });
  assert.deepEqual(values, {
    a: `'/subscriptions/s/providers/A.B/c/d'`,
    b: `'/providers/Microsoft.Management/managementGroups/mg'`,
    c: `'/providers/A.B/c/d'`,
  });
});

test('what nobody says of the place of deployment is the same unknown wherever it is read', () => {
  for (const expression of [
    'deployment().name == deployment().name',
    'tenant().tenantId == subscription().tenantId',
    'deployer().objectId == deployer().objectId',
    'subscription().displayName == subscription().displayName',
    'resourceGroup().tags == resourceGroup().tags',
  ])
    assert.equal(shown(expression), 'true', expression);
  assert.equal(shown('environment().suffixes.keyvaultDns'), `'.vault.azure.net'`);
});

const vaults = `resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: 'kv'
  properties: {}
}
resource lock 'Microsoft.Authorization/locks@2020-05-01' = {
  name: 'lock'
  scope: vault
  properties: { level: 'CanNotDelete' }
}
`;

test('equal names in different groups are different resources', () => {
  const deployment = deploymentOfFiles({
    'main.bicep': `targetScope = 'subscription'
module a 'vaults.bicep' = { scope: resourceGroup('a') }
module b 'vaults.bicep' = { scope: resourceGroup('b') }
module endpoint 'endpoint.bicep' = {
  scope: resourceGroup('c')
  params: { vault: resourceId(subscription().subscriptionId, 'B', 'Microsoft.KeyVault/vaults', 'kv') }
}
`,
    'vaults.bicep': vaults,
    'endpoint.bicep': `param vault string
resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: 'pe'
  properties: { privateLinkServiceConnections: [{ properties: { privateLinkServiceId: vault } }] }
}
`,
  });
  const connections = 'properties.privateLinkServiceConnections';
  const [target] =
    deployment.viewOf('main/endpoint/endpoint')?.targets(connections, 'properties.privateLinkServiceId') ?? [];
  assert.equal(target?.kind === 'resource' ? target.key : target?.type, 'main/b/vault');
});

test('an id of another group leads out of the deployment, one of an unknown group to the only candidate', () => {
  const deployment = deploymentOfFiles(
    {
      'main.bicep': `param id string
param group string
${vaults}
resource far 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: 'far'
  properties: { target: { id: resourceId('elsewhere', 'Microsoft.KeyVault/vaults', 'kv') } }
}
resource near 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: 'near'
  properties: { target: { id: resourceId(group, 'Microsoft.KeyVault/vaults', 'kv') } }
}
resource own 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: 'own'
  properties: { target: { id: '\${id}/providers/Microsoft.KeyVault/vaults/kv' } }
}
`,
    },
    { context: { resourceGroup: 'here' } },
  );
  const target = (key: string) => {
    const found = deployment.viewOf(key)?.target('properties.target.id');
    return found?.kind === 'resource' ? found.key : found?.kind;
  };
  assert.deepEqual(
    [target('main/far'), target('main/near'), target('main/own')],
    ['external', 'main/vault', 'main/vault'],
  );
});

test('a scenario says name and location of the deployment; modules have names of their own and its location', () => {
  const files = {
    'main.bicep': `targetScope = 'subscription'
module inner 'inner.bicep' = { name: 'step' }
output name string = deployment().name
output location string = deployment().location
output innerName string = inner.outputs.name
output innerLocation string = inner.outputs.location
`,
    'inner.bicep': `targetScope = 'subscription'
output name string = deployment().name
output location string = deployment().location
`,
  };
  assert.deepEqual(outputs(files, { context: { deployment: 'release', deploymentLocation: 'westeurope' } }), {
    name: `'release'`,
    location: `'westeurope'`,
    innerName: `'step'`,
    innerLocation: `'westeurope'`,
  });
  assert.deepEqual(outputs(files), {
    name: '<deployment().name>',
    location: '<deployment().location>',
    innerName: `'step'`,
    innerLocation: '<deployment().location>',
  });
});

test('the id of a resource group names no provider', () => {
  const expected = `'/subscriptions/sub/resourceGroups/hub'`;
  const files = {
    'main.bicep': `targetScope = 'subscription'
output own string = subscriptionResourceId('Microsoft.Resources/resourceGroups', 'hub')
output other string = resourceId('sub', 'microsoft.resources/resourcegroups', 'hub')
output same string = resourceGroup('hub').id
output vault string = resourceId('Microsoft.Resources/tags', 'default')
`,
  };
  assert.deepEqual(outputs(files, { context: { subscriptionId: 'sub' } }), {
    own: expected,
    other: expected,
    same: expected,
    vault: `'/subscriptions/sub/providers/Microsoft.Resources/tags/default'`,
  });
});

test('resources that are scopes of each other have no scope that could be read', () => {
  const values = outputs({
    'main.bicep': `resource a 'A.B/c@2024-01-01' = { name: 'a', scope: b }
resource b 'A.B/c@2024-01-01' = { name: 'b', scope: a }
module first 'part.bicep' = { name: 'first', scope: a }
module second 'part.bicep' = { name: 'second', scope: b }
output one string = first.outputs.id
output two string = second.outputs.id`,
    'part.bicep': 'output id string = resourceGroup().id',
  });
  for (const value of Object.values(values)) assert.match(value, /^'\/subscriptions\/<.*>'$/);
});
