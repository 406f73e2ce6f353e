import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parameterFilesOf } from './parameter-files.ts';

test('an ARM parameter file belongs to the template that its name has', () => {
  const names = [
    'main.bicep',
    'main.json',
    'main.parameters.json',
    'Main.Parameters-Dev.json',
    'main.parameters.prod.json',
    'main.test.parameters.json',
    'main.params.jsonc',
    'main.bicepparam',
    'main.parameters.txt',
    'mainland.parameters.json',
    'parameters.json',
    'dev.parameters.json',
  ];
  const belonging = [
    'main.parameters.json',
    'Main.Parameters-Dev.json',
    'main.parameters.prod.json',
    'main.test.parameters.json',
    'main.params.jsonc',
  ];
  assert.deepEqual(parameterFilesOf('main.bicep', names), belonging);
  assert.deepEqual(parameterFilesOf('main.json', names), belonging);
  assert.deepEqual(parameterFilesOf('azuredeploy.json', [...names, 'azuredeploy.parameters.json']), [
    'azuredeploy.parameters.json',
  ]);
});

test('of two templates the one with more of the name in common has the parameter file', () => {
  const names = ['main.bicep', 'main.network.bicep', 'main.network.parameters.json', 'main.dev.parameters.json'];
  assert.deepEqual(parameterFilesOf('main.bicep', names), ['main.dev.parameters.json']);
  assert.deepEqual(parameterFilesOf('main.network.bicep', names), ['main.network.parameters.json']);
});

test('a parameter file is no template and has no parameter files', () => {
  const names = ['main.parameters.json', 'main.parameters.parameters.json', 'notes.txt'];
  for (const name of names) assert.deepEqual(parameterFilesOf(name, names), [], name);
});
