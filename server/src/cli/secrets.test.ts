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
