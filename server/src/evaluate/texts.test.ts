import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shown } from '../../../test/show-value.ts';
import { baseTerm } from './terms.ts';
import { termOf, textOf, textsEqual } from './texts.ts';
import type { TextPart, Unknown } from './values.ts';

function unknown(name: string): Unknown {
  return {
    kind: 'unknown',
    term: baseTerm(name, 'main', 1, name),
    reason: 'test',
    nullable: false,
    oneOf: null,
    type: 'string',
  };
}
const prefix = unknown('prefix');
const other = unknown('other');

const cases: readonly [readonly TextPart[], readonly TextPart[], boolean | undefined][] = [
  [['vnet'], ['vnet'], true],
  [['vnet'], ['Vnet'], false],
  [[prefix, '-vnet'], [prefix, '-vnet'], true],
  [[prefix, '-vnet'], [other, '-vnet'], undefined],
  [[prefix, '-vnet'], [prefix, '-nsg'], false],
  [['hub-', prefix], ['spoke-', prefix], false],
  [['hub-', prefix], ['hub-vnet'], undefined],
  [['hub-', prefix], ['spoke-vnet'], false],
  [[prefix, '-a-', other], ['x-b-y'], false],
  [[prefix, '-a-', other], ['x-a-y'], undefined],
  [[prefix], ['anything'], undefined],
];

test('equality of partly known texts', () => {
  for (const [a, b, expected] of cases) {
    assert.equal(textsEqual(a, b), expected, `${JSON.stringify(a)} == ${JSON.stringify(b)}`);
    assert.equal(textsEqual(b, a), expected, 'in either order');
  }
});

test('an id begins with a slash', () => {
  assert.equal(shown("r.id == 'a'", "resource r 'A.B/c@2024-01-01' = { name: 'r' }"), 'false');
  assert.notEqual(shown("r.id == '/a'", "resource r 'A.B/c@2024-01-01' = { name: 'r' }"), 'true');
});

test('neighbouring strings of a text are one', () => {
  assert.equal(textOf(['a', '', 'b']), 'ab');
  assert.equal(textOf([]), '');
  assert.equal(textOf(['', prefix]), prefix);
  assert.deepEqual(textOf(['a', 'b', prefix, 'c']), { kind: 'text', parts: ['ab', prefix, 'c'] });
});

test('a text is told as a template writes it', () => {
  assert.equal(
    termOf({ kind: 'text', parts: ['vnet-', prefix, '-hub'] })?.label,
    `'vnet-\${${prefix.term.label}}-hub'`,
  );
});
