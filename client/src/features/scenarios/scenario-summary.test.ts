import assert from 'node:assert/strict';
import { test } from 'node:test';
import { summarizeScenarios } from './scenario-summary.ts';

const document = 'file:///work/app/main.bicep';
const base = { document, leftOut: 0, searching: false, parameterFiles: [] };

function summary(scenarios: readonly (readonly [string, string | null])[], searching = false): readonly string[] {
  const given = scenarios.map(([template, parameters]) => ({ template, parameters }));
  const { text, detail } = summarizeScenarios({ ...base, scenarios: given, searching });
  return detail === '' ? [text] : [text, detail];
}

test('a template by itself says its parameter files, or that its defaults count', () => {
  assert.deepEqual(summary([[document, null]]), ['Default parameters']);
  assert.deepEqual(summary([[document, 'file:///work/env/a%20b.bicepparam']]), ['a b.bicepparam']);
  assert.deepEqual(
    summary(['a', 'b', 'c', 'd'].map((name) => [document, `file:///work/${name}.bicepparam`] as const)),
    ['4 parameter files', 'a.bicepparam, b.bicepparam, c.bicepparam, 1 more'],
  );
});

test('parameter files that are too many are counted', () => {
  const scenarios = ['a', 'b'].map((name) => ({ template: document, parameters: `file:///work/${name}.bicepparam` }));
  const { text, detail } = summarizeScenarios({ ...base, scenarios, leftOut: 8 });
  assert.deepEqual([text, detail], ['2 of 10 parameter files', 'a.bicepparam, b.bicepparam']);
});

test('a module says its callers, each once', () => {
  assert.deepEqual(
    summary([
      ['file:///work/one.bicep', 'file:///work/one.dev.bicepparam'],
      ['file:///work/one.bicep', 'file:///work/one.prod.bicepparam'],
      ['file:///work/two.bicep', null],
    ]),
    ['2 callers', 'one.bicep with one.dev.bicepparam, one.bicep with one.prod.bicepparam, two.bicep'],
  );
  assert.deepEqual(summary([['file:///work/one.bicep', null]]), ['1 caller', 'one.bicep']);
});

test('a parameter file says its template, and offers no choice', () => {
  const scenarios = [{ template: 'file:///work/app/base.bicep', parameters: document }];
  const { text, mayChoose } = summarizeScenarios({ ...base, scenarios });
  assert.deepEqual([text, mayChoose], ['With base.bicep', false]);
});

test('while files are being read, nothing is claimed', () => {
  assert.deepEqual(summary([[document, null]], true), ['Looking for callers']);
});
