import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Assumptions, type Atom, baseTerm, compareAtoms, compoundTerm, constantTerm, implied } from './terms.ts';

const subject = baseTerm('parameter(main/sku)', 'main', 3, 'parameter sku');

function equalsAtom(value: string, domain: number | null = null): Atom {
  return {
    term: compoundTerm('equals', [subject, constantTerm(value)], ''),
    form: { kind: 'equals', subject: subject.key, value, domain },
  };
}
const emptyAtom: Atom = { term: compoundTerm('empty', [subject], ''), form: { kind: 'empty', subject: subject.key } };
const nullAtom: Atom = { term: compoundTerm('isNull', [subject], ''), form: { kind: 'null', subject: subject.key } };

function assume(...steps: readonly (readonly [Atom, boolean])[]): Assumptions | null {
  let assumptions: Assumptions | null = null;
  for (const [atom, side] of steps) assumptions = { atom, side, outer: assumptions };
  return assumptions;
}

test('one value excludes the others, null and, unless it is empty itself, emptiness', () => {
  const isA = assume([equalsAtom('a'), true]);
  assert.equal(implied(equalsAtom('a'), isA), true);
  assert.equal(implied(equalsAtom('b'), isA), false);
  assert.equal(implied(nullAtom, isA), false);
  assert.equal(implied(emptyAtom, isA), false);
  assert.equal(implied(emptyAtom, assume([equalsAtom(''), true])), true);
});

test('null is empty and equals nothing', () => {
  const isNull = assume([nullAtom, true]);
  assert.equal(implied(emptyAtom, isNull), true);
  assert.equal(implied(equalsAtom('a'), isNull), false);
});

test('what is not empty is neither null nor the empty string', () => {
  const notEmpty = assume([emptyAtom, false]);
  assert.equal(implied(nullAtom, notEmpty), false);
  assert.equal(implied(equalsAtom(''), notEmpty), false);
  assert.equal(implied(equalsAtom('a'), notEmpty), undefined);
});

test('the last value of a closed domain follows when all others are excluded', () => {
  const notAOrB = assume([equalsAtom('a', 3), false], [equalsAtom('b', 3), false]);
  assert.equal(implied(equalsAtom('c', 3), notAOrB), true);
  assert.equal(implied(equalsAtom('c', 4), notAOrB), undefined);
});

test('nothing follows for another subject', () => {
  const other = baseTerm('parameter(main/env)', 'main', 1, 'parameter env');
  const atom: Atom = { term: compoundTerm('empty', [other], ''), form: { kind: 'empty', subject: other.key } };
  assert.equal(implied(atom, assume([equalsAtom('a'), true], [nullAtom, false])), undefined);
});

test('atoms are ordered by place, whatever order they are met in', () => {
  const early = equalsAtom('z');
  const late: Atom = {
    term: compoundTerm('equals', [baseTerm('parameter(main/x)', 'main', 12, 'x')], ''),
    form: { kind: 'truth' },
  };
  assert.ok(compareAtoms(early, late) < 0);
  assert.ok(compareAtoms(late, early) > 0);
  assert.equal(compareAtoms(early, equalsAtom('z')), 0);
});

test('a term of too many parts is opaque', () => {
  let term = subject;
  for (let step = 0; step < 100; step++) term = compoundTerm('f', [term], 'main#1');
  assert.ok(term.size <= 64);
});
