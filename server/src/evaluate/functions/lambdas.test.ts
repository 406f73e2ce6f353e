import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluated, originsOfElements, shown } from '../../../../test/show-value.ts';

const declarations = `param p string
param many array
param obj object
param n int
param c bool`;

function expectAll(cases: readonly (readonly [expression: string, value: string])[]): void {
  for (const [expression, value] of cases) assert.equal(shown(expression, declarations), value, expression);
}

test('map gives a body for each element, under its condition', () => {
  expectAll([
    [`map(['a', p], x => toUpper(x))`, `['A', <parameter p>]`],
    [`map(c ? ['a'] : ['b', 'x'], x => x)`, `['a' if parameter c, 'b' if not parameter c, 'x' if not parameter c]`],
    [`map(concat(['a'], c ? ['b'] : []), (x, i) => i)`, '[0, 1 if parameter c]'],
    ['map(many, x => x)', '[<an item of parameter many> if not whether parameter many is empty, …]'],
    [`map(['a'], x => map(['b'], y => '\${x}\${y}'))`, `[['ab']]`],
    [`map('a', x => x)`, '<a value>'],
  ]);
});

test('numbers of elements that are not known are not one number', () => {
  expectAll([[`distinct(map(concat(many, ['a', 'b']), (x, i) => i)) == []`, '<a value>']]);
  const text = shown(`map(concat(c ? ['x'] : [], ['a', 'b']), (x, i) => i)[1] == 1`, declarations);
  assert.notEqual(text, 'true');
});

test('filter keeps what surely passes, and the rest under the condition that it does', () => {
  expectAll([
    [`filter(['a', 'b'], x => x != 'a')`, `['b']`],
    [`filter(['a', 'b'], x => x == p)`, `['a' if parameter p == 'a', 'b' if parameter p == 'b']`],
    [`filter(concat(['a', 'b'], many), x => x != 'a')`, `['b', …]`],
    [`filter(concat(['a'], c ? ['b'] : []), x => x == 'b')`, `['b' if parameter c]`],
    [`filter(['a'], x => 'text')`, `['a' if a value]`],
  ]);
});

test('whether a filtered array is empty is another question than whether its source is', () => {
  assert.equal(
    shown('empty(filter(many, x => true)) == empty(many)', declarations).includes('empty(parameter many) ? true'),
    false,
  );
});

test('reduce folds from the first to the last', () => {
  expectAll([
    [`reduce(['a', p], '', (all, x) => '\${all}\${x}')`, `'a<parameter p>'`],
    ['reduce(concat([1], c ? [2] : []), 0, (sum, x) => sum + x)', '(parameter c ? 3 : 1)'],
    ['reduce(many, 0, (sum, x) => sum)', '<a value>'],
    ['reduce([], null, (sum, x) => sum)', 'null'],
    ['reduce(range(0, 2000), 0, (sum, x) => sum + x)', '1999000'],
  ]);
});

test('sort needs to know every comparison', () => {
  expectAll([
    [`sort(['b', 'a'], (x, y) => x < y)`, `['a', 'b']`],
    [`sort([p, 'a'], (x, y) => x < y)`, '<a value>'],
    ['sort(concat([2], c ? [1] : []), (x, y) => x < y)', '(parameter c ? [1, 2] : [2])'],
    [
      `map(sort([{ k: 1, v: 'a' }, { k: 1, v: 'b' }, { k: 0, v: 'x' }], (x, y) => x.k < y.k), e => e.v)`,
      `['x', 'a', 'b']`,
    ],
  ]);
});

test('objects made of arrays need to know their keys', () => {
  expectAll([
    [`toObject(['a', 'b'], x => x, x => toUpper(x))`, `{ a: 'A', b: 'B' }`],
    [`toObject(concat(['a'], c ? ['b'] : []), x => x)`, `(parameter c ? { a: 'a', b: 'b' } : { a: 'a' })`],
    [`toObject([p], x => x)`, '<a value>'],
    [`toObject(['a', 'A', 'b'], x => x)`, `{ A: <a value>, b: 'b' }`],
    [`groupBy(['aa', 'b', 'ab'], x => take(x, 1))`, `{ a: ['aa', 'ab'], b: ['b'] }`],
    [`groupBy(['a', 'A'], x => x)`, '<a value>'],
  ]);
});

test('mapValues keeps the keys', () => {
  expectAll([
    ['mapValues({ a: 1, b: n }, x => x + 1)', '{ a: 2, b: <add(parameter n, 1)> }'],
    [
      'mapValues(c ? { a: 1 } : { b: 2 }, x => x + 1)',
      '{ a: (parameter c ? 2 : absent), b: (parameter c ? absent : 3) }',
    ],
    ['mapValues(union(obj, { a: 1 }), x => x + 1)', '{ a: 2, … }'],
    ['mapValues(obj, x => x)', '<a value>'],
  ]);
});

test('elements lead through lambdas to the text that decides them', () => {
  const list = `${declarations}\nvar rules = [{ name: 'a', port: '22' }, { name: 'b', port: '443' }]`;
  assert.deepEqual(originsOfElements('map(rules, rule => rule.port)', list), [`'22'`, `'443'`]);
  assert.deepEqual(originsOfElements(`map(filter(rules, rule => rule.name == 'b'), rule => rule.port)`, list), [
    `'443'`,
  ]);
  assert.deepEqual(originsOfElements('map(sort(rules, (x, y) => x.name > y.name), rule => rule.port)', list), [
    `'443'`,
    `'22'`,
  ]);
  assert.deepEqual(originsOfElements('[toObject(rules, rule => rule.name).b.port]', list), [`'443'`]);
  assert.deepEqual(originsOfElements('groupBy(rules, rule => rule.name).a', list), [`{ name: 'a', port: '22' }`]);
  assert.deepEqual(originsOfElements('[reduce(rules, rules[0], (all, rule) => rule).port]', list), [`'443'`]);
  assert.deepEqual(originsOfElements('[mapValues({ k: rules[1] }, rule => rule.port).k]', list), [`'443'`]);
});

test('the body of a lambda is evaluated when it is read', () => {
  const { program, cell } = evaluated('map(range(0, 10000), i => guid(string(i)))');
  program.evaluator.force(cell);
  assert.ok(program.evaluator.stepCount < 1000, String(program.evaluator.stepCount));
});

test('a frame of a lambda has the call and the number of the element for a path', () => {
  const paths = (): readonly string[] => {
    const { program, cell } = evaluated(`map(['a', 'b'], x => x)`);
    const value = program.evaluator.force(cell);
    return typeof value === 'object' && value !== null && value.kind === 'array'
      ? value.items.map((item) => item.cell.frame.path)
      : [];
  };
  const [first = '', second = ''] = paths();
  assert.match(first, /^main\/\d+#0$/);
  assert.match(second, /^main\/\d+#1$/);
  assert.deepEqual(paths(), [first, second]);
});
