import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writerOf } from './writers.ts';

test('the writers of the last two texts are kept', () => {
  const texts = ['param a string\n', 'param b string\n', 'param c string\n'];
  const [a, b] = texts.map((text) => writerOf(text, 'bicep'));
  assert.equal(writerOf('param b string\n', 'bicep'), b);
  assert.notEqual(writerOf('param a string\n', 'bicep'), a);
});

test('one text in two languages has two writers', () => {
  assert.notEqual(writerOf('{}', 'bicep'), writerOf('{}', 'arm'));
  assert.equal(writerOf('[]', 'arm'), null);
  assert.notEqual(writerOf('[]', 'bicep'), null);
});
