import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Atom, baseTerm } from '../evaluate/terms.ts';
import { attempt, Run, runAlternatives, Undecided } from './alternatives.ts';
import { Remembered } from './remembered.ts';

const atom = (name: string): Atom => ({ term: baseTerm(name, '', 0, name), form: { kind: 'truth' } });

test('an answer that rests on no condition is found once', () => {
  const run = new Run();
  const remembered = new Remembered<string, number>(run);
  let found = 0;
  const ask = () => remembered.answer('q', () => ++found);
  assert.deepEqual([ask(), ask(), remembered.unconditional('q', () => ++found)], [1, 1, 1]);
});

test('an answer that rests on conditions is found once for each of their sides, and asking decides them again', () => {
  const run = new Run();
  const remembered = new Remembered<string, string>(run);
  let found = 0;
  const ask = () =>
    remembered.answer('q', () => {
      found++;
      return run.decide(atom('a')) ? 'a' : run.decide(atom('b')) ? 'b' : 'neither';
    });
  const outcomes = () =>
    runAlternatives(run, ask).map((outcome) =>
      outcome.kind === 'decided'
        ? `${outcome.value}: ${outcome.decisions.map(({ atom: { term }, side }) => `${term.key}=${side}`).join(' ')}`
        : outcome.reason,
    );
  const expected = ['a: a=true', 'b: a=false b=true', 'neither: a=false b=false'];
  assert.deepEqual(outcomes(), expected);
  assert.deepEqual(outcomes(), expected);
  assert.equal(found, 3);
  assert.equal(
    remembered.unconditional('q', () => 'never'),
    null,
  );
});

test('conditions that were decided before the question count as its own', () => {
  const run = new Run();
  const remembered = new Remembered<string, boolean>(run);
  const ask = () => remembered.answer('q', () => run.decide(atom('a')));
  const answers = runAlternatives(run, () => [run.decide(atom('a')), ask()]);
  assert.deepEqual(
    answers.map((outcome) => outcome.kind === 'decided' && outcome.value),
    [
      [true, true],
      [false, false],
    ],
  );
  assert.deepEqual(runAlternatives(run, ask).length, 2);
});

test('a question inside a question hands its conditions on', () => {
  const run = new Run();
  const inner = new Remembered<string, boolean>(run);
  const outer = new Remembered<string, boolean>(run);
  const ask = () => outer.answer('outer', () => !inner.answer('inner', () => run.decide(atom('a'))));
  for (let time = 0; time < 2; time++) {
    const values = runAlternatives(run, ask).map((outcome) => outcome.kind === 'decided' && outcome.value);
    assert.deepEqual(values, [false, true]);
  }
});

test('that it cannot be decided is remembered, unless the run is what stands in the way', () => {
  const run = new Run();
  const remembered = new Remembered<string, boolean>(run);
  let found = 0;
  const ask = () =>
    remembered.answer('q', () => {
      found++;
      throw new Undecided('so', 'it');
    });
  assert.throws(ask, Undecided);
  assert.throws(ask, Undecided);
  assert.equal(found, 1);
  const many = new Remembered<string, boolean>(run);
  const crowded = runAlternatives(run, () => {
    for (let index = 0; index < 64; index++) run.decide(atom(`c${index}`));
    return many.answer('late', () => run.decide(atom('last')));
  });
  assert.equal(crowded[0]?.kind, 'undecided');
  assert.deepEqual(
    runAlternatives(run, () => many.answer('late', () => run.decide(atom('last')))).map(({ kind }) => kind),
    ['decided', 'decided'],
  );
});

test('what was left undecided is remembered apart from what was told apart', () => {
  const run = new Run();
  const inner = new Remembered<string, string>(run);
  const outer = new Remembered<string, string>(run);
  const few = () => inner.answer('q', () => String(attempt(() => run.decide(atom('p0'))) ?? 'open'));
  const many = () =>
    outer.answer('all', () =>
      Array.from({ length: 8 }, (_, at) =>
        at === 0
          ? run.dispensable(few)
          : String(attempt(() => run.dispensable(() => run.decide(atom(`p${at}`)))) ?? 'open'),
      ).join(' '),
    );
  const said = (body: () => string) =>
    runAlternatives(run, body).map((outcome) => (outcome.kind === 'decided' ? outcome.value : outcome.reason));
  const open = Array.from({ length: 8 }, () => 'open').join(' ');
  for (let round = 0; round < 2; round++) {
    assert.deepEqual(said(few), ['true', 'false']);
    assert.deepEqual(said(many), [open]);
    assert.deepEqual(
      said(() => run.dispensable(few)),
      ['true', 'false'],
    );
  }
});
