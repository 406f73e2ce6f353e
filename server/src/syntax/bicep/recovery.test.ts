import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertNoProblem, expectProblems, outlineOf } from '../../../../test/bicep-outline.ts';
import { parseBicep } from './index.ts';

/** Demands that what stands after a damaged declaration is read as if nothing had happened, with either line break. */
function checkSurvivors(damaged: string, options?: { readonly undamaged?: string }): void {
  const survivors = [
    "@description('first')\nparam first string = 'a'",
    "resource second 'b@1' = {\n  name: first\n}",
    "@batchSize(1)\nmodule third './c.bicep' = [for x in []: {\n  name: x\n}]",
    "import { d } from 'e.bicep'",
    "targetScope = 'subscription'",
    'output fourth string = second.id',
  ];
  const expected = outlineOf(survivors.join('\n\n'));
  for (const lineBreak of ['\n', '\r\n']) {
    for (const [index, survivor] of survivors.entries()) {
      const following = [survivor, ...survivors.slice(0, index), ...survivors.slice(index + 1)].join('\n\n');
      const text = `${damaged}\n${following}`.replaceAll('\n', lineBreak);
      const outline = outlineOf(text);
      assert.ok(outline.endsWith(outlineOf(following)), `${text}\n---\n${outline}`);
      assert.ok(parseBicep(text).problems.length > 0, 'the damage is reported');
    }
    assert.equal(outlineOf(survivors.join(lineBreak)), expected);
  }
  assert.ok(options?.undamaged === undefined || outlineOf(damaged).includes(options.undamaged));
}

test('an unclosed object of a resource', () => {
  checkSurvivors("resource a 'x@1' = {");
  checkSurvivors("resource a 'x@1' = {\n  name: 'a'", { undamaged: "(ObjectProperty name 'a')" });
  checkSurvivors("resource a 'x@1' = {\n  name: 'a'\n  properties: {\n    b: 1\n  }\n");
  checkSurvivors("resource a 'x@1' = {\n  name: 'a'\n  properties: {\n    b: 1\n}\n");
  checkSurvivors("resource a 'x@1' = if (b) {\n  name: 'a'");
  checkSurvivors("resource a 'x@1' = {\n  resource b 'y' = {\n    name: 'b'");
});

test('an unclosed loop', () => {
  checkSurvivors("resource a 'x@1' = [");
  checkSurvivors("resource a 'x@1' = [for");
  checkSurvivors("resource a 'x@1' = [for b in c");
  checkSurvivors("resource a 'x@1' = [for b in c: {\n  name: b\n}");
  checkSurvivors("resource a 'x@1' = [for (b, i) in c: {\n  name: b");
  checkSurvivors('var a = [for b in c: b');
});

test('unclosed arrays, calls, parentheses, indexes', () => {
  checkSurvivors('var a = [', { undamaged: '(Array)' });
  checkSurvivors('var a = [\n  1\n  2', { undamaged: '(Array 1 2)' });
  checkSurvivors('var a = f(', { undamaged: '(FunctionCall f)' });
  checkSurvivors('var a = f(\n  1,\n', { undamaged: '(FunctionCall f 1' });
  checkSurvivors('var a = (', { undamaged: '(VariableDeclaration a' });
  checkSurvivors('var a = (\n  1 +');
  checkSurvivors('var a = b[');
  checkSurvivors('var a = b[0');
  checkSurvivors('var a = map(b, c => {\n  d: c\n');
  checkSurvivors('var a = [\n  {\n    b: f([\n      1\n');
});

test('unclosed types', () => {
  checkSurvivors('type a = {');
  checkSurvivors('type a = {\n  b: string');
  checkSurvivors('type a = {\n  @secure()\n  b: [\n    string');
  checkSurvivors("type a = 'b' |");
  checkSurvivors("type a = 'b' | +");
  checkSurvivors('type a = b<');
  checkSurvivors('param a (string |');
  checkSurvivors('param a {');
  checkSurvivors('func a(b string');
  checkSurvivors('func a(b string) string =>');
});

test('unclosed decorators keep their own declaration', () => {
  const text = "@description('a'\nparam b string\n\nparam c string";
  assert.equal(
    outlineOf(text),
    "(ParameterDeclaration (Decorator (FunctionCall description 'a')) b string)\n(ParameterDeclaration c string)",
  );
  assert.equal(
    outlineOf('@a.\n@\n@allowed([\n  1\nparam b int\nparam c int'),
    '(ParameterDeclaration (Decorator (PropertyAccess a <missing>)) (Decorator <missing>) (Decorator (FunctionCall allowed (Array 1))) b int)\n(ParameterDeclaration c int)',
  );
  checkSurvivors("@description('a'\n@secure(\nparam a string");
  checkSurvivors('@allowed([\n  1\nparam a int');
});

test('unclosed imports', () => {
  checkSurvivors('import {');
  checkSurvivors('import { a, b as');
  checkSurvivors('import * as a from');
});

test('unterminated strings and comments', () => {
  checkSurvivors("var a = 'b");
  checkSurvivors("var a = 'b${");
  checkSurvivors("var a = 'b${c");
  checkSurvivors("var a = 'b\\");
  checkSurvivors("var a = 'b${f('c");
  checkSurvivors("resource a 'x@1' = {\n  name: 'a${b\n}");
  checkSurvivors("var a = '''b\nc");
  checkSurvivors("var a = $'''b${c}\nd");
  checkSurvivors('var a = 1 /* b\nc');
});

test('missing values, dangling dots and stray brackets', () => {
  checkSurvivors('var a =');
  checkSurvivors('var a');
  checkSurvivors('var');
  checkSurvivors('param a');
  checkSurvivors('param a string =');
  checkSurvivors('output a string = b.');
  checkSurvivors('output a string = b::');
  checkSurvivors('output a string = b ?');
  checkSurvivors('output a string = b ? c :');
  checkSurvivors('output a string = b +');
  checkSurvivors('output a string = !');
  checkSurvivors("resource a 'x@1'");
  checkSurvivors("resource a 'x@1' =");
  checkSurvivors('resource a');
  checkSurvivors("resource a 'x@1' = {\n  name:\n  properties: {\n    b: c.\n  }\n}");
  checkSurvivors('}');
  checkSurvivors('var a = 1 }');
  checkSurvivors("resource a 'x@1' = {\n}}");
  checkSurvivors('foo bar');
});

test('one bracket is reported, at the bracket', () => {
  expectProblems(`resource a 'x@1' = {
  properties: {
              ^ This bracket is never closed: "}" is missing.
    b: [
      1
    ]

param c string`);
  expectProblems(`resource a 'x@1' = {
                   ^ This bracket is never closed: "}" is missing.
  properties: {
  }

param c string`);
  expectProblems(`var a = [
        ^ This bracket is never closed: "]" is missing.
  f(1)
  (2)`);
});

test('each declaration that is not closed is reported', () => {
  expectProblems(`var a = {
        ^ This bracket is never closed: "}" is missing.
var b = [
        ^ This bracket is never closed: "]" is missing.
var c = 1`);
});

test('nothing is closed in a file that is right, wherever its lines begin', () => {
  assertNoProblem("resource a 'b' = {\nname: 'a'\nresource c 'd' = {\nname: 'c'\n}\n}");
  assertNoProblem("var a = '''\nparam b string\n'''\n/*\nresource c 'd' = {\n*/");
  assertNoProblem('type a = {\n@secure()\nb: string\n@description()\n*: int\n}');
});

test('an error elsewhere in a declaration does not cut it at a line that belongs to it', () => {
  assert.equal(
    outlineOf("resource a 'b' = {\nname:\nresource c 'd' = {\nname: 'c'\n}\n}\nvar x = 1"),
    "(ResourceDeclaration a 'b' (Object (ObjectProperty name <missing>) (ResourceDeclaration c 'd' (Object (ObjectProperty name 'c')))))\n(VariableDeclaration x 1)",
  );
});

test('the compiler loses the rest of the file, and so does conformance mode', () => {
  assert.equal(
    outlineOf("resource a 'b' = {\n  name: 'a'\n\nparam c string\n", { mode: 'conformance' }),
    "(ResourceDeclaration a 'b' <unexpected {↵name: 'a'↵param c string>)",
  );
});

test('parameter files recover the same way', () => {
  assert.equal(
    outlineOf("using 'a.bicep'\nparam b = {\n  c: [\nparam d = 1\n", { language: 'bicep-params' }),
    "(UsingDeclaration 'a.bicep' <missing>)\n(ParameterAssignment b (Object (ObjectProperty c (Array))))\n(ParameterAssignment d 1)",
  );
});
