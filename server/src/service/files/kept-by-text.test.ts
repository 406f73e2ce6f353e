import assert from 'node:assert/strict';
import test from 'node:test';
import { keptByText } from './kept-by-text.ts';

test('a text is read once, and each text for itself', () => {
  const read: string[] = [];
  const lengthOf = keptByText((text) => {
    read.push(text);
    return { length: text.length };
  });
  const first = lengthOf('{}');
  assert.equal(lengthOf('{}'), first);
  assert.equal(lengthOf('{ }').length, 3);
  assert.deepEqual(read, ['{}', '{ }']);
});

test('texts of long ago are read again', () => {
  const read: string[] = [];
  const same = keptByText((text) => {
    read.push(text);
    return { text };
  });
  for (let turn = 0; turn < 1_000; turn++) same(`${turn}`);
  assert.equal(same('0').text, '0');
  assert.equal(same('999').text, '999');
  assert.equal(read.length, 1_001);
});
