/** Repairs of one finding, as the workspace verifies them. */
import type { Configuration } from '../config/configuration.ts';
import { isAtLeast } from '../config/severity.ts';
import type { EvaluatedDeployment } from '../deployment/build.ts';
import type { RepairProposal, ResourceKey } from '../deployment/intent.ts';
import { completed, type Pauses } from '../evaluate/pauses.ts';
import type { RepairPlan } from '../repair/changes.ts';
import { type RepairAnswer, repairWork } from '../repair/repairs.ts';
import type { RepairFiles } from '../repair/site.ts';
import {
  type Checked,
  type Comparison,
  mendedBesides,
  type Refusal,
  refusalOf,
  refusalOfText,
} from '../repair/verify.ts';
import { proposedFor } from '../rules/engine.ts';
import { rules } from '../rules/index.ts';
import type { Rule } from '../rules/rule.ts';
import { type RuleFinding, resourceKeyOf } from '../rules/rule-finding.ts';
import { applyEdits } from '../text/edit.ts';
import { touches } from '../text/span.ts';
import { refusalOfLength, refusalOfSize } from './azure-limits.ts';
import { type Entry, entryKey } from './entries.ts';
import { type Change, type Compared, EntryTrials } from './entry-trial.ts';
import type { Evaluation, Evaluations } from './evaluations.ts';
import { textOfContent } from './files/decode.ts';
import type { EntryFinding, MergedFinding } from './merge-findings.ts';
import { decidesTraffic, mostCompared, type NetworkChange, trafficChange } from './network/traffic-change.ts';
import { settingOf, withSetting } from './rule-settings.ts';
import type { Scene } from './scene.ts';
import { writtenCalls } from './written-calls.ts';

/** Resources that are repaired together because one text says something of them. */
const mostTogether = 32;

/** What a repair is judged by besides the scene. */
export interface RepairContext {
  readonly evaluations: Evaluations;
  readonly configuration: Configuration;
  /** The entries that a file is part of. */
  readonly entriesOf: (path: string) => readonly Entry[];
  /** The files that include a file. */
  readonly callersOf: (path: string) => readonly string[];
  /** When to let others work; null to do it at once. */
  readonly pauses: Pauses | null;
}

/** Where the resource of a finding is declared, as its author sees it. */
export type DeclaredIn =
  | 'own'
  /** In a template that a tool wrote. */
  | 'generated'
  /** In a module that isn't the author's. */
  | 'restored';

/** By which entries repairs are judged: by the one that a person looks at, or by all that read a changed file. */
export type Extent = 'view' | 'whole';

/** The repairs of a finding, with all that they depend on. */
export interface FindingRepairs extends RepairAnswer {
  /** True if all entries were asked that read a changed file. */
  readonly isWhole: boolean;
  readonly declaredIn: DeclaredIn;
  /** Why the rule proposes nothing, if it says so. */
  readonly noRepair: string | null;
  /** The evaluations that the finding comes from, and those that the repairs were judged by. */
  readonly judgedBy: ReadonlyMap<string, Evaluation>;
}

/**
 * Repairs are planned on the deployment in which the finding stands, and may change any of the author's files that it is made of. They are judged
 * by what all entries say that the changed files are part of; in view only by the first in which the finding stands, where what is no repair is none
 * for all of them either.
 */
export function* findingRepairs(
  scene: Scene,
  context: RepairContext,
  merged: MergedFinding,
  extent: Extent = 'whole',
): Generator<undefined, FindingRepairs> {
  const { evaluations } = context;
  const trials = new Trials(scene, context, merged);
  let declaredIn: DeclaredIn = 'own';
  let noRepair: string | null = null;
  for (const source of ownFirst(merged.sources, scene.focus.path)) {
    const { deployment, dependencies } = evaluations.deployment(scene, source.entry);
    if (deployment === null) continue;
    const isOwned = (file: string): boolean => dependencies.isOwned(file);
    const isGenerated = (file: string): boolean => scene.record(file)?.read?.isGenerated === true;
    declaredIn = declarationOf(deployment, resourceKeyOf(source.finding), isOwned, isGenerated);
    const proposed = source.finding.keys
      .slice(0, mostTogether)
      .map((key) => proposedFor(rules, deployment, key, isOwned));
    noRepair ??= proposed.find((one) => one.noRepair !== null)?.noRepair ?? null;
    const ofEach = proposed.map((one) => one.repairs).filter((repairs) => repairs.length > 0);
    const [first, ...others] = ofEach;
    if (first === undefined) continue;
    const files: RepairFiles = {
      isOwned: (file) => isOwned(file) && !isGenerated(file),
      text: (file) => scene.record(file)?.text ?? null,
      fileBeside: (file, name) => fileBeside(scene, isOwned, file, name),
      callsOf: (file) => writtenCalls(scene, context.callersOf(file), file),
    };
    trials.judgeBy(ofEach.flat());
    if (extent === 'view') trials.judgeIn(source.entry);
    const { instances } = extent === 'view' ? source.finding : merged.finding;
    const work = (proposals: readonly RepairProposal[]): Generator<undefined, RepairAnswer> =>
      repairWork({
        findingKey: merged.finding.key,
        instances: Math.max(1, instances),
        proposals,
        deployment,
        files,
        judge: (plan) => trials.judge(plan),
        changesFewer: (plan, than) => trials.changesFewer(plan, than),
        traffic: () => trafficChange(trials.networks),
        reach: () => trials.reach,
        mended: () => trials.mended,
      });
    const answer = yield* work(first);
    // Where one text says something of several resources, it may take more than one change to mend all of them.
    const isEnough = answer.repairs.length > 0 || others.length === 0;
    const { repairs, refused } = isEnough ? answer : yield* work(together(first, others));
    const { isWhole, judgedBy } = trials;
    return { repairs, refused, isWhole, declaredIn, noRepair, judgedBy };
  }
  return { repairs: [], refused: [], isWhole: true, declaredIn, noRepair, judgedBy: trials.judgedBy };
}

function fileBeside(
  { host }: Scene,
  isOwned: (file: string) => boolean,
  file: string,
  name: string,
): ReturnType<RepairFiles['fileBeside']> {
  const folder = host.parent(file);
  const path = folder === null ? null : host.resolve(folder, name);
  if (path === null || !isOwned(path)) return null;
  const content = host.read(path);
  if (content === null) return { path, text: null };
  const text = textOfContent(content);
  return text === null ? null : { path, text };
}

function declarationOf(
  deployment: EvaluatedDeployment,
  key: ResourceKey,
  isOwned: (file: string) => boolean,
  isGenerated: (file: string) => boolean,
): DeclaredIn {
  const file = deployment.header(key)?.file;
  if (file === undefined) return 'own';
  if (isGenerated(file)) return 'generated';
  return isOwned(file) ? 'own' : 'restored';
}

/** The proposals for one resource, each with what is proposed for others in the same place. */
function together(
  first: readonly RepairProposal[],
  others: readonly (readonly RepairProposal[])[],
): readonly RepairProposal[] {
  return first.map((proposal, index) => {
    const alike = others.flatMap((proposals) => proposals[index] ?? []).filter(({ kind }) => kind === proposal.kind);
    return { ...proposal, intents: [...proposal.intents, ...alike.flatMap(({ intents }) => intents)] };
  });
}

/** A template's own scenarios show its names as its author knows them. */
function ownFirst(sources: readonly EntryFinding[], path: string): readonly EntryFinding[] {
  const isOwn = ({ entry }: EntryFinding): boolean => entry.template === path;
  return [...sources.filter(isOwn), ...sources.filter((source) => !isOwn(source))];
}

/** Carries edits out on copies, and tells what the entries say then. */
class Trials {
  readonly judgedBy = new Map<string, Evaluation>();
  private readonly scene: Scene;
  private readonly context: RepairContext;
  private readonly merged: MergedFinding;
  private readonly entryTrials: EntryTrials;
  private rules: readonly Rule[] = rules;
  /** The only entry that is asked; null if all are. */
  private only: Entry | null = null;
  /** False once an entry wasn't asked that reads a changed file. */
  isWhole = true;
  /** The other rules whose findings of the same resources are gone with the plan that was judged last. */
  mended: ReadonlySet<string> = new Set();
  /** The networks that the plan that was judged last may change, those that are compared and one more if there are more. */
  networks: NetworkChange[] = [];
  /** How many resources that plan changes in each entry. */
  private changed: { readonly entry: Entry; readonly count: number }[] = [];

  constructor(scene: Scene, context: RepairContext, merged: MergedFinding) {
    this.scene = scene;
    this.context = context;
    this.merged = merged;
    this.entryTrials = new EntryTrials(context.evaluations, context.pauses);
    for (const { entry } of merged.sources) this.evaluationOf(entry);
  }

  /** Asks no other entry. */
  judgeIn(entry: Entry): void {
    this.only = entry;
  }

  /** Leaves out the rules whose findings make no difference: lighter ones than the finding's that no proposal names. */
  judgeBy(proposals: readonly RepairProposal[]): void {
    const { finding } = this.merged;
    const { configuration } = this.context;
    const named = new Set(
      proposals.flatMap(({ alsoMends = [], whenMended = {} }) => [...alsoMends, ...Object.keys(whenMended)]),
    );
    this.rules = rules.filter((rule) => {
      const setting = settingOf(rule.id, configuration) ?? rule.severity;
      if (setting === 'off') return false;
      return rule.id === finding.ruleId || named.has(rule.id) || isAtLeast(setting, finding.severity);
    });
  }

  /** Why a plan is no repair; null if it is one. The entries in which the finding stands are asked first. */
  *judge(plan: RepairPlan): Generator<undefined, Refusal | null> {
    const { context, merged } = this;
    const changed = this.changedBy(plan);
    this.forget();
    const mended = new Set<string>();
    const left = new Set<string>();
    const ofTexts = this.refusalOfTexts(plan, changed);
    if (ofTexts !== null) return ofTexts;
    const { severity } = merged.finding;
    for (const entry of this.entriesOf(plan)) {
      const change = this.changeOf(plan, entry, changed);
      const compared = yield* this.entryTrials.compare(change);
      const { before, after, deployment } = yield* this.entryTrials.judge(change, compared, this.rules);
      const tooMany = deployment === null ? null : refusalOfSize(deployment);
      if (tooMany !== null) return tooMany;
      const stood = merged.sources.filter((source) => entryKey(source.entry) === entryKey(entry));
      const comparison: Comparison = {
        before: this.checked(before),
        after: this.checked(after),
        stood: stood.map(({ finding }) => finding),
        asks: plan.asks.length > 0,
        isInModule: (finding) => this.isInModule(deployment, finding),
      };
      const refusal = refusalOf(severity, comparison);
      if (refusal !== null) return refusal;
      const besides = mendedBesides(comparison);
      for (const rule of besides.mended) mended.add(rule);
      for (const rule of besides.left) left.add(rule);
      if (compared !== null) this.noteChange(change, compared);
      if (context.pauses?.isDue() === true) yield;
    }
    this.mended = new Set([...mended].filter((rule) => !left.has(rule)));
    return null;
  }

  private isInModule(deployment: EvaluatedDeployment | null, finding: RuleFinding): boolean {
    const isOwned = (file: string): boolean => this.scene.isOwned(file);
    return (
      deployment !== null && declarationOf(deployment, resourceKeyOf(finding), isOwned, () => false) === 'restored'
    );
  }

  /** True if a plan changes fewer resources than so many: asked of one that may be no repair, before it is judged. */
  *changesFewer(plan: RepairPlan, than: number): Generator<undefined, boolean> {
    const { pauses } = this.context;
    const changed = this.changedBy(plan);
    this.forget();
    for (const entry of this.entriesOf(plan)) {
      const change = this.changeOf(plan, entry, changed);
      const compared = yield* this.entryTrials.compare(change);
      if (compared !== null) this.noteChange(change, compared);
      if (this.reach >= than) return false;
      if (pauses?.isDue() === true) yield;
    }
    return true;
  }

  private forget(): void {
    this.networks = [];
    this.changed = [];
  }

  /** How many resources the plan that was judged last changes; of a template with several parameter files in the one where they are most. */
  get reach(): number {
    const byTemplate = new Map<string, number>();
    for (const { entry, count } of this.changed)
      byTemplate.set(entry.template, Math.max(byTemplate.get(entry.template) ?? 0, count));
    return [...byTemplate.values()].reduce((sum, count) => sum + count, 0);
  }

  private changeOf({ edits }: RepairPlan, entry: Entry, changed: Scene): Change {
    const files = new Set(edits.map(({ path }) => path));
    return { before: this.evaluationOf(entry), scene: this.scene, changed, files };
  }

  /** Notes what a plan changes in an entry. Deployments of dozens of entries take much memory: only those are kept that somebody asks for. */
  private noteChange({ before: { entry }, changed }: Change, { before, after, changes }: Compared): void {
    this.changed.push({ entry, count: changes.count });
    if (this.networks.length > mostCompared || !decidesTraffic(changes)) return;
    const { evaluations } = this.context;
    const whole = after.isWhole ? after : completed(evaluations.trial(changed, entry, null));
    const { deployment } = after.isWhole ? { deployment: before } : evaluations.deploymentInPassing(this.scene, entry);
    if (deployment !== null && whole.deployment !== null)
      this.networks.push({ before: deployment, after: whole.deployment });
  }

  /** Syntax errors elsewhere don't matter; what has one in it isn't changed, since nobody knows what it is to become. */
  private refusalOfTexts({ edits }: RepairPlan, changed: Scene): Refusal | null {
    for (const { path, edits: ofFile } of edits) {
      const before = this.scene.record(path);
      const after = changed.record(path);
      const damaged = before?.read?.damaged ?? [];
      if (ofFile.some(({ span }) => damaged.some((part) => touches(part, span)))) return { kind: 'damaged' };
      const refusal =
        refusalOfText(before?.read?.lowered.problems ?? [], after?.read?.lowered.problems ?? []) ??
        (after === null ? null : refusalOfLength(after));
      if (refusal !== null) return refusal;
    }
    return null;
  }

  private changedBy({ edits }: RepairPlan): Scene {
    const texts = edits.map(({ path, edits: ofFile }): [string, string] => [
      path,
      applyEdits(this.scene.record(path)?.text ?? '', ofFile),
    ]);
    return this.scene.with(new Map(texts));
  }

  private entriesOf({ edits }: RepairPlan): readonly Entry[] {
    const entries = new Map<string, Entry>();
    for (const { entry } of this.merged.sources) entries.set(entryKey(entry), entry);
    for (const { path, creates } of edits) {
      if (creates) continue;
      for (const entry of this.context.entriesOf(path)) entries.set(entryKey(entry), entry);
    }
    const { only } = this;
    if (only === null) return [...entries.values()];
    if (entries.size > 1) this.isWhole = false;
    return [only];
  }

  private evaluationOf(entry: Entry): Evaluation {
    const { evaluations } = this.context;
    const key = entryKey(entry);
    const known = this.judgedBy.get(key) ?? evaluations.currentOrNew(this.scene, entry);
    this.judgedBy.set(key, known);
    return known;
  }

  private checked({ problems, findings }: Checked): Checked {
    const { configuration } = this.context;
    return { problems, findings: findings.flatMap((finding) => withSetting(finding, configuration) ?? []) };
  }
}
