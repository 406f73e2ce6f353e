import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deploymentOf } from '../../../test/deployment.ts';
import { problemsOf } from '../../../test/repair-plans.ts';
import type { RepairProposal } from '../deployment/intent.ts';
import { completed } from '../evaluate/pauses.ts';
import { applyEdits } from '../text/edit.ts';
import type { RepairPlan } from './changes.ts';
import { repairWork, type TrafficChange } from './repairs.ts';

const text =
  "resource logs 'Microsoft.Storage/storageAccounts@2023-05-01' = {\n  name: 'logs'\n  properties: { access: open ? 'a' : 'b' }\n}\nparam open bool\n";

/** The answer where a text is no repair as long as `isBad` says so of it; and the texts that were judged. */
function answerTo(
  values: readonly string[],
  isBad: (text: string) => boolean,
  reachOf: (text: string) => number = () => 1,
  more: Pick<RepairProposal, 'alsoMends' | 'whenMended'> = {},
  mendedBy: (text: string) => readonly string[] = () => [],
  { traffic = null, opens = false }: { traffic?: TrafficChange | null; opens?: boolean } = {},
) {
  const deployment = deploymentOf(text);
  const resource = deployment.keys[0] ?? '';
  const asked: string[] = [];
  const textAfter = ({ edits }: RepairPlan): string =>
    applyEdits(
      text,
      edits.flatMap((file) => file.edits),
    );
  const proposals = values.map(
    (value): RepairProposal => ({
      title: `Set to ${value}`,
      kind: 'review',
      ...more,
      intents: [{ kind: 'set', resource, path: 'properties.access', value }],
      ...(opens ? { opens } : {}),
    }),
  );
  const work = repairWork({
    findingKey: 'key',
    instances: 1,
    proposals,
    deployment,
    files: { isOwned: () => true, text: () => text, callsOf: () => [], fileBeside: () => null },
    *judge(plan) {
      yield;
      const changed = textAfter(plan);
      asked.push(changed);
      assert.deepEqual(problemsOf(changed), []);
      return isBad(changed) ? { kind: 'stays' } : null;
    },
    *changesFewer(plan, than) {
      yield;
      return reachOf(textAfter(plan)) < than;
    },
    traffic: () => traffic,
    reach: () => reachOf(asked.at(-1) ?? ''),
    mended: () => new Set(mendedBy(asked.at(-1) ?? '')),
  });
  return { asked, ...completed(work) };
}

test('the first way that mends the finding is offered, with the place of its proposal', () => {
  const { asked, repairs, refused } = answerTo(['c'], (changed) => changed.includes("'b'"));
  assert.equal(asked.length, 2);
  assert.deepEqual(
    repairs.map(({ findingKey, index, title, kind }) => ({ findingKey, index, title, kind })),
    [{ findingKey: 'key', index: 0, title: 'Set to c', kind: 'review' }],
  );
  assert.deepEqual(refused, []);
  const [file] = repairs[0]?.edits ?? [];
  assert.equal(file?.path, 'main');
  assert.equal(applyEdits(text, file?.edits ?? []), text.replace("'b'", "'c'"));
});

test('a title says how many resources a text decides, if there are several', () => {
  const titleOf = (reach: number) =>
    answerTo(
      ['c'],
      () => false,
      () => reach,
    ).repairs[0]?.title;
  assert.deepEqual([1, 2].map(titleOf), ['Set to c', 'Set to c (changes 2 resources)']);
});

test('of several ways the one that changes the fewest resources is taken, of those that change the same the first', () => {
  const edited = (reachOf: (changed: string) => number) => {
    const [repair] = answerTo(['c'], () => false, reachOf).repairs;
    return applyEdits(text, repair?.edits[0]?.edits ?? []);
  };
  assert.ok(edited((changed) => (changed.includes("'b'") ? 3 : 2)).includes("open ? 'a' : 'c'"));
  assert.ok(edited(() => 3).includes("open ? 'c' : 'b'"));
});

const good = () => false;
const one = () => 1;
const none = () => [];

test('a title says what is closed; what it has no room for is said beside it', () => {
  const few: TrafficChange = { closes: ['a -> b any', 'b -> a TCP 22'], opens: [], isWhole: true };
  const many: TrafficChange = {
    closes: ['a', 'b', 'c', 'd'].map((end) => `${end} -> x any`),
    opens: [],
    isWhole: false,
  };
  const said = (traffic: TrafficChange) =>
    answerTo(['c'], good, one, {}, none, { traffic }).repairs.map(({ title, description }) => [title, description]);
  assert.deepEqual(said(few), [['Set to c; closes a -> b any, b -> a TCP 22', null]]);
  assert.deepEqual(said(many), [
    [
      'Set to c; closes a -> x any, b -> x any and 2 more; more may change',
      'Closes a -> x any; b -> x any; c -> x any; d -> x any.',
    ],
  ]);
});

test('a repair that opens what nobody meant to open is refused', () => {
  const traffic: TrafficChange = { closes: [], opens: ['web -> data any'], isWhole: true };
  assert.deepEqual(answerTo(['c'], good, one, {}, none, { traffic }).refused, [
    { title: 'Set to c', refusal: { kind: 'opens', message: 'web -> data any' } },
  ]);
  const { repairs, refused } = answerTo(['c'], good, one, {}, none, { traffic, opens: true });
  assert.deepEqual(
    repairs.map(({ title }) => title),
    ['Set to c; opens web -> data any'],
  );
  assert.deepEqual(refused, []);
});

test("a proposal that doesn't mend it is left out, with the reason; the others keep their places", () => {
  const { repairs, refused } = answerTo(['c', 'd'], (changed) => !changed.includes("{ access: 'd' }"));
  assert.deepEqual(
    repairs.map(({ index }) => index),
    [1],
  );
  assert.deepEqual(refused, [{ title: 'Set to c', refusal: { kind: 'stays' } }]);
});

test('no proposal, no repair; and no more than sixteen are tried', () => {
  assert.deepEqual(answerTo([], () => false).repairs, []);
  const values = Array.from({ length: 40 }, (_, index) => `v${index}`);
  assert.equal(answerTo(values, () => false).repairs.length, 16);
});

test('a repair of two steps is none as long as the second mends nothing', () => {
  const more = { alsoMends: ['other'] };
  const { repairs } = answerTo(
    ['c'],
    () => false,
    undefined,
    more,
    (text) => (text.includes("'b'") ? [] : ['other']),
  );
  assert.equal(repairs.length, 1);
  const none = answerTo(['c'], () => false, undefined, more);
  assert.deepEqual([none.repairs, none.refused], [[], [{ title: 'Set to c', refusal: { kind: 'stays' } }]]);
});

test('a title says what goes with the finding, if its rule has words for it', () => {
  const more = { whenMended: { other: 'the other is gone too' } };
  const titles = (...rules: readonly string[]): readonly string[] =>
    answerTo(
      ['c'],
      () => false,
      undefined,
      more,
      () => rules,
    ).repairs.map(({ title }) => title);
  assert.deepEqual(titles('other'), ['Set to c; the other is gone too']);
  assert.deepEqual(titles('another'), ['Set to c']);
});

test('what makes the same text as an earlier repair is offered once', () => {
  const { repairs, refused } = answerTo(['c', 'c'], () => false);
  assert.deepEqual([repairs.length, refused.length], [1, 0]);
});
