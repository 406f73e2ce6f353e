import assert from 'node:assert/strict';
import { test } from 'node:test';
import { programFrom, shownProgram } from '../../../test/both-languages.ts';
import { deploymentOf } from '../../../test/deployment.ts';
import { evaluated, shown } from '../../../test/show-value.ts';
import { runAlternatives } from '../deployment/alternatives.ts';
import type { Cell } from './cell.ts';
import { liftOrGiveUp, liftOrThrow } from './choices.ts';
import { asCondition } from './lift.ts';
import type { Value } from './values.ts';

const declarations = 'param c bool\nparam d bool\nparam o object\nvar s = o.?s\nvar t = o.?t';

test('what was decided above is not asked again', () => {
  const cases = [
    [`s ?? s ?? 'x'`, `(parameter o.s == null ? 'x' : <parameter o.s>)`],
    [
      `s ?? t ?? s ?? 'x'`,
      `(parameter o.s == null ? (parameter o.t == null ? 'x' : <parameter o.t>) : <parameter o.s>)`,
    ],
    [
      `(c ? null : s) ?? (c ? s : t) ?? 'x'`,
      `(parameter c ? (parameter o.s == null ? 'x' : <parameter o.s>) : (parameter o.s == null ? (parameter o.t == null ? 'x' : <parameter o.t>) : <parameter o.s>))`,
    ],
    [`s ?? 'x'`, `(parameter o.s == null ? 'x' : <parameter o.s>)`],
  ] as const;
  for (const [expression, value] of cases) assert.equal(shown(expression, declarations), value, expression);
});

test('an alternative that is excluded on the way is seen by no rule', () => {
  // What stands behind `??` isn't looked into, so the tree asks for `c` twice.
  const values: readonly (readonly [expression: string, alternatives: readonly string[]])[] = [
    [`(c ? null : 'a') ?? (c ? 'b' : 'never')`, ['b', 'a']],
    [`{ v: c ? (d ? 'a' : 'b') : 'e' }[c ? 'v' : 'w']`, ['a', 'b', 'undecided']],
    [`union({ v: c ? 'a' : 'b' }, d ? {} : { v: c ? 'e' : 'f' }).v`, ['a', 'e', 'b', 'f']],
  ];
  for (const [expression, alternatives] of values) {
    const text = `${declarations}\nresource account 'Microsoft.Storage/storageAccounts@2024-01-01' = { name: 'a', kind: ${expression} }\n`;
    const { run, view } = deploymentOf(text);
    const outcomes = runAlternatives(run, () =>
      view.resources('Microsoft.Storage/storageAccounts').known[0]?.read('kind'),
    );
    const found = outcomes.map((outcome) => (outcome.kind === 'decided' ? outcome.value : 'undecided'));
    assert.deepEqual([...new Set(found)].sort(), [...alternatives].sort(), expression);
    assert.equal(found.length, alternatives.length, expression);
  }
});

/** The elements of an array of so many, each of which is there or not, as the operands of one call. */
function doubtful(count: number): { readonly operands: readonly Cell[]; readonly force: (cell: Cell) => Value } {
  const names = Array.from({ length: count }, (_, index) => `p${index}`);
  const { program, cell } = evaluated(`[${names.join(', ')}]`, names.map((name) => `param ${name} bool`).join('\n'));
  const { evaluator } = program;
  const array = evaluator.force(cell);
  assert.ok(typeof array === 'object' && array?.kind === 'array');
  return { operands: array.items.map((item) => asCondition(evaluator, item.cell)), force: evaluator.force };
}

test('decisions count as work: as many comparisons as there are operands, for each side', () => {
  for (const [count, steps] of [
    [1, 2 / 16],
    [3, (14 * 3) / 16],
    [6, (126 * 6) / 16],
  ] as const) {
    const { operands, force } = doubtful(count);
    let spent = 0;
    const spend = (work: number): boolean => {
      spent += work;
      return true;
    };
    const leaf = ([first]: readonly Cell[]): Cell => first as Cell;
    liftOrThrow(operands, force, leaf, (_, yes) => yes, null, spend);
    assert.equal(spent, steps, `${count} operands`);
    assert.equal(
      liftOrGiveUp(
        operands,
        force,
        leaf,
        (_, yes) => yes,
        null,
        () => false,
      ),
      null,
    );
  }
});

test('one element that is not known yet leaves a list of zones as long as it is', () => {
  const zones = Array.from({ length: 40 }, (_, index) => (index === 4 ? 'broken' : `'zone${index}'`));
  const program = programFrom(`var zones = union([${zones.join(', ')}], [])
var named = map(range(0, length(zones)), i => { name: replace(zones[i], 'zone', 'z') })
resource all 'Microsoft.Network/privateDnsZones@2024-06-01' = [for each in named: { name: each.name }]`);
  const shown = shownProgram(program);
  assert.equal(shown.length, zones.length);
  assert.equal(shown[0], "Microsoft.Network/privateDnsZones 'z0'");
  assert.match(shown[5] ?? '', /'zone1' \? 'z6' : \(a value == 'zone10' \? 'z5'/);
  assert.ok(program.evaluator.stepCount < 15_000, `${program.evaluator.stepCount} steps`);
});
