/** For tests: plans repairs of a template given as text, and shows what they make of it. */
import assert from 'node:assert/strict';
import type { EvaluatedDeployment } from '../server/src/deployment/build.ts';
import type { Intent, ResourceKey, SecurityRuleDraft } from '../server/src/deployment/intent.ts';
import { planRepair } from '../server/src/repair/plan.ts';
import { applyEdits } from '../server/src/text/edit.ts';
import type { Problem } from '../server/src/text/problem.ts';
import { deploymentOf } from './deployment.ts';

/** What reading a template complains about. */
export function problemsOf(text: string): readonly Problem[] {
  return deploymentOf(text).files.get('main')?.problems ?? [];
}

/** Finds a resource of a type, by the end of the type's name and, where there are several, by its label. */
export type Finder = (type: string, label?: string) => ResourceKey;

/**
 * The texts that the ways of a plan give, in order. Each is read again: a way that doesn't parse fails the test. The fixture is tried with
 * CRLF as well, where the texts must be the same but for line endings.
 */
export function ways(text: string, intents: (find: Finder) => readonly Intent[]): string[] {
  const [lf, crlf] = ['\n', '\r\n'].map((lineBreak) => {
    const source = text.replaceAll('\n', lineBreak);
    const deployment = deploymentOf(source);
    const { plans } = planRepair({ title: '', kind: 'review', intents: intents(finderOf(deployment)) }, deployment, {
      isOwned: () => true,
      callsOf: () => [],
      text: () => source,
      fileBeside: () => null,
    });
    return plans.map((files) =>
      applyEdits(
        source,
        files.edits.flatMap(({ edits }) => edits),
      ),
    );
  });
  for (const result of lf ?? []) assert.deepEqual(problemsOf(result), [], result);
  assert.deepEqual(
    crlf,
    lf?.map((result) => result.replaceAll('\n', '\r\n')),
  );
  return lf ?? [];
}

/** The text that the first way gives, or null if there is none. */
export function repaired(text: string, intent: (find: Finder) => Intent): string | null {
  return ways(text, (find) => [intent(find)])[0] ?? null;
}

function finderOf(deployment: EvaluatedDeployment): Finder {
  return (type, label) => {
    const key = deployment.keys.find((candidate) => {
      const view = deployment.viewOf(candidate);
      return view?.type.toLowerCase().endsWith(type.toLowerCase()) && (label === undefined || view.label === label);
    });
    assert.ok(key !== undefined, `There is no ${type} ${label ?? ''}.`);
    return key;
  };
}

/** Lines of `after` that differ from `before`, as `-` and `+` with what stands around them left out; for results too long to write out. */
export function changedLines(before: string, after: string | null): string[] {
  const old = before.split('\n');
  const now = (after ?? '').split('\n');
  let start = 0;
  while (start < old.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  return [
    ...old.slice(start, old.length - end).map((line) => `-${line}`),
    ...now.slice(start, now.length - end).map((line) => `+${line}`),
  ];
}

export const denyAllInbound: SecurityRuleDraft = {
  name: 'DenyAllInbound',
  properties: {
    description: 'Denies all inbound traffic unless specifically allowed.',
    priority: 4096,
    direction: 'Inbound',
    access: 'Deny',
    protocol: '*',
    sourceAddressPrefix: '*',
    sourcePortRange: '*',
    destinationAddressPrefix: '*',
    destinationPortRange: '*',
  },
};

/** The same rule as Bicep writes it, line by line. */
export const denyAllInboundLines: readonly string[] = [
  '{',
  "  name: 'DenyAllInbound'",
  '  properties: {',
  "    description: 'Denies all inbound traffic unless specifically allowed.'",
  '    priority: 4096',
  "    direction: 'Inbound'",
  "    access: 'Deny'",
  "    protocol: '*'",
  "    sourceAddressPrefix: '*'",
  "    sourcePortRange: '*'",
  "    destinationAddressPrefix: '*'",
  "    destinationPortRange: '*'",
  '  }',
  '}',
];
