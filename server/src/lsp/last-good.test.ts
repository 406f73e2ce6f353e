import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultConfiguration } from '../config/configuration.ts';
import { createEngine } from '../service/engine.ts';
import type { FileAnalysis, SourceFile } from '../service/model.ts';
import { type GoodAnalysis, withLastGood } from './last-good.ts';

const bicep = `param name string
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  properties: {
    publicNetworkAccess: 'Enabled'
  }
}
resource logs 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'logs'
  location: 'westeurope'
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    publicNetworkAccess: 'Enabled'
  }
}
`;

const json = `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "resources": [
    {
      "type": "Microsoft.KeyVault/vaults",
      "apiVersion": "2024-11-01",
      "name": "secrets",
      "properties": { "publicNetworkAccess": "Enabled" }
    },
    {
      "type": "Microsoft.KeyVault/vaults",
      "apiVersion": "2024-11-01",
      "name": "others",
      "properties": { "publicNetworkAccess": "Enabled" }
    }
  ]
}
`;

/** Types texts one after the other, as the server does; gives the findings about public access of the last as `line: text`. */
function typed(format: SourceFile['format'], ...texts: readonly string[]): readonly string[] {
  const engine = createEngine();
  let good: GoodAnalysis | null = null;
  let shown: FileAnalysis | null = null;
  for (const text of texts) {
    const found = engine.analyze({ path: 'main', text, format }, defaultConfiguration);
    shown = withLastGood(found, text, good);
    if (found.damaged.length === 0) good = { text, result: found };
  }
  const text = texts.at(-1) ?? '';
  return (shown?.findings ?? [])
    .filter(({ ruleId }) => ruleId === 'no-public-network-access')
    .map(({ at }) => `${text.slice(0, at.span.start).split('\n').length}: ${text.slice(at.span.start, at.span.end)}`);
}

test('a value that is being typed keeps its finding, and so does the rest of the file', () => {
  const half = bicep.replace("'Enabled'", "'Enab");
  assert.deepEqual(typed('bicep', bicep, half), ["5: 'Enab", "14: 'Enabled'"]);
});

test('a property that is begun in front of a finding moves it; the resource is not told that it lacks anything', () => {
  const half = bicep.replace('    publicNetworkAccess', '    networkAcls: {\n    publicNetworkAccess');
  assert.deepEqual(typed('bicep', bicep, half), ["6: 'Enabled'", "15: 'Enabled'"]);
  const renamed = bicep.replace("publicNetworkAccess: 'Enabled'", 'publicNetw');
  assert.deepEqual(typed('bicep', bicep, renamed), ["14: 'Enabled'"]);
});

test('what does not parse any more accuses nobody who relied on it', () => {
  const steered = bicep
    .replace("    publicNetworkAccess: 'Enabled'", '    publicNetworkAccess: access')
    .replace('param name string', "param name string\nvar access = 'Disabled'");
  const half = steered.replace("var access = 'Disabled'", 'var access =');
  assert.deepEqual(typed('bicep', steered, half), ["15: 'Enabled'"]);
});

test('what is added and parses is found, although something else does not', () => {
  const half = `${bicep}resource pe 'Microsoft.Network/privateEndpoints@2024-05-01' = {\n`;
  const more = bicep.slice(bicep.indexOf('resource logs')).replace('resource logs', 'resource more');
  assert.deepEqual(typed('bicep', bicep, half, `${half}}\n${more}`), [
    "5: 'Enabled'",
    "14: 'Enabled'",
    "25: 'Enabled'",
  ]);
  const broken = `${bicep}resource\n`;
  assert.deepEqual(typed('bicep', bicep, broken, `${broken}${more}`), [
    "5: 'Enabled'",
    "14: 'Enabled'",
    "24: 'Enabled'",
  ]);
});

test('once it parses, only what is so counts', () => {
  const half = bicep.replace("'Enabled'", "'Disab");
  assert.deepEqual(typed('bicep', bicep, half, bicep.replace("'Enabled'", "'Disabled'")), ["14: 'Enabled'"]);
});

test('a declaration that was taken out takes its finding along, whatever else is broken', () => {
  const gone = bicep.replace(/resource vault[\s\S]*?\n\}\n/, 'va');
  assert.deepEqual(typed('bicep', bicep, gone), ["8: 'Enabled'"]);
});

test('a file that is opened broken shows what can be seen', () => {
  assert.deepEqual(typed('bicep', `${bicep}var x =\n`), ["5: 'Enabled'", "14: 'Enabled'"]);
});

test('JSON in the middle of being typed keeps its findings', () => {
  const texts = [
    json.replace('"Enabled"', '"Enab'),
    json.replace('"name": "secrets",', '"name": "secrets", "tags": {'),
    json.replace('"name": "secrets",', '"name": "secrets", "'),
    json.replace('"name": "others",', '"name": "[concat(\'x\'",'),
  ];
  for (const text of texts) {
    const found = typed('json', json, text);
    assert.deepEqual(
      found.map((line) => line.split(':')[0]),
      ['9', '15'],
      text,
    );
  }
});
