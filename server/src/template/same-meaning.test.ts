import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseBicep } from '../syntax/bicep/index.ts';
import { lowerBicep } from './lower-bicep.ts';
import { sameMeaning } from './same-meaning.ts';

function same(first: string, second: string): boolean {
  const [a, b] = [first, second].map((text) => lowerBicep(parseBicep(text), 'bicep'));
  assert.ok(a && b);
  let changedAt = 0;
  while (changedAt < first.length && first[changedAt] === second[changedAt]) changedAt++;
  const answers = [sameMeaning(a, b), sameMeaning(a, b, changedAt), sameMeaning(b, a), sameMeaning(b, a, changedAt)];
  // Where the texts differ helps to find the answer and doesn't change it.
  assert.equal(new Set(answers).size, 1);
  return answers[0] === true;
}

const file = `param a string = 'x'

@description('What it is.')
var b = { c: [1, 2], d: a }

output e object = b
`;

test('blanks, comments and descriptions mean nothing', () => {
  assert.ok(same(file, file));
  assert.ok(same(file, `// first\n${file}`));
  assert.ok(same(file, `${file}\n// last`));
  assert.ok(same(file, file.replace('What it is.', 'Something else.')));
  assert.ok(same(file, file.replace('[1, 2]', '[1,\n 2]')));
  assert.ok(same('', '// nothing'));
});

test('values, names and declarations mean something', () => {
  assert.ok(!same(file, file.replace("'x'", "'y'")));
  assert.ok(!same(file, file.replace('2]', '3]')));
  assert.ok(!same(file, file.replace('2]', '2, 3]')));
  assert.ok(!same(file, file.replace('d: a', 'd: null')));
  assert.ok(!same(file, file.replace('output e', 'output f')));
  assert.ok(!same(file, `${file}var last = 1\n`));
  assert.ok(!same(file, `var first = 1\n${file}`));
  assert.ok(!same(file, ''));
});

test('a declaration that means something else because another one changed is seen', () => {
  const text = "param a kind\ntype kind = 'x' | 'y'\n";
  assert.ok(!same(text, text.replace("'y'", "'z'")));
});

test('deep expressions are compared to their end', () => {
  const deep = (inner: string): string => `var a = ${'{a:['.repeat(80)}${inner}${']}'.repeat(80)}\n`;
  assert.ok(same(deep('1'), deep(' 1')));
  assert.ok(!same(deep('1'), deep('2')));
  const long = (last: string): string => `var a = ${'1 + '.repeat(400)}${last}\n`;
  assert.ok(same(long('1'), long(' 1')));
  assert.ok(!same(long('1'), long('2')));
});
