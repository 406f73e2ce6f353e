import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FileProblem } from '../evaluate/file-problem.ts';
import type { RuleFinding } from '../rules/rule-finding.ts';
import type { Problem } from '../text/problem.ts';
import { type Refusal, refusalOf, refusalOfText } from './verify.ts';

function finding(overrides: Partial<RuleFinding> = {}, ...names: readonly string[]): RuleFinding {
  const subjects = names.length === 0 ? ['logs'] : names;
  return {
    key: 'key',
    ruleId: 'no-public-network-access',
    severity: 'warning',
    certainty: 'certain',
    message: '',
    at: { file: 'main.bicep', node: 1, span: { start: 1, end: 2 } },
    resource: { type: 'Microsoft.Storage/storageAccounts', name: subjects[0] ?? '', symbolicName: null },
    instances: subjects.length,
    subjects,
    keys: [],
    scenarios: [],
    related: [],
    ...overrides,
  };
}

const mended = finding();

/** Why going from some findings to others is no repair of those that stood. */
function refusal(
  before: readonly RuleFinding[],
  after: readonly RuleFinding[],
  stood: readonly RuleFinding[] = [mended],
): Refusal['kind'] | null {
  const checked = (findings: readonly RuleFinding[]) => ({ findings, problems: [] });
  const change = { before: checked(before), after: checked(after), stood, asks: false, isInModule: () => false };
  return refusalOf('warning', change)?.kind ?? null;
}

test('good if the finding is gone and nothing is new', () => {
  assert.equal(refusal([mended], []), null);
  const other = finding({ ruleId: 'no-private-endpoint' });
  assert.equal(refusal([mended, other], [other]), null);
});

test('not good if the finding is still there, wherever it stands now', () => {
  const moved = finding({ key: 'another', at: { file: 'main.bicep', node: 7, span: { start: 7, end: 9 } } });
  assert.equal(refusal([mended], [moved]), 'stays');
  assert.equal(refusal([mended], [finding({ severity: 'hint', certainty: 'possible' })]), 'stays');
});

test('a place that decides several resources must be good for all of them', () => {
  const both = finding({}, 'logs', 'data');
  assert.equal(refusal([both], [], [both]), null);
  assert.equal(refusal([both], [finding({}, 'data')], [both]), 'stays');
  assert.equal(refusal([both], [finding({}, 'logs')], [both]), 'stays');
});

test('good if what stood at one of two places of a resource is gone', () => {
  assert.equal(refusal([mended, mended], [mended]), null);
});

test('good if an entry has nothing of the finding, and nothing is new in it', () => {
  const other = finding({}, 'other');
  assert.equal(refusal([other], [other], []), null);
  assert.equal(refusal([], [other], []), 'breaks');
});

test('not good if a finding as heavy is new, of this rule or another, here or elsewhere', () => {
  assert.equal(refusal([mended], [finding({ ruleId: 'other' })]), 'breaks');
  assert.equal(refusal([mended], [finding({}, 'b')]), 'breaks');
  assert.equal(refusal([mended], [finding({ ruleId: 'other', severity: 'error' })]), 'breaks');
});

test('what is new is told, and whether it is about what a module declares that is not the author’s', () => {
  const another = finding({ ruleId: 'other', message: 'nsg lets in everything.', at: { ...mended.at, node: 7 } });
  for (const inModule of [true, false])
    assert.deepEqual(
      refusalOf('warning', {
        before: { findings: [mended], problems: [] },
        after: { findings: [another], problems: [] },
        stood: [mended],
        asks: false,
        isInModule: (one) => one === another && inModule,
      }),
      { kind: 'breaks', ruleId: 'other', message: 'nsg lets in everything.', inModule },
    );
});

test('good if only a lighter finding is new', () => {
  assert.equal(refusal([mended], [finding({ ruleId: 'other', severity: 'information' })]), null);
});

test('good if what was possible has become certain', () => {
  const possible = finding({ severity: 'hint', certainty: 'possible' }, 'b');
  assert.equal(refusal([mended, possible], [finding({}, 'b')]), null);
});

test('not good if the template has a new problem, in whichever file', () => {
  const problem = (file: string): FileProblem => ({
    file,
    node: 1,
    code: 'argument-missing',
    severity: 'error',
    message: '',
  });
  const kind = (before: readonly FileProblem[], after: readonly FileProblem[], asks = false) =>
    refusalOf('warning', {
      before: { findings: [mended], problems: before },
      after: { findings: [], problems: after },
      stood: [mended],
      asks,
      isInModule: () => false,
    })?.kind;
  assert.equal(kind([], [problem('main.bicep')]), 'problem');
  assert.equal(kind([], [problem('main.bicep')], true), 'problem');
  const missing: FileProblem = { ...problem('main.bicepparam'), code: 'parameter-missing' };
  assert.deepEqual(
    [false, true].map((asks) => kind([], [missing], asks)),
    ['problem', undefined],
  );
  assert.equal(kind([problem('main.bicep')], [problem('main.bicep')]), undefined);
  assert.equal(kind([problem('main.bicep')], [problem('main.bicep'), problem('other.bicep')]), 'problem');
});

test('not good if a text reads worse than before', () => {
  const problem = (message: string): Problem => ({
    code: 'bicep-syntax',
    message,
    span: { start: 0, end: 1 },
    severity: 'error',
  });
  assert.equal(refusalOfText([], [problem('a')])?.kind, 'unreadable');
  assert.equal(refusalOfText([problem('a')], [problem('a')]), null);
  assert.equal(refusalOfText([problem('a')], [problem('a'), problem('a')])?.kind, 'unreadable');
});
