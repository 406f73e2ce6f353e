import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FileTexts, loadedFile, programOfFiles, type Setting } from '../../../test/template-files.ts';
import { argumentProblems } from './check-arguments.ts';

/** Problems as `file: the text at the place: message`. */
function problems(files: FileTexts, setting: Setting = {}, languages: 'all' | 'json' = 'all'): readonly string[] {
  return argumentProblems(programOfFiles(files, setting), languages).map(({ file, node, severity, message }) => {
    assert.equal(severity, 'warning');
    const { start, end } = loadedFile(files, file).lowered.spans.spanOf(node);
    return `${file}: ${String(files[file]).slice(start, end)}: ${message}`;
  });
}

/** Problems of a call with these arguments of a module with these parameters. */
function called(parameters: string, params: string, others: FileTexts = {}): readonly string[] {
  const main = `param open bool\nparam unknownOne string\nmodule m 'm.bicep' = { params: ${params} }\n`;
  return problems({ 'main.bicep': main, 'm.bicep': parameters, ...others });
}

test('names that no parameter has, and parameters that get no value', () => {
  const parameters = "param name string\nparam size int\nparam tags object?\nparam access string = 'Disabled'\n";
  assert.deepEqual(called(parameters, "{ name: 'a', size: 1 }"), []);
  assert.deepEqual(called(parameters, "{ name: 'a', sise: 1 }"), [
    "main.bicep: sise: The module has no parameter 'sise'.",
    "main.bicep: m: The module needs a value for the parameter 'size', which has none here.",
  ]);
  assert.deepEqual(called(parameters, '{}'), [
    "main.bicep: m: The module needs a value for the parameters 'name', 'size', which have none here.",
  ]);
  assert.deepEqual(called(parameters, "{ name: 'a', ...(open ? { size: 1 } : {}) }"), []);
  assert.deepEqual(called(parameters, "open ? { name: 'a' } : { size: 1 }"), []);
  const without = { 'main.bicep': "module m 'm.bicep' = {\n}\n", 'm.bicep': 'param name string\n' };
  assert.equal(problems(without).length, 1);
  assert.deepEqual(problems(without, {}, 'json'), []);
});

test('a module that is surely not deployed needs no arguments', () => {
  const files = { 'main.bicep': "module m 'm.bicep' = if (false) { params: {} }\n", 'm.bicep': 'param name string\n' };
  assert.deepEqual(problems(files), []);
});

test('values of the wrong type, as far as they are known', () => {
  const wrong = (type: string, value: string): string =>
    called(`param p ${type}\n`, `{ p: ${value} }`)
      .map((line) => line.replace('main.bicep: ', ''))
      .join('; ');
  assert.equal(wrong('string', '1'), "1: The value of 'p' has to be a string.");
  assert.equal(wrong('int', "'x'"), "'x': The value of 'p' has to be an integer.");
  assert.equal(wrong('object', '[]'), "[]: The value of 'p' has to be an object.");
  assert.equal(wrong('string', 'null'), "null: The value of 'p' is null, but has to be a string.");
  assert.equal(wrong("'a' | 'b'", "'c'"), "'c': The value of 'p' is not one of the allowed values.");
  assert.equal(wrong('string[]', "['a', 1]"), "1: The value of 'p[1]' has to be a string.");
  assert.equal(wrong('[string, int]', "['a', 'b']"), "'b': The value of 'p[1]' has to be an integer.");
  assert.equal(wrong('{ a: string, b: int? }', '{ b: 1 }'), "{ b: 1 }: The value of 'p' has to have the property 'a'.");
  assert.equal(wrong('{ *: int }', "{ x: 'y' }"), "'y': The value of 'p.x' has to be an integer.");
  assert.equal(wrong('string | int', 'true'), "true: The value of 'p' is of none of the types that are possible.");
  for (const [type, value] of [
    ['string', "'x${open}'"],
    ['string', 'unknownOne'],
    ['string', "open ? 'a' : 1"],
    ['string?', 'null'],
    ['int', '-1'],
    ["'a' | 'b'", "'A'"],
    ["'a' | string", "'c'"],
    ["'a' | 'b'", 'unknownOne'],
    ['object', 'resourceGroup()'],
    ['any', '1'],
    ['string[]', "['a', unknownOne]"],
    ['{ a: string, b: int? }', "{ a: 'x', c: true }"],
    ['{ a: string }', "{ ...(open ? { a: 'x' } : {}) }"],
    ['{ a: string? }', '{}'],
    ['string | int', '1'],
    ["resourceInput<'Microsoft.Storage/storageAccounts@2023-01-01'>.properties", "'x'"],
  ] as const)
    assert.equal(wrong(type, value), '', `${type} = ${value}`);
  assert.deepEqual(called("param p string = 'x'\n", '{ p: null }'), []);
  assert.deepEqual(called("@allowed(['a', 'b'])\nparam p string\n", "{ p: 'c' }").length, 1);
});

test('types that have names, are parts of others, and come from other files', () => {
  const types = `@export()\ntype sku = { name: 'S' | 'P', count: int? }\n@export()\ntype lock = string?\n`;
  const uses = (parameters: string, params: string) => called(parameters, params, { 'types.bicep': types });
  const wrong = ["main.bicep: 'X': The value of 'p.name' is not one of the allowed values."];
  assert.deepEqual(uses(`${types}param p sku\n`, "{ p: { name: 'X' } }"), wrong);
  assert.deepEqual(uses(`import { sku as size } from 'types.bicep'\nparam p size\n`, "{ p: { name: 'X' } }"), wrong);
  assert.deepEqual(uses(`import * as t from 'types.bicep'\nparam p t.sku\n`, "{ p: { name: 'X' } }"), wrong);
  assert.deepEqual(
    uses(`import * as t from 'types.bicep'\nparam p t.sku.name[]\n`, "{ p: ['X'] }").map((line) => line.split(': ')[2]),
    ["The value of 'p[0]' is not one of the allowed values."],
  );
  assert.deepEqual(uses(`import { sku } from 'types.bicep'\nparam p sku\n`, "{ p: { name: 'S' } }"), []);
  assert.deepEqual(uses(`import { lock } from 'types.bicep'\nparam p lock\n`, '{}'), []);
  assert.deepEqual(uses(`import { sku } from 'gone.bicep'\nparam p sku\n`, '{ p: 1 }'), []);
  assert.deepEqual(uses('type a = b\ntype b = a\nparam p a\n', '{ p: 1 }'), []);
  assert.deepEqual(uses('type tree = { left: tree? }\nparam p tree\n', '{ p: { left: { left: 1 } } }'), [
    "main.bicep: 1: The value of 'p.left.left' has to be an object.",
  ]);
});

test('one of several object types is told by its tag', () => {
  const parameters = `type cat = { kind: 'cat', lives: int }
type dog = { kind: 'dog', age: string? }
@discriminator('kind')
type pet = cat | dog
param p pet
`;
  const tagged = (value: string) =>
    called(parameters, `{ p: ${value} }`).map((line) => line.slice(line.lastIndexOf('The value')));
  assert.deepEqual(tagged("{ kind: 'cat', lives: 9 }"), []);
  assert.deepEqual(tagged("{ kind: 'dog' }"), []);
  assert.deepEqual(tagged('{ kind: unknownOne }'), []);
  assert.deepEqual(tagged("{ kind: 'cat' }"), ["The value of 'p' has to have the property 'lives'."]);
  assert.deepEqual(tagged("{ kind: 'bird' }"), ["The value of 'p.kind' is not one of the allowed values."]);
  assert.deepEqual(tagged('{ lives: 9 }'), ["The value of 'p' has to have the property 'kind'."]);
});

const schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';

test('a module of JSON has the types of its definitions', () => {
  const module = JSON.stringify({
    $schema: schema,
    contentVersion: '1.0.0.0',
    languageVersion: '2.0',
    definitions: {
      sku: {
        type: 'object',
        properties: { name: { type: 'string', allowedValues: ['S', 'P'] }, count: { type: 'int', nullable: true } },
      },
      pet: {
        type: 'object',
        discriminator: { propertyName: 'kind', mapping: { cat: { $ref: '#/definitions/cat' } } },
      },
      cat: { type: 'object', properties: { kind: { type: 'string', allowedValues: ['cat'] }, lives: { type: 'int' } } },
    },
    parameters: {
      sku: { $ref: '#/definitions/sku' },
      pets: { type: 'array', items: { $ref: '#/definitions/pet' }, nullable: true },
    },
    resources: {},
  });
  const calls = (params: string) =>
    problems({ 'main.bicep': `module m 'm.json' = { params: ${params} }\n`, 'm.json': module });
  assert.deepEqual(calls("{ SKU: { name: 's' } }"), []);
  assert.deepEqual(calls("{ sku: { name: 'X' } }"), [
    "main.bicep: 'X': The value of 'sku.name' is not one of the allowed values.",
  ]);
  assert.deepEqual(calls("{ sku: { name: 'S' }, pets: [{ kind: 'cat' }] }"), [
    "main.bicep: { kind: 'cat' }: The value of 'pets[0]' has to have the property 'lives'.",
  ]);
});

test('calls in JSON are looked at too, those of linked and of embedded templates', () => {
  const deployment = (properties: object) => ({
    type: 'Microsoft.Resources/deployments',
    apiVersion: '2022-09-01',
    name: 'd',
    properties: { mode: 'Incremental', ...properties },
  });
  const template = (sections: object) => JSON.stringify({ $schema: schema, contentVersion: '1.0.0.0', ...sections });
  const inner = { parameters: { size: { type: 'int' } }, resources: [] };
  const at = (properties: object) =>
    problems({ 'main.json': template({ resources: [deployment(properties)] }), 'x.json': template(inner) }, {}, 'json');
  const link = { templateLink: { relativePath: 'x.json' } };
  const embedded = { template: { $schema: schema, contentVersion: '1.0.0.0', ...inner } };
  const isInner = { expressionEvaluationOptions: { scope: 'inner' } };
  assert.deepEqual(at({ ...link, parameters: { Size: { value: 1 } } }), []);
  assert.deepEqual(at({ ...link, parameters: { size: { value: '1' } } }), [
    `main.json: "1": The value of 'size' has to be an integer.`,
  ]);
  assert.deepEqual(at({ ...link, parameters: { count: { value: 1 } } }), [
    `main.json: "count": The module has no parameter 'count'.`,
    `main.json: "d": The module needs a value for the parameter 'size', which has none here.`,
  ]);
  assert.deepEqual(at({ ...link, parametersLink: { uri: 'https://example.org/values.json' } }), []);
  assert.equal(at({ ...embedded, ...isInner }).length, 1);
  assert.deepEqual(at(embedded), []);
});

test('a value from outside of the caller is wrong where it is written', () => {
  const files = {
    'main.bicep': "module outer 'outer.bicep' = { params: { given: { size: 'x' } } }\n",
    'outer.bicep':
      "param given object\nmodule inner 'inner.bicep' = { params: { size: max(1, 2), more: { a: given.size } } }\n",
    'inner.bicep': 'param size string\nparam more { a: int }\n',
  };
  assert.deepEqual(problems(files), ["outer.bicep: max(1, 2): The value of 'size' has to be a string."]);
  const entry = {
    'main.bicep': "param given object\nmodule inner 'inner.bicep' = { params: { size: given.size } }\n",
    'inner.bicep': 'param size int\n',
    'main.bicepparam': "using 'main.bicep'\nparam given = { size: 'x' }\n",
  };
  assert.deepEqual(problems(entry), []);
  assert.deepEqual(problems(entry, { parameters: 'main.bicepparam' }), [
    "main.bicepparam: 'x': The value of 'size' has to be an integer.",
  ]);
});

test('each turn of a loop may give another argument; the same is said once', () => {
  const main = (values: string) => ({
    'main.bicep': `module m 'm.bicep' = [for value in ${values}: { params: { p: value } }]\n`,
    'm.bicep': 'param p int\n',
  });
  assert.deepEqual(problems(main('[1, 2, 3]')), []);
  assert.deepEqual(problems(main("[1, 'x', 'y']")).length, 1);
});

test('what a parameter file gives is compared inside too', () => {
  const files = {
    'main.bicep': 'param sku { name: string, size: int? }\n',
    'main.bicepparam': "using 'main.bicep'\nparam sku = { name: 'S', size: 'x' }\n",
  };
  assert.deepEqual(problems(files, { parameters: 'main.bicepparam' }), [
    "main.bicepparam: 'x': The value of 'sku.size' has to be an integer.",
  ]);
});

test('a turn of a loop is compared anew only where it says something else', () => {
  const parameters = 'param size int\nparam name string\n';
  const loop = (params: string, condition = ''): readonly string[] =>
    problems({
      'main.bicep': `module m 'm.bicep' = [for i in range(0, 3): ${condition}{ params: ${params} }]\n`,
      'm.bicep': parameters,
    });
  assert.deepEqual(loop("{ size: i, name: 'a${i}' }"), []);
  assert.deepEqual(loop('{ size: i, name: i }'), ["main.bicep: i: The value of 'name' has to be a string."]);
  const later = '{ size: 1, name: i == 2 ? i : string(i) }';
  assert.equal(loop(later).length, 1);
  // The first turn isn't deployed, so that the second is the first that counts.
  assert.equal(loop("{ size: 'x', name: 'a' }", 'if (i > 0) ').length, 1);
});

test('functions and variables tell a type without being evaluated, functions of the file by their bodies', () => {
  const texts = "{ p: toLower(open ? 'a' : 'b') }";
  assert.deepEqual(called('param p string\n', texts), []);
  assert.deepEqual(called('param p int\n', "{ p: toLower('A') }").length, 1);
  assert.deepEqual(called('param p object\n', '{ p: union({ a: 1 }, {}) }'), []);
  assert.equal(called('param p object\n', '{ p: union([1], []) }').length, 1);
  const own = "func toLower(x string) int => 1\nmodule m 'm.bicep' = { params: { p: toLower('A') } }\n";
  assert.equal(problems({ 'main.bicep': own, 'm.bicep': 'param p string\n' }).length, 1);
  const chain = "var a = b\nvar b = [1]\nmodule m 'm.bicep' = { params: { p: a } }\n";
  assert.equal(problems({ 'main.bicep': chain, 'm.bicep': 'param p string\n' }).length, 1);
  assert.deepEqual(problems({ 'main.bicep': chain, 'm.bicep': 'param p array\n' }), []);
});
