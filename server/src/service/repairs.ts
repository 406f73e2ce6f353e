/** Repairs of one finding, as the workspace verifies them. */
import type { Configuration } from '../config/configuration.ts';
import type { EvaluatedDeployment } from '../deployment/build.ts';
import { changedResources } from '../deployment/changed-resources.ts';
import type { FileEdits } from '../repair/changes.ts';
import type { RepairFiles } from '../repair/plan.ts';
import { type RepairAnswer, verifiedRepairs } from '../repair/repairs.ts';
import { type Checked, type Refusal, refusalOf, refusalOfText } from '../repair/verify.ts';
import { proposalsFor } from '../rules/engine.ts';
import { rules } from '../rules/index.ts';
import { applyEdits } from '../text/edit.ts';
import { type Entry, entryKey } from './entries.ts';
import type { Evaluation, Evaluations } from './evaluations.ts';
import { withSetting } from './file-analysis.ts';
import type { EntryFinding, MergedFinding } from './merge-findings.ts';
import type { Scene } from './scene.ts';

/** What a repair is judged by besides the scene. */
export interface RepairContext {
  readonly evaluations: Evaluations;
  readonly configuration: Configuration;
  /** The entries that a file is part of. */
  readonly entriesOf: (path: string) => readonly Entry[];
}

/**
 * Repairs are planned on the deployment in which the finding stands, and may change any of the author's files that it is made of. They are judged
 * by what all entries say that the changed files are part of.
 */
export function repairsOf(scene: Scene, context: RepairContext, merged: MergedFinding): RepairAnswer {
  const { evaluations } = context;
  for (const source of ownFirst(merged.sources, scene.focus.path)) {
    const { deployment, dependencies } = evaluations.deployment(scene, source.entry);
    if (deployment === null) continue;
    const isOwned = (file: string): boolean => dependencies.isOwned(file);
    const proposals = proposalsFor(rules, deployment, source.finding.key, isOwned);
    if (proposals.length === 0) continue;
    const files: RepairFiles = {
      isOwned: (file) => isOwned(file) && scene.record(file)?.read?.isGenerated !== true,
      text: (file) => scene.record(file)?.text ?? null,
    };
    const trials = new Trials(scene, context, merged);
    return verifiedRepairs({
      findingKey: merged.finding.key,
      proposals,
      deployment,
      files,
      judge: (edits) => trials.judge(edits),
      reach: (edits) => trials.reach(edits),
    });
  }
  return { repairs: [], refused: [] };
}

/** A template's own scenarios show its names as its author knows them. */
function ownFirst(sources: readonly EntryFinding[], path: string): readonly EntryFinding[] {
  const isOwn = ({ entry }: EntryFinding): boolean => entry.template === path;
  return [...sources.filter(isOwn), ...sources.filter((source) => !isOwn(source))];
}

/** Carries edits out on copies, and tells what the entries say then. */
class Trials {
  private readonly scene: Scene;
  private readonly context: RepairContext;
  private readonly merged: MergedFinding;
  private readonly before = new Map<string, Evaluation>();
  /** The deployments of the edits that were judged last. */
  private last: { readonly edits: readonly FileEdits[]; readonly after: Map<string, EvaluatedDeployment> } | null =
    null;

  constructor(scene: Scene, context: RepairContext, merged: MergedFinding) {
    this.scene = scene;
    this.context = context;
    this.merged = merged;
  }

  /** Why the edits are no repair; null if they are one. The entries in which the finding stands are asked first. */
  judge(edits: readonly FileEdits[]): Refusal | null {
    const { scene, context, merged } = this;
    const changed = this.changedBy(edits);
    const after = new Map<string, EvaluatedDeployment>();
    this.last = { edits, after };
    for (const { path } of edits) {
      const refusal = refusalOfText(problemsIn(scene, path), problemsIn(changed, path));
      if (refusal !== null) return refusal;
    }
    const { severity } = merged.finding;
    for (const entry of this.entriesOf(edits)) {
      const now = context.evaluations.trial(changed, entry);
      if (now.deployment !== null) after.set(entryKey(entry), now.deployment);
      const stood = merged.sources.filter((source) => entryKey(source.entry) === entryKey(entry));
      const refusal = refusalOf(severity, {
        before: this.checked(this.evaluationOf(entry)),
        after: this.checked(now.evaluation),
        stood: stood.map(({ finding }) => finding),
      });
      if (refusal !== null) return refusal;
    }
    return null;
  }

  /** How many resources the edits that were judged last change; of a template with several parameter files in the one where they are most. */
  reach(edits: readonly FileEdits[]): number {
    const { scene, context, last } = this;
    const byTemplate = new Map<string, number>();
    for (const entry of this.entriesOf(edits)) {
      const before = context.evaluations.deployment(scene, entry).deployment;
      const after = last?.edits === edits ? last.after.get(entryKey(entry)) : undefined;
      if (before === null || after === undefined) continue;
      const count = changedResources(before, after);
      byTemplate.set(entry.template, Math.max(byTemplate.get(entry.template) ?? 0, count));
    }
    return [...byTemplate.values()].reduce((sum, count) => sum + count, 0);
  }

  private changedBy(edits: readonly FileEdits[]): Scene {
    const texts = edits.map(({ path, edits: ofFile }): [string, string] => [
      path,
      applyEdits(this.scene.record(path)?.text ?? '', ofFile),
    ]);
    return this.scene.with(new Map(texts));
  }

  private entriesOf(edits: readonly FileEdits[]): readonly Entry[] {
    const entries = new Map<string, Entry>();
    for (const { entry } of this.merged.sources) entries.set(entryKey(entry), entry);
    for (const { path } of edits) {
      for (const entry of this.context.entriesOf(path)) entries.set(entryKey(entry), entry);
    }
    return [...entries.values()];
  }

  private evaluationOf(entry: Entry): Evaluation {
    const { evaluations } = this.context;
    const key = entryKey(entry);
    const known =
      this.before.get(key) ?? evaluations.current(this.scene, entry) ?? evaluations.evaluate(this.scene, entry);
    this.before.set(key, known);
    return known;
  }

  private checked({ problems, findings }: Evaluation): Checked {
    const { configuration } = this.context;
    return { problems, findings: findings.flatMap((finding) => withSetting(finding, configuration) ?? []) };
  }
}

function problemsIn(scene: Scene, path: string) {
  return scene.record(path)?.read?.lowered.problems ?? [];
}
