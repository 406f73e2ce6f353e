/** Findings of several evaluations as one list: what stands at one place is one finding (spec: evaluation, section 6). */

import type { Finding, Location } from '../rules/finding.ts';
import type { RuleFinding } from '../rules/rule-finding.ts';
import { type Entry, entryKey } from './entries.ts';

/** A finding of one evaluation, at the place where it stands now. */
export interface EntryFinding {
  readonly entry: Entry;
  readonly finding: RuleFinding;
  readonly at: Location;
  readonly related: Finding['related'];
}

/** A finding with the evaluations that it comes from, the one that its text is taken from first. */
export interface MergedFinding {
  readonly finding: Finding;
  readonly sources: readonly EntryFinding[];
}

/** Related places of one finding that are listed. */
const mostRelated = 12;

/** Merges the findings of one file by rule and place, in order of their places. */
export function mergeFindings(all: readonly EntryFinding[]): readonly MergedFinding[] {
  const groups = new Map<string, EntryFinding[]>();
  for (const each of all) {
    const key = keyOf(each);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return [...groups]
    .map(([key, sources]) => merged(key, sources))
    .sort(
      ({ finding: a }, { finding: b }) =>
        a.at.span.start - b.at.span.start || compareText(a.ruleId, b.ruleId) || compareText(a.key, b.key),
    );
}

/** The span tells apart what one node stands for before and after an edit of which only one evaluation knows. */
function keyOf({ finding, at }: EntryFinding): string {
  return `${finding.ruleId}|${at.file}#${finding.at.node}|${at.span.start}`;
}

function merged(key: string, sources: readonly EntryFinding[]): MergedFinding {
  const strongest = sources.find(({ finding }) => finding.certainty === 'certain') ?? sources[0];
  if (strongest === undefined) throw new Error('a group has at least one finding');
  const { finding, at } = strongest;
  const { subjects: _, keys: __, ...plain } = finding;
  const instances = instancesOf(sources);
  const holding = sources.filter((source) => source.finding.certainty === finding.certainty);
  const scenarios = distinct(holding.flatMap(({ entry }) => (entry.parameters === null ? [] : [entry.parameters])));
  const count = instances < 2 ? '' : ` The same text decides ${instances} resources.`;
  return {
    finding: {
      ...plain,
      key,
      at,
      message: `${finding.message}${count}`,
      instances,
      scenarios,
      related: relatedOf(sources),
    },
    sources: [strongest, ...sources.filter((source) => source !== strongest)],
  };
}

/** Resources of all templates; those that a template deploys with several parameter files are counted once. */
function instancesOf(sources: readonly EntryFinding[]): number {
  const byTemplate = new Map<string, Map<string, number>>();
  for (const { entry, finding } of sources) {
    const counts = byTemplate.get(entry.template) ?? new Map<string, number>();
    counts.set(entryKey(entry), (counts.get(entryKey(entry)) ?? 0) + finding.instances);
    byTemplate.set(entry.template, counts);
  }
  let instances = 0;
  for (const counts of byTemplate.values()) instances += Math.max(...counts.values());
  return instances;
}

function relatedOf(sources: readonly EntryFinding[]): Finding['related'] {
  const related = new Map<string, Finding['related'][number]>();
  for (const source of sources) {
    for (const item of source.related) {
      if (related.size < mostRelated) related.set(`${item.file}#${item.span.start}-${item.span.end}`, item);
    }
  }
  return [...related.values()];
}

function distinct(items: readonly string[]): readonly string[] {
  return [...new Set(items)].sort(compareText);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
