import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Finder, repaired, ways } from '../../../test/repair-plans.ts';
import type { Intent } from '../deployment/intent.ts';

const removed =
  (label: string) =>
  (find: Finder): Intent => ({ kind: 'removeResource', resource: find('securityRules', label) });

const rule = (name: string) => `      {
        name: '${name}'
        properties: {
          priority: 100
        }
      }
`;
const group = (rules: string) => `resource nsg 'Microsoft.Network/networkSecurityGroups@2023-11-01' = {
  name: 'nsg'
  properties: {
    securityRules: ${rules}
  }
}
`;
const inline = (...names: readonly string[]) => group(`[\n${names.map(rule).join('')}    ]`);

test('an element of the array of a resource goes with its lines', () => {
  assert.equal(repaired(inline('One', 'Two', 'Three'), removed('Two')), inline('One', 'Three'));
  assert.equal(repaired(inline('One'), removed('One')), inline());
  const oneLine = group("[{ name: 'One' }, { name: 'Two' }]");
  assert.equal(repaired(oneLine, removed('Two')), group("[{ name: 'One' }]"));
});

test('two declarations that follow each other go together, at the end of the file too', () => {
  const declared = (name: string) => `resource ${name} 'Microsoft.Network/networkSecurityGroups@2023-11-01' = {
  name: '${name}'
}
`;
  const both = (...left: readonly string[]) => left.map(declared).join('\n');
  const gone = (text: string, ...labels: readonly string[]) =>
    ways(text, (find) =>
      labels.map((label) => ({ kind: 'removeResource', resource: find('networkSecurityGroups', label) })),
    )[0];
  assert.equal(gone(both('one', 'two', 'three'), 'two', 'three'), both('one'));
  assert.equal(gone(both('one', 'two', 'three', 'four'), 'two', 'three'), both('one', 'four'));
});

test('one of a variable or of a branch too', () => {
  const list = (...names: readonly string[]) =>
    `param open bool\nvar rules = [\n${names.map((name) => `  { name: '${name}' }\n`).join('')}]\n`;
  assert.equal(repaired(list('One', 'Two') + group('rules'), removed('One')), list('Two') + group('rules'));
  const branch = "concat(rules, open ? [{ name: 'Three' }] : [])";
  assert.equal(
    repaired(list('One') + group(branch), removed('Three')),
    list('One') + group(branch.replace("{ name: 'Three' }", '')),
  );
});

test('what a loop makes goes by the element that it is made of', () => {
  const looped = group('[for rule in rules: {\n      name: rule.name\n      properties: { priority: 100 }\n    }]');
  const list = (...names: readonly string[]) =>
    `var rules = [\n${names.map((name) => `  { name: '${name}' }\n`).join('')}]\n`;
  assert.equal(repaired(list('One', 'Two') + looped, removed('Two')), list('One') + looped);
});

test('what is made of plain names, or written once for many, stays', () => {
  const names = "var names = ['One', 'Two']\n";
  assert.deepEqual(
    ways(names + group('[for name in names: { name: name }]'), (find) => [removed('One')(find)]),
    [],
  );
  const children = `${names}${group('[]')}
resource rules 'Microsoft.Network/networkSecurityGroups/securityRules@2023-11-01' = [for name in names: {
  parent: nsg
  name: name
}]
`;
  assert.deepEqual(
    ways(children, (find) => [removed('One')(find)]),
    [],
  );
});

const child = (name: string, more = '') => `
@description('${name}')
resource rule${name} 'Microsoft.Network/networkSecurityGroups/securityRules@2023-11-01' = {
  parent: nsg
  name: '${name}'
${more}}
`;

test('a declaration goes with its decorators and one empty line', () => {
  assert.equal(repaired(group('[]') + child('One') + child('Two'), removed('One')), group('[]') + child('Two'));
  assert.equal(repaired(group('[]') + child('One') + child('Two'), removed('Two')), group('[]') + child('One'));
});

test('a declaration that something else names stays', () => {
  const two = child('Two', '  dependsOn: [ruleOne]\n');
  assert.equal(repaired(group('[]') + child('One') + two, removed('One')), null);
  assert.equal(repaired(group('[]') + child('One') + two, removed('Two')), group('[]') + child('One'));
});

const json = (...resources: readonly string[]) => `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "resources": [
${resources.join(',\n')}
  ]
}
`;
const jsonGroup = (...names: readonly string[]) => `    {
      "type": "Microsoft.Network/networkSecurityGroups",
      "apiVersion": "2023-11-01",
      "name": "nsg",
      "properties": {
        "securityRules": [
${names.map((name) => `          { "name": "${name}", "properties": { "priority": 100 } }`).join(',\n')}
        ]
      }
    }`;
const jsonChild = (name: string, dependsOn = '') => `    {
      "type": "Microsoft.Network/networkSecurityGroups/securityRules",
      "apiVersion": "2023-11-01",
      "name": "nsg/${name}",
      "dependsOn": [${dependsOn}]
    }`;

test('the same in JSON', () => {
  assert.equal(repaired(json(jsonGroup('One', 'Two')), removed('Two')), json(jsonGroup('One')));
  assert.equal(repaired(json(jsonGroup('One', 'Two')), removed('One')), json(jsonGroup('Two')));
  const group = jsonGroup('Other');
  assert.equal(
    repaired(json(group, jsonChild('One'), jsonChild('Two')), removed('One')),
    json(group, jsonChild('Two')),
  );
  const one = `"[resourceId('Microsoft.Network/networkSecurityGroups/securityRules', 'nsg', 'One')]"`;
  assert.equal(repaired(json(group, jsonChild('One'), jsonChild('Two', one)), removed('One')), null);
});
