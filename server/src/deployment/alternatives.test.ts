import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Atom } from '../evaluate/terms.ts';
import { attempt, Run, runAlternatives } from './alternatives.ts';

const atom = (key: string): Atom => ({
  term: { key, place: key, size: 1, label: key },
  form: { kind: 'truth' },
});

test('every combination of the conditions that are read is run', () => {
  const run = new Run();
  const outcomes = runAlternatives(run, () => (run.decide(atom('p')) ? 'p' : run.decide(atom('q')) ? 'q' : 'neither'));
  assert.deepEqual(
    outcomes.map((outcome) => (outcome.kind === 'decided' ? outcome.value : outcome.reason)),
    ['p', 'q', 'neither'],
  );
});

test('a run that reads a condition too many is undecided, and so are runs too many', () => {
  const run = new Run();
  const reads = Array.from({ length: 1000 }, (_, index) => atom(`p${index}`));
  const outcomes = runAlternatives(run, () => reads.every((read) => run.decide(read)));
  assert.ok(outcomes.length <= 65);
  assert.deepEqual(outcomes[0], { kind: 'undecided', reason: 'it depends on too many conditions' });
  const branching = runAlternatives(run, () => reads.slice(0, 10).map((read) => run.decide(read)));
  assert.deepEqual(branching.at(-1), { kind: 'undecided', reason: 'there are too many alternatives' });
});

test('outside of runs any number of conditions takes its first side', () => {
  const run = new Run();
  const reads = Array.from({ length: 1000 }, (_, index) => atom(`p${index}`));
  assert.ok(reads.every((read) => run.decide(read)));
});

test('what is run aside neither sees nor changes the assumptions', () => {
  const run = new Run();
  const outcomes = runAlternatives(run, () => {
    const side = run.decide(atom('p'));
    const aside = run.aside(() => runAlternatives(run, () => run.decide(atom('p'))).length);
    return { side, aside, again: run.decide(atom('p')) };
  });
  assert.deepEqual(
    outcomes.map((outcome) => outcome.kind === 'decided' && outcome.value),
    [
      { side: true, aside: 2, again: true },
      { side: false, aside: 2, again: false },
    ],
  );
});

/** What each run read: `head` by itself, and as many conditions as given by dispensable reads. */
function dispensing(run: Run, count: number): readonly string[] {
  const outcomes = runAlternatives(run, () => {
    const head = run.decide(atom('head'));
    const reads = Array.from({ length: count }, (_, index) =>
      attempt(() => run.dispensable(() => run.decide(atom(`p${index}`)))),
    );
    return [head, ...reads, run.decide(atom('p0'))].map(String).join(' ');
  });
  return outcomes.map((outcome) => (outcome.kind === 'decided' ? outcome.value : outcome.reason));
}

test('conditions that only dispensable reads ask for are told apart as long as there are few', () => {
  assert.deepEqual(dispensing(new Run(), 1), [
    'true true true',
    'true false false',
    'false true true',
    'false false false',
  ]);
});

test('where there are too many alternatives, dispensable reads are undecided', () => {
  const open = Array.from({ length: 9 }, () => 'undefined').join(' ');
  assert.deepEqual(dispensing(new Run(), 9), [
    `true ${open} true`,
    `true ${open} false`,
    `false ${open} true`,
    `false ${open} false`,
  ]);
});

test('a dispensable read knows what the run assumes anyway', () => {
  const run = new Run();
  const outcomes = runAlternatives(run, () => {
    const side = run.decide(atom('p0'));
    return [
      side,
      ...Array.from({ length: 8 }, (_, at) => attempt(() => run.dispensable(() => run.decide(atom(`p${at}`))))),
    ];
  });
  assert.deepEqual(
    outcomes.map((outcome) => outcome.kind === 'decided' && outcome.value.slice(0, 3)),
    [
      [true, true, undefined],
      [false, false, undefined],
    ],
  );
});
