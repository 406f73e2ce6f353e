import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { expectArmNodes, loweredArm, printedArm, schemaLine } from '../../../test/lowered-arm.ts';
import { printedBicep } from '../../../test/lowered-bicep.ts';

/** The value of a variable that holds the expression, without the marks that say which kind of name a name is. */
function arm(expression: string): string {
  const printed = printedArm(`"variables": {"x": ${JSON.stringify(`[${expression}]`)}}`);
  return printed.replace('variable x = ', '').replace(/\b(?:parameter|variable|resource):/g, '');
}

function bicep(expression: string): string {
  return printedBicep(`var x = ${expression}`).replace('variable x = ', '');
}

suite('expressions that Bicep writes otherwise become what Bicep has', () => {
  const pairs: [string, string][] = [
    // Names
    ["parameters('p')", 'p'],
    ["VARIABLES( 'v' )", 'v'],
    // Constants
    ['true()', 'true'],
    ['false()', 'false'],
    ['null()', 'null'],
    ["json('null')", 'null'],
    ["json(' true ')", 'true'],
    ["json('-12')", '-12'],
    ['json(\'"a b"\')', "'a b'"],
    ["json('[ ]')", '[]'],
    ["json('{}')", '{}'],
    ["'it''s'", "'it\\'s'"],
    ['12', '12'],
    // Members
    ["parameters('p').a['b'][0]", "p.a['b'][0]"],
    ["parameters('p')[parameters('i')]", 'p[i]'],
    ["tryGet(parameters('p'), 'a')", 'p.?a'],
    ["tryGet(tryGet(parameters('p'), 'a'), 0).b", 'p.?a[?0]!.b'],
    ["tryGet(parameters('p'), 'a', 'b')", 'p.?a.?b'],
    ["indexFromEnd(parameters('p'), 1)", 'p[^1]'],
    ["tryIndexFromEnd(parameters('p'), 1)", 'p[?^1]'],
    ["tryGet(parameters('p'), 'a', createObject('value', 1, 'fromEnd', true()))", 'p.?a[?^1]'],
    // Lazy forms
    ["if(parameters('c'), 1, 2)", 'c ? 1 : 2'],
    ["coalesce(parameters('a'), parameters('b'))", 'a ?? b'],
    ["coalesce(parameters('a'))", 'a'],
    ["and(parameters('a'), parameters('b'))", 'a && b'],
    ["or(parameters('a'), not(parameters('b')))", 'a || !b'],
    ["and(and(parameters('a'), parameters('b')), parameters('c'))", 'a && b && c'],
    ["and(or(parameters('a'), parameters('b')), parameters('c'))", '(a || b) && c'],
    ["coalesce(coalesce(parameters('a'), parameters('b')), parameters('c'))", 'a ?? b ?? c'],
    // Texts
    ["format('{0}-{1}', parameters('a'), parameters('b'))", "'${a}-${b}'"],
    ["format('{1}{0}', parameters('a'), parameters('b'))", "'${b}${a}'"],
    ["format('x{{{0}}}', parameters('a'))", "'x{${a}}'"],
    ["format('{0}', parameters('a'))", "'${a}'"],
    ["format('plain')", "'plain'"],
    // Objects and arrays
    ["createObject('a', 1, 'b-c', createArray(2, 'x'))", "{ a: 1, 'b-c': [2, 'x'] }"],
    ["createObject(format('{0}', parameters('k')), 1)", "{ '${k}': 1 }"],
    ['createObject()', '{}'],
    ['createArray()', '[]'],
    ["shallowMerge(createArray(createObject('a', 1), parameters('o'), createObject('b', 2)))", '{ a: 1, ...o, b: 2 }'],
    [
      "shallowMerge(createArray(if(parameters('c'), createObject('a', 1), createObject())))",
      '{ ...(c ? { a: 1 } : {}) }',
    ],
    ["flatten(createArray(createArray(1), parameters('l'), createArray(2, 3)))", '[1, ...l, 2, 3]'],
    ['flatten(createArray(createArray(createArray(1))))', '[[1]]'],
    // Lambdas
    ["map(parameters('l'), lambda('i', lambdaVariables('i').a))", 'map(l, i => i.a)'],
    [
      "reduce(parameters('l'), 0, lambda('a', 'b', add(lambdaVariables('a'), lambdaVariables('b'))))",
      'reduce(l, 0, (a, b) => a + b)',
    ],
    // Operators
    ["not(equals(parameters('a'), 1))", 'a != 1'],
    ["greater(length(parameters('l')), 0)", 'length(l) > 0'],
  ];
  for (const [json, text] of pairs) test(text, () => assert.equal(arm(json), bicep(text)));
});

suite('expressions that stay calls', () => {
  const calls = [
    "parameters(concat('a', 'b'))",
    'variables()',
    "json('[1, 2]')",
    'json(\'{"a": 1}\')',
    "json(parameters('p'))",
    'true(1)',
    "if(parameters('c'), 1)",
    "createObject('a')",
    "shallowMerge(parameters('l'))",
    "flatten(parameters('l'))",
    "flatten(createArray('a', 'b'))",
    "flatten(createArray(createObject('a', 1)))",
    "format('{0:N2}', 1)",
    "format('{0,5}', 1)",
    "format('{1}', 1)",
    "format('{', 1)",
    "format(parameters('p'), 1)",
    "tryGet(parameters('p'))",
    "lambda(parameters('p'), 1)",
    "contoso.uniqueName('a', 1)",
    "listKeys(parameters('id'), '2024-01-01')",
    "reference('account')",
    "CONCAT('a', 'b')",
  ];
  for (const call of calls) {
    test(call, () => {
      const printed = arm(call).replace(/^(\w|\.)+\(/, '');
      assert.equal(printed.endsWith(')'), true);
      assert.match(arm(call), new RegExp(`^${call.slice(0, call.indexOf('('))}\\(`));
    });
  }
});

test('strings that are no expressions stay as they are', () => {
  const printed = printedArm(
    String.raw`"variables": {"a": "true", "b": "[[c()]", "c": "[d", "d": " [e()]", "[[e]": 1, "f": "x\ny"}`,
  );
  assert.equal(
    printed,
    [
      "variable a = 'true'",
      "variable b = '[c()]'",
      "variable c = '[d'",
      "variable d = ' [e()]'",
      'variable [[e] = 1',
      String.raw`variable f = 'x\ny'`,
    ].join('\n'),
  );
});

test('numbers', () => {
  const printed = printedArm(
    '"variables": {"a": -1, "b": 1.5, "c": 9007199254740993, "d": "[9007199254740993]", "e": 1e3}',
  );
  assert.equal(
    printed,
    [
      'variable a = -1',
      'variable b = 1.5',
      'variable c = 9007199254740993',
      'variable d = 9007199254740993',
      'variable e = 1000',
    ].join('\n'),
  );
});

test('keys that are expressions', () => {
  const printed = printedArm(`"variables": {"o": {"[parameters('k')]": 1, "[[a]": 2, "['b']": 3}}`);
  assert.equal(printed, "variable o = { parameter:k: 1, '[a]': 2, b: 3 }");
});

suite('places', () => {
  test('a literal has its token, an expression its own text', () => {
    expectArmNodes(`
      "variables": {
        "a": "x",
        ^^^^^^^^ 0 variable
        ^^^ 1 name
             ^^^ 2 literal
        "b": "[concat('y', parameters('p').q)]",
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 3 variable
        ^^^ 4 name
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 5 concat
                      ^^^ 6 literal
                           ^^^^^^^^^^^^^^^ 7 name
                           ^^^^^^^^^^^^^^^^^ 8 member
                                           ^ 9 literal
        "c": [true, {"d": null}]
        ^^^^^^^^^^^^^^^^^^^^^^^^ 10 variable
        ^^^ 11 name
             ^^^^^^^^^^^^^^^^^^^ 12 array
              ^^^^ 13 literal
                    ^^^^^^^^^^^ 14 object
                     ^^^^^^^^^ 15 property
                     ^^^ 16 key
                          ^^^^ 17 literal
      }`);
  });

  test('through escapes and line breaks of the string', () => {
    expectArmNodes(
      String.raw`
      "variables": {
        "a": "[createObject(\u0027k\u0027, '\"',
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 2 object ... 'l', 1)
                            ^^^^^^^^^^^^^^^^^^^ 3 property
                            ^^^^^^^^^^^^^ 4 key
                                           ^^^^ 5 literal
          'l', 1)]"
          ^^^^^^ 6 property
          ^^^ 7 key
               ^ 8 literal
      }`,
      ['object', 'property', 'key', 'literal'],
    );
  });

  test('a merge', () => {
    expectArmNodes(
      `
      "variables": {
        "a": "[shallowMerge(createArray(createObject('b', 1), parameters('c')))]"
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 2 object
                                                     ^^^^^^ 3 property
                                                     ^^^ 4 key
                                                          ^ 5 literal
                                                              ^^^^^^^^^^^^^^^ 6 spread
      }`,
      ['object', 'property', 'key', 'literal', 'spread'],
    );
  });
});

test('a syntax error in an expression is one problem and a hole; the rest is read', () => {
  const text = `${schemaLine} "variables": {"a": "[concat('x']", "b": "[if(true(), 1, 2)]"}}`;
  const { problems } = loweredArm(text);
  assert.deepEqual(
    problems.map(({ code, span }) => [code, text.slice(span.start - 3, span.end + 1)]),
    [['expression-syntax', "'x']\""]],
  );
  assert.equal(
    printedArm(`"variables": {"a": "[concat('x']", "b": "[if(true(), 1, 2)]"}`),
    'variable a = ⟨it is being typed⟩\nvariable b = (true ? 1 : 2)',
  );
});
