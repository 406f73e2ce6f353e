import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SourceFile } from '../model.ts';
import { readSource } from '../read.ts';
import { includesOf } from './includes.ts';

/** The includes of a text as `kind reference`, each checked to stand where it is written. */
function includes(text: string, format: SourceFile['format'] = 'bicep'): readonly string[] {
  const read = readSource({ path: 'main', text, format });
  assert.ok(read);
  return includesOf(read.lowered).map(({ kind, reference, node }) => {
    const { start, end } = read.lowered.spans.spanOf(node);
    assert.ok(text.slice(start, end).includes(reference), `${reference} at ${text.slice(start, end)}`);
    return `${kind} ${reference}`;
  });
}

test('modules, imports and loads, wherever they are written', () => {
  const text = `import { a } from 'types.bicep'
import * as all from 'br/public:avm/utl/types:0.1.0'
module net 'modules/net.bicep' = { params: { key: loadFileAsBase64('key.bin') } }
resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'x'
  resource inner 'blobServices' = { name: loadTextContent('name.txt') }
}
var files = [for file in loadDirectoryFileInfo('./parts'): sys.loadJsonContent('settings.json')]
output computed string = loadTextContent('\${a}.txt')
`;
  assert.deepEqual([...includes(text)].sort(), [
    'folder ./parts',
    'import br/public:avm/utl/types:0.1.0',
    'import types.bicep',
    'load key.bin',
    'load name.txt',
    'load settings.json',
    'module modules/net.bicep',
  ]);
});

test('a parameter file uses a template, and may extend and import others', () => {
  const text = `using './main.bicep'
extends 'shared.bicepparam'
import * as base from 'names.bicep'
param key = loadTextContent('key.txt')
`;
  assert.deepEqual(includes(text, 'bicep-params'), [
    'using ./main.bicep',
    'extends shared.bicepparam',
    'import names.bicep',
    'load key.txt',
  ]);
  assert.deepEqual(includes('using none\nparam a = 1\n', 'bicep-params'), []);
});

test('linked templates of templates that are embedded', () => {
  const link = (path: string) =>
    `{ "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "x", "properties": { "mode": "Incremental", "templateLink": { "relativePath": "${path}" } } }`;
  const text = `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "variables": { "text": "loadTextContent('no.txt')" },
  "resources": [
    ${link('one.json')},
    { "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "y",
      "properties": { "mode": "Incremental", "template": { "$schema": "x", "contentVersion": "1", "resources": [${link('two.json')}] } } }
  ]
}`;
  assert.deepEqual(includes(text, 'json'), ['module one.json', 'module two.json']);
});

test('a file that is being typed has the includes that can be read', () => {
  assert.deepEqual(includes("module a 'x.bicep' = {\nmodule b = \nimport { } from\n"), ['module x.bicep']);
});
