import assert from 'node:assert/strict';
import { test } from 'node:test';
import { summarizeFindings } from './finding-summary.ts';

test('nothing found is said plainly', () => {
  assert.deepEqual(summarizeFindings([]), { text: 'No findings', detail: '' });
});

test('one finding is singular', () => {
  assert.deepEqual(summarizeFindings([1]), { text: '1 finding', detail: '1 warning' });
});

test('the gravest come first', () => {
  assert.deepEqual(summarizeFindings([3, 1, 0, 1, 2]), {
    text: '5 findings',
    detail: '1 error, 2 warnings, 1 information, 1 hint',
  });
});
