import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shown, shownOutputs } from '../../../test/show-value.ts';
import { programOfFiles } from '../../../test/template-files.ts';

const declarations = `@secure()
param password string = 'hunter2'
@secure()
param settings object = { user: 'hunter2', keys: ['hunter2', ''], port: 8080, nothing: null, isOn: false }
@secure()
param none string = ''
param plain string = 'shown'
param name string = 'app'`;

test('a secure parameter is unknown wherever it is read', () => {
  assert.equal(shown('password', declarations), '<parameter password>');
  assert.equal(shown("'x-${password}-y'", declarations), "'x-<parameter password>-y'");
  assert.equal(shown('settings.user', declarations), '<parameter settings>');
  assert.equal(shown('settings.port', declarations), '<parameter settings>');
  assert.equal(shown('settings', declarations).includes('hunter2'), false);
  for (const call of ['toUpper(password)', 'base64(password)', 'string(settings)', "split(password, 't')"])
    assert.doesNotMatch(shown(call, declarations), /hunter|HUNTER|aHVudGVyMg/i, call);
  assert.equal(shown('plain', declarations), "'shown'");
});

test('whether a secret is there stays known', () => {
  assert.equal(shown('empty(password)', declarations), 'false');
  assert.equal(shown("password == ''", declarations), 'false');
  assert.equal(shown('password == null', declarations), 'false');
  assert.equal(shown('empty(none)', declarations), 'true');
  assert.equal(shown('length(settings.keys)', declarations), '2');
  assert.equal(shown('empty(settings.keys[1])', declarations), 'true');
  assert.equal(shown("settings.nothing ?? 'by default'", declarations), "'by default'");
  assert.equal(shown("contains(settings, 'user')", declarations), 'true');
  assert.equal(shown("settings.isOn ? 'on' : 'off'", declarations), "'off'");
});

test('what a secret is compared with decides', () => {
  assert.equal(shown('password == password', declarations), 'true');
  assert.equal(shown("password == 'hunter2'", declarations), 'true');
  assert.equal(shown("password != 'hunter3'", declarations), 'true');
  assert.equal(shown('settings.port == 8080', declarations), 'true');
  assert.equal(shown("settings.port == '8080'", declarations), 'false');
  assert.equal(shown("contains(['hunter1', 'hunter2'], password)", declarations), 'true');
  assert.match(shown('settings.user == settings.keys[0]', declarations), /^equals\(/);
});

test('an argument is secret where the module says so, and in the caller it is not', () => {
  const outputs = shownOutputs(
    programOfFiles({
      'main.bicep': `var given = 'hunter2'
module m 'm.bicep' = { params: { word: given, other: given } }
output word string = m.outputs.word
output made string = m.outputs.made
output other string = m.outputs.other
`,
      'm.bicep': `@secure()
param word string
param other string
output word string = word
output made string = 'a\${word}'
output other string = other
`,
    }),
  );
  assert.deepEqual(outputs, { word: '<parameter word>', made: "'a<parameter word>'", other: "'hunter2'" });
});

test('in JSON, secureString and secureObject are secret, also in a nested deployment', () => {
  const nested = {
    type: 'Microsoft.Resources/deployments',
    apiVersion: '2022-09-01',
    name: 'inner',
    properties: {
      mode: 'Incremental',
      expressionEvaluationOptions: { scope: 'inner' },
      parameters: { word: { value: 'hunter2' } },
      template: {
        parameters: { word: { type: 'SecureString' } },
        resources: [],
        outputs: { word: { type: 'string', value: "[concat('x', parameters('word'))]" } },
      },
    },
  };
  const main = {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: {
      password: { type: 'securestring', defaultValue: 'hunter2' },
      settings: { type: 'secureObject', defaultValue: { user: 'hunter2' } },
    },
    resources: [nested],
    outputs: {
      password: { type: 'string', value: "[concat('x', parameters('password'))]" },
      user: { type: 'string', value: "[parameters('settings').user]" },
      inner: { type: 'string', value: "[reference('inner').outputs.word.value]" },
    },
  };
  assert.deepEqual(shownOutputs(programOfFiles({ 'main.json': JSON.stringify(main) })), {
    password: "'x<parameter password>'",
    user: '<parameter settings>',
    inner: "'x<parameter word>'",
  });
});

test('a type says of a part of a value that it is secret', () => {
  const outputs = shownOutputs(
    programOfFiles({
      'main.bicep': `import { account } from 'types.bicep'
type list = {
  name: string
  @secure()
  key: string
}[]
param one account = { user: 'bob', password: 'hunter2', inner: { token: 'hunter2', host: 'h' } }
param many list = [{ name: 'n', key: 'hunter2' }]
output user string = one.user
output password string = one.password
output token string = one.inner.token
output host string = one.inner.host
output name string = many[0].name
output key string = many[0].key
`,
      'types.bicep': `@export()
type account = {
  user: string
  @secure()
  password: string
  inner: {
    @secure()
    token: string
    host: string
  }
}
`,
    }),
  );
  assert.deepEqual(outputs, {
    user: "'bob'",
    password: '<parameter one>',
    token: '<parameter one>',
    host: "'h'",
    name: "'n'",
    key: '<parameter many>',
  });
});
