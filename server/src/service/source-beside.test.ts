import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryWorkspace } from '../../../test/memory-workspace.ts';
import { createEngine } from './engine.ts';

const compiled = (generator: string): string => `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "metadata": { "${generator}": { "name": "bicep" } },
  "resources": [
    {
      "type": "Microsoft.KeyVault/vaults",
      "apiVersion": "2024-11-01",
      "name": "kv",
      "location": "westeurope",
      "properties": { "publicNetworkAccess": "Enabled" }
    }
  ]
}
`;

/** The Bicep source of `main.json`, and the repairs of its open vault. */
function answersFor(files: Readonly<Record<string, string>>) {
  const { workspace, file } = memoryWorkspace(files);
  const engine = createEngine();
  const main = file('main.json');
  const { findings, source } = engine.analyze(main, { rules: {} }, workspace);
  const open = findings.find(({ ruleId }) => ruleId === 'no-public-network-access');
  assert.ok(open);
  return { source, repairs: engine.repairs(main, { rules: {} }, open.key, workspace).length };
}

test('a compiled template is not repaired: the Bicep file beside it that it was made of is', () => {
  const main = compiled('_generator');
  assert.deepEqual(answersFor({ 'main.json': main, 'main.bicep': '' }), { source: 'main.bicep', repairs: 0 });
  assert.deepEqual(answersFor({ 'main.json': main, 'Main.Bicep': '' }), { source: 'Main.Bicep', repairs: 0 });
});

test('without that file there is nothing to open, and nothing is repaired all the same', () => {
  const main = compiled('_generator');
  assert.deepEqual(answersFor({ 'main.json': main, 'other.bicep': '' }), { source: null, repairs: 0 });
});

test('a template that a person wrote is repaired, whatever lies beside it', () => {
  assert.deepEqual(answersFor({ 'main.json': compiled('author'), 'main.bicep': '' }), { source: null, repairs: 1 });
});
