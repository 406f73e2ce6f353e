import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findNode, nodeAt, parseBicep, pathToOffset, pathToSpan } from './index.ts';

const TEXT = `resource a 'x@1' = {
  name: 'b\${c}'
}
output d string = a.id`;
const { tree } = parseBicep(TEXT);

/** Kinds from the declaration down to the deepest node at the place of `|` in an excerpt. */
function kindsAt(excerpt: string): string {
  const offset = TEXT.indexOf(excerpt.replace('|', '')) + excerpt.indexOf('|');
  const path = pathToOffset(tree, offset);
  assert.equal(nodeAt(tree, offset), path.at(-1));
  return path.map((node) => node.kind).join(' ');
}

test('the nodes around an offset', () => {
  assert.equal(kindsAt('${|c}'), 'Program ResourceDeclaration Object ObjectProperty String Name');
  assert.equal(kindsAt('na|me:'), 'Program ResourceDeclaration Object ObjectProperty Identifier');
  assert.equal(kindsAt('a.i|d'), 'Program OutputDeclaration PropertyAccess Identifier');
  assert.equal(kindsAt('|output d'), 'Program OutputDeclaration');
});

test('a node is touched at its end, if none begins there', () => {
  assert.equal(kindsAt('a.id|'), 'Program OutputDeclaration PropertyAccess Identifier');
  assert.equal(kindsAt(`c}'|`), 'Program ResourceDeclaration Object ObjectProperty String');
});

test('an empty node is found where nothing else is', () => {
  const text = 'param a string = \n';
  assert.equal(nodeAt(parseBicep(text).tree, text.indexOf('\n')).kind, 'Skipped');
});

test('outside of all declarations there is only the program', () => {
  assert.deepEqual(
    pathToOffset(parseBicep('\n\n').tree, 1).map((node) => node.kind),
    ['Program'],
  );
});

test('a node by its span', () => {
  const start = TEXT.indexOf("'x@1'");
  assert.equal(findNode(tree, { start, end: start + 5 })?.kind, 'String');
  assert.equal(findNode(tree, { start, end: start + 4 }), null);
  assert.deepEqual(
    pathToSpan(tree, { start: TEXT.indexOf('a.id'), end: TEXT.length }).map((node) => node.kind),
    ['Program', 'OutputDeclaration', 'PropertyAccess'],
  );
});
