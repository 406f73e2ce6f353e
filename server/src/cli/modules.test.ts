/** The command line over templates that include each other, with the real engine. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { commandsIn, type FileContents, folderWith } from '../../../test/command-line.ts';

function runIn(context: TestContext, files: FileContents) {
  return commandsIn(folderWith(context, files));
}

interface Found {
  readonly ruleId: string;
  readonly file: string;
  readonly range: { readonly start: { readonly line: number } };
  readonly scenarios: readonly string[];
  readonly instances: number;
}

/** Findings of one rule as `file:line xCount [scenarios]`, lines from 1. */
function accessFindings(output: string): readonly string[] {
  const { findings } = JSON.parse(output) as { readonly findings: readonly Found[] };
  return findings
    .filter(({ ruleId }) => ruleId === 'no-public-network-access')
    .map(({ file, range, scenarios, instances }) => {
      const count = instances > 1 ? ` x${instances}` : '';
      return `${file}:${range.start.line + 1}${count}${scenarios.length > 0 ? ` [${scenarios.join(', ')}]` : ''}`;
    });
}

const vault = `param name string
param access string
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  properties: {
    publicNetworkAccess: access
  }
}
`;
const main = `param access string = 'Disabled'
module one 'modules/vault.bicep' = {
  params: {
    name: 'a'
    access: access
  }
}
module two 'modules/vault.bicep' = {
  params: {
    name: 'b'
    access: 'Enabled'
  }
}
`;

test('a module is judged by its callers, each finding once, in the file of the text that decides', (context) => {
  const run = runIn(context, { 'main.bicep': main, 'modules/vault.bicep': vault });
  assert.deepEqual(accessFindings(run('check', '.', '--format', 'json').output), ['main.bicep:11']);
});

test('--parameters chooses the scenario; a parameter file for another template is wrong usage', (context) => {
  const run = runIn(context, {
    'main.bicep': main,
    'modules/vault.bicep': vault,
    'other.bicep': '',
    'open.bicepparam': `using 'main.bicep'\nparam access = 'Enabled'\n`,
    'other.bicepparam': `using 'other.bicep'\n`,
  });
  const check = (...words: string[]) => run('check', 'main.bicep', '--format', 'json', ...words);
  assert.deepEqual(accessFindings(check('--parameters', 'open.bicepparam').output), [
    'main.bicep:11 [open.bicepparam]',
    'open.bicepparam:2 [open.bicepparam]',
  ]);
  assert.deepEqual(accessFindings(check().output), ['main.bicep:11']);

  const wrong = check('--parameters', 'other.bicepparam');
  assert.equal(wrong.code, 2);
  assert.deepEqual(wrong.errors, [
    'zero-trust: --parameters other.bicepparam is for other.bicep, which is not checked here',
  ]);
  assert.match(check('--parameters', 'main.bicep').errors.join(), /main\.bicep is no parameter file/);
  assert.match(check('--parameters', 'gone.json').errors.join(), /cannot read gone\.json: no such file or folder/);
  assert.match(check('--registry-cache', 'gone').errors.join(), /--registry-cache gone is no folder/);
});

test('a registry module is read from the cache; a finding in it stands at the argument that steers it', (context) => {
  const call = `module a 'br:example.azurecr.io/bicep/vault:1.0.0' = {\n  params: {\n    name: 'a'\n    access: 'Enabled'\n  }\n}\n`;
  const restored = `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "parameters": { "name": { "type": "string" }, "access": { "type": "string" } },
  "resources": [
    {
      "type": "Microsoft.KeyVault/vaults", "apiVersion": "2024-11-01", "name": "[parameters('name')]",
      "properties": { "publicNetworkAccess": "[toUpper(parameters('access'))]" }
    }
  ]
}
`;
  const run = runIn(context, {
    'app/main.bicep': call,
    'cache/br/example.azurecr.io/bicep$vault/1.0.0$/main.json': restored,
  });
  const without = run('check', 'app', '--format', 'json');
  assert.deepEqual(accessFindings(without.output), []);
  assert.match(without.output, /"module-not-restored"/);
  const withCache = run('check', 'app', '--format', 'json', '--registry-cache', 'cache');
  assert.deepEqual(accessFindings(withCache.output), ['app/main.bicep:4']);
});

test('a mapping reads modules from a folder of sources, which the author owns', (context) => {
  const run = runIn(context, {
    'zerotrust.config.json': '{ "modules": { "br/public:avm/": "./avm/" } }',
    'main.bicep': `module a 'br/public:avm/res/vault:1.0.0' = { params: { name: 'a' } }\n`,
    'avm/res/vault/main.bicep': vault.replace('param access string', "param access string = 'Enabled'"),
  });
  assert.deepEqual(accessFindings(run('check', '.', '--format', 'json').output), ['avm/res/vault/main.bicep:2']);
});
