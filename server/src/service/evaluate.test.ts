import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deploymentOf, lower } from '../../../test/deployment.ts';
import { buildDeployment } from '../deployment/build.ts';
import { noFiles, type TemplateFiles } from '../evaluate/files.ts';
import type { ScenarioContext } from '../evaluate/scenario.ts';
import { evaluatedTemplate } from './evaluate.ts';
import type { EvaluatedResource, EvaluatedTemplate, Form } from './evaluation/model.ts';

const evaluated = (text: string): EvaluatedTemplate => evaluatedTemplate(deploymentOf(text));

const evaluatedAt = (context: ScenarioContext, text: string): EvaluatedTemplate =>
  evaluatedTemplate(buildDeployment({ file: 'main', lowered: lower(text), scenario: { parameters: null, context } }));

/** The value of an output, after declarations. */
function outputOf(expression: string, declarations = ''): Form | undefined {
  return evaluated(`${declarations}\noutput it object = ${expression}\n`).outputs.it;
}

function only({ resources }: EvaluatedTemplate): EvaluatedResource {
  assert.equal(resources.length, 1);
  const [resource] = resources;
  if (resource === undefined) throw new Error('no resource');
  return resource;
}

const armTemplate = (content: string): string => `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  ${content}
}`;

test('plain values are plain, as large as they are', () => {
  assert.deepEqual(outputOf(`{ a: 'x', b: 3, c: true, d: [1, {}], e: null }`), {
    a: 'x',
    b: 3,
    c: true,
    d: [1, {}],
    e: null,
  });
  assert.equal(outputOf('9007199254740993'), 9007199254740993n);
  assert.deepEqual(Object.keys(outputOf(`{ '__proto__': 1, constructor: 2 }`) as object), ['__proto__', 'constructor']);
});

test('what nobody knows says why, and what it may be', () => {
  assert.deepEqual(outputOf('p', 'param p string'), { $unknown: "parameter 'p' has no value" });
  const allowed = `@allowed(['a', 'b'])\nparam p string`;
  assert.deepEqual(outputOf('p', allowed), { $unknown: "parameter 'p' has no value", $oneOf: ['a', 'b'] });
  assert.deepEqual(outputOf(`'kv-\${p}-001'`, 'param p string'), {
    $unknown: "parameter 'p' has no value",
    $parts: ['kv-', { $unknown: "parameter 'p' has no value" }, '-001'],
  });
});

test('alternatives are listed once each, and those that exclude each other never meet', () => {
  const bool = 'param p bool';
  assert.deepEqual(outputOf(`p ? 'a' : 'b'`, bool), { $oneOf: ['a', 'b'] });
  assert.deepEqual(outputOf(`p ? 'a' : 'a'`, bool), 'a');
  assert.deepEqual(outputOf(`p ? { x: p ? 1 : 2 } : { x: p ? 3 : 4 }`, bool), { $oneOf: [{ x: 1 }, { x: 4 }] });
  assert.deepEqual(outputOf(`p ? null : 'b'`, bool), { $oneOf: [null, 'b'] });
});

test('what may be left out is optional, and what is left out is not there', () => {
  const bool = 'param p bool';
  assert.deepEqual(outputOf(`union({ a: 1 }, p ? { b: 2 } : {})`, bool), {
    a: 1,
    b: { $oneOf: [2], $optional: true },
  });
  assert.deepEqual(outputOf(`concat(['a'], p ? ['b'] : [])`, bool), ['a', { $oneOf: ['b'], $optional: true }]);
  assert.deepEqual(outputOf(`concat(['a'], false ? ['b'] : [])`), ['a']);
});

test('what may hold more says so', () => {
  assert.deepEqual(outputOf(`concat(['a'], list)`, 'param list array'), [
    'a',
    { $unknown: "parameter 'list' has no value", $more: true },
  ]);
  const more = outputOf(`union(o, { a: 1 })`, 'param o object');
  assert.deepEqual(more, { a: 1, $unknown: "parameter 'o' has no value", $more: true });
});

test('a resource has its header apart from its body', () => {
  const resource = only(
    evaluated(`resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'st'
  location: 'westeurope'
  tags: null
  properties: { a: 1 }
  dependsOn: []
}`),
  );
  assert.deepEqual(resource, {
    type: 'Microsoft.Storage/storageAccounts',
    apiVersion: '2023-05-01',
    name: 'st',
    scope: 'resourceGroup',
    symbolicName: 'account',
    existing: false,
    presence: 'present',
    body: { location: 'westeurope', tags: null, properties: { a: 1 } },
    source: { file: 'main', span: { start: 0, end: 159 } },
  });
});

test('a conditional resource is shown as it is where it is deployed', () => {
  const resource = only(
    evaluated(`param deploy bool
param other bool
resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = if (deploy) {
  name: deploy ? 'st' : 'none'
  properties: { a: deploy ? 1 : 2, b: other ? 1 : 2 }
}`),
  );
  assert.equal(resource.presence, 'conditional');
  assert.equal(resource.name, 'st');
  assert.deepEqual(resource.body, { properties: { a: 1, b: { $oneOf: [1, 2] } } });
});

test('a resource that is never deployed, or exists already, has no body', () => {
  const { resources } = evaluated(`
resource a 'Microsoft.Storage/storageAccounts@2023-05-01' = if (false) { name: 'a', location: 'x' }
resource b 'Microsoft.Storage/storageAccounts@2023-05-01' existing = { name: 'b' }
resource c 'Microsoft.Storage/storageAccounts@2023-05-01' = if (true) { name: 'c', location: 'x' }`);
  assert.deepEqual(
    resources.map(({ name, existing, presence, body }) => ({ name, existing, presence, body })),
    [
      { name: 'a', existing: false, presence: 'absent', body: {} },
      { name: 'b', existing: true, presence: 'present', body: {} },
      { name: 'c', existing: false, presence: 'present', body: { location: 'x' } },
    ],
  );
});

test('names of children have the names of their parents before them', () => {
  const { resources } = evaluated(`param p bool
resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: p ? 'a' : 'b'
  resource web 'subnets' = { name: 'web' }
}
resource app 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = { parent: vnet, name: 'app' }
resource none 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = { parent: nobody, name: 'none' }`);
  assert.deepEqual(
    resources.map(({ name }) => name),
    [
      { $oneOf: ['a', 'b'] },
      { $oneOf: ['a/web', 'b/web'] },
      { $oneOf: ['a/app', 'b/app'] },
      { $unknown: 'its parent is not known', $parts: [{ $unknown: 'its parent is not known' }, '/none'] },
    ],
  );
});

test('ids are references while the place of deployment is not known, and texts when it is', () => {
  const text = `resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' existing = { name: 'hub' }
output own string = vnet.id
output subnet string = '\${vnet.id}/subnets/web'
output called string = resourceId('Microsoft.Network/virtualNetworks/subnets', 'hub', 'app')
output elsewhere string = resourceId('rg2', 'Microsoft.Network/virtualNetworks', 'far')
output whole object = vnet
output namesDiffer string = '\${vnet.id}/subnets'`;
  const { outputs } = evaluated(text);
  const network = 'Microsoft.Network/virtualNetworks';
  assert.deepEqual(outputs.own, { $ref: { type: network, name: 'hub', path: 'id' } });
  assert.deepEqual(outputs.subnet, { $ref: { type: `${network}/subnets`, name: 'hub/web', path: 'id' } });
  assert.deepEqual(outputs.called, { $ref: { type: `${network}/subnets`, name: 'hub/app', path: 'id' } });
  assert.deepEqual(outputs.whole, { $ref: { type: network, name: 'hub', path: '' } });
  assert.ok('$unknown' in (outputs.namesDiffer as object));
  const { $ref: far } = outputs.elsewhere as { $ref: { scope: { $parts: readonly Form[] } } };
  assert.equal(far.scope.$parts.at(-1), '/resourceGroups/rg2');

  const place = '/subscriptions/s1/resourceGroups/rg1';
  const known = evaluatedAt({ subscriptionId: 's1', resourceGroup: 'rg1' }, text).outputs;
  assert.equal(known.own, `${place}/providers/${network}/hub`);
  assert.equal(known.subnet, `${place}/providers/${network}/hub/subnets/web`);
  assert.equal(known.called, `${place}/providers/${network}/hub/subnets/app`);
  assert.equal(known.elsewhere, `/subscriptions/s1/resourceGroups/rg2/providers/${network}/far`);
});

test('the scope of a resource: the kind of the deployment, the resource that it extends, or an id', () => {
  const { resources } = evaluated(`
resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' = { name: 'hub' }
resource lock 'Microsoft.Authorization/locks@2020-05-01' = { name: 'keep', scope: vnet }`);
  assert.deepEqual(
    resources.map(({ scope }) => scope),
    ['resourceGroup', { $ref: { type: 'Microsoft.Network/virtualNetworks', name: 'hub', path: 'id' } }],
  );
  const known = evaluatedAt(
    { subscriptionId: 's1', resourceGroup: 'rg1' },
    `resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' = { name: 'hub' }`,
  );
  assert.equal(only(known).scope, '/subscriptions/s1/resourceGroups/rg1');
});

const secret = `@secure()
param password string = 'hunter2'
@secure()
param settings object = { user: 'bob', keys: ['hunter2'] }
var connection = 'user=app;password=\${password}'
param plain object = { a: 'shown', b: password }`;

test('a secret is never shown, however it is made into a value', () => {
  const loud = [
    'password',
    'connection',
    'toUpper(password)',
    'base64(connection)',
    "{ deep: [{ value: '${connection};' }] }",
    'settings',
    'settings.user',
    'settings.keys[0]',
    "'${settings.keys[0]}x'",
    'string(settings)',
    'union(settings, { more: true })',
    '{ ...settings }',
    '[for key in settings.keys: { key: key }]',
    'map(items(settings), entry => entry.value)',
    "map(['x'], each => '${each}${password}')",
    'concat(settings.keys, [])',
    'json(\'{"a": "${password}"}\')',
    "split(connection, ';')",
    "join(settings.keys, ',')",
    'string(plain)',
    "'${plain.b}'",
    'plain.b',
  ];
  for (const expression of loud) {
    const text = JSON.stringify(outputOf(expression, secret));
    assert.doesNotMatch(text, /hunter2|HUNTER2|bob|aHVudGVyMg/, expression);
    assert.match(text, /\$unknown/, expression);
  }
});

test('of a secret that is shown by itself nothing is shown', () => {
  const declared = `@secure()\nparam settings object = { isOpen: true, none: '', list: [] }`;
  for (const expression of ['settings', 'settings.isOpen', 'settings.none', 'settings.list'])
    assert.deepEqual(outputOf(expression, declared), { $unknown: 'it is secret' }, expression);
});

test('what only stands beside a secret is shown', () => {
  for (const expression of [
    'plain.a',
    "'${plain.a}'",
    "{ a: 'shown', b: password }.a",
    "password == '' ? 'x' : 'shown'",
  ])
    assert.equal(outputOf(expression, secret), 'shown', expression);
  assert.deepEqual(outputOf("{ a: 'shown', b: password }", secret), { a: 'shown', b: { $unknown: 'it is secret' } });
});

/** `x${word}`, where the word is secret. */
const besideX = { $unknown: 'it is secret', $parts: ['x', { $unknown: 'it is secret' }] };

test('a secret stays one in a module that has it as an argument', () => {
  const inner = lower(`@secure()\nparam word string\nparam other string
resource a 'Microsoft.Sql/servers@2023-08-01' = { name: 'sql', properties: { word: 'x\${word}', other: other } }`);
  const files: TemplateFiles = { ...noFiles, load: () => ({ file: 'inner', lowered: inner }) };
  const main = lower(`module m 'inner' = { name: 'm', params: { word: 'hunter2', other: 'shown' } }`);
  const resource = only(evaluatedTemplate(buildDeployment({ file: 'main', lowered: main, files })));
  assert.deepEqual(resource.body, { properties: { word: besideX, other: 'shown' } });
  assert.equal(resource.source.file, 'inner');
});

test('the default of a secure parameter that is given null is secret, and so is what Azure keeps', () => {
  const inner = lower(`@secure()\nparam word string = 'hunter2'
resource a 'Microsoft.Sql/servers@2023-08-01' = { name: 'sql', properties: { word: 'x\${word}' } }`);
  const files: TemplateFiles = { ...noFiles, load: () => ({ file: 'inner', lowered: inner }) };
  const main = lower(`param none object = {}
resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = { name: 'kv' }
resource account 'Microsoft.Storage/storageAccounts@2023-05-01' existing = { name: 'st' }
module a 'inner' = { name: 'a', params: { word: none.?word } }
module b 'inner' = { name: 'b', params: { word: vault.getSecret('word') } }
output key string = account.listKeys().keys[0].value`);
  const { resources, outputs } = evaluatedTemplate(buildDeployment({ file: 'main', lowered: main, files }));
  const reason = 'Azure knows it when the template is deployed';
  assert.deepEqual(
    resources.filter(({ existing }) => !existing).map(({ body }) => body),
    [
      { properties: { word: besideX } },
      { properties: { word: { $unknown: reason, $parts: ['x', { $unknown: reason }] } } },
    ],
  );
  assert.deepEqual(outputs.key, { $unknown: reason });
});

test('reasons are counted, and what modules and loops may add besides', () => {
  const { unknowns, resources } = evaluated(`param a string
param list array
module m 'gone.bicep' = { name: 'm' }
resource x 'Microsoft.Storage/storageAccounts@2023-05-01' = [for item in list: { name: 'st', tags: { a: a, b: a } }]`);
  assert.equal(resources[0]?.presence, 'conditional');
  assert.deepEqual(unknowns, [
    { reason: "parameter 'a' has no value", count: 2 },
    { reason: 'how many resources a loop makes of Microsoft.Storage/storageAccounts', count: 1 },
    { reason: "what the module 'm' deploys", count: 1 },
  ]);
});

test('deep and huge values are cut, and nothing overflows', () => {
  const deep = outputOf(`reduce(range(0, 2000), {}, (all, n) => { in: all })`);
  assert.match(JSON.stringify(deep), /it is too large to be shown/);
  const huge = outputOf(`map(range(0, 10000), a => map(range(0, 100), b => '\${a}-\${b}'))`);
  assert.match(JSON.stringify(huge), /it is too large to be shown|too much work/);
  const many = Array.from({ length: 12 }, (_, n) => `param p${n} bool`).join('\n');
  const sum = Array.from({ length: 12 }, (_, n) => `p${n} ? 'a${n}' : 'b${n}'`).map((term) => `\${${term}}`);
  assert.match(JSON.stringify(outputOf(`'${sum.join('')}'`, many)), /too many alternatives/);
});

test('a resource that is named after itself, or is its own scope, has a name or scope that is unknown', () => {
  const type = "'A.B/c@2024-01-01'";
  const unknown = { $unknown: 'the name of a resource is made of itself' };
  for (const name of ['r.id', 'r', "'${r.id}x'"]) {
    const resource = only(evaluated(`resource r ${type} = { name: ${name} }`));
    assert.match(JSON.stringify(resource.name), new RegExp(unknown.$unknown), name);
  }
  const { resources } = evaluated(`resource r ${type} = { name: 'r', scope: s, tags: { a: t.id } }
resource s ${type} = { name: 's', scope: r }
resource t ${type} = { name: 't', scope: r }`);
  assert.deepEqual(
    resources.map(({ scope }) => typeof scope === 'object' && scope !== null && '$unknown' in scope),
    [true, true, true],
  );
});

test('a template that does not parse gives what can be read of it', () => {
  const { resources } =
    evaluated(`resource a 'Microsoft.Storage/storageAccounts@2023-05-01' = { name: 'a', tags: { x: , y: 1 } }
resource 'b`);
  assert.equal(resources.length, 1);
  assert.deepEqual(evaluated('').resources, []);
  assert.deepEqual(evaluated(armTemplate('"resources": [{ "type": "A.B/c" }, {}, 3]')).resources.length, 1);
});
