/**
 * Runs rules over a deployment: each rule once for each alternative of each resource that it is registered for, and makes findings of what
 * the runs say (spec: evaluation, sections 3 and 9; design: certain, possible, silent).
 */

import type { RuleSetting, Severity } from '../config/severity.ts';
import { alternativesWork, attempt, type Decision, type Outcome, runAlternatives } from '../deployment/alternatives.ts';
import type { EvaluatedDeployment } from '../deployment/build.ts';
import type { FileNode } from '../deployment/deployment.ts';
import type { Giver } from '../deployment/givers.ts';
import type { RepairProposal, ResourceKey } from '../deployment/intent.ts';
import { placeOfValue, type TracedLeaf, type ValuePlace } from '../deployment/levers.ts';
import { keyWithoutPositions } from '../deployment/moved-key.ts';
import type { ResourceView } from '../deployment/view.ts';
import { completed, type Pauses } from '../evaluate/pauses.ts';
import { enumeration } from '../text/enumeration.ts';
import type { Finding, NodeLocation, QuietNote } from './finding.ts';
import { relatedPlaces } from './related.ts';
import type { Place, RelatedResource, Rule } from './rule.ts';

export interface RuleFinding extends Finding<NodeLocation> {
  /** The resources that the finding stands for, each by what stays the same when the text around it is edited. */
  readonly subjects: readonly string[];
  /** The keys of the findings of which each stands for one of them; the finding's own is among them. */
  readonly keys: readonly string[];
}

export interface RuleResults {
  readonly findings: readonly RuleFinding[];
  readonly quiet: readonly QuietNote<NodeLocation>[];
}

/** True for files in which a finding may stand: those that the author writes, not restored modules and not generated ones. */
export type IsOwned = (file: string) => boolean;

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
  for (const rule of rulesFor(rules, deployment.index.types)) {
    const setting = settings[rule.id] ?? rule.severity;
    if (setting === 'off') continue;
    for (const resource of resourcesOf(rule, deployment)) {
      const isEnough = work.certainOnly === true ? isNoCertainBreach : undefined;
      const once = (): Judged => oneRun(rule, deployment, resource, false, isOwned);
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
  return { findings: [...findings.values()].sort(inOrder), quiet };
}

/** Compares findings by their places, then by their rules. */
export function inOrder(a: RuleFinding, b: RuleFinding): number {
  return a.at.span.start - b.at.span.start || compareText(a.ruleId, b.ruleId) || compareText(a.key, b.key);
}

/** The repairs that the rule of a finding proposes, for the alternative in which the breach was found. */
export function proposalsFor(
  rules: readonly Rule[],
  deployment: EvaluatedDeployment,
  findingKey: string,
  isOwned: IsOwned = everyFile,
): readonly RepairProposal[] {
  for (const rule of rules) {
    if (!findingKey.startsWith(`${rule.id}|`)) continue;
    for (const resource of resourcesOf(rule, deployment)) {
      if (!findingKey.startsWith(`${rule.id}|${resource.key}|`)) continue;
      const once = (): Judged => oneRun(rule, deployment, resource, true, isOwned);
      const verdict = verdictOf(runAlternatives(deployment.run, once));
      if (verdict !== null && keyOf(rule, resource, verdict) === findingKey) return verdict.repairs;
    }
  }
  return [];
}

/** Of each list of rules the positions of those that are for a type, by types in lower case. */
const positionsByType = new WeakMap<readonly Rule[], ReadonlyMap<string, readonly number[]>>();

function positionsIn(rules: readonly Rule[]): ReadonlyMap<string, readonly number[]> {
  const known = positionsByType.get(rules);
  if (known !== undefined) return known;
  const positions = new Map<string, number[]>();
  for (const [position, rule] of rules.entries()) {
    for (const type of typesOf(rule)) {
      const others = positions.get(type);
      if (others === undefined) positions.set(type, [position]);
      else others.push(position);
    }
  }
  positionsByType.set(rules, positions);
  return positions;
}

/** Those of the rules that are for one of the types, which are in lower case, in their order. Most deployments have few types. */
function rulesFor(rules: readonly Rule[], types: Iterable<string>): readonly Rule[] {
  const positions = positionsIn(rules);
  const concerned = new Set<number>();
  for (const type of types) for (const position of positions.get(type) ?? []) concerned.add(position);
  return rules.filter((_, position) => concerned.has(position));
}

const foldedTypes = new WeakMap<Rule, ReadonlySet<string>>();

/** The types that a rule is for, in lower case; made once for each rule. */
function typesOf(rule: Rule): ReadonlySet<string> {
  const known = foldedTypes.get(rule);
  if (known !== undefined) return known;
  const types = new Set(rule.on.map((type) => type.toLowerCase()));
  foldedTypes.set(rule, types);
  return types;
}

function resourcesOf(rule: Rule, deployment: EvaluatedDeployment): readonly ResourceView[] {
  return deployment.viewsOf(typesOf(rule)).filter((view) => !view.existing);
}

/** One alternative in which the rule found a breach, with all that its text was made of. */
interface Breached {
  readonly certainty: 'certain' | 'possible';
  readonly place: NodeLocation;
  /** The parameter of the called module that steers the value, if the finding stands at a call. */
  readonly lever: string | null;
  readonly decided: TracedLeaf | null;
  readonly message: string;
  readonly label: string;
  /** Other places that the message speaks of. */
  readonly others: RuleFinding['related'];
  readonly repairs: readonly RepairProposal[];
}

/** The verdict over all alternatives in which the resource is present: null if no breach was found in any. */
interface Verdict extends Breached {
  readonly dependsOn: readonly string[];
}

/** What one run says: a breach, none, or that the resource isn't there. */
type Judged = Breached | 'absent' | null;

function verdictOf(all: readonly Outcome<Judged>[]): Verdict | null {
  const outcomes = all.filter((outcome) => outcome.kind === 'undecided' || outcome.value !== 'absent');
  const breached = outcomes.filter(isBreach);
  // Where it is a breach for certain, more is known of it.
  const first = breached.find(({ value }) => value.certainty === 'certain') ?? breached[0];
  if (first === undefined) return null;
  const every = breached.length === outcomes.length;
  const certain = every && breached.every((outcome) => outcome.value.certainty === 'certain');
  const others = outcomes.filter((outcome) => !isBreach(outcome));
  const dependsOn = every ? [] : [...new Set(decisive(first.decisions, others).map(({ atom }) => atom.term.label))];
  return { ...first.value, certainty: certain ? 'certain' : 'possible', dependsOn };
}

/**
 * The conditions that alone would make the difference between a breach and one of the other outcomes; all of them if none does alone, or where it
 * isn't known what another outcome rests on.
 */
function decisive(decisions: readonly Decision[], others: readonly Outcome<unknown>[]): readonly Decision[] {
  const paths = others.map((other) => (other.kind === 'decided' ? other.decisions : null));
  const alone = decisions.filter((step) =>
    paths.some((path) => {
      const opposed = path?.filter(({ atom, side }) =>
        decisions.some((own) => own.side !== side && own.atom.term.key === atom.term.key),
      );
      return opposed?.length === 1 && opposed[0]?.atom.term.key === step.atom.term.key;
    }),
  );
  return alone.length > 0 && !paths.includes(null) ? alone : decisions;
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
  return {
    certainty: breach.certainty,
    place: at,
    lever,
    decided,
    message: rule.say(resource, breach.facts),
    label: resource.label,
    others: (rule.related?.(resource, breach.facts) ?? []).flatMap((other) => otherPlace(deployment, other, isOwned)),
    repairs: withRepairs ? (attempt(() => rule.repair(resource, breach.facts)) ?? []) : [],
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

function isBreach(outcome: Outcome<Judged>): outcome is Outcome<Breached> & { readonly kind: 'decided' } {
  return outcome.kind === 'decided' && outcome.value !== null && outcome.value !== 'absent';
}

/** True if a finding can't be certain any more: the resource is there in this alternative, and is no certain breach. */
function isNoCertainBreach(outcome: Outcome<Judged>): boolean {
  if (isBreach(outcome)) return outcome.value.certainty !== 'certain';
  return outcome.kind === 'undecided' || outcome.value !== 'absent';
}

/** Where a finding stands, and the parameter of a module that steers the value from there; null if none does or none is needed. */
interface Located {
  readonly at: NodeLocation;
  readonly lever: string | null;
}

/**
 * The text that decides the value; of a missing property, and of a resource as a whole, the resource's name. If that text isn't the author's,
 * the argument that steers the value at the innermost module call that is, else the call's name (spec: evaluation, section 5, "Place"). What a
 * resource lacks as a whole is looked for at the calls first: a module that passes on what it is given is the same text for all its callers.
 */
function locate(deployment: EvaluatedDeployment, place: Place, decided: TracedLeaf | null, isOwned: IsOwned): Located {
  const end = decided === null ? undefined : placeOfValue(decided);
  // What the use reads of an object that lacks it may be far away, and long: the use says what is wanted.
  const value = decided?.end.kind === 'expression' ? end : decided?.end.isRead ? decided.chain[0] : undefined;
  const key = place.resource.key;
  const giver = giverAt(deployment, place, decided, isOwned);
  if (giver !== null) return atGiver(deployment, giver);
  for (const node of [value, deployment.header(key)]) {
    if (node !== null && node !== undefined && isOwned(node.file))
      return { at: nodeLocation(deployment, node), lever: null };
  }
  const steered: ValuePlace =
    decided !== null && place.kind === 'value' ? deployment.placeOf(decided, place.path, isOwned) : { kind: 'none' };
  const maker = steered.kind === 'argument' ? null : deployment.makerOf(key, decided, isOwned);
  if (maker !== null) return atGiver(deployment, maker);
  if (steered.kind === 'argument' || steered.kind === 'call') {
    const { node, lever } = steered;
    return atGiver(deployment, { node, parameter: lever?.parameter ?? null, path: lever?.path ?? [] });
  }
  const call = deployment.callsOf(key).find((node) => isOwned(node.file));
  const nowhere = { file: deployment.file, node: 0, span: { start: 0, end: 0 } };
  return { at: call === undefined ? nowhere : nodeLocation(deployment, call), lever: null };
}

function atGiver(deployment: EvaluatedDeployment, { node, parameter, path }: Giver): Located {
  return {
    at: nodeLocation(deployment, node),
    lever: parameter === null ? null : parameter + path.map(inPath).join(''),
  };
}

/** A step of a path as Bicep writes it: `.name`, `[0]`. */
function inPath(step: string): string {
  return /^\d+$/.test(step) ? `[${step}]` : `.${step}`;
}

/**
 * The argument of a call that decides alone: for what a resource lacks as a whole, for a value that a module writes only where it is asked to, for a
 * resource that stands for an element of a list.
 */
function giverAt(
  deployment: EvaluatedDeployment,
  place: Place,
  decided: TracedLeaf | null,
  isOwned: IsOwned,
): Giver | null {
  const { key } = place.resource;
  if (place.kind === 'value') return decided && deployment.askerOf(decided, isOwned);
  if (place.lacks !== undefined) return deployment.giverOf(key, place.lacks, isOwned);
  return deployment.makerOf(key, null, isOwned);
}

function nodeLocation(deployment: EvaluatedDeployment, { file, node }: FileNode): NodeLocation {
  return { file, node, span: deployment.files.get(file)?.spans.spanOf(node) ?? { start: 0, end: 0 } };
}

function findingOf(
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

function keyOf(rule: Rule, resource: ResourceView, verdict: Breached): string {
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
function merge(findings: Map<string, RuleFinding>, finding: RuleFinding): void {
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

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
