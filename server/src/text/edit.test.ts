import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits } from './edit.ts';

const edit = (start: number, end: number, newText: string) => ({ span: { start, end }, newText });

test('edits refer to the original text, in any order', () => {
  assert.equal(applyEdits('abcdef', [edit(4, 5, 'E'), edit(0, 1, 'A'), edit(2, 2, '-')]), 'Ab-cdEf');
});

test('insertions at one place keep their order', () => {
  assert.equal(applyEdits('ab', [edit(1, 1, '1'), edit(1, 1, '2')]), 'a12b');
});

test('an insertion before a replacement at the same place stands before it', () => {
  assert.equal(applyEdits('ab', [edit(1, 2, 'B'), edit(1, 1, '-')]), 'a-B');
});

test('overlapping edits and edits outside of the text are refused', () => {
  assert.throws(() => applyEdits('abcd', [edit(0, 2, 'x'), edit(1, 3, 'y')]), RangeError);
  assert.throws(() => applyEdits('abcd', [edit(3, 5, 'x')]), RangeError);
});
