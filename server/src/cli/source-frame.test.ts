import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineIndex } from '../text/lines.ts';
import { sourceFrame } from './source-frame.ts';
import { palette } from './terminal.ts';

/** The frame of the text between `[[` and `]]`. */
function frameOf(marked: string): string {
  const start = marked.indexOf('[[');
  const end = marked.indexOf(']]') - 2;
  const text = marked.replace('[[', '').replace(']]', '');
  return sourceFrame(text, lineIndex(text), { start, end }, palette(false));
}

test('the line stands above its carets', () => {
  assert.equal(frameOf('a\r\n  [[bcd]] e\r\n'), '     2 |   bcd e\n       |   ^^^\n');
});

test('of a place over several lines the first is marked to its end', () => {
  assert.equal(frameOf('x = [[{\n  y\n}]]\n'), '     1 | x = {\n       |     ^\n');
});

test('an empty place gets one caret, also at the end of a line and of the text', () => {
  assert.equal(frameOf('a[[]]b'), '     1 | ab\n       |  ^\n');
  assert.equal(frameOf('ab[[]]\nc'), '     1 | ab\n       |   ^\n');
  assert.equal(frameOf('ab\n[[]]'), '     2 | \n       | ^\n');
});

test('tabs before the place stay tabs', () => {
  assert.equal(frameOf('\tä\t[[b]]'), '     1 | \tä\tb\n       | \t \t^\n');
});

test('a long line is cut on both sides of the place', () => {
  const frame = frameOf(`${'a'.repeat(500)}[[${'b'.repeat(300)}]]${'c'.repeat(500)}`);
  assert.equal(frame, `     1 | …${'a'.repeat(40)}${'b'.repeat(100)}…\n       | ${' '.repeat(41)}${'^'.repeat(100)}\n`);
});
