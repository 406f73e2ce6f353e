import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deploymentOfFiles, type FileTexts, problemsOf } from '../../../test/template-files.ts';

const vault = `@allowed(['Enabled', 'Disabled'])
param access string = 'Enabled'
param name string
param tags object?
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  tags: tags
  properties: { publicNetworkAccess: access }
}
`;

const armVault = JSON.stringify({
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  parameters: {
    access: { type: 'string', defaultValue: 'Enabled', allowedValues: ['Enabled', 'Disabled'] },
    name: { type: 'string' },
  },
  resources: [
    {
      type: 'Microsoft.KeyVault/vaults',
      apiVersion: '2024-11-01',
      name: "[parameters('name')]",
      properties: { publicNetworkAccess: "[parameters('access')]" },
    },
  ],
});

function armParameters(parameters: Readonly<Record<string, object>>): string {
  const $schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#';
  return JSON.stringify({ $schema, contentVersion: '1.0.0.0', parameters });
}

/** The public access of the one vault: its value, and each element of the way there as `role file: text`. */
function accessOf(files: FileTexts, parameters: string): readonly string[] {
  const deployment = deploymentOfFiles(files, { parameters });
  const [key] = deployment.keys;
  assert.ok(key !== undefined);
  return deployment.locate(key, 'properties.publicNetworkAccess').flatMap(({ value, chain }) => [
    value === undefined ? 'unknown' : String(value),
    ...chain.map(({ role, file, node }) => {
      const span = deployment.files.get(file)?.spans.spanOf(node);
      return `${role} ${file}: ${String(files[file]).slice(span?.start, span?.end)}`;
    }),
  ]);
}

function nameOf(files: FileTexts, parameters: string): string {
  const deployment = deploymentOfFiles(files, { parameters });
  return deployment.viewOf(deployment.keys[0] ?? '')?.name ?? '?';
}

test('a value leads to the parameter file that gives it', () => {
  const files = {
    'main.bicep': vault,
    'dev.bicepparam': `using 'main.bicep'\nvar stage = 'dev'\nparam name = 'kv-\${stage}'\nparam access = 'Disabled'\n`,
  };
  assert.deepEqual(accessOf(files, 'dev.bicepparam'), [
    'Disabled',
    'parameter main.bicep: access',
    `parameterFile dev.bicepparam: 'Disabled'`,
  ]);
  assert.equal(nameOf(files, 'dev.bicepparam'), 'kv-dev');
  assert.deepEqual(problemsOf(files, { parameters: 'dev.bicepparam' }), []);
});

test('a value goes on from the assignment to the variable that it names', () => {
  const files = {
    'main.bicep': vault,
    'dev.bicepparam': `using 'main.bicep'\nvar closed = 'Disabled'\nparam name = 'kv'\nparam access = closed\n`,
  };
  assert.deepEqual(accessOf(files, 'dev.bicepparam'), [
    'Disabled',
    'parameter main.bicep: access',
    'parameterFile dev.bicepparam: closed',
    `literal dev.bicepparam: 'Disabled'`,
  ]);
});

test('what the file leaves out has its default', () => {
  const files = { 'main.bicep': vault, 'dev.bicepparam': `using 'main.bicep'\nparam name = 'kv'\n` };
  assert.deepEqual(accessOf(files, 'dev.bicepparam'), [
    'Enabled',
    'parameter main.bicep: access',
    `default main.bicep: 'Enabled'`,
  ]);
});

test('parameter files of JSON give values to templates of both languages', () => {
  const dev = armParameters({ NAME: { value: 'kv' }, access: { value: 'Disabled' } });
  for (const [main, text] of [
    ['main.json', armVault],
    ['main.bicep', vault],
  ] as const) {
    const files = { [main]: text, 'dev.parameters.json': dev };
    const way = accessOf(files, 'dev.parameters.json');
    assert.equal(way[0], 'Disabled');
    assert.equal(way[way.length - 1], 'parameterFile dev.parameters.json: "Disabled"');
    assert.equal(nameOf(files, 'dev.parameters.json'), 'kv');
    assert.deepEqual(problemsOf(files, { parameters: 'dev.parameters.json' }), []);
  }
});

test('text in brackets is plain text in a parameter file', () => {
  const dev = armParameters({ name: { value: "[parameters('access')]" } });
  assert.equal(
    nameOf({ 'main.json': armVault, 'dev.parameters.json': dev }, 'dev.parameters.json'),
    "[parameters('access')]",
  );
});

test('secrets of a key vault are unknown', () => {
  const reference = { keyVault: { id: '/subscriptions/s/kv' }, secretName: 'access' };
  const json = armParameters({ name: { value: 'kv' }, access: { reference } });
  const bicep = `using 'main.bicep'\nparam name = 'kv'\nparam access = az.getSecret('s', 'g', 'kv', 'access')\n`;
  const files = { 'main.bicep': vault, 'a.parameters.json': json, 'b.bicepparam': bicep };
  for (const parameters of ['a.parameters.json', 'b.bicepparam']) {
    assert.equal(accessOf(files, parameters)[0], 'unknown');
    assert.deepEqual(problemsOf(files, { parameters }), []);
  }
});

test('assignments of an extended file hold where the file has none', () => {
  const files = {
    'main.bicep': vault,
    'root.bicepparam': `using none\nparam name = 'root'\nparam access = 'Disabled'\nparam forOthers = 1\n`,
    'base.bicepparam': `using none\nextends 'root.bicepparam'\nparam name = 'base'\n`,
    'dev.bicepparam': `using 'main.bicep'\nextends 'base.bicepparam'\nparam name = '\${base.name}-dev'\n`,
  };
  assert.equal(nameOf(files, 'dev.bicepparam'), 'base-dev');
  assert.deepEqual(accessOf(files, 'dev.bicepparam'), [
    'Disabled',
    'parameter main.bicep: access',
    `parameterFile root.bicepparam: 'Disabled'`,
  ]);
  assert.deepEqual(problemsOf(files, { parameters: 'dev.bicepparam' }), []);
});

test('a value that is read from the extended file leads there', () => {
  const files = {
    'main.bicep': vault,
    'base.bicepparam': `using none\nparam name = 'kv'\nparam access = 'Disabled'\n`,
    'dev.bicepparam': `using 'main.bicep'\nextends 'base.bicepparam'\nparam access = base.access\n`,
  };
  assert.deepEqual(accessOf(files, 'dev.bicepparam'), [
    'Disabled',
    'parameter main.bicep: access',
    'parameterFile dev.bicepparam: base.access',
    `parameterFile base.bicepparam: 'Disabled'`,
  ]);
});

test('a parameter file imports variables and functions', () => {
  const files = {
    'main.bicep': vault,
    'shared.bicep': `@export()\nvar closed = 'Disabled'\n@export()\nfunc named(stage string) string => 'kv-\${stage}'\n`,
    'dev.bicepparam': `using 'main.bicep'
import { named } from 'shared.bicep'
import * as base from 'shared.bicep'
param name = named('dev')
param access = base.closed
`,
  };
  assert.equal(nameOf(files, 'dev.bicepparam'), 'kv-dev');
  assert.equal(accessOf(files, 'dev.bicepparam').at(-1), `literal shared.bicep: 'Disabled'`);
  assert.deepEqual(problemsOf(files, { parameters: 'dev.bicepparam' }), []);
});

test('extended files that are not there or lead back are problems where they are named', () => {
  const files = {
    'main.bicep': vault,
    'a.bicepparam': `using 'main.bicep'\nextends 'b.bicepparam'\nparam name = 'kv'\n`,
    'b.bicepparam': `using none\nextends 'a.bicepparam'\n`,
    'c.bicepparam': `using 'main.bicep'\nextends 'gone.bicepparam'\nparam name = base.name\n`,
  };
  assert.deepEqual(problemsOf(files, { parameters: 'a.bicepparam' }), [
    `b.bicepparam: 'a.bicepparam': warning: This file leads back to the file that extends it, so it is not read.`,
  ]);
  assert.deepEqual(problemsOf(files, { parameters: 'c.bicepparam' }), [
    `c.bicepparam: 'gone.bicepparam': error: This file is not there.`,
  ]);
});

test('a long chain of extended files is cut', () => {
  const files: Record<string, string> = { 'main.bicep': vault };
  for (let index = 0; index < 30; index++) {
    files[`${index}.bicepparam`] = `using none\nextends '${index + 1}.bicepparam'\nparam name = 'kv'\n`;
  }
  assert.deepEqual(problemsOf(files, { parameters: '0.bicepparam' }), [
    `15.bicepparam: '16.bicepparam': warning: Parameter files that extend each other are read 16 deep; this one isn't.`,
  ]);
});

test('parameters that the template lacks, and those that it needs', () => {
  const dev = `using 'main.bicep'\nparam nmae = 'kv'\nparam tags = {}\n`;
  assert.deepEqual(problemsOf({ 'main.bicep': vault, 'dev.bicepparam': dev }, { parameters: 'dev.bicepparam' }), [
    `dev.bicepparam: param nmae = 'kv': warning: The template has no parameter 'nmae'.`,
    `dev.bicepparam: 'main.bicep': warning: The template needs a value for the parameter 'name', which has none here.`,
  ]);
  const json = armParameters({ nmae: { value: 'kv' } });
  const files = { 'main.json': armVault, 'dev.parameters.json': json };
  assert.deepEqual(problemsOf(files, { parameters: 'dev.parameters.json' }), [
    `dev.parameters.json: "nmae":{"value":"kv"}: warning: The template has no parameter 'nmae'.`,
    `dev.parameters.json: "nmae":{"value":"kv"}: warning: The template needs a value for the parameter 'name', which has none here.`,
  ]);
});

test('values that the template does not take are unknown', () => {
  const told = (written: string): readonly string[] => {
    const dev = `using 'main.bicep'\nparam name = 'kv'\nparam access = ${written}\n`;
    const files = { 'main.bicep': vault, 'dev.bicepparam': dev };
    return [
      accessOf(files, 'dev.bicepparam')[0] ?? '',
      ...problemsOf(files, { parameters: 'dev.bicepparam' }).map((problem) => problem.replace(/^.*warning: /, '')),
    ];
  };
  assert.deepEqual(told(`'enabled'`), ['enabled']);
  assert.deepEqual(told(`readEnvironmentVariable('ACCESS')`), ['unknown']);
  assert.deepEqual(told('null'), ['unknown']);
  assert.deepEqual(told(`'Open'`), ['unknown', `The value of 'access' is not one of the allowed values.`]);
  for (const wrong of ['true', '1', '{}', '[]']) {
    assert.deepEqual(told(wrong), ['unknown', `The value of 'access' has to be a string.`]);
  }
});

test('values of each type', () => {
  const types = ['string', 'int', 'bool', 'object', 'array', 'string[]', `'a' | 'b'`, 'int?', '{ a: int }'];
  const values = [`'a'`, '1', 'true', '{ a: 1 }', `['a']`, 'null'];
  const main = types.map((type, index) => `param p${index} ${type}`).join('\n');
  const taken = values.map((value) => {
    const dev = `using 'main.bicep'\n${types.map((_, index) => `param p${index} = ${value}`).join('\n')}\n`;
    const problems = problemsOf({ 'main.bicep': main, 'dev.bicepparam': dev }, { parameters: 'dev.bicepparam' });
    return types.filter((_, index) => !problems.some((problem) => problem.includes(`'p${index}'`))).join(', ');
  });
  assert.deepEqual(taken, ["string, 'a' | 'b'", 'int, int?', 'bool', 'object, { a: int }', 'array, string[]', 'int?']);
});
