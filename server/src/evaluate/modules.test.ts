import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shownOutputs } from '../../../test/show-value.ts';
import { deploymentOfFiles, programOfFiles } from '../../../test/template-files.ts';
import { attempt, runAlternatives } from '../deployment/alternatives.ts';
import type { EvaluatedDeployment } from '../deployment/build.ts';

/** Keys and values of all resources at a path, in each alternative. */
function read(deployment: EvaluatedDeployment, path: string): readonly string[] {
  return runAlternatives(deployment.run, () =>
    deployment.keys
      .filter((key) =>
        deployment.view.resources(deployment.viewOf(key)?.type ?? '').known.some((view) => view.key === key),
      )
      .map((key) => `${key}=${String(attempt(() => deployment.viewOf(key)?.read(path)) ?? '?')}`)
      .join(' '),
  ).map((outcome) => (outcome.kind === 'decided' ? outcome.value : 'undecided'));
}

const access = 'properties.publicNetworkAccess';

const vault = `param name string
param access string = 'Disabled'
param tags object?
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  tags: tags
  properties: { publicNetworkAccess: access }
}
output id string = vault.id
output name string = vault.name
`;

test('a module is evaluated with the arguments of its call, and its defaults for the rest', () => {
  const deployment = deploymentOfFiles({
    'main.bicep': `param open bool
module closed 'modules/vault.bicep' = { params: { name: 'a' } }
module other './modules/vault.bicep' = { params: { name: 'b', access: open ? 'Enabled' : 'Disabled' } }
`,
    'modules/vault.bicep': vault,
  });
  assert.deepEqual(read(deployment, access), [
    'main/closed/vault=Disabled main/other/vault=Enabled',
    'main/closed/vault=Disabled main/other/vault=Disabled',
  ]);
});

test('what a module declares that is surely not deployed is not there, and its loops are not expanded', () => {
  const text = (condition: string): string => `param ask bool
param secrets object?
module store 'secrets.bicep' = if (${condition}) { params: { values: secrets!.list } }
`;
  const secrets = `param values array
resource vaults 'Microsoft.KeyVault/vaults@2024-11-01' = [for value in values: { name: value }]
`;
  const keysOf = (condition: string): readonly string[] =>
    deploymentOfFiles({ 'main.bicep': text(condition), 'secrets.bicep': secrets }).keys;
  assert.deepEqual(keysOf('false'), []);
  assert.deepEqual(keysOf('ask && false'), []);
  assert.deepEqual(keysOf('ask'), ['main/store/vaults[*]']);
  assert.deepEqual(keysOf('secrets != null'), []);
});

test('outputs lead back into the module, and ids to its resources', () => {
  const deployment = deploymentOfFiles({
    'main.bicep': `module store 'vault.bicep' = { params: { name: 'kv' } }
resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: 'pe-\${store.outputs.name}'
  properties: { privateLinkServiceConnections: [ { properties: { privateLinkServiceId: store.outputs.id } } ] }
}
`,
    'vault.bicep': vault,
  });
  const endpoint = deployment.viewOf('main/endpoint');
  assert.equal(endpoint?.name, 'pe-kv');
  const [target] =
    endpoint?.targets('properties.privateLinkServiceConnections', 'properties.privateLinkServiceId') ?? [];
  assert.equal(target?.kind === 'resource' ? target.key : target?.type, 'main/store/vault');
});

test('a value leads to the text that decides it, in whichever file that is', () => {
  const files = {
    'main.bicep': `var policy = 'Enabled'\nmodule store 'vault.bicep' = { params: { name: 'kv', access: policy } }\nmodule other 'vault.bicep' = { params: { name: 'b' } }\n`,
    'vault.bicep': vault,
  };
  const deployment = deploymentOfFiles(files);
  const decided = ['main/store/vault', 'main/other/vault'].map((key) => {
    const chain = deployment.locate(key, access)[0]?.chain ?? [];
    const end = chain[chain.length - 1];
    if (end === undefined) return 'nothing';
    const span = deployment.files.get(end.file)?.spans.spanOf(end.node);
    return `${end.file}: ${files[end.file as keyof typeof files].slice(span?.start, span?.end)}`;
  });
  assert.deepEqual(decided, [`main.bicep: 'Enabled'`, `vault.bicep: 'Disabled'`]);
});

test('modules in loops and under conditions', () => {
  const deployment = deploymentOfFiles({
    'main.bicep': `param deployIt bool
module stores 'vault.bicep' = [for name in ['a', 'b']: { params: { name: name } }]
module extra 'vault.bicep' = if (deployIt) { params: { name: 'c' } }
output last string = stores[1].outputs.name
`,
    'vault.bicep': vault,
  });
  assert.deepEqual(read(deployment, 'name'), [
    'main/stores[0]/vault=a main/stores[1]/vault=b main/extra/vault=c',
    'main/stores[0]/vault=a main/stores[1]/vault=b',
  ]);
});

test('a module that is not there is unknown, and the rest goes on', () => {
  const deployment = deploymentOfFiles({
    'main.bicep': `module store 'missing.bicep' = { params: { name: 'kv' } }
module endpoint 'vault.bicep' = { params: { name: 'x', access: store.outputs.access } }
`,
    'vault.bicep': vault,
  });
  assert.deepEqual(read(deployment, access), ['main/endpoint/vault=?']);
  assert.equal(deployment.view.hasUnreadModules, true);
});

test('what flows into a module inside of a module that is not there leaves its lists open', () => {
  const files = {
    'main.bicep': `resource nsg 'Microsoft.Network/networkSecurityGroups@2024-05-01' = { name: 'nsg-web' }
resource other 'Microsoft.Network/networkSecurityGroups@2024-05-01' = { name: 'nsg-app' }
module rules 'rules.bicep' = { params: { group: nsg.id } }
`,
    'rules.bicep': `param group string\nmodule inner 'missing.bicep' = { params: { target: group } }\n`,
  };
  const deployment = deploymentOfFiles(files);
  assert.equal(deployment.viewOf('main/nsg')?.children('securityRules').open, true);
  assert.equal(deployment.viewOf('main/other')?.children('securityRules').open, false);
});

test('modules that call each other, or read their own outputs, end', () => {
  const circle = deploymentOfFiles({
    'a.bicep': `module b 'b.bicep' = { params: { name: 'x' } }`,
    'b.bicep': `param name string\nmodule a 'a.bicep' = { params: {} }`,
  });
  assert.equal(circle.keys.length, 0);
  const own = deploymentOfFiles({
    'main.bicep': `module store 'vault.bicep' = { params: union({ name: store.outputs.name }, {}) }`,
    'vault.bicep': vault,
  });
  assert.deepEqual(read(own, access), ['main/store/vault=Disabled']);
});

const embedded = (scope: string) => `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "parameters": { "access": { "type": "string", "defaultValue": "Enabled" } },
  "resources": [
    {
      "type": "Microsoft.Resources/deployments",
      "apiVersion": "2022-09-01",
      "name": "inner",
      "properties": {
        "mode": "Incremental",
        ${scope}
        "parameters": { "access": { "value": "Disabled" } },
        "template": {
          "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
          "contentVersion": "1.0.0.0",
          "parameters": { "access": { "type": "string" } },
          "resources": [
            {
              "type": "Microsoft.KeyVault/vaults",
              "apiVersion": "2024-11-01",
              "name": "kv",
              "properties": { "publicNetworkAccess": "[parameters('access')]" }
            }
          ]
        }
      }
    }
  ]
}`;

test('an embedded template means the names around it, unless its scope is inner', () => {
  const values = (text: string) =>
    read(deploymentOfFiles({ 'main.json': text }), access).map((line) => line.split('=')[1]);
  assert.deepEqual(values(embedded('')), ['Enabled']);
  assert.deepEqual(values(embedded('"expressionEvaluationOptions": { "scope": "inner" },')), ['Disabled']);
});

test('an argument that is null leaves a parameter its default, in each alternative', () => {
  const program = programOfFiles({
    'main.bicep': `param settings { name: string?, open: bool? }
param isOpen bool
module none 'a.bicep' = { params: { name: null, size: null, kind: null } }
module missing 'a.bicep' = { params: { name: {}.?name, size: isOpen ? 3 : null } }
module unknown 'a.bicep' = { params: { name: settings.?name } }
output none object = none.outputs.all
output missing object = missing.outputs.all
output unknown string = unknown.outputs.all.name
`,
    'a.bicep': `param name string = 'default'
param size int = 1
param kind string? = 'plain'
output all object = { name: name, size: size, kind: kind }
`,
  });
  assert.deepEqual(shownOutputs(program), {
    none: `{ name: 'default', size: 1, kind: null }`,
    missing: `{ name: 'default', size: (parameter isOpen ? 3 : 1), kind: 'plain' }`,
    unknown: '<parameter settings.name>',
  });
});
