import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Finder, repaired, ways } from '../../../test/repair-plans.ts';
import type { Intent } from '../deployment/intent.ts';

const disable = (find: Finder): Intent => ({
  kind: 'set',
  resource: find('storageAccounts'),
  path: 'properties.publicNetworkAccess',
  value: 'Disabled',
});

/** A storage account in Bicep: `before` stands above it, `body` in its properties. */
const bicep = (body: string, before = '') => `${before}resource logs 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'logs'
${body}}
`;

const json = (body: string, before = '') => `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
${before}  "resources": [
    {
      "type": "Microsoft.Storage/storageAccounts",
      "apiVersion": "2023-05-01",
      "name": "logs"${body}
    }
  ]
}
`;

describe('setting a property', () => {
  test('a literal is replaced', () => {
    assert.equal(
      repaired(bicep("  properties: { publicNetworkAccess: 'Enabled' /* why */ }\n"), disable),
      bicep("  properties: { publicNetworkAccess: 'Disabled' /* why */ }\n"),
    );
    assert.equal(
      repaired(json(',\n      "properties": { "publicNetworkAccess": "Enabled" }'), disable),
      json(',\n      "properties": { "publicNetworkAccess": "Disabled" }'),
    );
  });

  test('a property that is not set is added, with the object that should hold it', () => {
    assert.equal(
      repaired(bicep("  properties: {\n    accessTier: 'Hot' // hot\n  }\n"), disable),
      bicep("  properties: {\n    accessTier: 'Hot' // hot\n    publicNetworkAccess: 'Disabled'\n  }\n"),
    );
    assert.equal(repaired(bicep(''), disable), bicep("  properties: {\n    publicNetworkAccess: 'Disabled'\n  }\n"));
    assert.equal(
      repaired(json(''), disable),
      json(',\n      "properties": {\n        "publicNetworkAccess": "Disabled"\n      }'),
    );
  });

  test('null is replaced, also where a whole object is null', () => {
    assert.equal(
      repaired(bicep('  properties: { publicNetworkAccess: null }\n'), disable),
      bicep("  properties: { publicNetworkAccess: 'Disabled' }\n"),
    );
    assert.equal(
      repaired(bicep('  properties: null\n'), disable),
      bicep("  properties: {\n    publicNetworkAccess: 'Disabled'\n  }\n"),
    );
    assert.equal(
      repaired(json(',\n      "properties": null'), disable),
      json(',\n      "properties": {\n        "publicNetworkAccess": "Disabled"\n      }'),
    );
  });

  test('at the default of the parameter that decides it; the use is the second way', () => {
    const body = '  properties: { publicNetworkAccess: access }\n';
    assert.deepEqual(
      ways(bicep(body, "param access string = 'Enabled'\n\n"), (find) => [disable(find)]),
      [
        bicep(body, "param access string = 'Disabled'\n\n"),
        bicep("  properties: { publicNetworkAccess: 'Disabled' }\n", "param access string = 'Enabled'\n\n"),
      ],
    );
    const use = ',\n      "properties": { "publicNetworkAccess": "[parameters(\'access\')]" }';
    const parameter = (value: string) =>
      `  "parameters": {\n    "access": { "type": "string", "defaultValue": "${value}" }\n  },\n`;
    assert.equal(repaired(json(use, parameter('Enabled')), disable), json(use, parameter('Disabled')));
  });

  test('not at a default that the parameter would not allow', () => {
    const parameter = "@allowed(['Enabled', 'Auto'])\nparam access string = 'Enabled'\n\n";
    assert.equal(
      repaired(bicep('  properties: { publicNetworkAccess: access }\n', parameter), disable),
      bicep("  properties: { publicNetworkAccess: 'Disabled' }\n", parameter),
    );
  });

  test('in the variable that decides it, or the object in it', () => {
    assert.equal(
      repaired(bicep('  properties: { publicNetworkAccess: access }\n', "var access = 'Enabled'\n"), disable),
      bicep('  properties: { publicNetworkAccess: access }\n', "var access = 'Disabled'\n"),
    );
    assert.equal(
      repaired(bicep('  properties: settings\n', 'var settings = { a: 1 }\n'), disable),
      bicep('  properties: settings\n', "var settings = { a: 1, publicNetworkAccess: 'Disabled' }\n"),
    );
  });

  test('in the branch that is wrong; the one that is right stays', () => {
    const ternary = (yes: string, no: string) => `  properties: { publicNetworkAccess: open ? ${yes} : ${no} }\n`;
    assert.equal(
      repaired(bicep(ternary("'Enabled'", 'other'), 'param open bool\nparam other string\n'), disable),
      bicep(ternary("'Disabled'", 'other'), 'param open bool\nparam other string\n'),
    );
    const call = (yes: string) =>
      `,\n      "properties": { "publicNetworkAccess": "[if(parameters('open'), ${yes}, parameters('other'))]" }`;
    const open = '  "parameters": { "open": { "type": "bool" }, "other": { "type": "string" } },\n';
    assert.equal(repaired(json(call("'Enabled'"), open), disable), json(call("'Disabled'"), open));
    assert.equal(repaired(json(call('null()'), open), disable), json(call("'Disabled'"), open));
  });

  test('a condition that would no longer decide anything goes', () => {
    const use = (value: string) => bicep(`  properties: { publicNetworkAccess: ${value} }\n`, 'param open bool\n');
    assert.equal(repaired(use("open ? 'Enabled' : 'Disabled'"), disable), use("'Disabled'"));
    assert.equal(repaired(use("(open ? 'Disabled' : null)"), disable), use("'Disabled'"));
    const nested = (value: string) => `param other bool\n${use(value)}`;
    assert.equal(repaired(nested("open ? 'Disabled' : (other ? 'Disabled' : null)"), disable), nested("'Disabled'"));
    const open = '  "parameters": { "open": { "type": "bool" } },\n';
    const call = (value: string) => json(`,\n      "properties": { "publicNetworkAccess": "${value}" }`, open);
    assert.equal(repaired(call("[if(parameters('open'), 'Enabled', 'Disabled')]"), disable), call('Disabled'));
    assert.equal(repaired(call("[toLower(if(parameters('open'), 'Enabled', 'Disabled'))]"), disable), call('Disabled'));
  });

  test('of two wrong branches each alone, then both, then the use', () => {
    const use = (value: string) => bicep(`  properties: { publicNetworkAccess: ${value} }\n`, 'param open bool\n');
    assert.deepEqual(
      ways(use("open ? 'Enabled' : null"), (find) => [disable(find)]),
      [use("open ? 'Disabled' : null"), use("open ? 'Enabled' : 'Disabled'"), use("'Disabled'"), use("'Disabled'")],
    );
  });

  test('a parameter without default is passed over: its use is what can change', () => {
    const parameter = "@allowed(['Enabled', 'Disabled'])\nparam access string\n";
    assert.equal(
      repaired(bicep('  properties: { publicNetworkAccess: access }\n', parameter), disable),
      bicep("  properties: { publicNetworkAccess: 'Disabled' }\n", parameter),
    );
  });

  test('an expression that is the whole string gives way to a plain value', () => {
    const use = (value: string) => json(`,\n      "properties": { "publicNetworkAccess": ${value} }`);
    assert.equal(repaired(use('"[toLower(\'ENABLED\')]"'), disable), use('"Disabled"'));
  });

  test('two properties of one object are added together', () => {
    const [text] = ways(bicep('  properties: {\n    a: 1\n  }\n'), (find) => [
      disable(find),
      { kind: 'set', resource: find('storageAccounts'), path: 'properties.networkAcls.defaultAction', value: 'Deny' },
      { kind: 'set', resource: find('storageAccounts'), path: 'properties.networkAcls.bypass', value: 'None' },
    ]);
    assert.equal(
      text,
      bicep(
        "  properties: {\n    a: 1\n    publicNetworkAccess: 'Disabled'\n    networkAcls: {\n      defaultAction: 'Deny'\n      bypass: 'None'\n    }\n  }\n",
      ),
    );
  });

  test('nothing to do where the value is right already', () => {
    assert.equal(repaired(bicep("  properties: { publicNetworkAccess: 'Disabled' }\n"), disable), null);
  });

  test('no place where the object that lacks the property is not in the text', () => {
    assert.equal(repaired(bicep('  properties: settings\n', 'param settings object\n'), disable), null);
  });
});

describe('removing a property', () => {
  const remove = (find: Finder): Intent => ({
    kind: 'remove',
    resource: find('storageAccounts'),
    path: 'properties.networkAcls',
  });

  test('with its whole value', () => {
    assert.equal(
      repaired(bicep('  properties: {\n    a: 1\n    networkAcls: {\n      b: 2\n    }\n    c: 3\n  }\n'), remove),
      bicep('  properties: {\n    a: 1\n    c: 3\n  }\n'),
    );
    assert.equal(
      repaired(json(',\n      "properties": {\n        "a": 1,\n        "networkAcls": { "b": 2 }\n      }'), remove),
      json(',\n      "properties": {\n        "a": 1\n      }'),
    );
  });

  test('at the use, where its value stands elsewhere', () => {
    assert.equal(
      repaired(bicep('  properties: {\n    a: 1\n    networkAcls: acls\n  }\n', 'var acls = {}\n'), remove),
      bicep('  properties: {\n    a: 1\n  }\n', 'var acls = {}\n'),
    );
  });
});
