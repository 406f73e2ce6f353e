import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shown } from '../../../../test/show-value.ts';

const declarations = `param p string
param n int
param c bool`;

function expectAll(cases: readonly (readonly [expression: string, value: string])[]): void {
  for (const [expression, value] of cases) assert.equal(shown(expression, declarations), value, expression);
}

test('what is known of a text stays known', () => {
  expectAll([
    [`toLower('A\${p}B')`, `'a<parameter p>b'`],
    [`take('abcd\${p}', 2)`, `'ab'`],
    [`take('abcd\${p}', 5)`, `<take('abcd\${p}', 5)>`],
    [`skip('abcd\${p}', 2)`, `'cd<parameter p>'`],
    [`substring('abcd\${p}', 1, 2)`, `'bc'`],
    [`substring('abcd\${p}', 1, 9)`, `<substring('abcd\${p}', 1, 9)>`],
    [`startsWith('ab\${p}', 'AB')`, 'true'],
    [`startsWith('ab\${p}', 'x')`, 'false'],
    [`endsWith('\${p}ab', 'zab')`, `<endswith('\${p}ab', 'zab')>`],
    [`contains('ab\${p}', 'b')`, 'true'],
    [`contains('ab\${p}', 'c')`, `<contains('ab\${p}', 'c')>`],
    [`join(['a', p], ',')`, `'a,<parameter p>'`],
    [`format('{0}-{1:N0}', p, 1000)`, `'<parameter p>-1,000'`],
    [`format('{0:N0}', n)`, `<format('{0:N0}', parameter n)>`],
  ]);
});

test('a single character is replaced in the known parts; more could lie across two parts', () => {
  expectAll([
    [`replace('a-\${p}-b', '-', '')`, `'a<parameter p>b'`],
    [`replace('a-\${p}', 'a-', '')`, `<replace('a-\${p}', 'a-', '')>`],
    [`replace('a-\${p}', '-', '') == replace('a-\${p}', '-', '+')`, `'a\${p}' == 'a+\${p}'`],
  ]);
});

test('functions of decisions are decisions', () => {
  expectAll([
    [`toUpper(c ? 'a' : 'b')`, `(parameter c ? 'A' : 'B')`],
    [`split('a,b', c ? ',' : ';')`, `(parameter c ? ['a', 'b'] : ['a,b'])`],
    [`join(concat(['a'], c ? ['b'] : []), ',')`, `(parameter c ? 'a,b' : 'a')`],
    [`indexOf(['a', 'b'], c ? 'a' : 'b')`, '(parameter c ? 0 : 1)'],
  ]);
});

test('letters beyond ASCII change as .NET changes them', () => {
  expectAll([
    [`toUpper('straße')`, `'STRAßE'`],
    [`toLower('ΣΑΣ')`, `'σασ'`],
    [`toUpper('😀é')`, `'😀É'`],
  ]);
});

test('the order of texts is known where letters and digits decide it', () => {
  expectAll([
    [`'a' < 'A'`, 'true'],
    [`'Ab' < 'aC'`, 'true'],
    [`'a9' < 'aa'`, 'true'],
    [`'snet-1' < 'snet-2'`, 'true'],
    [`'a' < 'ab'`, 'true'],
    [`'a-b' < 'a1'`, '<a value>'],
    [`'é' < 'f'`, '<a value>'],
    [`'é' <= 'é'`, 'true'],
  ]);
});

test('like is known where case makes no difference', () => {
  expectAll([
    [`like('abcd', 'a*d')`, 'true'],
    [`like('abcd', 'x*')`, 'false'],
    [`like('abcd', 'A*')`, '<a value>'],
    [`like('aba', 'ab*ba')`, 'false'],
  ]);
});

test('formats and dates that nothing pins are unknown, never a guess', () => {
  expectAll([
    [`format('{0:C}', 1)`, `<format('{0:C}', 1)>`],
    [`format('{0:X}', -1)`, `<format('{0:X}', -1)>`],
    [`format('{0:N0}', 'x')`, `<format('{0:N0}', 'x')>`],
    [`format('{0', 1)`, '<a value>'],
    [`dateTimeAdd('2020-01-01 00:00:00Z', 'P1D', 'dddd')`, '<a value>'],
    [`dateTimeAdd('2020-01-01', 'P1D')`, '<a value>'],
    [`dateTimeAdd('2020-02-30 00:00:00Z', 'P1D')`, '<a value>'],
    [`dateTimeAdd('2020-01-01 00:00:00Z', 'P1W')`, '<a value>'],
    [`dateTimeAdd('2020-01-01 00:00:00Z', 'PT')`, '<a value>'],
    [`dateTimeAdd('9999-12-31 00:00:00Z', 'P1D')`, '<a value>'],
    [`dateTimeAdd('0001-01-02 00:00:00Z', '-P1D', 'yyyyMMdd')`, `'00010101'`],
    [`uri('https://Example.com', 'x')`, '<a value>'],
    [`uri('https://example.com/a', '//other/x')`, '<a value>'],
    [`uri('https://example.com/a/b', 'https://other.com/x')`, `'https://other.com/x'`],
    [`bool('1')`, '<a value>'],
  ]);
});

test('texts that do not decode are failures', () => {
  expectAll([
    [`base64ToString('/w==')`, '<a value>'],
    [`base64ToString('a')`, '<a value>'],
    [`uriComponentToString('%zz')`, '<a value>'],
    [`uriComponent('\\u{d800}')`, '<a value>'],
    [`json('[1,2')`, '<a value>'],
    [`json('[1,]')`, '<a value>'],
    [`json('01')`, '<a value>'],
    [`json('{"a":"\\\\u00e9\\\\n"}').a`, `'é\n'`],
    [`json('123456789012345678901234567890')`, '<a value>'],
  ]);
});

// AVM's aca-lza names its resources by `json(loadTextContent('naming-rules.jsonc'))`, so Azure's reader passes over comments.
test('JSON may have comments', () => {
  expectAll([
    [`json('{ /* a */ "a": 1 } // b').a`, '1'],
    [`json('{ "a": "// no comment" }').a`, `'// no comment'`],
    [`json('{ "a": 1 /* }')`, '<a value>'],
    [`json('{ "a": 1 / }')`, '<a value>'],
  ]);
});

test('integers have 64 bits', () => {
  expectAll([
    ['9007199254740993 + 1', '9007199254740994'],
    ['9223372036854775807 + 1', '<a value>'],
    [`int('9223372036854775807')`, '9223372036854775807'],
    [`int('9223372036854775808')`, '<a value>'],
    [`int('+5')`, '5'],
    [`string(9007199254740993)`, `'9007199254740993'`],
    [`json('9007199254740993')`, '9007199254740993'],
    [`max(9007199254740992, 9007199254740993)`, '9007199254740993'],
  ]);
});

test('what is too long is unknown', () => {
  expectAll([
    [`padLeft('x', 5000000)`, '<a value>'],
    [`length(padLeft('x', 4194304))`, '4194304'],
    [`replace(padLeft('x', 4194304, 'a'), 'a', 'aa')`, '<a value>'],
    [`concat(padLeft('x', 4194304), 'y')`, '<a value>'],
    [`join(map(range(0, 5), i => padLeft('x', 1000000)), '')`, '<a value>'],
    [`base64(padLeft('x', 4194304))`, '<a value>'],
    [`split(padLeft('x', 200000, ','), ',')`, '<a value>'],
    [`json('\${padLeft('', 100, '[')}\${padLeft('', 100, ']')}')`, '<a value>'],
  ]);
});

test('equal calls of equal unknowns are one unknown, new ones each time are not', () => {
  expectAll([
    ['guid(p) == guid(p)', 'true'],
    [`uniqueString(p, 'x') == uniqueString(p, 'x')`, 'true'],
    ['newGuid() == newGuid()', 'a value == a value'],
  ]);
});

test('nothing is taken for a text', () => {
  expectAll([
    ['toLower(null)', '<tolower(null)>'],
    ['length(null)', '<length(null)>'],
    ['empty(null)', 'true'],
    ['guid(1)', '<a value>'],
  ]);
});

test('unknown values that are joined may be arrays as well as texts', () => {
  const declarations = 'param s string\nparam o object';
  const cases = [
    ['concat(o.a, o.b)', '<concat(parameter o.a, parameter o.b)>'],
    [`concat(o.a, 'b')`, `'<parameter o.a>b'`],
    [`concat(o.a, ['b'])`, `['b' somewhere, …]`],
    ['concat(s, s)', `'<parameter s><parameter s>'`],
    ['concat()', `''`],
  ] as const;
  for (const [expression, value] of cases) assert.equal(shown(expression, declarations), value, expression);
});
