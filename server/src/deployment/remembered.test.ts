import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Atom } from '../evaluate/terms.ts';
import { Run, runAlternatives, Undecided } from './alternatives.ts';
import { Remembered } from './remembered.ts';

const atom = (key: string): Atom => ({
  term: { key, place: key, size: 1, label: key },
  form: { kind: 'truth' },
});

test('an answer that rests on no condition is found once', () => {
  const remembered = new Remembered<string, number>(new Run());
  let found = 0;
  assert.equal(
    remembered.answer('question', () => ++found),
    1,
  );
  assert.equal(
    remembered.answer('question', () => ++found),
    1,
  );
  assert.equal(
    remembered.answer('another', () => ++found),
    2,
  );
});

test('an answer that rests on a condition is found in every run', () => {
  const run = new Run();
  const remembered = new Remembered<string, boolean>(run);
  const outcomes = runAlternatives(run, () => remembered.answer('question', () => run.decide(atom('p'))));
  assert.deepEqual(
    outcomes.map((outcome) => outcome.kind === 'decided' && outcome.value),
    [true, false],
  );
  assert.equal(
    remembered.unconditional('question', () => run.decide(atom('p'))),
    null,
  );
});

test('a question that can never be decided is asked once', () => {
  const remembered = new Remembered<string, number>(new Run());
  let asked = 0;
  const find = (): number => {
    asked++;
    throw new Undecided('it is not known');
  };
  assert.throws(() => remembered.answer('question', find), Undecided);
  assert.throws(() => remembered.answer('question', find), Undecided);
  assert.equal(remembered.unconditional('question', find), null);
  assert.equal(asked, 1);
});

test('asking for an unconditional answer leaves the run as it is', () => {
  const run = new Run();
  const remembered = new Remembered<string, boolean>(run);
  const outcomes = runAlternatives(run, () => {
    const side = run.decide(atom('p'));
    remembered.unconditional('question', () => run.decide(atom('q')));
    return side === run.decide(atom('p'));
  });
  assert.deepEqual(
    outcomes.map((outcome) => outcome.kind === 'decided' && outcome.value),
    [true, true],
  );
});
