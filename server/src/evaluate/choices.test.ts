import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deploymentOf } from '../../../test/deployment.ts';
import { shown } from '../../../test/show-value.ts';
import { runAlternatives } from '../deployment/alternatives.ts';

const declarations = 'param c bool\nparam d bool\nparam o object\nvar s = o.?s\nvar t = o.?t';

test('what was decided above is not asked again', () => {
  const cases = [
    [`s ?? s ?? 'x'`, `(isNull(parameter o.s) ? 'x' : <parameter o.s>)`],
    [
      `s ?? t ?? s ?? 'x'`,
      `(isNull(parameter o.s) ? (isNull(parameter o.t) ? 'x' : <parameter o.t>) : <parameter o.s>)`,
    ],
    [
      `(c ? null : s) ?? (c ? s : t) ?? 'x'`,
      `(parameter c ? (isNull(parameter o.s) ? 'x' : <parameter o.s>) : (isNull(parameter o.s) ? (isNull(parameter o.t) ? 'x' : <parameter o.t>) : <parameter o.s>))`,
    ],
    [`s ?? 'x'`, `(isNull(parameter o.s) ? 'x' : <parameter o.s>)`],
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
