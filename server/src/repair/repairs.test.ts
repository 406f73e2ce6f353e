import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deploymentOf } from '../../../test/deployment.ts';
import { problemsOf } from '../../../test/repair-plans.ts';
import type { RepairProposal } from '../deployment/intent.ts';
import type { Finding } from '../rules/finding.ts';
import { applyEdits } from '../text/edit.ts';
import { verifiedRepairs } from './repairs.ts';
import type { Checked } from './verify.ts';

const text =
  "resource logs 'Microsoft.Storage/storageAccounts@2023-05-01' = {\n  name: 'logs'\n  properties: { access: open ? 'a' : 'b' }\n}\nparam open bool\n";

const finding: Finding = {
  key: 'key',
  ruleId: 'rule',
  severity: 'warning',
  certainty: 'certain',
  message: '',
  at: { file: 'main', span: { start: 0, end: 1 } },
  resource: { type: 'Microsoft.Storage/storageAccounts', name: 'logs', symbolicName: 'logs' },
  instances: 1,
  scenarios: [],
  related: [],
};

/** Repairs with an analysis that has the finding as long as `isBad` says so of the text; and the texts that it was asked for. */
function repairsOf(values: readonly string[], isBad: (text: string) => boolean) {
  const deployment = deploymentOf(text);
  const resource = deployment.keys[0] ?? '';
  const asked: string[] = [];
  const analyze = (changed: string): Checked => {
    asked.push(changed);
    return { problems: problemsOf(changed), findings: isBad(changed) ? [finding] : [] };
  };
  const proposals = values.map(
    (value): RepairProposal => ({
      title: `Set to ${value}`,
      kind: 'review',
      intents: [{ kind: 'set', resource, path: 'properties.access', value }],
    }),
  );
  const before: Checked = { problems: [], findings: [finding] };
  return { asked, repairs: verifiedRepairs({ finding, proposals, deployment, text, before, analyze }) };
}

test('the first way that mends the finding is offered, with the place of its proposal', () => {
  const { asked, repairs } = repairsOf(['c'], (changed) => changed.includes("'b'"));
  assert.equal(asked.length, 2);
  assert.deepEqual(
    repairs.map(({ findingKey, index, title, kind }) => ({ findingKey, index, title, kind })),
    [{ findingKey: 'key', index: 0, title: 'Set to c', kind: 'review' }],
  );
  const [file] = repairs[0]?.edits ?? [];
  assert.equal(file?.path, 'main');
  assert.equal(applyEdits(text, file?.edits ?? []), text.replace("'b'", "'c'"));
});

test("a proposal that doesn't mend it is left out; the others keep their places", () => {
  const { repairs } = repairsOf(['c', 'd'], (changed) => !changed.includes("{ access: 'd' }"));
  assert.deepEqual(
    repairs.map(({ index }) => index),
    [1],
  );
});

test('no proposal, no repair; and no more than sixteen are tried', () => {
  assert.deepEqual(repairsOf([], () => false).repairs, []);
  const values = Array.from({ length: 40 }, (_, index) => `v${index}`);
  assert.equal(repairsOf(values, () => false).repairs.length, 16);
});
