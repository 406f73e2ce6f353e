import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shiftBetween } from './shift.ts';
import { spanOf } from './span.ts';

/** Where the words of a text stand after a change, as the text there. */
function moved(before: string, after: string, word: string): string {
  const start = before.indexOf(word);
  const { start: from, end: to } = shiftBetween(before, after).of(spanOf(start, start + word.length));
  return after.slice(from, to);
}

test('what stands before and behind a change moves with the text', () => {
  assert.equal(moved('one two three', 'one 2 three', 'one'), 'one');
  assert.equal(moved('one two three', 'one 2 three', 'three'), 'three');
  assert.equal(moved('one two three', 'zero one two three', 'two'), 'two');
  assert.equal(moved('one two three', 'one three', 'three'), 'three');
});

test('what the change touches ends where the change does', () => {
  assert.equal(moved('one two three', 'one twenty three', 'two'), 'twenty');
  assert.equal(moved('one two three', 'one', 'two'), '');
  assert.equal(moved('abc', 'abc', 'b'), 'b');
});
