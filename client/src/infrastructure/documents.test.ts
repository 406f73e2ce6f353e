import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentSelector, mayBeTemplate } from './documents.ts';

const document = (languageId: string, text: string, scheme = 'file') => ({
  languageId,
  uri: { scheme },
  getText: () => text,
});

const TEMPLATE =
  '{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "resources": [] }';

test('Bicep concerns us, whatever it holds', () => {
  assert.equal(mayBeTemplate(document('bicep', '')), true);
  assert.equal(mayBeTemplate(document('bicep-params', '')), true);
  assert.equal(mayBeTemplate(document('bicep', '', 'untitled')), true);
});

test('JSON concerns us only with the schema of a template', () => {
  assert.equal(mayBeTemplate(document('json', TEMPLATE)), true);
  assert.equal(mayBeTemplate(document('jsonc', `// deploys nothing\n${TEMPLATE}`)), true);
  assert.equal(mayBeTemplate(document('json', '{ "name": "package" }')), false);
  assert.equal(mayBeTemplate(document('json', '{ "$schema": "https://json.schemastore.org/package.json" }')), false);
  assert.equal(mayBeTemplate(document('json', '')), false);
});

test('the language of the ARM extension needs no schema', () => {
  assert.equal(mayBeTemplate(document('arm-template', '')), true);
});

test('other languages and other places are left alone', () => {
  assert.equal(mayBeTemplate(document('markdown', TEMPLATE)), false);
  assert.equal(mayBeTemplate(document('json', TEMPLATE, 'git')), false);
  assert.equal(mayBeTemplate(document('bicep', '', 'vscode-vfs')), false);
});

test('the selector names each language in each place', () => {
  const languages = new Set(documentSelector.map((filter) => filter.language));
  assert.deepEqual([...languages].sort(), ['arm-template', 'bicep', 'bicep-params', 'json', 'jsonc']);
  assert.equal(documentSelector.length, 15);
});
