import assert from 'node:assert/strict';
import { test } from 'node:test';
import { originsOfOutputs, shownOutputs } from '../../../test/show-value.ts';
import { programOfFiles } from '../../../test/template-files.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';
const atSubscription = 'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#';

function template(sections: Readonly<Record<string, Json>>): string {
  return JSON.stringify({ $schema: schema, contentVersion: '1.0.0.0', resources: [], ...sections });
}

/** A nested deployment that gives one output, `id`. */
function nested(name: string, id: Json, more: Readonly<Record<string, Json>> = {}, scope = 'inner'): Json {
  return {
    type: 'Microsoft.Resources/deployments',
    apiVersion: '2022-09-01',
    name,
    ...more,
    properties: {
      mode: 'Incremental',
      expressionEvaluationOptions: { scope },
      template: JSON.parse(template({ outputs: { id: { type: 'string', value: id } } })),
    },
  };
}

/** The output of a template that declares deployments. */
function output(value: Json, resources: readonly Json[], sections: Readonly<Record<string, Json>> = {}): string {
  const main = template({ ...sections, resources, outputs: { o: { type: 'string', value } } });
  return shownOutputs(programOfFiles({ 'main.json': main, 'nested/x.json': linked })).o ?? '';
}

const linked = template({
  parameters: { name: { type: 'string' } },
  outputs: { id: { type: 'string', value: "[concat('/x/', parameters('name'))]" } },
});

const unknown = /^<.*>$/;

test('a deployment is read by its name, or by its id', () => {
  const resources = [nested('a', 'of a'), nested('b', 'of b')];
  assert.equal(output("[reference('b').outputs.id.value]", resources), "'of b'");
  assert.equal(output("[reference('B', '2022-09-01').outputs['id'].value]", resources), "'of b'");
  assert.equal(output("[reference('a', '2022-09-01', 'Full').properties.outputs.id.value]", resources), "'of a'");
  const byId = "[reference(resourceId('Microsoft.Resources/deployments', 'a')).outputs.id.value]";
  assert.equal(output(byId, resources), "'of a'");
  const inFull =
    "[reference(concat(resourceGroup().id, '/providers/microsoft.resources/Deployments/', 'a')).outputs.id.value]";
  assert.equal(output(inFull, resources), "'of a'");
});

test('what the template does not say of a deployment stays unknown', () => {
  const resources = [nested('a', 'of a')];
  assert.match(output("[reference('c').outputs.id.value]", resources), unknown);
  assert.match(
    output("[reference(resourceId('Microsoft.Resources/deployments', 'c')).outputs.id.value]", resources),
    unknown,
  );
  assert.match(output("[reference(resourceId('Microsoft.Web/sites', 'a')).outputs.id.value]", resources), unknown);
  assert.match(output("[reference('a').correlationId]", resources), unknown);
  assert.match(output("[reference('a').outputs.id.type]", resources), unknown);
});

test('an output that a deployment lacks fails, or is null where that is allowed', () => {
  const resources = [nested('a', 'of a')];
  assert.match(output("[reference('a').outputs.other.value]", resources), unknown);
  assert.equal(output("[tryGet(reference('a').outputs, 'other', 'value')]", resources), 'null');
});

test('names that are made alike are one', () => {
  const parameters = { name: { type: 'string' }, other: { type: 'string' } };
  const name = "[concat('deploy-', parameters('name'))]";
  const read = (parameter: string): string =>
    output(
      `[reference(resourceId('Microsoft.Resources/deployments', concat('deploy-', parameters('${parameter}')))).outputs.id.value]`,
      [nested(name, 'of it'), nested("[concat('deploy-', parameters('other'), '-x')]", 'of the other')],
      { parameters },
    );
  assert.equal(read('name'), "'of it'");
  assert.match(read('other'), unknown);
});

test('of two deployments with one name the scope tells which is meant', () => {
  const resources = [nested('a', 'in one', { resourceGroup: 'one' }), nested('a', 'in two', { resourceGroup: 'TWO' })];
  const read = (id: string): string => output(`[reference(${id}).outputs.id.value]`, resources);
  assert.equal(read("resourceId('two', 'Microsoft.Resources/deployments', 'a')"), "'in two'");
  assert.equal(read("resourceId('one', 'Microsoft.Resources/deployments', 'a')"), "'in one'");
  assert.match(read("resourceId('three', 'Microsoft.Resources/deployments', 'a')"), unknown);
  assert.match(read("resourceId('Microsoft.Resources/deployments', 'a')"), unknown);
  assert.match(read("'a'"), unknown);
});

test('deployments of a subscription and of a management group are read by their ids', () => {
  const sections = { $schema: atSubscription };
  const here = "[reference(subscriptionResourceId('Microsoft.Resources/deployments', 'a')).outputs.id.value]";
  assert.equal(output(here, [nested('a', 'of a', { location: 'westeurope' })], sections), "'of a'");
  const group = "format('/subscriptions/{0}/resourceGroups/{1}', subscription().subscriptionId, 'rg')";
  const inGroup = `[reference(extensionResourceId(${group}, 'Microsoft.Resources/deployments', 'a')).outputs.id.value]`;
  assert.equal(output(inGroup, [nested('a', 'of a', { resourceGroup: 'rg' })], sections), "'of a'");
  const above = "[reference(managementGroupResourceId('mg', 'Microsoft.Resources/deployments', 'a')).outputs.id.value]";
  const scope = 'Microsoft.Management/managementGroups/mg';
  assert.equal(output(above, [nested('a', 'of a', { scope, location: 'westeurope' })]), "'of a'");
});

test('a copy is read by the name of its turn', () => {
  const copy = { name: 'all', count: 3 };
  const resources = [nested("[concat('part', copyIndex())]", "[concat('p', copyIndex())]", { copy }, 'outer')];
  assert.equal(output("[reference('part1').outputs.id.value]", resources), "'p1'");
  assert.equal(
    output("[reference(resourceId('Microsoft.Resources/deployments', concat('part', 2))).outputs.id.value]", resources),
    "'p2'",
  );
  assert.match(output("[reference('part3').outputs.id.value]", resources), unknown);
});

test('a linked template is read through its deployment', () => {
  const linkTo = (uri: string): Json => ({
    type: 'Microsoft.Resources/deployments',
    apiVersion: '2022-09-01',
    name: 'link',
    properties: {
      mode: 'Incremental',
      templateLink: { uri },
      parameters: { name: { value: 'vault' } },
    },
  });
  const near = "[uri(deployment().properties.templateLink.uri, 'nested/x.json')]";
  assert.equal(output("[reference('link').outputs.id.value]", [linkTo(near)]), "'/x/vault'");
  assert.match(output("[reference('link').outputs.id.value]", [linkTo("[parameters('uri')]")]), unknown);
  const parameters = { isNew: { type: 'bool' } };
  const either =
    "[uri(deployment().properties.templateLink.uri, if(parameters('isNew'), 'nested/x.json', 'nested/none.json'))]";
  const shown = output("[reference('link').outputs.id.value]", [linkTo(either)], { parameters });
  assert.match(shown, /^\(parameter isNew \? '\/x\/vault' : <.*>\)$/);
});

test('an argument of one deployment may be an output of another, and leads to its text', () => {
  const inner = template({
    parameters: { id: { type: 'string' } },
    outputs: { id: { type: 'string', value: "[parameters('id')]" } },
  });
  const main = template({
    resources: [
      nested('first', 'told'),
      {
        type: 'Microsoft.Resources/deployments',
        apiVersion: '2022-09-01',
        name: 'second',
        properties: {
          mode: 'Incremental',
          expressionEvaluationOptions: { scope: 'inner' },
          parameters: { id: { value: "[reference('first').outputs.id.value]" } },
          template: JSON.parse(inner),
        },
      },
    ],
    outputs: {
      o: {
        type: 'string',
        value: "[reference(resourceId('Microsoft.Resources/deployments', 'second')).outputs.id.value]",
      },
    },
  });
  const program = programOfFiles({ 'main.json': main });
  assert.equal(shownOutputs(program).o, "'told'");
  assert.deepEqual(
    originsOfOutputs(program, () => main),
    { o: 'main.json: "told"' },
  );
});

test('a template reads a deployment of the one that calls it by id, not by name', () => {
  const read = (reference: string): string =>
    output("[reference('b').outputs.id.value]", [nested('a', 'of a'), nested('b', reference)]);
  assert.equal(read("[reference(resourceId('Microsoft.Resources/deployments', 'a')).outputs.id.value]"), "'of a'");
  assert.match(read("[reference('a').outputs.id.value]"), unknown);
});

test('deployments that read each other, or themselves, are unknown', () => {
  const other = (name: string): string => `[reference('${name}').outputs.id.value]`;
  assert.match(
    output(other('a'), [nested('a', other('b'), {}, 'outer'), nested('b', other('a'), {}, 'outer')]),
    unknown,
  );
  assert.match(output(other('a'), [nested(other('a'), 'x'), nested('b', 'y')]), unknown);
});

/** A template that declares a storage account with a container, and gives one output. */
function account(value: Json, more: Readonly<Record<string, Json>> = {}): string {
  return output(value, [
    {
      type: 'Microsoft.Storage/storageAccounts',
      apiVersion: '2024-01-01',
      name: 'store',
      sku: { name: 'Standard_LRS' },
      properties: { accessTier: 'Hot', networkAcls: { defaultAction: 'Deny' } },
      resources: [
        {
          type: 'blobServices',
          apiVersion: '2024-01-01',
          name: 'default',
          properties: { isVersioningEnabled: true },
        },
      ],
      ...more,
    },
  ]);
}

test('what a resource declares is read back by its name or id', () => {
  const id = "resourceId('Microsoft.Storage/storageAccounts', 'store')";
  assert.equal(account(`[reference(${id}).accessTier]`), "'Hot'");
  assert.equal(account("[reference('STORE').networkAcls.defaultAction]"), "'Deny'");
  assert.equal(account("[reference('store', '2024-01-01', 'full').sku.name]"), "'Standard_LRS'");
  const child = "resourceId('Microsoft.Storage/storageAccounts/blobServices', 'store', 'default')";
  assert.equal(account(`[string(reference(${child}).isVersioningEnabled)]`), "'True'");
});

test('what Azure adds to a resource, and resources elsewhere, stay unknown', () => {
  const id = "resourceId('Microsoft.Storage/storageAccounts', 'store')";
  assert.match(account(`[reference(${id}).primaryEndpoints.blob]`), unknown);
  assert.match(account(`[reference(${id}).networkAcls.bypass]`), unknown);
  const elsewhere = "resourceId('other', 'Microsoft.Storage/storageAccounts', 'store')";
  assert.match(account(`[reference(${elsewhere}).accessTier]`), unknown);
  assert.match(account("[reference(resourceId('Microsoft.Sql/servers', 'store')).accessTier]"), unknown);
  assert.match(account("[reference('default').isVersioningEnabled]"), unknown);
  assert.match(account(`[reference(${id}).accessTier]`, { existing: true }), unknown);
});

test('an extension is read back by the id of what it extends', () => {
  const lock = (scope: string): Json => ({
    type: 'Microsoft.Authorization/locks',
    apiVersion: '2020-05-01',
    name: 'keep',
    scope,
    properties: { level: 'CanNotDelete' },
  });
  const read = (id: string): string =>
    output(`[reference(extensionResourceId(${id}, 'Microsoft.Authorization/locks', 'keep')).level]`, [
      lock("[resourceId('Microsoft.Sql/servers', 'sql')]"),
    ]);
  assert.equal(read("resourceId('Microsoft.Sql/servers', 'sql')"), "'CanNotDelete'");
  assert.match(read("resourceId('Microsoft.Sql/servers', 'other')"), unknown);
});

test('a subnet that is read back has the id of a child resource', () => {
  const network: Json = {
    type: 'Microsoft.Network/virtualNetworks',
    apiVersion: '2024-05-01',
    name: 'net',
    properties: { subnets: [{ name: 'web', properties: { addressPrefix: '10.0.0.0/24' } }] },
  };
  const id = "resourceId('Microsoft.Network/virtualNetworks', 'net')";
  const shown = output(`[reference(${id}).subnets[0].id]`, [network]);
  assert.match(shown, /\/subnets\/web'$/);
});

test('in Bicep too, a reference by id means what is declared', () => {
  const main = `module inner 'inner.bicep' = { name: 'deploy', params: {} }
resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = { name: 'store', properties: { accessTier: 'Hot' } }
output module string = reference(resourceId('Microsoft.Resources/deployments', 'deploy')).outputs.id.value
output tier string = reference(account.id).accessTier
output byText string = reference(resourceId('Microsoft.Storage/storageAccounts', 'store')).accessTier
`;
  const outputs = shownOutputs(programOfFiles({ 'main.bicep': main, 'inner.bicep': "output id string = 'of it'" }));
  assert.deepEqual(outputs, { module: "'of it'", tier: "'Hot'", byText: "'Hot'" });
});
