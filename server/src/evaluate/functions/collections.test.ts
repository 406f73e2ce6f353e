import assert from 'node:assert/strict';
import { test } from 'node:test';
import { originsOfElements, shown } from '../../../../test/show-value.ts';

const declarations = `param p string
param q string
param many array
param obj object
param c bool
param d bool`;

function expectAll(cases: readonly (readonly [expression: string, value: string])[]): void {
  for (const [expression, value] of cases) assert.equal(shown(expression, declarations), value, expression);
}

test('elements of a choice of arrays have its conditions', () => {
  expectAll([
    [`concat(c ? ['a'] : [], d ? ['b'] : [])`, `['a' if parameter c, 'b' if parameter d]`],
    [
      `length(concat(['x'], c ? ['a'] : [], d ? ['b'] : []))`,
      '(parameter c ? (parameter d ? 3 : 2) : (parameter d ? 2 : 1))',
    ],
    [`empty(concat(c ? ['a'] : [], d ? ['b'] : []))`, '(parameter c ? false : not parameter d)'],
    [`first(concat(c ? ['a'] : [], ['b']))`, `(parameter c ? 'a' : 'b')`],
    [`take(concat(c ? ['a'] : [], ['b']), 1)`, `(parameter c ? ['a'] : ['b'])`],
    [`contains(concat(['a'], c ? ['b'] : []), 'b')`, 'parameter c'],
    [`flatten([['a'], c ? ['b'] : []])`, `['a', 'b' if parameter c]`],
    ['min(concat([3], c ? [1] : []))', '(parameter c ? 1 : 3)'],
  ]);
});

test('an open array answers what it surely has', () => {
  expectAll([
    [`concat(['x'], many)[0]`, `'x'`],
    [`last(concat(['x'], many))`, '<a value>'],
    [`take(concat(['x', 'y'], many), 1)`, `['x']`],
    [`take(concat(['x'], many), 2)`, '<a value>'],
    [`skip(concat(['x', 'y'], many), 1)`, `['y', …]`],
    [`contains(concat(many, ['x']), 'x')`, 'true'],
    [`contains(concat(many, ['x']), 'y')`, '<a value>'],
    [`empty(concat(many, ['x']))`, 'false'],
    ['first(many) == null', 'first(parameter many) == null'],
    ['length(many)', '<length(parameter many)>'],
  ]);
});

test('what stands behind an open part has no known position', () => {
  expectAll([
    [`concat(many, ['x'])`, `['x' somewhere, …]`],
    [`[...many, 'x'][0]`, '<a value>'],
    [`flatten([['a'], many, ['b']])`, `['a', 'b' somewhere, …]`],
    [`take(concat(many, ['x']), 1)`, '<a value>'],
    [`indexOf(concat(many, ['x']), 'x')`, '<a value>'],
  ]);
});

test('membership of an unknown value is a decision', () => {
  expectAll([
    [`contains(['a', 'b'], p)`, `(parameter p == 'a' ? true : parameter p == 'b')`],
    [`contains([p, 'b'], 'b')`, 'true'],
    [`contains(['a', 1], 'A')`, 'false'],
    [`contains([{ a: 1 }], { a: 1 })`, 'true'],
  ]);
});

test('a repeated element is dropped; one that may repeat is there if it does not', () => {
  expectAll([
    [`union(['a', 'b'], c ? ['b', 'x'] : ['y'])`, `['a', 'b', 'x' if parameter c, 'y' if not parameter c]`],
    [`union(['a'], [p])`, `['a', <parameter p> if not parameter p == 'a']`],
    [`union(many, ['a'])`, `['a' somewhere, …]`],
    [`union(c ? ['a'] : [], ['a'])`, `['a' if parameter c, 'a' if not parameter c]`],
    [`union([{ n: 1, v: p }], [{ n: 2, v: q }])`, '[{ n: 1, v: <parameter p> }, { n: 2, v: <parameter q> }]'],
    [`intersection(['a', 'b'], ['b', p])`, `['a' if parameter p == 'a', 'b']`],
    ['intersection([1, 2], many)', '<a value>'],
    ['intersection({ a: 1, b: p }, { A: 1, b: p })', '{ a: 1, b: <parameter p> }'],
    ['intersection({ a: { x: 1 } }, { a: { x: 2 } })', '{ a: <a value> }'],
  ]);
});

test('objects take a choice for each key', () => {
  expectAll([
    ['union({ a: { x: 1 } }, c ? { a: { y: 2 } } : {})', '{ a: (parameter c ? { x: 1, y: 2 } : { x: 1 }) }'],
    ['shallowMerge([{ a: { x: 1 } }, { A: { y: 2 } }])', '{ a: { y: 2 } }'],
    [`contains(union({ a: 1 }, c ? { b: 2 } : {}), 'B')`, 'parameter c'],
    ['empty(union({}, c ? { b: 2 } : {}))', 'not parameter c'],
    ['length(union({ a: 1 }, c ? { b: 2 } : {}))', '(parameter c ? 2 : 1)'],
    ['union({ a: 1 }, c ? { b: 2 } : {}).?b', '(parameter c ? 2 : null)'],
  ]);
});

test('what an unknown object may overwrite is unknown, each property for itself', () => {
  expectAll([
    ['union({ a: 1 }, obj, { b: 2 })', '{ a: <a value>, b: 2, … }'],
    ['union({ a: 1, b: 1 }, obj).a == union({ a: 1, b: 1 }, obj).b', 'a value == a value'],
  ]);
});

test('a property that only an unknown object may have is there if it has it', () => {
  expectAll([
    [`contains(union(c ? { a: 1 } : {}, obj), 'a')`, `(parameter c ? true : contains(parameter obj, 'a'))`],
    [`contains(union({ a: 1 }, obj), 'a')`, 'true'],
    [`contains(union(obj, { a: 1 }), 'a')`, 'true'],
  ]);
});

test('many optional objects are one choice for each key', () => {
  const flags = Array.from({ length: 40 }, (_, step) => `param c${step} bool`).join('\n');
  const objects = Array.from({ length: 40 }, (_, step) => `c${step} ? { k${step}: ${step} } : {}`).join(', ');
  assert.equal(shown(`union(${objects}).?k7`, flags), '(parameter c7 ? 7 : null)');
  const same = Array.from({ length: 40 }, (_, step) => `c${step} ? { k: ${step} } : {}`).join(', ');
  assert.notEqual(shown(`contains(union(${same}), 'k')`, flags), 'true');
});

test('items have the order of their keys where it is known', () => {
  expectAll([
    ['items({ b: 1, a: 2 })', `[{ key: 'a', value: 2 }, { key: 'b', value: 1 }]`],
    [`items({ 'a-b': 1, ab: 2 })`, `[{ key: 'a-b', value: 1 } somewhere, { key: 'ab', value: 2 } somewhere]`],
    ['map(items(union({ a: 1 }, c ? { b: 2 } : {})), item => item.key)', `['a', 'b' if parameter c]`],
    ['items(union(obj, { a: 1 }))', `[{ key: 'a', value: 1 } somewhere, …]`],
    ['objectKeys({ a: 1, b: 2 })', `['a', 'b']`],
    ['objectKeys({ b: 1, a: 2 })', `['a' somewhere, 'b' somewhere]`],
  ]);
});

test('containers that hold decisions are compared as far as all alternatives agree', () => {
  expectAll([
    [`['a'] == [c ? 'a' : 'b']`, '<a value>'],
    [`['a'] == [c ? 'x' : 'b']`, 'false'],
    [`['a', 'b'] == ['a']`, 'false'],
  ]);
});

test('elements keep the text that decides them', () => {
  const lists = `${declarations}\nvar one = ['a', 'b']\nvar two = [{ name: 'x' }]`;
  assert.deepEqual(originsOfElements(`concat(one, two, ['c'])`, lists), [`'a'`, `'b'`, `{ name: 'x' }`, `'c'`]);
  assert.deepEqual(originsOfElements('union(one, one, two)', lists), [`'a'`, `'b'`, `{ name: 'x' }`]);
  assert.deepEqual(originsOfElements('skip(one, 1)', lists), [`'b'`]);
  assert.deepEqual(originsOfElements('flatten([one, two])', lists), [`'a'`, `'b'`, `{ name: 'x' }`]);
  assert.deepEqual(originsOfElements('[last(one), first(two).name, one[^1]]', lists), [`'b'`, `'x'`, `'b'`]);
  assert.deepEqual(originsOfElements('map(items({ k: one[1] }), entry => entry.value)', lists), [`'b'`]);
  assert.deepEqual(originsOfElements('[union({ a: one[0] }, { a: one[1] }).a]', lists), [`'b'`]);
});

test('work is bounded', () => {
  const doubled = Array.from({ length: 40 }, (_, step) => `var v${step + 1} = [v${step}, v${step}]`).join('\n');
  assert.equal(shown('string(v40)', `var v0 = 'x'\n${doubled}`), '<a value>');
  assert.equal(shown(`v40 == [v39, ['x']]`, `var v0 = 'x'\n${doubled}`), 'false');
  assert.equal(shown('length(distinct(range(0, 10000)))'), '10000');
  assert.equal(shown('range(0, 10001)'), '<a value>');
  const cases = Array.from({ length: 12 }, (_, step) => `param c${step} bool`).join('\n');
  const arrays = Array.from({ length: 12 }, (_, step) => `c${step} ? ['${step}'] : []`).join(', ');
  assert.equal(shown(`length(concat(${arrays}))`, cases), '<a value>');
  assert.equal(shown(`first(concat(['z'], ${arrays}))`, cases), `'z'`);
});

test('what stands behind an open part has no known position, also where it has a condition', () => {
  const declarations = 'param c bool\nparam q array\nparam p string';
  const cases = [
    [`concat(split(p, '-'), c ? ['Web'] : [])[0]`, '<a value>'],
    [`concat(c ? concat(q, ['Web']) : [])[0]`, '<a value>'],
    [`filter(concat(q, ['Web']), x => c)[0]`, '<a value>'],
    [`[for x in concat(q, c ? ['Web'] : []): x][0]`, '<a value>'],
    [`map(concat(q, c ? ['Web'] : []), x => x)[0]`, '<a value>'],
    [`flatten([q, c ? ['Web'] : []])[0]`, '<a value>'],
    [`union(concat(q, ['Web']), c ? ['App'] : [])[0]`, '<a value>'],
    [`take(concat(q, c ? ['Web'] : []), 1)`, '<a value>'],
    [`concat(q, c ? ['Web'] : [])`, `['Web' somewhere if parameter c, …]`],
    [`contains(concat(q, c ? ['Web'] : []), 'Web')`, '<a value>'],
    // Before it everything is where it was.
    [`concat(c ? ['Web'] : ['App'], q)[0]`, `(parameter c ? 'Web' : 'App')`],
    [`first(concat(['Web'], q))`, `'Web'`],
    [`contains(concat(q, ['Web']), 'Web')`, 'true'],
    [`flatten([['a', 'b'], q])[1]`, `'b'`],
  ] as const;
  for (const [expression, value] of cases) assert.equal(shown(expression, declarations), value, expression);
});

test('the order in which Azure lists keys makes no value', () => {
  const declarations = 'param o object';
  const cases = [
    [`join(objectKeys({ b: 1, a: 2 }), '')`, '<a value>'],
    [`reduce(objectKeys({ b: 1, a: 2 }), '', (x, y) => '\${x}\${y}')`, '<a value>'],
    [`sort(objectKeys({ b: 1, a: 2 }), (x, y) => x < y)`, `['a', 'b']`],
    [`length(objectKeys({ b: 1, a: 2 }))`, '2'],
    [`join(objectKeys({ a: 1, b: 2 }), '')`, `'ab'`],
  ] as const;
  for (const [expression, value] of cases) assert.equal(shown(expression, declarations), value, expression);
});

test('a property that is only there in some alternatives leaves the earlier one in the others', () => {
  const declarations = `param c bool\nparam d bool\nvar some = { on: 1, ...(c ? { extra: 'late' } : {}) }`;
  const cases = [
    [`union({ extra: 'early' }, some).extra`, `(parameter c ? 'late' : 'early')`],
    [`{ extra: 'early', ...some }.extra`, `(parameter c ? 'late' : 'early')`],
    [`shallowMerge([{ extra: 'early' }, some]).extra`, `(parameter c ? 'late' : 'early')`],
    [
      `union({ extra: { a: 1 } }, { ...(c ? { extra: { b: 2 } } : {}) }).extra`,
      `(parameter c ? { a: 1, b: 2 } : { a: 1 })`,
    ],
    [`union(c ? { extra: 'early' } : {}, some).extra`, `(parameter c ? 'late' : <a value>)`],
    [
      `union({ extra: 'early' }, some, d ? { extra: 'last' } : {}).extra`,
      `(parameter d ? 'last' : (parameter c ? 'late' : 'early'))`,
    ],
    [`union({ extra: 'early' }, { on: 1 }).extra`, `'early'`],
    [`union(some, { extra: 'late' }).extra`, `'late'`],
  ] as const;
  for (const [expression, value] of cases) assert.equal(shown(expression, declarations), value, expression);
});

test('a choice of arrays that begin alike has the elements of the longest', () => {
  const declarations = `param c bool\nparam d bool\nparam n string\nvar base = ['a', 'b']`;
  const cases = [
    [
      'concat(c ? range(0, 2) : range(0, 3))',
      `[0 if parameter c, 1 if parameter c, 0 if not parameter c, 1 if not parameter c, 2 if not parameter c]`,
    ],
    ['concat(range(0, c ? 2 : 3))', `[0, 1, 2 if not parameter c]`],
    ['concat(range(c ? 1 : 0, 2))', `[1 if parameter c, 2 if parameter c, 0 if not parameter c, 1 if not parameter c]`],
    [
      `map(range(0, length(filter(['x', 'y'], each => each != n))), i => i)`,
      `[0, 1 if (parameter n == 'x' ? false : not parameter n == 'y')]`,
    ],
    [`concat(c ? concat(base, ['c']) : base)`, `['a', 'b', 'c' if parameter c]`],
    [`concat(c ? concat(base, d ? ['d'] : []) : base)`, `['a', 'b', 'd' if (parameter c ? parameter d : false)]`],
    [`concat(c ? ['a'] : ['a', 'b'])`, `['a' if parameter c, 'a' if not parameter c, 'b' if not parameter c]`],
  ] as const;
  for (const [expression, value] of cases) assert.equal(shown(expression, declarations), value, expression);
});

test('properties that are only there in some alternatives make objects equal in some only', () => {
  const declarations = `param c bool\nparam n string\nvar some = union({ y: 1 }, c ? { x: 1 } : {})`;
  const cases = [
    ['some == { y: 1 }', /^<a value>$/],
    ['some == { x: 1, Y: 1 }', /^<a value>$/],
    ['some == { y: 1, x: 2 }', /^false$/],
    ['some == { y: 2 }', /^false$/],
    ['some == { y: 1, z: 1 }', /^false$/],
    ['some == union({ y: 1 }, c ? { x: 1 } : {})', /^<a value>$/],
    ['{ y: 1, x: null } == { y: 1 }', /^false$/],
    ['{ x: 1, y: 1 } == { Y: 1, X: 1 }', /^true$/],
    ['intersection({ x: 1, y: 1 }, some)', /^\{ x: \(parameter c \? 1 : absent\), y: 1 \}$/],
    ['intersection(some, { x: 2, y: 1 })', /^\{ y: 1 \}$/],
    [`contains(intersection(some, { x: 1 }), 'x')`, /^parameter c$/],
    [`intersection({ a: n }, { a: 'b', c: 1 })`, /^\{ a: \(contains\(.*\) \? <.*> : absent\) \}$/],
  ] as const;
  for (const [expression, value] of cases) assert.match(shown(expression, declarations), value, expression);
});
