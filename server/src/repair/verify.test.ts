import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../rules/finding.ts';
import type { Problem } from '../text/problem.ts';
import { type Checked, isGoodRepair } from './verify.ts';

function finding(overrides: Partial<Finding> = {}, name = 'logs'): Finding {
  return {
    key: `no-public-network-access|${name}`,
    ruleId: 'no-public-network-access',
    severity: 'warning',
    certainty: 'certain',
    message: '',
    at: { file: 'main.bicep', span: { start: 1, end: 2 } },
    resource: { type: 'Microsoft.Storage/storageAccounts', name, symbolicName: name },
    instances: 1,
    scenarios: [],
    related: [],
    ...overrides,
  };
}

const checked = (findings: readonly Finding[], problems: readonly Problem[] = []): Checked => ({ findings, problems });
const problem = (message: string): Problem => ({
  code: 'bicep-syntax',
  message,
  span: { start: 0, end: 1 },
  severity: 'error',
});
const mended = finding();

test('good if the finding is gone and nothing is new', () => {
  assert.equal(isGoodRepair(mended, checked([mended]), checked([])), true);
  const other = finding({ ruleId: 'no-private-endpoint' });
  assert.equal(isGoodRepair(mended, checked([mended, other]), checked([other])), true);
});

test('not good if the finding is still there, wherever it stands now', () => {
  const moved = finding({ key: 'another', at: { file: 'main.bicep', span: { start: 7, end: 9 } } });
  assert.equal(isGoodRepair(mended, checked([mended]), checked([moved])), false);
  assert.equal(
    isGoodRepair(mended, checked([mended]), checked([finding({ severity: 'hint', certainty: 'possible' })])),
    false,
  );
});

test('good if one of several at the same resource is gone', () => {
  assert.equal(isGoodRepair(mended, checked([mended, mended]), checked([mended])), true);
  assert.equal(isGoodRepair(mended, checked([finding({ instances: 2 })]), checked([mended])), true);
});

test('not good if a finding as heavy is new, of this rule or another, here or elsewhere', () => {
  assert.equal(isGoodRepair(mended, checked([mended]), checked([finding({ ruleId: 'other' })])), false);
  assert.equal(isGoodRepair(mended, checked([mended]), checked([finding({}, 'b')])), false);
  assert.equal(
    isGoodRepair(mended, checked([mended]), checked([finding({ ruleId: 'other', severity: 'error' })])),
    false,
  );
});

test('good if only a lighter finding is new', () => {
  assert.equal(
    isGoodRepair(mended, checked([mended]), checked([finding({ ruleId: 'other', severity: 'information' })])),
    true,
  );
});

test('good if what was possible has become certain', () => {
  const possible = finding({ severity: 'hint', certainty: 'possible' }, 'b');
  assert.equal(isGoodRepair(mended, checked([mended, possible]), checked([finding({}, 'b')])), true);
});

test('not good if the text reads worse than before', () => {
  assert.equal(isGoodRepair(mended, checked([mended]), checked([], [problem('a')])), false);
  assert.equal(isGoodRepair(mended, checked([mended], [problem('a')]), checked([], [problem('a')])), true);
  assert.equal(
    isGoodRepair(mended, checked([mended], [problem('a')]), checked([], [problem('a'), problem('a')])),
    false,
  );
});
