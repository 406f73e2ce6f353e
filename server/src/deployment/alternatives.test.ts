import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Atom } from '../evaluate/terms.ts';
import { Run, runAlternatives } from './alternatives.ts';

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
