import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertNoProblem, expectProblems, outlineOfValue } from '../../../../test/bicep-outline.ts';

/** Values with their trees; none has a problem. */
function checkValues(cases: Readonly<Record<string, string>>): void {
  for (const [written, expected] of Object.entries(cases)) {
    for (const text of [written, written.replaceAll('\n', '\r\n')]) {
      assert.equal(outlineOfValue(text), expected, text);
      assertNoProblem(`var x = ${text}`);
    }
  }
}

test('literals', () => {
  checkValues({
    '0': '0',
    '9007199254740993': '9007199254740993',
    '18446744073709551615': '18446744073709551615',
    '00000000000000000000000001': '00000000000000000000000001',
    true: 'true',
    null: 'null',
    "''": "''",
    "'a'": "'a'",
  });
});

test('binary operators bind by their strength and associate to the left', () => {
  checkValues({
    'a + b * c - d': '(Binary - (Binary + a (Binary * b c)) d)',
    'a / b % c * d': '(Binary * (Binary % (Binary / a b) c) d)',
    'a ?? b || c && d == e < f + g * h':
      '(Binary ?? a (Binary || b (Binary && c (Binary == d (Binary < e (Binary + f (Binary * g h)))))))',
    'a < b <= c > d >= e': '(Binary >= (Binary > (Binary <= (Binary < a b) c) d) e)',
    'a == b != c =~ d !~ e': '(Binary !~ (Binary =~ (Binary != (Binary == a b) c) d) e)',
    'a ?? b ?? c': '(Binary ?? (Binary ?? a b) c)',
    'a || b && c': '(Binary || a (Binary && b c))',
    'a && b || c': '(Binary || (Binary && a b) c)',
  });
});

test('unary operators take a value with its attachments', () => {
  checkValues({
    '!a.b[0]!.c': '(Unary ! (PropertyAccess (NonNullAssertion (ElementAccess (PropertyAccess a b) 0)) c))',
    '-a * -b': '(Binary * (Unary - a) (Unary - b))',
    'a - -1': '(Binary - a (Unary - 1))',
    '!(a || b)': '(Unary ! (Parenthesized (Binary || a b)))',
  });
});

test('the conditional associates to the right and may break before its signs', () => {
  checkValues({
    'a ? b : c ? d : e': '(Conditional a b (Conditional c d e))',
    'a ? b ? c : d : e': '(Conditional a (Conditional b c d) e)',
    'a ?? b ? c : d': '(Conditional (Binary ?? a b) c d)',
    'a\n  ? b\n  : c': '(Conditional a b c)',
    'a\n\n// why\n  ? b\n  : c': '(Conditional a b c)',
  });
});

test('members, indexes and calls', () => {
  checkValues({
    'a.b.?c': '(PropertyAccess ? (PropertyAccess a b) c)',
    'a[0][?b][^1][?^c]': '(ElementAccess ? ^ (ElementAccess ^ (ElementAccess ? (ElementAccess a 0) b) 1) c)',
    'a::b::c.d': '(PropertyAccess (ResourceAccess (ResourceAccess a b) c) d)',
    'a!.b!': '(NonNullAssertion (PropertyAccess (NonNullAssertion a) b))',
    'f()': '(FunctionCall f)',
    'f(a, g(b))': '(FunctionCall f a (FunctionCall g b))',
    'a.f(b)': '(MethodCall a f b)',
    'sys.f().b': '(PropertyAccess (MethodCall sys f) b)',
    'f(\n  a\n)': '(FunctionCall f a)',
    'f(\n  a,\n\n  b\n)': '(FunctionCall f a b)',
    'f(a // why\n  // and\n)': '(FunctionCall f a)',
    "'a'.b": "(PropertyAccess 'a' b)",
  });
});

test('lambdas', () => {
  checkValues({
    'a => a.b': '(Lambda a (PropertyAccess a b))',
    '() => 1': '(Lambda (ParameterList) 1)',
    '(a, b) => a ?? b': '(Lambda (ParameterList a b) (Binary ?? a b))',
    '(\n  a,\n  b\n) => a': '(Lambda (ParameterList a b) a)',
    'map(a, b =>\n  { c: b })': '(FunctionCall map a (Lambda b (Object (ObjectProperty c b))))',
    'a => b => c': '(Lambda a (Lambda b c))',
  });
});

test('objects are separated by new lines or commas', () => {
  checkValues({
    '{}': '(Object)',
    '{\n}': '(Object)',
    '{ a: 1 }': '(Object (ObjectProperty a 1))',
    '{ a: 1, b: 2, }': '(Object (ObjectProperty a 1) (ObjectProperty b 2))',
    '{\n  a: 1\n\n  b: 2 // why\n}': '(Object (ObjectProperty a 1) (ObjectProperty b 2))',
    "{ 'a-b': 1, '${c}d': 2, ...e }": "(Object (ObjectProperty 'a-b' 1) (ObjectProperty (String c) 2) (Spread e))",
    '{ resource: 1, if: 2, for: 3, var: 4 }':
      '(Object (ObjectProperty resource 1) (ObjectProperty if 2) (ObjectProperty for 3) (ObjectProperty var 4))',
  });
});

test('arrays and loops', () => {
  checkValues({
    '[]': '(Array)',
    '[1, 2]': '(Array 1 2)',
    '[\n  1\n  ...a\n  [2]\n]': '(Array 1 (Spread a) (Array 2))',
    '[for a in b: a.c]': '(For a b (PropertyAccess a c))',
    '[for (a, i) in range(0, 3): {\n  b: i\n}]':
      '(For (ParameterList a i) (FunctionCall range 0 3) (Object (ObjectProperty b i)))',
    '[\n  for a in b: [for c in a: c]\n]': '(For a b (For c a c))',
    '[forward]': '(Array forward)',
  });
});

test('strings with holes', () => {
  checkValues({
    "'a${b}c${d.e}'": '(String b (PropertyAccess d e))',
    "'${'${a}'}'": '(String (String a))',
    "'${a ? b : c}'": '(String (Conditional a b c))',
    "$'''a${b}'''": '(String b)',
    "'''a${b}'''": "'''a${b}'''",
  });
});

test('what a value may not be', () => {
  expectProblems(`var a = !!b
         ^ Expected a value.`);
  expectProblems(`var a = +1
        ^ Expected a value.`);
  expectProblems(`var a = 99999999999999999999
        ^^^^^^^^^^^^^^^^^^^^ This integer is too large.`);
  expectProblems(`var a = b +
           | Expected a value.
var c = 1`);
  expectProblems(`var a = (1, 2)
         ^^^^ Expected exactly one value in the parentheses, on one line.`);
  expectProblems(`var a = ()
         | Expected exactly one value in the parentheses, on one line.`);
  expectProblems(`var a = b.
          | Expected the name of a function or property.
var c = 1`);
  expectProblems(`var a = b[]
          | Expected an index or the name of a property.`);
  expectProblems(`var a = b.?c()
          ^ A function is called with ".", not with ".?".`);
  expectProblems(`var a = f(b, )
             ^ Expected a value.`);
  expectProblems(`var a = f(b c)
            | Expected a comma.`);
  expectProblems(`var a = [1 2]
           | Expected a new line or a comma.`);
  expectProblems(`var a = '\${{}}'
           ^ Arrays and objects can't stand in a string; declare a variable for it.`);
  expectProblems(`var a = 'b\${c d}'
              ^ Expected the end of the expression in the string: "}".`);
  expectProblems(`var a = b ? c
             | Expected ":".`);
  expectProblems(`var a = [for (b) in c: b]
             ^^^ Expected two loop variables: an item and its index.`);
});

test('a comma at the end of a line', () => {
  expectProblems(`var a = {
  b: 1,
       | A comma may not stand at the end of the line: the new line separates by itself.
  c: 2
}`);
});

test('an operator at the end of a line does not take the next line', () => {
  assert.equal(outlineOfValue('a +\n  b'), '(VariableDeclaration x (Binary + a <missing>))\n<unexpected b>');
});
