import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { commandsIn, folderWith } from '../../../test/command-line.ts';
import { type SecretWorkspace, secretWord, secretWorkspaces } from '../../../test/secret-templates.ts';

/** Runs commands in a folder with the files of a workspace, which is removed after the test; their output, all of it. */
function commandLine(context: TestContext, { files }: SecretWorkspace): (...words: string[]) => string {
  const run = commandsIn(folderWith(context, files));
  return (...words) => {
    const { output, errors } = run(...words);
    return [output, ...errors].join('\n');
  };
}

for (const workspace of secretWorkspaces) {
  const { entry, parameterFile } = workspace;
  const byFile = ['--parameters', parameterFile];
  const commands: readonly { readonly words: readonly string[]; readonly tells: RegExp }[] = [
    { words: ['check', '.'], tells: /no-management-ports-from-internet/ },
    { words: ['check', entry], tells: /no-public-network-access/ },
    { words: ['check', '.', ...byFile], tells: /no-public-network-access/ },
    { words: ['check', '.', '--fixes', '--format', 'json'], tells: /"title": "/ },
    { words: ['evaluate', entry], tells: /unknown: it is secret/ },
    { words: ['evaluate', entry, ...byFile], tells: /unknown: it is secret/ },
    { words: ['evaluate', entry, ...byFile, '--format', 'json'], tells: /"\$unknown": "it is secret"/ },
    { words: ['evaluate', parameterFile], tells: /unknown: it is secret/ },
    { words: ['topology', entry], tells: /\{parameter password\}/ },
    { words: ['topology', entry, '--format', 'json'], tells: /\{parameter password\}/ },
    { words: ['topology', entry, '--format', 'mermaid'], tells: /web-/ },
    { words: ['reach', entry, '--from', 'api', '--to', 'app'], tells: /depends/ },
    { words: ['reach', entry, '--from', 'api', '--to', 'app', '--format', 'json'], tells: /parameter settings/ },
    { words: ['reach', entry, '--from', 'app', '--to', 'nothing'], tells: /app/ },
  ];
  for (const { words, tells } of commands) {
    test(`no secret in: ${words.join(' ')}`, (context) => {
      const output = commandLine(context, workspace)(...words);
      assert.doesNotMatch(output, secretWord);
      assert.match(output, tells);
    });
  }
}

test('a repair writes no secret', (context) => {
  for (const workspace of secretWorkspaces) {
    const diff = commandLine(context, workspace)('fix', '--all', '--dry-run', '.');
    const added = diff.split('\n').filter((line) => /^\+(?!\+\+ )/.test(line));
    assert.ok(added.length > 5);
    assert.doesNotMatch(added.join('\n'), secretWord);
  }
});

test('a problem of what a secret is given is told without its text', (context) => {
  const inner = `type account = {
  name: string
  @secure()
  key: string
}
@secure()
param word string
param one account
output a string = '\${word}\${one.name}'
`;
  const files = {
    'main.bicep': `@secure()
param password string
param plain string
module m 'inner.bicep' = {
  params: {
    word: ['hunter2-of-a-call']
    one: { name: 'n', key: ['hunter2-of-a-part'] }
  }
}
output p string = '\${plain}\${password}'
`,
    'inner.bicep': inner,
    'a.parameters.json': JSON.stringify(
      {
        $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#',
        contentVersion: '1.0.0.0',
        parameters: { password: { value: ['hunter2'] }, plain: { value: 'x' } },
      },
      null,
      1,
    ),
    'main.bicepparam': `using 'main.bicep'\nparam password = ['hunter2']\nparam plain = ['shown']\n`,
  };
  const run = commandLine(context, { files, entry: 'main.bicep', parameterFile: 'main.bicepparam' });
  for (const words of [
    ['check', '.'],
    ['check', 'main.bicep', '--parameters', 'a.parameters.json'],
  ]) {
    const output = run(...words);
    assert.match(output, /The value of 'password' has to be a string\./);
    assert.match(output, /The value of 'word' has to be a string\./);
    assert.match(output, /The value of 'one\.key' has to be a string\./);
    assert.doesNotMatch(output, secretWord);
  }
  assert.match(run('check', '.'), /param plain = \['shown'\]/);
});

const parameterSchema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#';

/** Files in which secrets stand on the lines that are shown, or next to them. */
const besides: Readonly<Record<string, string>> = {
  'minified.json': JSON.stringify({
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: {
      word: { type: 'securestring', defaultValue: 'hunter2' },
      one: { type: 'secureObject', defaultValue: { keys: ['hunter2-in-an-object', 7] } },
    },
    variables: { text: "[concat(parameters('word'), '-', string(parameters('one')))]" },
    resources: [
      {
        type: 'Microsoft.Storage/storageAccounts',
        apiVersion: '2023-05-01',
        name: 'data',
        location: 'westeurope',
        properties: { publicNetworkAccess: 'Enabled' },
      },
    ],
  }),
  'minified.parameters.json': JSON.stringify({
    $schema: parameterSchema,
    contentVersion: '1.0.0.0',
    parameters: { word: { value: 'hunter2-of-a-file' }, unknownToIt: { value: 'shown' } },
  }),
  'lonely.parameters.json': `{ "$schema": "${parameterSchema}", "contentVersion": "1.0.0.0", "parameters": { "word": { "value": "hunter2" } "x": 1 } }`,
  'lost.bicepparam': "using 'nowhere.bicep'   // why\nparam word = 'hunter2'\n",
  'main.bicep': `var word = 'hunter2-of-a-variable'
param plain string = 'hunter2-handed-on'
@secure()
param password string = '''
hunter2 over
hunter2 lines'''
resource data 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'data'
  location: 'westeurope'
  tags: { note: 'shown', secret: password }
  properties: { publicNetworkAccess: 'Enabled' }
}
module inner 'inner.bicep' = {
  params: { word: word, other: plain, third: 'hunter2-of-a-call' }
}
module loaded 'inner.bicep' = {
  params: { third: loadTextContent('none.txt') }
}
`,
  'inner.bicep': `@secure()
param word string = 'hunter2'
param open string = 'Enabled'
@secure()
param other string = 'hunter2'
@secure()
param third string
resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'vault', location: 'westeurope', tags: { a: word, b: other, c: third }, properties: { publicNetworkAccess: open }
}
`,
  'main.bicepparam':
    "using 'main.bicep'\nparam nothing = 1 // it is 'shown'\nparam password = 'hunter2-in-bicepparam'\n",
};

test('lines that are shown have no secrets in them', (context) => {
  const run = commandLine(context, { files: besides, entry: 'main.bicep', parameterFile: 'main.bicepparam' });
  const output = [run('check', '.'), run('check', 'main.bicep', '--parameters', 'main.bicepparam')].join('\n');
  assert.doesNotMatch(output, secretWord);
  assert.match(output, /minified\.json:1:\d+ warning no-public-network-access/);
  assert.match(output, /\*\*\*/);
  // Where a secret is read from is none.
  assert.match(output, /loadTextContent\('none\.txt'\)/);
  assert.match(output, /nothing = 1 \/\/ it is 'shown'/);
});

test('a diff shows no secret, and else what changes', (context) => {
  const run = commandLine(context, { files: besides, entry: 'main.bicep', parameterFile: 'main.bicepparam' });
  for (const words of [['.'], ['main.bicep'], ['inner.bicep'], ['minified.json']]) {
    const diff = run('fix', '--all', '--dry-run', ...words);
    assert.doesNotMatch(diff, secretWord, words.join(' '));
    assert.match(diff, /^\+.*Disabled/m, words.join(' '));
  }
  assert.match(run('fix', '--all', '--dry-run', 'inner.bicep'), /^ param word string = \*\*\*$/m);
});

test('evaluate shows no value of a type that is not there', (context) => {
  const files = {
    'main.bicep': `import { login } from 'br:example.azurecr.io/types:1.0'
param one login = { user: 'hunter2', isOpen: true }
output given object = one
output text string = 'x-\${one.user}'
output other string = 'shown'
`,
  };
  const run = commandLine(context, { files, entry: 'main.bicep', parameterFile: '' });
  const output = run('evaluate', 'main.bicep', '--format', 'json');
  assert.doesNotMatch(output, secretWord);
  assert.match(output, /"\$unknown": "its type isn't known, so it may be secret"/);
  assert.match(output, /"isOpen": true/);
  assert.match(output, /"other": "shown"/);
});
