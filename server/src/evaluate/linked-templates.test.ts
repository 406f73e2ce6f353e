import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deploymentOfFiles, problemsOf, programOfFiles } from '../../../test/template-files.ts';
import { attempt, runAlternatives } from '../deployment/alternatives.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';

function template(sections: Readonly<Record<string, Json>>): string {
  return JSON.stringify({ $schema: schema, contentVersion: '1.0.0.0', ...sections });
}

function deployment(properties: Readonly<Record<string, Json>>, more: Readonly<Record<string, Json>> = {}): Json {
  return {
    type: 'Microsoft.Resources/deployments',
    apiVersion: '2022-09-01',
    name: 'linked',
    ...more,
    properties: { mode: 'Incremental', ...properties },
  };
}

/** A template that deploys a vault of this name. */
function vault(name: string, parameters: Json = {}): string {
  const resource = { type: 'Microsoft.KeyVault/vaults', apiVersion: '2024-11-01', name, properties: {} };
  return template({ parameters, resources: [resource], outputs: { name: { type: 'string', value: name } } });
}

/** The names of the vaults that a template with one link deploys, in each alternative. */
function vaults(
  link: Json,
  sections: Readonly<Record<string, Json>> = {},
  files: Record<string, string> = beside,
): string {
  const main = template({ ...sections, resources: [deployment({ templateLink: link })] });
  const { run, view } = deploymentOfFiles({ 'app/main.json': main, ...files });
  const names = runAlternatives(run, () => {
    const { known, open } = view.resources('Microsoft.KeyVault/vaults');
    return [...known.map((each) => attempt(() => each.name) ?? '?'), ...(open ? ['...'] : [])].join(' ');
  });
  return names.map((outcome) => (outcome.kind === 'decided' ? outcome.value : 'undecided')).join(' | ');
}

const beside = {
  'app/nested/x.json': vault('x'),
  'app/nested/y.json': vault('y'),
  'shared/z.json': vault('z'),
};

const location = {
  _artifactsLocation: { type: 'string' },
  _artifactsLocationSasToken: { type: 'securestring', defaultValue: '' },
};

test('a template that is linked beside the address of this one is read', () => {
  const ofThis = (path: string) => `[uri(deployment().properties.templateLink.uri, '${path}')]`;
  assert.equal(vaults({ uri: ofThis('nested/x.json'), contentVersion: '1.0.0.0' }), 'x');
  assert.equal(vaults({ uri: ofThis('./nested/x.json') }), 'x');
  assert.equal(vaults({ uri: ofThis('../shared/z.json') }), 'z');
  assert.equal(vaults({ uri: "[concat(uri(deployment().properties.templateLink.uri, '.'), '/nested/x.json')]" }), 'x');
  assert.equal(vaults({ uri: "[uri(uri(deployment().properties.templateLink.uri, 'nested/'), 'x.json')]" }), 'x');
});

test('a template that is linked by the address of its folder is read, in all the ways to write it', () => {
  const sections = {
    parameters: location,
    variables: {
      folder: 'nested',
      file: "[concat(variables('folder'), '/x.json')]",
      urls: {
        x: "[uri(parameters('_artifactsLocation'), concat('nested/x.json', parameters('_artifactsLocationSasToken')))]",
      },
    },
  };
  const token = "parameters('_artifactsLocationSasToken')";
  for (const uri of [
    `[concat(parameters('_artifactsLocation'), '/nested/x.json', ${token})]`,
    `[concat(parameters('_artifactsLocation'), variables('file'), ${token})]`,
    `[format('{0}/{1}/x.json{2}', parameters('_artifactsLocation'), variables('folder'), ${token})]`,
    `[uri(parameters('_artifactsLocation'), concat(variables('file'), ${token}))]`,
    "[variables('urls').x]",
  ])
    assert.equal(vaults({ uri }, sections), 'x', uri);
});

test('an address that is written out means the file beside that ends like it', () => {
  const published = 'https://raw.githubusercontent.com/Azure/azure-quickstart-templates/master/quick/start';
  assert.equal(vaults({ uri: `${published}/nested/x.json` }), 'x');
  const sections = { parameters: { _artifactsLocation: { type: 'string', defaultValue: `${published}/` } } };
  assert.equal(vaults({ uri: "[uri(parameters('_artifactsLocation'), 'nested/y.json')]" }, sections), 'y');
  assert.equal(vaults({ uri: "[concat(parameters('_artifactsLocation'), 'nested/y.json')]" }, sections), 'y');
});

test('a relative path may be computed, and begin with a slash', () => {
  assert.equal(vaults({ relativePath: 'nested/x.json' }), 'x');
  assert.equal(vaults({ relativePath: '/nested/x.json' }), 'x');
  assert.equal(vaults({ relativePath: '../shared/z.json' }), 'z');
  assert.equal(
    vaults({ relativePath: "[concat('nested/', variables('name'), '.json')]" }, { variables: { name: 'y' } }),
    'y',
  );
});

test('a template that is chosen by a condition is deployed under it', () => {
  const uri =
    "[uri(deployment().properties.templateLink.uri, if(equals(parameters('which'), 'new'), 'nested/x.json', 'nested/y.json'))]";
  assert.equal(vaults({ uri }, { parameters: { which: { type: 'string' } } }), 'x | y');
  assert.equal(vaults({ uri }, { parameters: { which: { type: 'string', defaultValue: 'old' } } }), 'y');
  const half = uri.replace('nested/y.json', 'gone.json');
  assert.equal(vaults({ uri: half }, { parameters: { which: { type: 'string' } } }), 'x ... | ...');
});

test('in a loop each turn may deploy another template', () => {
  const main = template({
    variables: { names: ['x', 'y', 'x'] },
    resources: [
      deployment(
        {
          templateLink: {
            uri: "[uri(deployment().properties.templateLink.uri, concat('nested/', variables('names')[copyIndex()], '.json'))]",
          },
        },
        { copy: { name: 'each', count: 3 } },
      ),
    ],
  });
  const { keys, viewOf } = deploymentOfFiles({ 'app/main.json': main, ...beside });
  assert.deepEqual(
    keys.map((key) => viewOf(key)?.name),
    ['x', 'y', 'x'],
  );
});

test('a linked template has the arguments and gives the outputs of a module', () => {
  const uri = "[uri(deployment().properties.templateLink.uri, 'named.json')]";
  const main = template({
    languageVersion: '2.0',
    resources: {
      linked: deployment({ templateLink: { uri }, parameters: { name: { value: 'kv-one' } } }),
      other: {
        type: 'Microsoft.KeyVault/vaults',
        apiVersion: '2024-11-01',
        name: "[concat(reference('linked').outputs.name.value, '-two')]",
      },
    },
  });
  const named = vault("[parameters('name')]", { name: { type: 'string' } });
  const { keys, viewOf } = deploymentOfFiles({ 'app/main.json': main, 'app/named.json': named });
  assert.deepEqual(keys.map((key) => viewOf(key)?.name).sort(), ['kv-one', 'kv-one-two']);
});

test('outputs of one of two templates are those of the one that is deployed', () => {
  const uri =
    "[uri(deployment().properties.templateLink.uri, if(parameters('isNew'), 'nested/x.json', 'nested/y.json'))]";
  const main = template({
    languageVersion: '2.0',
    parameters: { isNew: { type: 'bool' } },
    resources: {
      linked: deployment({ templateLink: { uri } }),
      other: {
        type: 'Microsoft.Sql/servers',
        apiVersion: '2023-08-01',
        name: "[reference('linked').outputs.name.value]",
      },
    },
  });
  const { run, view } = deploymentOfFiles({ 'app/main.json': main, ...beside });
  const pairs = runAlternatives(run, () =>
    ['Microsoft.KeyVault/vaults', 'Microsoft.Sql/servers'].map((type) => view.resources(type).known[0]?.name).join(),
  );
  assert.deepEqual(
    pairs.map((outcome) => (outcome.kind === 'decided' ? outcome.value : 'undecided')),
    ['x,x', 'y,y'],
  );
});

test('a parameter file that is linked gives the arguments; one that is not known leaves them unknown', () => {
  const values = {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#',
    contentVersion: '1.0.0.0',
    parameters: { name: { value: 'from-file' } },
  };
  const named = vault("[parameters('name')]", { name: { type: 'string', defaultValue: 'by-default' } });
  const names = (file: string) => {
    const main = template({
      parameters: location,
      resources: [
        deployment({
          templateLink: { relativePath: 'named.json' },
          parametersLink: { uri: `[concat(parameters('_artifactsLocation'), '/${file}')]` },
        }),
      ],
    });
    const files = { 'app/main.json': main, 'app/named.json': named, 'app/values.json': JSON.stringify(values) };
    const { keys, viewOf } = deploymentOfFiles(files);
    return keys.map((key) => attempt(() => viewOf(key)?.name) ?? '?');
  };
  assert.deepEqual(names('values.json'), ['from-file']);
  assert.deepEqual(names('gone.json'), ['?']);
});

test('a template that is not found, not told or linked in a circle is one line, and the rest goes on', () => {
  const lines = (link: Json, files: Record<string, string> = beside) => {
    const main = template({ parameters: location, resources: [deployment({ templateLink: link })] });
    const all = { 'app/main.json': main, ...files };
    assert.equal(programOfFiles(all).unread.length, 1);
    return problemsOf(all);
  };
  assert.deepEqual(lines({ uri: "[concat(parameters('_artifactsLocation'), '/gone.json')]" }), [
    `app/main.json: "[concat(parameters('_artifactsLocation'), '/gone.json')]": error: This file is not there.`,
  ]);
  assert.deepEqual(lines({ uri: "[parameters('_artifactsLocation')]" }), [
    `app/main.json: "[parameters('_artifactsLocation')]": information: Which template this deploys is not known from its text: values from it are unknown.`,
  ]);
  const circle = {
    'app/b.json': template({ resources: [deployment({ templateLink: { relativePath: 'main.json' } })] }),
  };
  assert.deepEqual(lines({ relativePath: 'b.json' }, circle), [
    'app/b.json: "main.json": error: This module leads back to this file, so it can never be deployed.',
  ]);
});
