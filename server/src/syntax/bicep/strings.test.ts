import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseBicep } from './index.ts';
import {
  isMultilineString,
  type Source,
  stringPieceCount,
  stringPieceOffset,
  stringPieceText,
  stringText,
} from './strings.ts';
import type { StringNode } from './tree.ts';

function stringIn(written: string): { source: Source; node: StringNode } {
  const source = parseBicep(`var x = ${written}`);
  const [declaration] = source.tree.declarations;
  const value = declaration?.kind === 'VariableDeclaration' ? declaration.value : null;
  return value?.kind === 'String' ? { source, node: value } : assert.fail(`${written} is no string`);
}

function piecesOf(written: string): string[] {
  const { source, node } = stringIn(written);
  return Array.from({ length: stringPieceCount(node) }, (_, piece) => stringPieceText(source, node, piece));
}

test('escapes are resolved', () => {
  assert.deepEqual(piecesOf(String.raw`'a\n\r\t\\\'\$\u{1F60A}\u{41}'`), ["a\n\r\t\\'$😊A"]);
});

test('an escaped backslash escapes nothing itself', () => {
  assert.deepEqual(piecesOf(String.raw`'\\n\\u{41}'`), ['\\n\\u{41}']);
});

test('the pieces around holes', () => {
  assert.deepEqual(piecesOf(`''`), ['']);
  assert.deepEqual(piecesOf(`'\${a}'`), ['', '']);
  assert.deepEqual(piecesOf(`'a\${b}c\${d}\\\${e}'`), ['a', 'c', '${e}']);
});

test('a multi-line string has no escapes and loses the line break it begins with', () => {
  assert.deepEqual(piecesOf(`'''\na\\n\${b}\n'''`), ['a\\n${b}\n']);
  assert.deepEqual(piecesOf(`'''\r\na\r\n'''`), ['a\r\n']);
  assert.deepEqual(piecesOf(`'''\n\na'''`), ['\na']);
  assert.deepEqual(piecesOf(`''''a''''`), ["'a'"]);
  assert.deepEqual(piecesOf(`''''''`), ['']);
});

test('holes of multi-line strings', () => {
  assert.deepEqual(piecesOf(`$'''\na\${b}c\${d}\n'''`), ['a', 'c', '\n']);
  assert.deepEqual(piecesOf(`$$'''\${a}$$$\${b}'''`), ['${a}$$', '']);
});

test('only a string without holes has a text', () => {
  const plain = stringIn(`'a'`);
  assert.equal(stringText(plain.source, plain.node), 'a');
  const interpolated = stringIn(`'a\${b}'`);
  assert.equal(stringText(interpolated.source, interpolated.node), null);
});

test('which strings span lines', () => {
  for (const [written, expected] of [
    [`''`, false],
    [`'a'`, false],
    [`'\${a}'`, false],
    [`'''a'''`, true],
    [`$'''a'''`, true],
  ] as const) {
    const { source, node } = stringIn(written);
    assert.equal(isMultilineString(source, node), expected, written);
  }
});

test('where the characters of a text stand in the file', () => {
  const { source, node } = stringIn(String.raw`'ab\ncd\u{1F60A}e'`);
  const places = Array.from({ length: 10 }, (_, index) => stringPieceOffset(source, node, 0, index) - node.start);
  // a b \n c d (two code units of one escape) e, the end, and beyond
  assert.deepEqual(places, [1, 2, 3, 5, 6, 7, 7, 16, 17, 17]);
});

test('where the characters of a multi-line text stand', () => {
  const { source, node } = stringIn(`'''\r\na\\nb'''`);
  assert.deepEqual(
    [0, 1, 4, 9].map((index) => stringPieceOffset(source, node, 0, index) - node.start),
    [5, 6, 9, 9],
  );
});
