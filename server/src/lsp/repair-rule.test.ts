import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markerEngine } from '../../../test/marker-engine.ts';
import { memoryWorkspace } from '../../../test/memory-workspace.ts';
import { type RuleRepairing, ruleRepairs } from './repair-rule.ts';
import { Cancelled, slicesOf } from './slices.ts';

function repairing(files: Readonly<Record<string, string>>, more: Partial<RuleRepairing> = {}) {
  const { workspace } = memoryWorkspace(files);
  const reported: number[] = [];
  const all: RuleRepairing = {
    engine: markerEngine(),
    workspace: () => workspace,
    configurationOf: async () => ({ rules: {} }),
    openAs: () => null,
    isReadOnly: () => false,
    support: { versions: true, annotations: true, creates: true },
    pause: async () => {},
    isDue: () => true,
    report: (percentage) => reported.push(percentage),
    ...more,
  };
  return { work: () => ruleRepairs('open-door', all), reported };
}

test('files that change while they are looked at are left', async () => {
  const texts = { 'a.bicep': 'OPEN', 'b.bicep': 'OPEN' };
  let asked = 0;
  const { workspace } = memoryWorkspace(texts);
  const { work } = repairing(texts, { workspace: () => (asked++ < 2 ? workspace : { ...workspace }) });
  assert.deepEqual(await work(), { kind: 'changed' });
});

test('a read-only file is left, and said', async () => {
  const { work } = repairing({ 'a.bicep': 'OPEN', 'b.bicep': 'OPEN' }, { isReadOnly: (path) => path === 'b.bicep' });
  const found = await work();
  assert.ok(found.kind === 'done');
  assert.equal(found.repaired, 1);
  assert.deepEqual(found.left, ['b.bicep: Left: "Make it SHUT" changes b.bicep, which is read-only.']);
});

test('whoever cancels it gets nothing, and what was looked at is told as it goes', async () => {
  const { work, reported } = repairing({ 'a.bicep': 'OPEN', 'b.bicep': '', 'c.bicep': 'OPEN' });
  const found = await work();
  assert.equal(found.kind === 'done' && found.repaired, 2);
  assert.deepEqual(reported, [33, 66, 100]);
  let time = 0;
  const { work: cancelled } = repairing(
    { 'a.bicep': 'OPEN' },
    slicesOf(
      () => time++ * 10,
      () => true,
    ),
  );
  await assert.rejects(cancelled(), Cancelled);
});
