import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { type JsonNode, nodeAt, pathTo, propertyOf, propertyValue, valueAt } from './json-node.ts';
import { readJson } from './json-reader.ts';

const text = '{"a": [10, {"b": "x"}], "A": null, "c": }';
const root = readJson(text, 100).root;
assert.ok(root?.type === 'object');

function describe(node: JsonNode | null): string {
  if (node === null) return 'nothing';
  return `${node.type} ${text.slice(node.offset, node.offset + node.length)} at /${pathTo(node).join('/')}`;
}

suite('the node at an offset', () => {
  const cases: [string, string, number][] = [
    ['in front of the root', 'object {"a": [10, {"b": "x"}], "A": null, "c": } at /', 0],
    ['in a key', 'string "a" at /a', text.indexOf('a')],
    ['behind a key', 'string "a" at /a', text.indexOf(':')],
    ['behind the colon', 'property "a": [10, {"b": "x"}] at /a', text.indexOf(':') + 1],
    ['in front of an item', 'number 10 at /a/0', text.indexOf('10')],
    ['behind an item', 'number 10 at /a/0', text.indexOf('10') + 2],
    ['between items', 'array [10, {"b": "x"}] at /a', text.indexOf('10') + 3],
    ['in a value', 'string "x" at /a/1/b', text.indexOf('x')],
    ['between properties', 'object {"a": [10, {"b": "x"}], "A": null, "c": } at /', text.indexOf(' "A"')],
    ['in a property without value', 'property "c": at /c', text.indexOf('"c"') + 4],
    ['at the end', 'object {"a": [10, {"b": "x"}], "A": null, "c": } at /', text.length],
    ['behind the end', 'nothing', text.length + 1],
  ];
  for (const [where, expected, offset] of cases) {
    test(where, () => assert.equal(describe(nodeAt(root, offset)), expected));
  }
});

test('names ignore case, and of several properties the last counts', () => {
  assert.equal(describe(propertyOf(root, 'a')), 'property "A": null at /A');
  assert.equal(describe(propertyValue(root, 'B')), 'nothing');
  assert.equal(describe(propertyValue(root, 'c')), 'nothing');
});

test('a path of keys and indexes', () => {
  const tree = readJson('{"x": [0, {"Y": true}]}', 100).root;
  assert.ok(tree !== null);
  assert.equal(valueAt(tree, ['X', 1, 'y'])?.type, 'boolean');
  assert.equal(valueAt(tree, ['x', 'y']), null);
  assert.equal(valueAt(tree, [0]), null);
  assert.equal(valueAt(tree, ['x', 2]), null);
});
