/**
 * Runs rules over a deployment: each rule once for each alternative of each resource that it is registered for, and makes findings of what
 * the runs say (spec: evaluation, sections 3 and 9; design: certain, possible, silent).
 */

import type { RuleSetting } from '../config/severity.ts';
import { alternativesWork, attempt, runAlternatives } from '../deployment/alternatives.ts';
import type { EvaluatedDeployment } from '../deployment/build.ts';
import type { RepairProposal } from '../deployment/intent.ts';
import { addLooks, type Looks } from '../deployment/looking.ts';
import type { ResourceView } from '../deployment/view.ts';
import { completed, type Pauses } from '../evaluate/pauses.ts';
import type { NodeLocation, QuietNote } from './finding.ts';
import { type IsOwned, locate } from './locate.ts';
import type { Place, RelatedResource, Rule } from './rule.ts';
import { findingOf, inOrder, keyOf, merge, type RuleFinding } from './rule-finding.ts';
import { rulesFor, typesOf } from './rules-by-type.ts';
import { type Breached, isNoCertainBreach, type Judged, verdictOf } from './verdict.ts';

export interface RuleResults {
  readonly findings: readonly RuleFinding[];
  readonly quiet: readonly QuietNote<NodeLocation>[];
  /** What each rule looked at that ran for a resource. */
  readonly looks: ReadonlyMap<Rule, Looks>;
}

const everyFile: IsOwned = () => true;

/** Told how often a rule ran for one resource: once for each alternative. */
export type RunsTold = (rule: Rule, runs: number) => void;

/** All findings of the rules, in order of their places. `settings` gives a rule another severity or turns it off. */
export function runRules(
  rules: readonly Rule[],
  deployment: EvaluatedDeployment,
  settings: Readonly<Record<string, RuleSetting>>,
  isOwned: IsOwned = everyFile,
  tell: RunsTold = () => {},
): RuleResults {
  return completed(ruleWork(rules, deployment, settings, { isOwned, pauses: null, tell }));
}

/** How rules are run. */
export interface RuleWork {
  readonly isOwned: IsOwned;
  readonly pauses: Pauses | null;
  /** True if only findings that are certain are asked for: a resource is done with the first alternative that is no breach. */
  readonly certainOnly?: boolean;
  readonly tell?: RunsTold;
}

/** Like `runRules`, in slices. */
export function* ruleWork(
  rules: readonly Rule[],
  deployment: EvaluatedDeployment,
  settings: Readonly<Record<string, RuleSetting>>,
  work: RuleWork,
): Generator<undefined, RuleResults> {
  const { isOwned } = work;
  const findings = new Map<string, RuleFinding>();
  const quiet: QuietNote<NodeLocation>[] = [];
  const looks = new Map<Rule, Looks>();
  const { looking } = deployment.index;
  for (const rule of rulesFor(rules, deployment.index.types)) {
    const setting = settings[rule.id] ?? rule.severity;
    if (setting === 'off') continue;
    const seen: number[] = [];
    looks.set(rule, seen);
    const tell = (more: Looks): void => addLooks(seen, more);
    for (const resource of resourcesOf(rule, deployment)) {
      const isEnough = work.certainOnly === true ? isNoCertainBreach : undefined;
      const once = (): Judged => looking.during(() => oneRun(rule, deployment, resource, false, isOwned), tell);
      const outcomes =
        work.pauses === null
          ? runAlternatives(deployment.run, once, isEnough)
          : yield* alternativesWork(deployment.run, once, work.pauses, isEnough);
      work.tell?.(rule, outcomes.length);
      const verdict = verdictOf(outcomes);
      if (verdict === null) noteQuiet(rule, deployment, resource, quiet, isOwned);
      else merge(findings, findingOf(rule, setting, deployment, resource, verdict, isOwned));
    }
  }
  return { findings: [...findings.values()].sort(inOrder), quiet, looks };
}

/** The repairs that the rule of a finding proposes, for the alternative in which the breach was found. */
export function proposalsFor(...question: Parameters<typeof proposedFor>): readonly RepairProposal[] {
  return proposedFor(...question).repairs;
}

/** The same, and why there is none if the rule says so. */
export function proposedFor(
  rules: readonly Rule[],
  deployment: EvaluatedDeployment,
  findingKey: string,
  isOwned: IsOwned = everyFile,
): Pick<Breached, 'repairs' | 'noRepair'> {
  for (const rule of rules) {
    if (!findingKey.startsWith(`${rule.id}|`)) continue;
    for (const resource of resourcesOf(rule, deployment)) {
      if (!findingKey.startsWith(`${rule.id}|${resource.key}|`)) continue;
      const once = (): Judged => oneRun(rule, deployment, resource, true, isOwned);
      const verdict = verdictOf(runAlternatives(deployment.run, once));
      if (verdict !== null && keyOf(rule, resource, verdict) === findingKey) return verdict;
    }
  }
  return { repairs: [], noRepair: null };
}

function resourcesOf(rule: Rule, deployment: EvaluatedDeployment): readonly ResourceView[] {
  return deployment.viewsOf(typesOf(rule)).filter((view) => !view.existing);
}

function oneRun(
  rule: Rule,
  deployment: EvaluatedDeployment,
  resource: ResourceView,
  withRepairs: boolean,
  isOwned: IsOwned,
): Judged {
  const entry = deployment.index.entry(resource.key);
  if (entry === undefined || !deployment.index.isPresent(entry)) return 'absent';
  const breach = rule.find(resource);
  if (breach === null) return null;
  const place = rule.at(resource, breach.facts);
  const decided = place.kind === 'value' ? deployment.decidedBy(place.resource.key, place.path) : null;
  const { at, lever } = locate(deployment, place, decided, isOwned);
  const repairs = withRepairs ? (attempt(() => rule.repair(resource, breach.facts)) ?? []) : [];
  const isAsked = withRepairs && repairs.length === 0;
  return {
    certainty: breach.certainty,
    place: at,
    lever,
    decided,
    message: rule.say(resource, breach.facts),
    label: resource.label,
    others: (rule.related?.(resource, breach.facts) ?? []).flatMap((other) => otherPlace(deployment, other, isOwned)),
    repairs,
    noRepair: isAsked ? (attempt(() => rule.noRepair?.(resource, breach.facts) ?? null) ?? null) : null,
  };
}

/** The place of another resource; none if it isn't in a file of the author. */
function otherPlace(
  deployment: EvaluatedDeployment,
  { resource, path, message }: RelatedResource,
  isOwned: IsOwned,
): RuleFinding['related'] {
  const place: Place = path === undefined ? { kind: 'header', resource } : { kind: 'value', resource, path };
  const decided = path === undefined ? null : deployment.decidedBy(resource.key, path);
  const { at } = locate(deployment, place, decided, isOwned);
  return isOwned(at.file) ? [{ ...at, message }] : [];
}

function noteQuiet(
  rule: Rule,
  deployment: EvaluatedDeployment,
  resource: ResourceView,
  quiet: QuietNote<NodeLocation>[],
  isOwned: IsOwned,
): void {
  if (rule.quiet === undefined) return;
  deployment.run.begin([]);
  const reason = attempt(() => rule.quiet?.(resource) ?? null);
  if (reason === null || reason === undefined) return;
  quiet.push({ ruleId: rule.id, reason, at: locate(deployment, { kind: 'header', resource }, null, isOwned).at });
}
