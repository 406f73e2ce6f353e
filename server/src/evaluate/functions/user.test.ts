import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shown, shownOutputs } from '../../../../test/show-value.ts';
import { problemsOf, programOfFiles } from '../../../../test/template-files.ts';

const declarations = `param p string
func named(name string, number int) string => '\${name}-\${number}'
func twice(name string) string => '\${named(name, 1)},\${named(name, 2)}'
func toUpper(text string) string => 'own \${text}'
`;

test('each call has its own arguments', () => {
  const cases = [
    [`twice('a')`, `'a-1,a-2'`],
    [`named(named('a', 1), 2)`, `'a-1-2'`],
    [`map(['a', 'b'], x => twice(x))`, `['a-1,a-2', 'b-1,b-2']`],
    [`map(['a', 'b'], x => named(x, 1) == named('a', 1))`, '[true, false]'],
    [`map([1, 2], n => map(['a', 'b'], x => named(x, n)))`, `[['a-1', 'b-1'], ['a-2', 'b-2']]`],
    [`named(p, 1) == named(p, 1)`, 'true'],
  ] as const;
  for (const [expression, value] of cases) assert.equal(shown(expression, declarations), value, expression);
});

test('a function goes before a built-in one of its name', () => {
  assert.equal(shown(`toUpper('a')`, declarations), `'own a'`);
  assert.equal(shown(`toLower('A')`, declarations), `'a'`);
});

test('operators, calls with a name space and what the compiler makes of them never mean a function of the file', () => {
  const own = `import { union, notThere as any } from 'missing.bicep'
func add(a int, b int) int => a + b
func sub(a int) int => a
func equals(a string, b string) bool => false
func not(a bool) bool => a
func toLower(a string) string => 'own'
func format(a string) string => 'own \${a}'
func concat(a string) string => 'own \${a}'
func nameof(a string) string => 'own \${a}'
param x int = 5
`;
  const cases = [
    ['add(1, 2)', '3'],
    ['10 - 3', '7'],
    ['-x', '-5'],
    ["'a' == 'a'", 'true'],
    ["'a' != 'a'", 'false'],
    ["'a' =~ 'A'", 'true'],
    ['!true', 'false'],
    ["format('q')", "'own q'"],
    ["'${x}b'", "'5b'"],
    ["sys.format('{0}', x)", "'5'"],
    ["sys.concat('a', 'b')", "'ab'"],
    ["sys.toLower('A')", "'a'"],
    ["nameof('q')", "'own q'"],
    ['sys.nameof(x)', "'x'"],
    // A function that isn't there isn't the built-in one either.
    ["union('a')", "<union('a')>"],
    ["any('q')", "<any('q')>"],
    ["union('a') == union('a')", 'true'],
  ] as const;
  for (const [expression, value] of cases) assert.equal(shown(expression, own), value, expression);
});

test('functions that call themselves are unknown, and said once where they do', () => {
  const files = {
    'main.bicep': `func down(n int) int => n == 0 ? 0 : down(n - 1)
func a(n int) int => b(n)
func b(n int) int => a(n)
func fine(n int) int => n
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = [for i in range(0, down(3) + a(1) + fine(fine(1))): { name: 'kv\${down(2)}' }]
`,
  };
  assert.deepEqual(problemsOf(files), [
    'main.bicep: down(n - 1): error: This function calls itself, so the template can never be deployed.',
    'main.bicep: a(n): error: This function calls itself, so the template can never be deployed.',
  ]);
});

/** Functions that call each other one by one. */
function tower(height: number, body: (inner: string) => string): string {
  const functions = Array.from(
    { length: height },
    (_, index) => `func f${index + 1}(n int) int => ${body(`f${index}`)}`,
  );
  return `func f0(n int) int => n\n${functions.join('\n')}\n`;
}

test('functions are evaluated 64 deep', () => {
  const narrow = tower(70, (inner) => `${inner}(n + 1)`);
  assert.equal(shown('f63(1)', narrow), '64');
  assert.equal(shown('f64(1)', narrow), '<a value>');
  // More cells inside of each other than are evaluated at once.
  const wide = tower(70, (inner) => `max(min(max(min(max(${inner}(n + 1), 0), 9999), 0), 9999), 0)`);
  assert.equal(shown('f63(1)', wide), '64');
});

test('a tower of functions that each call twice ends, and says so once', () => {
  const text = `${tower(60, (inner) => `${inner}(n) + ${inner}(n + 1)`)}output o int = f60(1)\n`;
  const program = programOfFiles({ 'main.bicep': text });
  assert.match(shownOutputs(program).o ?? '', /a value/);
  assert.deepEqual(
    program.problems.map(({ code }) => code),
    ['too-much-work'],
  );
});
