import assert from 'node:assert/strict';
import { test } from 'node:test';
import { armTemplate } from '../../../test/both-languages.ts';
import { deploymentOfFiles, type FileTexts, loadedFile } from '../../../test/template-files.ts';
import { Contributors } from './contributors.ts';
import type { FileNode } from './deployment.ts';

const path = 'properties.publicNetworkAccess';

function textAt(files: FileTexts, { file, node }: FileNode): string {
  const { start, end } = loadedFile(files, file).lowered.spans.spanOf(node);
  return `${file}: ${String(files[file]).slice(start, end).replace(/\s+/g, ' ')}`;
}

/** The chain of the public access of the last vault, as `role file: text`. */
function chain(files: FileTexts): readonly string[] {
  const deployment = deploymentOfFiles(files);
  const key = deployment.keys.findLast((one) => deployment.viewOf(one)?.isType('Microsoft.KeyVault/vaults'));
  const [leaf] = deployment.locate(key ?? '', path);
  assert.ok(leaf !== undefined);
  const elements = leaf.chain.map((element) => `${element.role} ${textAt(files, element)}`);
  return leaf.end.missing.length === 0 ? elements : [...elements, `lacks ${leaf.end.missing.join('.')}`];
}

function vault(access: string): string {
  return `resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: 'v'
  properties: {
    publicNetworkAccess: ${access}
  }
}
`;
}

function vaultJson(access: string, sections: Readonly<Record<string, unknown>> = {}): string {
  const properties = { publicNetworkAccess: access };
  const resource = { type: 'Microsoft.KeyVault/vaults', apiVersion: '2024-11-01', name: 'v', properties };
  return armTemplate({ resources: [resource], ...sections });
}

test('a literal is where it is used', () => {
  assert.deepEqual(chain({ 'main.bicep': vault(`'Enabled'`) }), [`literal main.bicep: 'Enabled'`]);
  assert.deepEqual(chain({ 'main.json': vaultJson('Enabled') }), ['literal main.json: "Enabled"']);
});

test('through variables, parameters and their defaults', () => {
  const files = { 'main.bicep': `param access string = 'Enabled'\nvar used = access\n${vault('used')}` };
  assert.deepEqual(chain(files), [
    'variable main.bicep: used',
    'parameter main.bicep: access',
    `default main.bicep: 'Enabled'`,
  ]);
  const json = vaultJson("[variables('used')]", {
    parameters: { access: { type: 'string', defaultValue: 'Enabled' } },
    variables: { used: "[parameters('access')]" },
  });
  assert.deepEqual(chain({ 'main.json': json }), [
    "variable main.json: variables('used')",
    "parameter main.json: parameters('access')",
    'default main.json: "Enabled"',
  ]);
});

test('through arguments and outputs of modules', () => {
  const files = {
    'main.bicep': `module policy 'policy.bicep' = {}
module store 'vault.bicep' = { params: { access: policy.outputs.access } }
`,
    'vault.bicep': `param access string\n${vault('access')}`,
    'policy.bicep': `output access string = 'Enabled'\n`,
  };
  assert.deepEqual(chain(files), [
    'parameter vault.bicep: access',
    'argument main.bicep: policy.outputs.access',
    `output policy.bicep: 'Enabled'`,
  ]);
});

test('through items of loops and lambdas', () => {
  const files = {
    'main.bicep': `module m 'vault.bicep' = [for one in ['Enabled']: { params: { access: one } }]`,
    'vault.bicep': `param access string\n${vault('access')}`,
  };
  assert.deepEqual(chain(files), [
    'parameter vault.bicep: access',
    'argument main.bicep: one',
    `literal main.bicep: 'Enabled'`,
  ]);
  assert.deepEqual(chain({ 'main.bicep': vault(`map(['Enabled'], one => one)[0]`) }).slice(0, 2), [
    `member main.bicep: map(['Enabled'], one => one)[0]`,
    'item main.bicep: one',
  ]);
});

test('branches and fallbacks', () => {
  const branch = `param isOpen bool = true\n${vault(`isOpen ? 'Enabled' : 'Disabled'`)}`;
  assert.deepEqual(chain({ 'main.bicep': branch }), [
    `branch main.bicep: isOpen ? 'Enabled' : 'Disabled'`,
    `literal main.bicep: 'Enabled'`,
  ]);
  const fallback = `param access string?\n${vault(`access ?? 'Enabled'`)}`;
  assert.deepEqual(chain({ 'main.bicep': fallback }), [
    `fallback main.bicep: access ?? 'Enabled'`,
    `literal main.bicep: 'Enabled'`,
  ]);
});

test('an argument that chooses is a branch', () => {
  const files = {
    'main.bicep': `module m 'vault.bicep' = { params: { access: true ? 'Enabled' : 'Disabled' } }`,
    'vault.bicep': `param access string\n${vault('access')}`,
  };
  assert.deepEqual(chain(files), [
    'parameter vault.bicep: access',
    `branch main.bicep: true ? 'Enabled' : 'Disabled'`,
    `literal main.bicep: 'Enabled'`,
  ]);
});

test('what is read of another resource of the template', () => {
  const other = `resource other 'Microsoft.KeyVault/vaults@2024-11-01' existing = { name: 'o' }\n`;
  assert.deepEqual(chain({ 'main.bicep': other + vault('other.properties.publicNetworkAccess') }), [
    'readBack main.bicep: other.properties.publicNetworkAccess',
  ]);
});

test('a property that an object lacks is missing there, by the name that was read', () => {
  const files = { 'main.bicep': `var settings = { a: 1 }\n${vault('settings.?access')}` };
  assert.deepEqual(chain(files), [
    'member main.bicep: settings.?access',
    'missing main.bicep: { a: 1 }',
    'lacks access',
  ]);
  const module = {
    'main.bicep': `module m 'vault.bicep' = { params: { settings: { a: 1 } } }`,
    'vault.bicep': `param settings object\n${vault('settings.?network.?access')}`,
  };
  assert.deepEqual(chain(module), [
    'member vault.bicep: settings.?network.?access',
    'missing main.bicep: { a: 1 }',
    'lacks network.access',
  ]);
});

test('a parameter that nobody gives a value is missing, at its declaration', () => {
  assert.deepEqual(chain({ 'main.bicep': `param access string?\n${vault('access')}` }), [
    'parameter main.bicep: access',
    'missing main.bicep: param access string?',
  ]);
});

/** What a value depends on, as texts. */
function dependencies(files: FileTexts): readonly string[] {
  const deployment = deploymentOfFiles(files);
  const { program } = deployment.index;
  const key = deployment.keys.find((one) => deployment.viewOf(one)?.isType('Microsoft.KeyVault/vaults'));
  const cell = deployment.decidedBy(key ?? '', path)?.cells[0];
  assert.ok(cell !== undefined);
  const all = new Contributors(program.evaluator).allOf(cell);
  const literals = all.filter(({ expression }) => expression.kind === 'literal');
  const texts = literals.map(({ frame, expression }) => textAt(files, { file: frame.file, node: expression.node }));
  return [...new Set(texts)].sort();
}

test('contributors are what a computed value, a condition and a filter read', () => {
  const files = {
    'main.bicep': `var prefix = 'En'
var unused = 'x'
var flags = { open: true, other: 'y' }
${vault(`flags.open ? '\${prefix}abled\${unused == 'x' ? '' : 'z'}' : 'Disabled'`)}`,
  };
  assert.deepEqual(dependencies(files), [
    `main.bicep: ''`,
    `main.bicep: 'En'`,
    `main.bicep: 'x'`,
    'main.bicep: open',
    'main.bicep: true',
  ]);
  const filtered = { 'main.bicep': vault(`first(filter(['Enabled', 'Disabled'], one => startsWith(one, 'E')))`) };
  assert.deepEqual(dependencies(filtered), [`main.bicep: 'Disabled'`, `main.bicep: 'E'`, `main.bicep: 'Enabled'`]);
});

test('the id of a resource is made of its name, and that of a loop of its array', () => {
  const named = `var n = 'o'
resource other 'Microsoft.Storage/storageAccounts@2024-01-01' = { name: n }
${vault(`last(split(other.id, '/'))`)}`;
  assert.deepEqual(dependencies({ 'main.bicep': named }), [`main.bicep: '/'`, `main.bicep: 'o'`, 'main.bicep: id']);
  const looped = `resource others 'Microsoft.Storage/storageAccounts@2024-01-01' = [for i in range(0, 2): { name: 'o\${i}' }]
${vault(`string(length(others))`)}`;
  assert.deepEqual(dependencies({ 'main.bicep': looped }), ['main.bicep: 0', 'main.bicep: 2']);
});

test('what lies beside a secret has the chain that it would have without one', () => {
  const declared = (secure: string) => `type settings = {
  access: string
  ${secure}
  key: string
}
param given settings = { access: 'Enabled', key: 'hunter2' }
`;
  for (const secure of ['', '@secure()']) {
    const byDefault = { 'main.bicep': declared(secure) + vault('given.access') };
    assert.deepEqual(chain(byDefault), ['member main.bicep: given.access', "literal main.bicep: 'Enabled'"], secure);
    const passed = {
      'main.bicep': `param access string\nmodule m 'm.bicep' = { params: { given: { access: access, key: 'hunter2' } } }`,
      'm.bicep': declared(secure) + vault('given.access'),
    };
    assert.deepEqual(
      chain(passed),
      ['member m.bicep: given.access', 'parameter main.bicep: access', 'computed main.bicep: param access string'],
      secure,
    );
  }
});

test('a boolean of a secret is led back to where it is given', () => {
  const files = {
    'main.bicep': `module m 'm.bicep' = { params: { settings: { isOpen: true } } }`,
    'm.bicep': `@secure()\nparam settings object\n${vault('settings.isOpen')}`,
  };
  assert.deepEqual(chain(files), ['member m.bicep: settings.isOpen', 'literal main.bicep: true']);
});
