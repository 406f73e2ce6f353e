import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { expectNodes, loweredBicep, printedBicep } from '../../../test/lowered-bicep.ts';
import { printLowered } from '../../../test/print-template.ts';
import { expressionsOf } from '../../../test/walk-template.ts';
import { parseBicep } from '../syntax/bicep/index.ts';
import type { Expression } from '../syntax/bicep/tree.ts';
import { lowerBicep } from './lower-bicep.ts';

describe('templates', () => {
  test('declarations in source order; what deploys nothing is passed over', () => {
    const text = `
targetScope = 'subscription'
metadata description = 'x'
extension kubernetes with { namespace: 'n' } as k8s
@description('p')
param p string = 'x'
param q int
var v = [for x in p: x]
var typed string[] = ['a']
type t = 'a' | 'b'
@export()
func f(a string, b t) string => '\${a}-\${b}'
func none() int => 1
output o string = v[0]
output many array = [for i in range(0, 3): i]
assert ok = true
test smoke 'main.test.bicep' = {
  params: {}
}
`;
    assert.equal(
      printedBicep(text),
      `
scope subscription
parameter p string = 'x'
parameter q int
variable v = [for x in p: x]
variable typed = ['a']
type t string of 'a' | 'b'
function f(a, b) => "\${a}-\${b}"
function none() => 1
output o = v[0]
output many = [for i in range(0, 3): i]
`.trim(),
    );
  });

  test('imports', () => {
    const text = `
import { a, b as c, 'quoted name' as d } from 'x.bicep'
import * as lib from 'br/public:lib:1.0'
import {} from 'y.bicep'
import 'legacy@1.0.0'
`;
    assert.equal(
      printedBicep(text),
      `
import a, b as c, quoted name as d from x.bicep
import * as lib from br/public:lib:1.0
import  from y.bicep
`.trim(),
    );
  });

  test('the scope is that of the resource group unless another one is written', () => {
    const scopeOf = (text: string) => loweredBicep(text).template.scope;
    assert.equal(scopeOf(''), 'resourceGroup');
    assert.equal(scopeOf("targetScope = 'tenant'"), 'tenant');
    assert.equal(scopeOf("targetScope = 'managementGroup'"), 'managementGroup');
    assert.equal(scopeOf("targetScope = 'local'"), 'resourceGroup');
    assert.equal(scopeOf('targetScope ='), 'resourceGroup');
  });

  test('names differ by case', () => {
    assert.equal(loweredBicep('var a = 1').template.foldNames, false);
  });

  test('empty texts', () => {
    for (const text of ['', '\uFEFF', '\n\n', '// only a comment', '\r']) {
      const file = loweredBicep(text);
      assert.deepEqual([file.template.declarations, file.spans.count, file.problems], [[], 0, []]);
    }
  });
});

describe('parameter files', () => {
  test('the template used, assignments, variables, imports', () => {
    const text = `
using './main.bicep'
extends './shared.bicepparam'
import { x } from 'x.bicep'
param a = 'v'
param b = {
  c: [x, '\${v}-1', readEnvironmentVariable('E')]
  ...base.b
}
var v = 3
type t = string
`;
    assert.equal(
      printedBicep(text, 'bicep-params'),
      `
using ./main.bicep
a := 'v'
b := { c: [x, "\${v}-1", readEnvironmentVariable('E')], ...base.b }
import * as base from ./shared.bicepparam
import x from x.bicep
variable v = 3
type t string
`.trim(),
    );
  });

  test('using none, using with configuration, no using', () => {
    const usingOf = (text: string) => loweredBicep(text, 'bicep-params').using;
    assert.equal(usingOf('using none\nparam a = 1'), null);
    assert.equal(usingOf("using 'a.bicep' with {\n  mode: 'stack'\n}"), 'a.bicep');
    assert.equal(usingOf('param a = 1'), null);
    assert.equal(usingOf("using 'a\n"), null);
  });

  test('broken assignments', () => {
    assert.equal(
      printedBicep("using 'a.bicep'\nparam\nparam a\nparam b =\nparam c = {\n  d: 1\n\nparam e = 2", 'bicep-params'),
      `
using a.bicep
a := ⟨it is being typed⟩
b := ⟨it is being typed⟩
c := { ...⟨it is being typed⟩, d: 1 }
e := 2
`.trim(),
    );
  });

  test('places', () => {
    expectNodes(
      `
      using 'main.bicep'
            ^^^^^^^^^^^^ 0 using
      extends 'base.bicepparam'
      ^^^^^^^^^^^^^^^^^^^^^^^^^ 1 import
              ^^^^^^^^^^^^^^^^^ 2 name
      param a = 'x' // why
      ^^^^^^^^^^^^^ 3 assignment
            ^ 4 name
                ^^^ 5 literal
    `,
      'bicep-params',
    );
  });
});

describe('broken text', () => {
  test('a declaration without a name is left out, one without a value has a hole', () => {
    const text = `
var
var a
var b =
param
param p
output
output o
output q string
output r string =
type
type t
func
func f
func g(
func i(a, b string) int => 1
func h() int =>
@description('next')
import
import { x } from
import * as
import * as y from 'y.bicep'
module
@secure()
`;
    assert.equal(
      printedBicep(text),
      `
variable a = ⟨it is being typed⟩
variable b = ⟨it is being typed⟩
parameter p any
output o = ⟨it is being typed⟩
output q = ⟨it is being typed⟩
output r = ⟨it is being typed⟩
type t any
function f() => ⟨it is being typed⟩
function g() => ⟨it is being typed⟩
function i(a, b) => 1
function h() => ⟨it is being typed⟩
import * as y from y.bicep
`.trim(),
    );
  });

  test('everything else survives, and the problems are told', () => {
    const file = loweredBicep("var a = 1\nvar b = 'x\n)\nvar c = 2");
    assert.equal(printLowered(file), 'variable a = 1\nvariable b = ⟨it is being typed⟩\nvariable c = 2');
    assert.deepEqual(
      file.problems.map(({ code }) => code),
      ['bicep-syntax', 'bicep-syntax'],
    );
  });

  test('every prefix of a file lowers', () => {
    const text =
      "@secure()\nparam p 'a' | 'b'? = any(x)!.?y[^1] ?? -z\nresource r 'A.B/c@1' = [for (x, i) in f(a, y => y): if (x =~ '${i}') {\n  name: '''q'''\n  ...s\n  resource n 'd' = {}\n}]\nfunc g(a t[0]) int => a::b.c()";
    for (let end = 0; end <= text.length; end++) {
      const file = loweredBicep(text.slice(0, end));
      for (const expression of expressionsOf(file)) {
        const span = file.spans.spanOf(expression.node);
        assert.ok(span.start <= span.end && span.end <= end, `node ${expression.node} of the first ${end} characters`);
      }
    }
  });
});

describe('bounds', () => {
  test('chains as long as the parser reads them', () => {
    for (const [first, link] of [
      ['a', '.b'],
      ['a', '[0]'],
      ['a', '!.?b'],
      ['a', '.f(1)'],
      ['1', ' + 1'],
      ['a', ' ?? b'],
      ['a', ' == b'],
    ] as const) {
      const file = loweredBicep(`var v = ${first}${link.repeat(450)}`);
      assert.deepEqual([file.template.declarations.length, file.problems], [1, []], link);
    }
  });

  test('a chain of ten thousand parts, longer than the parser reads one', () => {
    const file = parseBicep('var v = a.b ?? c');
    const [variable] = file.tree.declarations;
    assert.ok(variable?.kind === 'VariableDeclaration' && variable.value.kind === 'Binary');
    let value: Expression = variable.value;
    for (let length = 0; length < 10_000; length++) value = { ...variable.value, left: value };
    const lowered = lowerBicep({ ...file, tree: { ...file.tree, declarations: [{ ...variable, value }] } }, 'bicep');
    const [declaration] = lowered.template.declarations;
    assert.ok(declaration?.kind === 'variable' && declaration.value.kind === 'coalesce');
    assert.equal(declaration.value.operands.length, 10_002);
  });

  test('nesting of ten thousand levels', () => {
    for (const [open, close] of [
      ['(', ')'],
      ['[', ']'],
      ['{ a: ', '}'],
      ['!(', ')'],
      ['f(', ')'],
      ["'${", "}'"],
      ['a ? b : ', ''],
      ['x => ', ''],
    ] as const) {
      const file = loweredBicep(`var v = ${open.repeat(10_000)}1${close.repeat(10_000)}\nvar w = 2`);
      assert.equal(file.template.declarations.at(-1)?.name, 'w', open);
    }
  });
});

test('node numbers depend on the structure only', () => {
  const tight = `param p string='x'
var v={a:[for x in p:!x.b],'c':f(1,-2)}
resource r 'A.B/c@1'={name:p
properties:{x:v.a[0]}}`;
  const wide = `// a comment

@description('text')
param   p   string = /* here */ 'x' // there


var v = { a: [ for x in p : !x.b ], 'c': f( 1, -2 ) }
/*
 * many lines
 */
@description('''
more
''')
resource r 'A.B/c@1' = { // open
  name: p

  properties: { x: v.a[0] }
}
`;
  const of = (text: string) => {
    const { template, spans } = loweredBicep(text);
    return { template, count: spans.count };
  };
  assert.deepEqual(of(wide), of(tight));
});
