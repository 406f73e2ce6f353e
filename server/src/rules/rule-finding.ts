/** A verdict as a finding: its words, its identity, and how findings at one place become one. */
import type { Severity } from '../config/severity.ts';
import { attempt } from '../deployment/alternatives.ts';
import type { EvaluatedDeployment } from '../deployment/build.ts';
import type { ResourceKey } from '../deployment/intent.ts';
import { keyWithoutPositions } from '../deployment/moved-key.ts';
import type { ResourceView } from '../deployment/view.ts';
import { enumeration } from '../text/enumeration.ts';
import type { Finding, NodeLocation } from './finding.ts';
import { type IsOwned, nodeLocation } from './locate.ts';
import { relatedPlaces } from './related.ts';
import type { Rule } from './rule.ts';
import type { Breached, Verdict } from './verdict.ts';

export interface RuleFinding extends Finding<NodeLocation> {
  /** The resources that the finding stands for, each by what stays the same when the text around it is edited. */
  readonly subjects: readonly string[];
  /** The keys of the findings of which each stands for one of them; the finding's own is among them. */
  readonly keys: readonly string[];
}

/** Compares findings by their places, then by their rules. */
export function inOrder(a: RuleFinding, b: RuleFinding): number {
  return a.at.span.start - b.at.span.start || compareText(a.ruleId, b.ruleId) || compareText(a.key, b.key);
}

export function findingOf(
  rule: Rule,
  severity: Severity,
  deployment: EvaluatedDeployment,
  resource: ResourceView,
  verdict: Verdict,
  isOwned: IsOwned,
): RuleFinding {
  const declared = deployment.declaredAs(resource.key);
  const symbolicName = declared?.kind === 'declaration' ? declared.declaration.symbolicName : null;
  const key = keyOf(rule, resource, verdict);
  return {
    key,
    keys: [key],
    ruleId: rule.id,
    severity: verdict.certainty === 'possible' ? 'hint' : severity,
    certainty: verdict.certainty,
    message: verdict.message + circumstances(deployment, resource, verdict),
    at: verdict.place,
    resource: { type: resource.type, name: verdict.label, symbolicName },
    instances: 1,
    subjects: [subjectOf(resource, verdict.label)],
    scenarios: [],
    related: relatedTo(deployment, verdict, isOwned),
  };
}

/** What the verdict rests on, as sentences: conditions, defaults. */
function circumstances(deployment: EvaluatedDeployment, resource: ResourceView, verdict: Verdict): string {
  const sentences: string[] = [];
  if (verdict.dependsOn.length > 0) sentences.push(`This depends on ${enumeration(verdict.dependsOn)}.`);
  if (verdict.decided?.byDefault) sentences.push('This is so by default: a parameter can change it.');
  if (verdict.lever !== null) sentences.push(`The module's parameter ${verdict.lever} decides it.`);
  const entry = deployment.index.entry(resource.key);
  if (entry?.kind === 'declared' && entry.instance.conditions.length > 0)
    sentences.push('The resource is deployed on a condition.');
  return sentences.map((sentence) => ` ${sentence}`).join('');
}

/** The other places that the message speaks of, and the way of a value that is decided elsewhere in the text. */
function relatedTo(deployment: EvaluatedDeployment, verdict: Verdict, isOwned: IsOwned): RuleFinding['related'] {
  const { decided, place, label, others } = verdict;
  if (decided === null) return others;
  const way = relatedPlaces(decided, place, label, isOwned, (node) => nodeLocation(deployment, node));
  return [...others, ...way];
}

export function keyOf(rule: Rule, resource: ResourceView, verdict: Breached): string {
  return `${rule.id}|${resource.key}|${verdict.place.file}#${verdict.place.node}`;
}

/** The resource of a finding as the rule found it, before findings at one place were merged. */
export function resourceKeyOf({ ruleId, key, at }: RuleFinding): ResourceKey {
  return key.slice(ruleId.length + 1, key.length - `|${at.file}#${at.node}`.length);
}

/** A resource without the numbers of nodes and positions, which an edit elsewhere in its file changes; with its parent, whose place is all that JSON says. */
function subjectOf(resource: ResourceView, label: string): string {
  const parent = attempt(() => resource.parent()?.label) ?? '';
  return `${resource.type.toLowerCase()}|${parent}|${label}|${keyWithoutPositions(resource.key)}`;
}

/** Findings of one rule at one place are one finding with a count; the strongest verdict counts. */
export function merge(findings: Map<string, RuleFinding>, finding: RuleFinding): void {
  const at = `${finding.ruleId}|${finding.at.file}|${finding.at.span.start}|${finding.at.span.end}`;
  const earlier = findings.get(at);
  if (earlier === undefined) {
    findings.set(at, finding);
    return;
  }
  const stronger = earlier.certainty === 'possible' && finding.certainty === 'certain' ? finding : earlier;
  const related = [...earlier.related];
  for (const item of finding.related) {
    if (!related.some((known) => known.file === item.file && known.span.start === item.span.start)) related.push(item);
  }
  const subjects = [...earlier.subjects, ...finding.subjects];
  const keys = [...earlier.keys, ...finding.keys];
  findings.set(at, { ...stronger, instances: earlier.instances + finding.instances, subjects, keys, related });
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
