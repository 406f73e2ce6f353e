/** What the laws over the corpus have found, each as small as it can be. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { programFrom } from '../../../test/both-languages.ts';
import { lower } from '../../../test/deployment.ts';
import { showCell, shown, shownOutputs } from '../../../test/show-value.ts';
import { Cell } from './cell.ts';
import { type Program, programOf } from './program.ts';

test('a number that is written into a text is no number any more', () => {
  const zone = '@allowed([1, 2])\nparam zone int';
  assert.equal(shown("'${zone}' == '1'", zone), "parameter zone == '1'");
  assert.equal(shown("string(zone) == '1'", zone), "parameter zone == '1'");
  assert.equal(shown("string(zone) == '3'", zone), 'false');
});

test('a string stays itself when it is written into a text', () => {
  assert.equal(shown("'${name}' == name", 'param name string'), 'true');
});

test('what may be null is the empty text where it is null', () => {
  assert.equal(
    shown("empty('${settings.?name}') ? 1 : 2", 'param settings object'),
    '(empty(parameter settings.name) ? 1 : 2)',
  );
  assert.equal(shown("'${settings.?name}' == null", 'param settings object'), 'false');
});

test('a property that one of two unknown objects may have is not surely there', () => {
  const declarations = 'param a object\nparam b object\nparam more bool';
  const there = shown("contains(union(a, b, more ? { key: 1 } : {}), 'key')", declarations);
  assert.match(there, /contains\(parameter a, 'key'\)/);
  assert.match(there, /contains\(parameter b, 'key'\)/);
});

test('the resources of a loop are as many as its turns that happen', () => {
  const declarations = `param more bool
resource groups 'Microsoft.Network/networkSecurityGroups@2024-05-01' = [for n in more ? ['a'] : []: { name: n }]`;
  assert.equal(shown('length(map(groups, each => each.name))', declarations), '(parameter more ? 1 : 0)');
  assert.equal(shown('groups[0].name', declarations).startsWith("(parameter more ? 'a' :"), true);
});

test('what is chosen between does not depend on what was read before', () => {
  const text = `param p bool
var either = p ? { on: false } : { on: 0 >= 1 }
output all object = either
output one object = { ...either }`;
  const read = (program: Program, name: string): Cell => {
    const output = program.lowered.template.declarations.find((declaration) => declaration.name === name);
    assert.ok(output?.kind === 'output');
    return new Cell(output.value, program.frame);
  };
  const [fresh, used] = [programFrom(text), programFrom(text)];
  showCell(used, read(used, 'all'));
  assert.equal(showCell(used, read(used, 'one')), showCell(fresh, read(fresh, 'one')));
});

test('work that is taken up again comes further, also where a lambda is called with a part of an expression', () => {
  const text = `param size int?
output n array = filter([(size ?? 1)], each => each == 1)`;
  for (const depth of [2, 3, 4, 5]) {
    const program = programOf({ file: 'main', lowered: lower(text), slices: { depth } });
    assert.deepEqual(shownOutputs(program), { n: '[1]' }, `depth ${depth}`);
    assert.ok(program.evaluator.stepCount < 500, `${program.evaluator.stepCount} steps at depth ${depth}`);
  }
});
