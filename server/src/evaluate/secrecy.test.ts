import assert from 'node:assert/strict';
import { test } from 'node:test';
import { armTemplate } from '../../../test/both-languages.ts';
import { loweredBicep } from '../../../test/lowered-bicep.ts';
import { shown, shownOutputs } from '../../../test/show-value.ts';
import { programOfFiles } from '../../../test/template-files.ts';
import { type Program, programOf } from './program.ts';

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
  assert.equal(shown('settings.user == settings.keys[0]', declarations), 'parameter settings == parameter settings');
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

test('a secure type says it of whole objects, through names and imports, and of members of unions', () => {
  const outputs = shownOutputs(
    programOfFiles({
      'main.bicep': `import * as lib from 'types.bicep'
import { locked as other } from 'types.bicep'
@secure()
type login = { user: string }
type either = { kind: 'a', a: string } | { kind: 'b', b: lib.locked }
@discriminator('kind')
type tagged = { kind: 'a', a: string } | { kind: 'b', @secure()
  b: string }
type tree = { value: string, children: tree[]?, @secure()
  token: string? }
param one login = { user: 'hunter2' }
param two { inner: lib.locked, list: (other | null)[] } = { inner: 'hunter2', list: [null, 'hunter2'] }
param three either = { kind: 'b', b: 'hunter2' }
param four tagged = { kind: 'b', b: 'hunter2' }
param five tree = { value: 'v', children: [{ value: 'w', token: 'hunter2' }] }
param six [string, other] = ['shown', 'hunter2']
param seven { *: other } = { key: 'hunter2' }
param eight { @secure()
  nested: { key: string } } = { nested: { key: 'hunter2' } }
output one string = one.user
output two string = two.inner
output listed string = two.list[1]
output three string = '\${three.kind} \${three.b}'
output four string = '\${four.kind} \${four.b}'
output five string = '\${five.children[0].value} \${five.children[0].token}'
output six string = '\${six[0]} \${six[1]}'
output seven string = seven.key
output eight string = eight.nested.key
`,
      'types.bicep': `@export()\n@secure()\ntype locked = string\n`,
    }),
  );
  assert.deepEqual(outputs, {
    one: '<parameter one>',
    two: '<parameter two>',
    listed: '<parameter two>',
    three: "'b <parameter three>'",
    four: "'b <parameter four>'",
    five: "'w <parameter five>'",
    six: "'shown <parameter six>'",
    seven: '<parameter seven>',
    eight: '<parameter eight>',
  });
});

test('what is of a type that is not there may be secret: its values are not shown where all are, and decide where they are not', () => {
  const main = `import { account, rule as r } from 'types.bicep'
import * as lib from 'types.bicep'
type own = { name: string, part: lib.account }
param one account = { user: 'hunter2', isOpen: true, none: '', list: ['hunter2', 1] }
param two r[] = ['hunter2']
param three own = { name: 'shown', part: 'hunter2' }
param four string = 'shown'
output one object = one
output size int = length(two)
output two string = two[0]
output three object = three
output four string = four
output text string = 'x\${one.user}'
output same bool = one.user == 'hunter2'
`;
  const lowered = loweredBicep(main);
  const program = (hidesUnread: boolean): Program => programOf({ file: 'main.bicep', lowered, hidesUnread });
  assert.deepEqual(shownOutputs(program(true)), {
    one: "{ user: <parameter one>, isOpen: true, none: '', list: [<parameter one>, <parameter one>] }",
    size: '1',
    two: '<parameter two>',
    three: "{ name: 'shown', part: <parameter three> }",
    four: "'shown'",
    text: "'x<parameter one>'",
    same: 'true',
  });
  assert.equal(shownOutputs(program(false)).text, "'xhunter2'");
});

test('definitions of JSON say it of parts, too', () => {
  const main = armTemplate({
    languageVersion: '2.0',
    definitions: {
      account: { type: 'object', properties: { user: { type: 'string' }, password: { type: 'securestring' } } },
    },
    parameters: {
      one: { $ref: '#/definitions/account', defaultValue: { user: 'bob', password: 'hunter2' } },
      two: {
        type: 'array',
        items: { $ref: '#/definitions/account' },
        defaultValue: [{ user: 'bob', password: 'hunter2' }],
      },
      three: {
        type: 'object',
        properties: { inner: { type: 'secureObject', properties: { key: { type: 'string' } } } },
        defaultValue: { inner: { key: 'hunter2' } },
      },
    },
    resources: {},
    outputs: {
      one: { type: 'string', value: "[format('{0} {1}', parameters('one').user, parameters('one').password)]" },
      two: { type: 'string', value: "[format('{0} {1}', parameters('two')[0].user, parameters('two')[0].password)]" },
      three: { type: 'string', value: "[parameters('three').inner.key]" },
    },
  });
  assert.deepEqual(shownOutputs(programOfFiles({ 'main.json': main })), {
    one: "'bob <parameter one>'",
    two: "'bob <parameter two>'",
    three: '<parameter three>',
  });
});

test('a secure output is secret to the caller', () => {
  const module = `param isLong bool
@secure()
output word string = 'hunter2'
output settings { @secure()
  key: string, host: string } = { key: 'hunter2', host: 'h' }
output both string = isLong ? 'long' : 'short'
`;
  const main = `module m 'm.bicep' = { params: { isLong: true } }
output word string = 'x\${m.outputs.word}'
output key string = m.outputs.settings.key
output host string = m.outputs.settings.host
output both string = m.outputs.both
output filled bool = !empty(m.outputs.word)
`;
  assert.deepEqual(shownOutputs(programOfFiles({ 'main.bicep': main, 'm.bicep': module })), {
    word: "'x<output word>'",
    key: '<output settings>',
    host: "'h'",
    both: "'long'",
    filled: 'true',
  });
});

test('what parameter files make of a secret is secret, and what they have beside it is not', () => {
  const files = {
    'main.bicep': `@secure()
param password string
param made string
param text string
output password string = password
output made string = made
output text string = text
`,
    'base.bicepparam': `using none\nparam password = 'hunter2'\nparam made = 'base'\n`,
    'main.bicepparam': `using 'main.bicep'
extends 'base.bicepparam'
var shared = 'shown'
param made = 'x\${base.password}'
param text = shared
`,
    'own.bicepparam': `using 'main.bicep'\nparam password = 'hunter2'\nparam made = 'y\${password}'\nparam text = 'shown'\n`,
  };
  const under = (parameters: string) => shownOutputs(programOfFiles(files, { parameters }));
  const password = '<parameter password>';
  assert.deepEqual(under('main.bicepparam'), { password, made: `'x${password}'`, text: "'shown'" });
  assert.deepEqual(under('own.bicepparam'), { password, made: `'y${password}'`, text: "'shown'" });
});

test('a secret of more values than are told apart is unknown, not shown', () => {
  const items = Array.from({ length: 12_000 }, (_, index) => `'hunter2-${index}'`).join('\n');
  const many = `@secure()\nparam many object = { list: [\n${items}\n] }`;
  assert.equal(shown('many.list[3]', many), '<parameter many>');
  assert.equal(shown('many.list[11999]', many), '<parameter many>');
  const deep = `${'{ a: '.repeat(80)}'hunter2'${' }'.repeat(80)}`;
  assert.doesNotMatch(shown('deep', `@secure()\nparam deep object = ${deep}`), /hunter2/);
});

test('candidates of a secret are not told', () => {
  const declared = `@secure()\n@allowed(['hunter1', 'hunter2'])\nparam word string`;
  assert.equal(shown("word == 'hunter2' ? 1 : 2", declared), "(parameter word == 'hunter2' ? 1 : 2)");
  assert.doesNotMatch(shown('word', declared), /hunter/);
});
