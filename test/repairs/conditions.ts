/** The conditions that a repair must hold, each judged without the code that makes and verifies repairs. */

import { severities } from '../../server/src/config/severity.ts';
import type { Finding } from '../../server/src/rules/finding.ts';
import type { VerifiedRepair } from '../../server/src/service/model.ts';
import type { LoweredFile } from '../../server/src/template/lowered.ts';
import type { EntryState } from './entry-state.ts';
import { standsIn } from './owned-value.ts';
import { differenceOf } from './written-properties.ts';

export type Condition =
  | 'parses'
  | 'finding is gone'
  | 'nothing is new'
  | 'no new problem'
  | 'properties can be written'
  | 'bytes outside are unchanged'
  | 'title counts the resources'
  | 'traffic is as the title says'
  | 'twice is once';

export interface Broken {
  readonly condition: Condition;
  readonly detail: string;
}

/** One entry before and after. */
export interface EntryChange {
  readonly entry: string;
  readonly before: EntryState;
  readonly after: EntryState;
}

/** A file whose text a repair changes, or makes. */
export interface TextChange {
  readonly path: string;
  /** A text whose line ends it is to have: its own, or that of a file in whose style a new one is written. */
  readonly styled: string;
  readonly before: string;
  readonly after: string;
  readonly lowered: { readonly before: LoweredFile; readonly after: LoweredFile };
}

export function parses({ path, lowered }: TextChange): readonly Broken[] {
  const before = lowered.before.problems.map(({ code, message }) => `${code} ${message}`);
  const after = lowered.after.problems.map(({ code, message }) => `${code} ${message}`);
  return added(before, after).map((detail) => ({ condition: 'parses', detail: `${path}: ${detail}` }));
}

/** In each scenario in which the finding stood, the rule says so many times less as the finding stood for resources there. */
export function isGone(finding: Finding, { entry, before, after }: EntryChange): readonly Broken[] {
  const { ruleId } = finding;
  const stood = standsIn(before, finding).reduce((sum, { instances }) => sum + instances, 0);
  const left = countOf(after, ruleId) - (countOf(before, ruleId) - stood);
  return left <= 0 ? [] : [{ condition: 'finding is gone', detail: `${left} of ${stood} are left in ${entry}` }];
}

function countOf({ breaches }: EntryState, ruleId: string): number {
  let count = 0;
  for (const breach of breaches.values()) if (breach.ruleId === ruleId) count += breach.count;
  return count;
}

/** No breach is new that is as heavy as the finding or heavier. One that was possible and is certain now isn't new. */
export function nothingIsNew(finding: Finding, { entry, before, after }: EntryChange): readonly Broken[] {
  const limit = severities.indexOf(finding.severity);
  return [...after.breaches].flatMap(([identity, { count, weight }]): Broken[] => {
    const isNew = count > (before.breaches.get(identity)?.count ?? 0) && weight <= limit;
    return isNew ? [{ condition: 'nothing is new', detail: `${identity} in ${entry}` }] : [];
  });
}

export function noNewProblem({ entry, before, after }: EntryChange): readonly Broken[] {
  return added(before.problems, after.problems).map((detail) => ({
    condition: 'no new problem',
    detail: `${detail} in ${entry}`,
  }));
}

/** Every property that is written exists, can be written in the API version, and has a value that Azure takes. */
export function canBeWritten({ before, after }: EntryChange): readonly Broken[] {
  const { complaints } = differenceOf(before.resources, after.resources);
  return complaints.map((detail) => ({ condition: 'properties can be written', detail }));
}

/** A repair of more resources than the finding's says how many it changes. */
export function countsResources(
  { title }: VerifiedRepair,
  finding: Finding,
  changes: readonly EntryChange[],
): readonly Broken[] {
  let changed = 0;
  for (const { before, after } of changes) changed += differenceOf(before.resources, after.resources).changed;
  const isSaid = changed <= Math.max(1, finding.instances) || new RegExp(`\\b${changed} resources\\b`).test(title);
  return isSaid
    ? []
    : [{ condition: 'title counts the resources', detail: `${changed} for ${finding.instances}: ${title}` }];
}

/** The text before and after is the same but for the edits, and what they insert is written with the line ends of the file. */
export function bytesOutside(repair: VerifiedRepair, { path, styled, before, after }: TextChange): readonly Broken[] {
  const edits = repair.edits.filter((one) => one.path === path).flatMap((one) => one.edits);
  const ordered = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const complain = (detail: string): readonly Broken[] => [
    { condition: 'bytes outside are unchanged', detail: `${path}: ${detail}` },
  ];
  let done = 0;
  let at = 0;
  for (const { span, newText } of ordered) {
    const kept = before.slice(done, span.start);
    if (span.start < done || after.slice(at, at + kept.length) !== kept) return complain(`before ${span.start}`);
    at += kept.length;
    if (after.slice(at, at + newText.length) !== newText) return complain(`at ${span.start}`);
    at += newText.length;
    done = span.end;
  }
  if (after.slice(at) !== before.slice(done)) return complain('after the last edit');
  const hasOnly = (text: string): string => (/\r\n/.test(text) ? 'CRLF' : /\n/.test(text) ? 'LF' : '');
  const mixed = ordered.some(({ newText }) => hasOnly(newText) !== '' && hasOnly(newText) !== hasOnly(styled));
  return mixed ? complain('other line ends') : [];
}

/** What stands more often in one list than in another. */
function added(before: readonly string[], after: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const item of before) left.set(item, (left.get(item) ?? 0) + 1);
  return after.filter((item) => {
    const count = left.get(item) ?? 0;
    left.set(item, count - 1);
    return count <= 0;
  });
}
