import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { type LabelledSpan, showCarets } from '../../../../test/carets.ts';
import { type ArmExpression, isExpression, literalText, parseExpression } from './expression.ts';
import { decodeJsonString } from './json-string.ts';

/** The expression in the JSON string of a text, which begins with `"[` and ends at the last quote. */
function parse(text: string) {
  const offset = text.search(/"(?:\[|\\u005b)/);
  return parseExpression(text, offset, text.lastIndexOf('"') + 1 - offset);
}

function labels(expression: ArmExpression): LabelledSpan[] {
  const span = { start: expression.start, end: expression.end };
  switch (expression.kind) {
    case 'string':
      return [{ span, label: `text ${JSON.stringify(expression.value)}` }];
    case 'number':
      return [{ span, label: `number ${expression.value}` }];
    case 'call':
      return [{ span, label: `call ${expression.name}` }, ...expression.arguments.flatMap(labels)];
    case 'property': {
      const name = { span: expression.nameSpan, label: `name ${expression.name}` };
      return [{ span, label: 'property' }, ...labels(expression.target), name];
    }
    case 'index':
      return [{ span, label: 'index' }, ...labels(expression.target), ...labels(expression.index)];
  }
}

/** Demands the expression's nodes, or its problem, under their places in the text; with Windows line breaks too. */
function shows(fixture: string): void {
  const expected = fixture.replace(/^\n/, '');
  const lines = expected.split('\n').filter((line) => !/^ *\^+ /.test(line));
  for (const text of [lines.join('\n'), lines.join('\r\n')]) {
    const { expression, problems } = parse(text);
    for (const problem of problems) assert.equal(problem.code, 'expression-syntax');
    const found = [
      ...(expression === null ? [] : labels(expression)),
      ...problems.map(({ span, message }) => ({ span, label: message })),
    ];
    assert.equal(showCarets(text, found).replaceAll('\\r\\n', '\\n'), expected);
  }
}

suite('expressions', () => {
  test('a call with texts and numbers', () => {
    shows(`
  "a": "[concat('x', 'it''s', -12, 1.5)]",
         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ call concat
                ^^^ text "x"
                     ^^^^^^^ text "it's"
                              ^^^ number -12
                                   ^^^ number 1.5`);
  });

  test('accesses', () => {
    shows(`
"[parameters('p').a['b'][0].c]"
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ property
  ^^^^^^^^^^^^^^^^^^^^^^^^^ index
  ^^^^^^^^^^^^^^^^^^^^^^ index
  ^^^^^^^^^^^^^^^^^ property
  ^^^^^^^^^^^^^^^ call parameters
             ^^^ text "p"
                  ^ name a
                    ^^^ text "b"
                         ^ number 0
                            ^ name c`);
  });

  test('a user function', () => {
    shows(`
"[contoso.uniqueName(true())]"
  ^^^^^^^^^^^^^^^^^^^^^^^^^^ call contoso.uniqueName
                     ^^^^^^ call true`);
  });

  test('only a text, only a number', () => {
    shows(`
"['[x]']"
  ^^^^^ text "[x]"`);
    shows(`
"[ 9007199254740993 ]"
   ^^^^^^^^^^^^^^^^ number 9007199254740993`);
  });

  test('blanks and line breaks', () => {
    shows(`
"[
   if (
   ^^^^ property ... x
   ^^^^ call if ... )
     equals ( 'a' , 'b' ) ,
     ^^^^^^^^^^^^^^^^^^^^ call equals
              ^^^ text "a"
                    ^^^ text "b"
     1 , 2
     ^ number 1
         ^ number 2
   ) .
     x
     ^ name x
 ]"`);
  });

  test('JSON escapes', () => {
    shows(String.raw`
"\u005bformat('{0}\n\"', 'a\\b').\u0061b ]"
       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ property
       ^^^^^^^^^^^^^^^^^^^^^^^^^ call format
              ^^^^^^^^^ text "{0}\n\""
                         ^^^^^^ text "a\\b"
                                 ^^^^^^^ name ab`);
    shows(String.raw`
"[concat(\"x\")]"
         ^^ A function, a text or a number is expected here.`);
    shows(String.raw`
"[concat(\u0027it\u0027'\u0027\u0027s\u0027)]"
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ call concat
         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ text "it''s"`);
  });

  const problems: Record<string, string> = {
    'nothing between the brackets': `
"[]"
  ^ A function, a text or a number is expected here.`,
    'a name that is not called': `
"[concat(a, 'b')]"
         ^ 'a' isn't called: a function's name is followed by '(', a text stands in single quotes.`,
    'a missing parenthesis': `
"[concat('a', 'b']"
                 ^ A comma or ')' is expected here.`,
    'a parenthesis too many': `
"[concat('a'))]"
             ^ The expression should end here.`,
    'a missing argument': `
"[concat('a', )]"
              ^ A function, a text or a number is expected here.`,
    'a text that is not closed': `
"[concat('a)]"
         ^ This text isn't closed by a single quote.`,
    'a property without name': `
"[a().]"
      ^ The name of a property is expected here.`,
    'a bracket that is not closed': `
"[a()[0]"
       ^ A ']' is expected here.`,
    'a function without name': `
"[a.(1)]"
    ^ The name of a function is expected here.`,
    'an operator': `
"[add(1, 2) + 3]"
            ^ The expression should end here.`,
  };
  for (const [what, fixture] of Object.entries(problems)) test(`problem: ${what}`, () => shows(fixture));

  test('as many levels as allowed, and one more', () => {
    const calls = (levels: number): string => `"[${'f('.repeat(levels)}${')'.repeat(levels)}]"`;
    const accesses = (levels: number): string => `"[f()${'.a'.repeat(levels - 1)}]"`;
    const both = (levels: number): string =>
      `"[${'f('.repeat(levels - 100)}g()${'.a'.repeat(99)}${')'.repeat(levels - 100)}]"`;
    for (const text of [calls, accesses, both]) {
      assert.deepEqual(parse(text(200)).problems, []);
      const { expression, problems } = parse(text(201));
      assert.equal(expression, null);
      assert.deepEqual(
        problems.map(({ message }) => message),
        ['The expression is nested deeper than 200 levels.'],
      );
    }
    assert.equal(parse(calls(1_000_000)).problems.length, 1);
    assert.equal(parse(accesses(1_000_000)).problems.length, 1);
  });

  test('every prefix and every text without one character is read without an exception', () => {
    const text = String.raw`"[ns.f('a''b', g(1, -2)['c'], h().d[0]).\u0065]"`;
    for (let at = 1; at < text.length - 1; at++) {
      for (const damaged of [`${text.slice(0, at)}]"`, text.slice(0, at) + text.slice(at + 1), text.slice(0, at)]) {
        const { expression, problems } = parseExpression(damaged, 0, damaged.length);
        assert.equal(expression === null, problems.length === 1);
        for (const { span } of problems)
          assert.ok(0 <= span.start && span.start <= span.end && span.end <= damaged.length);
      }
    }
  });
});

test('which strings are expressions', () => {
  for (const value of ["[concat('a')]", '[]', '[a]', '[\nf()\n]']) assert.ok(isExpression(value), value);
  for (const value of ['', '[', ']', '[a', 'a]', '[[a]', '[[]', ' [a()]', '[a()] ', 'a']) {
    assert.ok(!isExpression(value), value);
  }
});

test('the text of strings that are none', () => {
  assert.equal(literalText('[[a]'), '[a]');
  assert.equal(literalText('[[[a]'), '[[a]');
  assert.equal(literalText('[[a'), '[[a');
  assert.equal(literalText('[a'), '[a');
  assert.equal(literalText('a'), 'a');
});

suite('decoded strings', () => {
  test('each unit leads back to its place', () => {
    const source = String.raw`x = "a\"\\\/\n\u0041\uD83D\uDE00b"`;
    const decoded = decodeJsonString(source, 4, source.length - 4);
    assert.equal(decoded.value, 'a"\\/\nA\u{1F600}b');
    const pieces = Array.from({ length: decoded.value.length }, (_, index) =>
      source.slice(decoded.offsetOf(index), decoded.offsetOf(index + 1)),
    );
    assert.deepEqual(pieces, ['a', '\\"', '\\\\', '\\/', '\\n', '\\u0041', '\\uD83D', '\\uDE00', 'b']);
  });

  test('a string without its closing quote', () => {
    assert.equal(decodeJsonString('"abc', 0, 4).value, 'abc');
    assert.equal(decodeJsonString('"a\\"', 0, 4).value, 'a"');
    assert.equal(decodeJsonString('"a\\', 0, 3).value, 'a');
    assert.equal(decodeJsonString('"', 0, 1).value, '');
  });

  test('escapes that JSON does not know stand for the character', () => {
    const decoded = decodeJsonString('"\\q\\u12g"', 0, 9);
    assert.equal(decoded.value, 'qu12g');
    assert.deepEqual(decoded.invalidEscapes, [1, 3]);
  });
});
