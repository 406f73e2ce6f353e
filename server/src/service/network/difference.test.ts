import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { deploymentOf } from '../../../../test/deployment.ts';
import { networkDifference } from './difference.ts';

const reference = path.resolve(import.meta.dirname, '../../../../test-fixtures/reference');
const bicep = readFileSync(path.join(reference, 'iaas-spoke.bicep'), 'utf8');
const json = readFileSync(path.join(reference, 'iaas-spoke.json'), 'utf8');

/** A text with one piece of it replaced behind a place. */
function replacedAfter(text: string, place: string, from: string, to: string): string {
  const at = text.indexOf(from, text.indexOf(place));
  assert.ok(text.includes(place) && at > 0, place);
  return text.slice(0, at) + to + text.slice(at + from.length);
}

test('what an edit of a rule closes, and that it opens nothing', () => {
  for (const [text, from, to] of [
    [bicep, "access: 'Allow'", "access: 'Deny'"],
    [json, '"access": "Allow"', '"access": "Deny"'],
  ] as const) {
    const edited = replacedAfter(text, 'Allow-App-to-Data-Inbound', from, to);
    const difference = networkDifference(deploymentOf(text), deploymentOf(edited));
    assert.equal(difference.text, 'closes app -> data TCP 1433, opens nothing');
    assert.ok(difference.isWhole && difference.closes.length > 0);
    for (const flow of difference.closes)
      assert.deepEqual(
        [flow.from, flow.to, flow.fromTier, flow.toTier, flow.protocol, flow.ports, flow.before, flow.after],
        ['snet-app', 'snet-data', 'app', 'data', 'tcp', [1433, 1433], 'allowed', 'denied'],
      );
    assert.equal(
      networkDifference(deploymentOf(edited), deploymentOf(text)).text,
      'closes nothing, opens app -> data TCP 1433',
    );
  }
});

test('a text and itself differ in nothing', () => {
  assert.deepEqual(networkDifference(deploymentOf(bicep), deploymentOf(`${bicep}\n// More.\n`)), {
    closes: [],
    opens: [],
    isWhole: true,
    text: 'closes nothing, opens nothing',
  });
});

test('a condition that only one of both has leaves it open', () => {
  const edited = `param open bool\n${replacedAfter(bicep, 'Allow-App-to-Data-Inbound', "access: 'Allow'", "access: open ? 'Allow' : 'Deny'")}`;
  const { isWhole, text } = networkDifference(deploymentOf(bicep), deploymentOf(edited));
  assert.equal(isWhole, false);
  assert.match(text, /, and more may change$/);
});
