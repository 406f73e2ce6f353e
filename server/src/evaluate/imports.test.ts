import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { originsOfOutputs, shownOutputs } from '../../../test/show-value.ts';
import { type FileTexts, problemsOf, programOfFiles } from '../../../test/template-files.ts';

const outputs = (files: FileTexts) => shownOutputs(programOfFiles(files));
const origins = (files: FileTexts) => originsOfOutputs(programOfFiles(files), (file) => String(files[file]));

suite('functions of authors', () => {
  test('they see their arguments, other functions and the variables of their file', () => {
    assert.deepEqual(
      outputs({
        'main.bicep': `param p string
var suffix = 'x'
func inner(a string) string => '\${a}-\${suffix}'
func outer(a string, upper bool) string => upper ? toUpper(inner(a)) : inner(a)
output known string = outer('a', true)
output unknown string = outer(p, false)
output each array = map(['a', 'b'], item => inner(item))
output lacking string = outer('a')
`,
      }),
      {
        known: `'A-X'`,
        unknown: `'<parameter p>-x'`,
        each: `['a-x', 'b-x']`,
        lacking: `(a value ? 'A-X' : 'a-x')`,
      },
    );
  });

  test('in JSON they have a name space and their own parameters only', () => {
    const text = `{
      "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
      "contentVersion": "1.0.0.0",
      "parameters": { "prefix": { "type": "string", "defaultValue": "outer" } },
      "functions": [ { "namespace": "Contoso", "members": {
        "name": {
          "parameters": [ { "name": "Prefix", "type": "string" } ],
          "output": { "type": "string", "value": "[concat(toLower(parameters('prefix')), '-kv')]" }
        },
        "wrong": { "parameters": [], "output": { "type": "string", "value": "[parameters('prefix')]" } }
      } } ],
      "resources": [],
      "outputs": {
        "a": { "type": "string", "value": "[contoso.NAME('ABC')]" },
        "b": { "type": "string", "value": "[contoso.wrong()]" }
      }
    }`;
    assert.deepEqual(outputs({ 'main.json': text }), { a: `'abc-kv'`, b: '<a value>' });
  });

  test('functions that call each other without end are unknown, and said at each such call', () => {
    const files = {
      'main.bicep': `func f(a string) string => g(a)
func g(a string) string => '\${f(a)}\${f(a)}'
output o string = f('x')
`,
    };
    const program = programOfFiles(files);
    assert.match(shownOutputs(program).o ?? '', /<a value>/);
    assert.deepEqual(
      program.problems.map(({ code }) => code),
      ['function-recursion', 'function-recursion'],
    );
  });

  test('provenance leads through a function to the argument', () => {
    const files = {
      'main.bicep': `func pick(a object) string => a.b
output o string = pick({ b: 'here' })
`,
    };
    assert.deepEqual(origins(files), { o: `main.bicep: 'here'` });
  });
});

const shared = `import { prefix } from 'names.bicep'
@export()
var policy = { access: 'Disabled' }
@export()
func nameOf(kind string) string => '\${prefix}-\${kind}'
@export()
type kinds = 'a' | 'b'
param unused string
`;

suite('imports', () => {
  test('of symbols and of all of a file', () => {
    const files = {
      'main.bicep': `import { policy as rules, nameOf, kinds } from 'shared/all.bicep'
import * as ns from 'shared/all.bicep'
output access string = rules.access
output name string = nameOf('kv')
output viaNameSpace string = ns.policy.access
output nameViaNameSpace string = ns.nameOf('st')
`,
      'shared/all.bicep': shared,
      'shared/names.bicep': `@export()\nvar prefix = 'contoso'`,
    };
    assert.deepEqual(outputs(files), {
      access: `'Disabled'`,
      name: `'contoso-kv'`,
      viaNameSpace: `'Disabled'`,
      nameViaNameSpace: `'contoso-st'`,
    });
    assert.equal(origins(files).access, `shared/all.bicep: 'Disabled'`);
    assert.deepEqual(problemsOf(files), []);
  });

  test('of a compiled template', () => {
    const compiled = `{
      "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
      "languageVersion": "2.0",
      "contentVersion": "1.0.0.0",
      "functions": [ { "namespace": "__bicep", "members": {
        "twice": {
          "parameters": [ { "name": "a", "type": "string" } ],
          "output": { "type": "string", "value": "[format('{0}{1}', parameters('a'), __bicep.same(parameters('a')))]" }
        },
        "same": { "parameters": [ { "name": "a", "type": "string" } ], "output": { "type": "string", "value": "[parameters('a')]" } }
      } } ],
      "variables": { "policy": "[createObject('access', 'Enabled')]" },
      "resources": {}
    }`;
    const files = {
      'main.bicep': `import { policy, twice } from 'lib.json'
import * as lib from 'lib.json'
output access string = policy.access
output text string = twice('ab')
output again string = lib.twice('c')
`,
      'lib.json': compiled,
    };
    assert.deepEqual(outputs(files), { access: `'Enabled'`, text: `'abab'`, again: `'cc'` });
  });

  test('a missing file or name is said once, where it is written, and is unknown', () => {
    const files = {
      'main.bicep': `import { a } from 'missing.bicep'
import { b, policy } from 'all.bicep'
output a string = a
output b string = b
output c string = policy.access
`,
      'all.bicep': `@export()\nvar policy = { access: 'x' }`,
    };
    assert.deepEqual(outputs(files), { a: '<a>', b: '<b>', c: `'x'` });
    assert.deepEqual(problemsOf(files), [
      `main.bicep: 'missing.bicep': error: This file is not there.`,
      `main.bicep: b: information: The imported file has nothing named 'b', so its value is unknown.`,
    ]);
  });

  test('a chain of 5,000 files', () => {
    const files: Record<string, string> = { 'main.bicep': `import { v } from 'm0.bicep'\noutput o string = v\n` };
    for (let n = 0; n < 5000; n++)
      files[`m${n}.bicep`] = `import { v as other } from 'm${n + 1}.bicep'\n@export()\nvar v = '\${other}'\n`;
    files['m5000.bicep'] = `@export()\nvar v = 'end'\n`;
    assert.deepEqual(outputs(files), { o: `'end'` });
  });

  test('files that import each other end', () => {
    assert.deepEqual(
      outputs({
        'main.bicep': `import { x } from 'a.bicep'\noutput o string = x`,
        'a.bicep': `import { y } from 'b.bicep'\n@export()\nvar x = y`,
        'b.bicep': `import { x, z } from 'a.bicep'\n@export()\nvar y = 'end'\n@export()\nvar w = x`,
      }),
      { o: `'end'` },
    );
  });
});
