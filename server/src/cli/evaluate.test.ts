import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { commandsIn, type FileContents, folderWith } from '../../../test/command-line.ts';

const files = {
  'main.bicep': `param prefix string = 'st'
param more array
param deploy bool
module inner 'modules/inner.bicep' = {
  name: 'inner'
  params: { name: '\${prefix}data' }
}
resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = if (deploy) {
  name: 'kv'
  location: resourceGroup().location
  properties: { list: concat(['q'], more), storage: inner.outputs.id }
}
output size int = 9007199254740993
`,
  'modules/inner.bicep': `param name string
resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: name
  properties: { publicNetworkAccess: 'Disabled' }
}
output id string = account.id
`,
  'main.bicepparam': `using 'main.bicep'\nparam more = []\nparam deploy = true\n`,
  'main.parameters.json': `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
  "contentVersion": "1.0.0.0",
  "parameters": { "prefix": { "value": "sa" } }
}`,
  'data.json': '{}',
  'broken.bicep': 'output a int = \noutput b int = 1\n',
};

/** `evaluate` in a folder with the files, which is removed after the test. */
function runIn(context: TestContext, contents: FileContents = files) {
  const run = commandsIn(folderWith(context, contents));
  return (...words: string[]) => run('evaluate', ...words);
}

test('evaluate shows the resources of a template and its modules, its outputs, and what is unknown', (context) => {
  assert.deepEqual(runIn(context)('main.bicep'), {
    code: 0,
    errors: [],
    output: `"stdata"  Microsoft.Storage/storageAccounts@2023-05-01  modules/inner.bicep:2:1
  {
    properties: {
      publicNetworkAccess: "Disabled"
    }
  }

"kv"  Microsoft.KeyVault/vaults@2023-07-01 conditional  main.bicep:8:1
  {
    location: (unknown: where the template is deployed is not known)
    properties: {
      list: [
        "q"
        (maybe more: parameter 'more' has no value)
      ]
      storage: (id of Microsoft.Storage/storageAccounts "stdata")
    }
  }

Outputs
  size: 9007199254740993

Unknown
  1 x parameter 'more' has no value
  1 x where the template is deployed is not known
`,
  });
});

test('evaluate as JSON has the shape of the contract', (context) => {
  const { code, output } = runIn(context)(
    'main.bicepparam',
    '--format=json',
    '--scenario',
    'resourceGroupLocation=nowhere',
    '--scenario=resourceGroupLocation=westeurope',
  );
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(output), {
    version: 1,
    scope: 'resourceGroup',
    resources: [
      {
        type: 'Microsoft.Storage/storageAccounts',
        apiVersion: '2023-05-01',
        name: 'stdata',
        scope: 'resourceGroup',
        symbolicName: 'account',
        existing: false,
        presence: 'present',
        body: { properties: { publicNetworkAccess: 'Disabled' } },
        source: {
          file: 'modules/inner.bicep',
          range: { start: { line: 1, character: 0 }, end: { line: 4, character: 1 } },
        },
      },
      {
        type: 'Microsoft.KeyVault/vaults',
        apiVersion: '2023-07-01',
        name: 'kv',
        scope: 'resourceGroup',
        symbolicName: 'vault',
        existing: false,
        presence: 'present',
        body: {
          location: 'westeurope',
          properties: {
            list: ['q'],
            storage: { $ref: { type: 'Microsoft.Storage/storageAccounts', name: 'stdata', path: 'id' } },
          },
        },
        source: { file: 'main.bicep', range: { start: { line: 7, character: 0 }, end: { line: 11, character: 1 } } },
      },
    ],
    outputs: { size: Number('9007199254740993') },
    problems: [],
    unknowns: [],
  });
  assert.match(output, /"size": 9007199254740993$/m);
});

test('a parameter file counts if it is named, and only then', (context) => {
  const run = runIn(context);
  const presence = (...words: string[]): unknown =>
    JSON.parse(run('main.bicep', '--format', 'json', ...words).output).resources[1].presence;
  assert.equal(presence(), 'conditional');
  assert.equal(presence('--parameters', 'main.bicepparam'), 'present');
  assert.match(run('main.bicep', '--parameters', 'main.parameters.json').output, /^"sadata" /);
});

test('an ARM parameter file is evaluated with the template beside it that has its name', (context) => {
  const run = runIn(context);
  assert.equal(run('main.parameters.json').output, run('main.bicep', '--parameters', 'main.parameters.json').output);
});

test('problems are listed with their files, and an error among them is told by the exit code', (context) => {
  const run = runIn(context, { ...files, 'caller.bicep': `module m 'broken.bicep' = { name: 'm' }\n` });
  for (const name of ['broken.bicep', 'caller.bicep']) {
    const { code, output } = run(name, '--format', 'json');
    assert.equal(code, 1);
    assert.deepEqual(JSON.parse(output).problems, [
      {
        file: 'broken.bicep',
        range: { start: { line: 0, character: 15 }, end: { line: 0, character: 15 } },
        code: 'bicep-syntax',
        severity: 'error',
        message: 'Expected a value.',
      },
    ]);
  }
  const { code, output } = runIn(context, { 'a.bicep': `module m 'gone.bicep' = { name: 'm' }\n` })('a.bicep');
  assert.equal(code, 0);
  assert.match(output, /^a\.bicep:1:10 warning file-missing$/m);
});

test('what can not be evaluated is one line on standard error, and exit code 2', (context) => {
  const run = runIn(context, {
    ...files,
    'folder/x.bicep': '',
    'lost.bicepparam': `using 'gone.bicep'\n`,
    'none.bicepparam': 'using none\n',
    'other.parameters.json': files['main.parameters.json'],
  });
  const errorOf = (...words: string[]): string => {
    const { code, output, errors } = run(...words);
    assert.equal(code, 2);
    assert.equal(output, '');
    assert.equal(errors.length, 1);
    return errors[0] ?? '';
  };
  assert.equal(errorOf(), 'zero-trust: evaluate needs a FILE');
  assert.equal(errorOf('gone.bicep'), 'zero-trust: cannot read gone.bicep: no such file or folder');
  assert.equal(errorOf('folder'), 'zero-trust: cannot evaluate folder: it is a folder');
  assert.equal(
    errorOf('data.json'),
    'zero-trust: cannot evaluate data.json: no Azure template or parameter file (its $schema tells)',
  );
  assert.equal(
    errorOf('other.parameters.json'),
    'zero-trust: cannot evaluate other.parameters.json: it is a parameter file, and no template beside it has its name; name the template, and this file with --parameters',
  );
  assert.match(errorOf('none.bicepparam'), /names no template/);
  assert.equal(
    errorOf('lost.bicepparam'),
    'zero-trust: cannot evaluate lost.bicepparam: the template that it is using cannot be read',
  );
  assert.equal(
    errorOf('modules/inner.bicep', '--parameters', 'main.bicepparam'),
    'zero-trust: cannot evaluate modules/inner.bicep: the file of --parameters is for another template',
  );
  assert.equal(
    errorOf('main.bicepparam', '--parameters', 'main.bicepparam'),
    'zero-trust: main.bicepparam is a parameter file itself, so it takes no --parameters',
  );
  assert.equal(
    errorOf('main.parameters.json', '--parameters', 'main.parameters.json'),
    'zero-trust: main.parameters.json is a parameter file itself, so it takes no --parameters',
  );
  assert.equal(
    errorOf('main.bicep', '--parameters', 'data.json'),
    'zero-trust: --parameters data.json is no parameter file',
  );
  assert.equal(errorOf('main.bicep', '--registry-cache', 'gone'), 'zero-trust: --registry-cache gone is no folder');
});

test('--scenario takes known keys, each with a value', (context) => {
  const run = runIn(context);
  const errorOf = (scenario: string): string => {
    const { code, errors } = run('main.bicep', '--scenario', scenario);
    assert.equal(code, 2);
    return errors.join('\n');
  };
  assert.match(errorOf('planet=earth'), /^zero-trust: unknown key planet for --scenario; one of subscriptionId, /);
  assert.match(errorOf('toString=x'), /unknown key toString/);
  assert.match(errorOf('=x'), /unknown key/);
  const lacks = (word: string): string => `zero-trust: --scenario ${word} lacks a value; it is written KEY=VALUE`;
  assert.equal(errorOf('tenantId'), lacks('tenantId'));
  assert.equal(errorOf('tenantId='), lacks('tenantId='));
});

test('a template can not steer the terminal', (context) => {
  const text = `output o string = 'a\\u{1b}[31m\\u{202e}b'\n`;
  const { output } = runIn(context, { 'main.bicep': text })('main.bicep');
  assert.match(output, / {2}o: "a/);
  assert.ok(!output.includes('\u001b') && !output.includes('\u202e'));
});
