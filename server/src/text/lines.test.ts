import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineIndex } from './lines.ts';

test('positions and offsets agree for every offset, whatever the line ends', () => {
  for (const lineEnd of ['\n', '\r\n', '\r']) {
    const text = ['param a string', '', '  x', 'é𝄞'].join(lineEnd);
    const lines = lineIndex(text);
    assert.equal(lines.lineCount, 4);
    for (let offset = 0; offset <= text.length; offset++) {
      const insideLineBreak = lineEnd === '\r\n' && text[offset] === '\n';
      if (!insideLineBreak) assert.equal(lines.offsetAt(lines.positionAt(offset)), offset, `offset ${offset}`);
    }
  }
});

test('a line ends before its line break', () => {
  const lines = lineIndex('ab\r\ncd\n');
  assert.deepEqual([lines.lineStart(0), lines.lineEnd(0)], [0, 2]);
  assert.deepEqual([lines.lineStart(1), lines.lineEnd(1)], [4, 6]);
  assert.deepEqual([lines.lineStart(2), lines.lineEnd(2)], [7, 7]);
});

test('positions outside of the text are clamped to it', () => {
  const lines = lineIndex('ab\ncd');
  assert.equal(lines.offsetAt({ line: 9, character: 0 }), 5);
  assert.equal(lines.offsetAt({ line: 0, character: 9 }), 2);
  assert.equal(lines.offsetAt({ line: -1, character: 3 }), 0);
  assert.deepEqual(lines.positionAt(99), { line: 1, character: 2 });
});
