/**
 * The engine behind the language server and the command line. It remembers by content what it read and what it found, and nothing else: every
 * answer depends only on its arguments.
 */
import type { Configuration } from '../config/configuration.ts';
import { currentId } from '../config/rule-names.ts';
import type { EvaluatedDeployment } from '../deployment/build.ts';
import { rules } from '../rules/index.ts';
import { rulePage } from '../rules/page.ts';
import { describeRule } from './describe-rule.ts';
import { type BoundedEntries, boundedEntries, type Entry } from './entries.ts';
import { type Evaluation, Evaluations } from './evaluations.ts';
import { fileAnalysis, type MergedAnalysis, nothingIn } from './file-analysis.ts';
import { fileEvaluation } from './file-evaluation.ts';
import { FileStore } from './file-store.ts';
import { IncludeGraphs } from './include-graphs.ts';
import { JudgedFindings } from './judged-findings.ts';
import type { Engine, FileAnalysis, SourceFile } from './model.ts';
import { networkDifference } from './network/difference.ts';
import { tierMatrix } from './network/matrix.ts';
import { reachAnswer } from './network/reach.ts';
import { securityRulesAt } from './network/rule-note.ts';
import { whyNoRepair } from './no-repair.ts';
import { Renewing } from './renewing.ts';
import type { Extent, FindingRepairs, RepairContext } from './repairs.ts';
import { names } from './rule-settings.ts';
import { Scene } from './scene.ts';
import { topologyOf } from './topology.ts';
import { aloneIn, type Workspace } from './workspace.ts';

type RepairRequest = Parameters<Engine['repairs']>;

export interface EngineOptions {
  /** Evaluated deployments that are kept for questions about them; a program that asks once needs one. */
  readonly keptDeployments?: number;
}

export function createEngine({ keptDeployments }: EngineOptions = {}): Engine {
  const store = new FileStore();
  const graphs = new IncludeGraphs();
  const evaluations = new Evaluations(keptDeployments === undefined ? {} : { deployments: keptDeployments });
  const renewing = new Renewing(evaluations);

  let last: MergedQuestion | null = null;

  const sceneOf = (file: SourceFile, workspace: Workspace | undefined): Scene =>
    new Scene(store, workspace ?? aloneIn(file), file);

  /** The entries whose evaluations make the analysis of the scene's file: none for what is restored and not the author's. */
  const boundedEntriesOf = (scene: Scene): BoundedEntries => {
    const { path } = scene.focus;
    const entries = scene.isOwned(path) ? graphs.of(scene).entriesFor(path) : [];
    return boundedEntries(entries, scene.workspace.mostScenarios);
  };

  const entriesOf = (scene: Scene): readonly Entry[] => boundedEntriesOf(scene).entries;

  /** The same as far as it is known. A template without a parameter file may yet have a caller. */
  const knownEntriesOf = (scene: Scene): BoundedEntries & { readonly searching: boolean } => {
    const { path } = scene.focus;
    if (!scene.isOwned(path)) return { entries: [], leftOut: new Map(), searching: false };
    const { graph, isWhole } = graphs.known(scene);
    const { entries, leftOut } = boundedEntries(graph.entriesFor(path), scene.workspace.mostScenarios);
    if (isWhole) return { entries, leftOut, searching: false };
    const isOpen = ({ parameters }: Entry): boolean => parameters === null;
    return {
      leftOut,
      entries: entries.map((entry) => (isOpen(entry) ? { ...entry, isProvisional: true } : entry)),
      searching: true,
    };
  };

  /** `evaluationOf` gives an evaluation, and whether it is of the files as they are now. */
  const analysisBy = (
    scene: Scene,
    configuration: Configuration,
    { entries, leftOut, searching }: BoundedEntries & { readonly searching: boolean },
    evaluationOf: (entry: Entry, index: number) => { readonly found: Evaluation | null; readonly isCurrent: boolean },
  ): MergedAnalysis => {
    evaluations.want(configuration);
    const read = scene.record(scene.focus.path)?.read ?? null;
    if (read === null) return { analysis: nothingIn(scene.focus.path), merged: [] };
    const evaluated = entries.map(evaluationOf);
    const known = evaluated.map(({ found }) => found).filter((evaluation) => evaluation !== null);
    const complete = evaluated.every(({ isCurrent }) => isCurrent);
    const { path } = scene.focus;
    const scenarios = {
      evaluated: entries.filter(({ template }) => template === path).length,
      leftOut: leftOut.get(path) ?? 0,
    };
    return fileAnalysis(scene, read, known, configuration, { complete, searching, scenarios });
  };

  const whole = (scene: Scene, configuration: Configuration): MergedAnalysis =>
    analysisBy(scene, configuration, { ...boundedEntriesOf(scene), searching: false }, (entry) => ({
      found: evaluations.currentOrNew(scene, entry),
      isCurrent: true,
    }));

  /** The deployment of the scene's file in its first scenario, or by its defaults. */
  const shownDeployment = (scene: Scene, entries: readonly Entry[]): EvaluatedDeployment | null => {
    const { path } = scene.focus;
    const entry = entries.find(({ template }) => template === path);
    return evaluations.deployment(scene, entry ?? { template: path, parameters: null }).deployment;
  };

  /** All findings of a file, with the evaluations that they come from; made once for as long as nobody asks about something else. */
  const merged = (file: SourceFile, configuration: Configuration, workspace: Workspace | undefined): MergedQuestion => {
    if (workspace !== undefined && last !== null) {
      const isSame = last.scene.workspace === workspace && last.state === workspace.state;
      const { focus } = last.scene;
      if (isSame && focus.path === file.path && focus.text === file.text && last.configuration === configuration)
        return last;
    }
    const scene = sceneOf(file, workspace);
    last = { scene, state: scene.workspace.state, configuration, ...whole(scene, configuration) };
    return last;
  };

  const analyze = (file: SourceFile, configuration: Configuration, workspace?: Workspace): FileAnalysis =>
    merged(file, configuration, workspace).analysis;

  const judged = new JudgedFindings(evaluations, ({ scene, configuration }, pauses): RepairContext => {
    const { mostScenarios } = scene.workspace;
    const entriesWith = (path: string): readonly Entry[] =>
      boundedEntries(graphs.of(scene).entriesFor(path), mostScenarios).entries;
    const callersOf = (path: string): readonly string[] => graphs.of(scene).callersOf(path);
    return { evaluations, configuration, entriesOf: entriesWith, callersOf, pauses };
  });

  /** Null if there is no such finding. */
  const repairAnswer = (
    extent: Extent,
    ...[file, configuration, findingKey, workspace]: RepairRequest
  ): FindingRepairs | null => judged.answer(merged(file, configuration, workspace), findingKey, extent);

  return {
    analyze,
    glance: (file, configuration, workspace) => {
      const scene = sceneOf(file, workspace);
      return analysisBy(scene, configuration, knownEntriesOf(scene), (entry, index) => {
        if (index === 0) return { found: evaluations.currentOrNew(scene, entry), isCurrent: true };
        const current = evaluations.current(scene, entry);
        return { found: current ?? evaluations.latest(entry), isCurrent: current !== null };
      }).analysis;
    },
    renew: (file, workspace, isDue) => {
      const scene = sceneOf(file, workspace);
      if (scene.isOwned(file.path) && graphs.advance(scene, isDue)) return true;
      return renewing.advance(scene, () => entriesOf(scene), isDue);
    },
    scenarios: (file, workspace) => {
      const scene = sceneOf(file, workspace);
      if (scene.record(file.path)?.read === null)
        return { scenarios: [], leftOut: 0, searching: false, parameterFiles: [] };
      const { entries, leftOut: byTemplate, searching } = knownEntriesOf(scene);
      const leftOut = byTemplate.get(file.path) ?? 0;
      const scenarios = entries.map(({ template, parameters }) => ({ template, parameters }));
      return { scenarios, leftOut, searching, parameterFiles: graphs.known(scene).graph.allParameterFiles(file.path) };
    },
    get reading() {
      return graphs.progress;
    },
    repairs: (...question) => repairAnswer('whole', ...question)?.repairs ?? [],
    refusals: (...question) => repairAnswer('whole', ...question)?.refused ?? [],
    whyNoRepair: (...question) => {
      const answer = repairAnswer('whole', ...question);
      return answer === null || answer.repairs.length > 0 ? null : whyNoRepair(answer);
    },
    offers: (...question) => {
      const answer = repairAnswer('view', ...question);
      if (answer === null) return { repairs: [], isWhole: true, whyNone: null };
      const { repairs, isWhole } = answer;
      return { repairs, isWhole, whyNone: repairs.length > 0 ? null : whyNoRepair(answer) };
    },
    verify: (file, configuration, workspace, isDue, findingKey = null) =>
      judged.advance(merged(file, configuration, workspace), findingKey, isDue),
    topology: (file, configuration, workspace, findings) => {
      const scene = sceneOf(file, workspace);
      const entries = findings === undefined ? entriesOf(scene) : knownEntriesOf(scene).entries;
      const deployment = shownDeployment(scene, entries);
      if (deployment === null) return null;
      const tree = topologyOf(deployment, findings ?? whole(scene, configuration).analysis.findings);
      return { ...tree, matrix: tierMatrix(deployment) };
    },
    reach: (file, question, workspace) => {
      const scene = sceneOf(file, workspace);
      const deployment = shownDeployment(scene, entriesOf(scene));
      return deployment && reachAnswer(deployment, question);
    },
    networkDifference: (file, edited, workspace, around = workspace) => {
      const deploymentIn = (scene: Scene): EvaluatedDeployment | null => shownDeployment(scene, entriesOf(scene));
      const before = deploymentIn(sceneOf(file, workspace));
      const after = deploymentIn(sceneOf({ ...file, text: edited }, around));
      return before && after ? networkDifference(before, after) : null;
    },
    securityRules: (file, offset, workspace) => {
      const scene = sceneOf(file, workspace);
      const deployment = shownDeployment(scene, knownEntriesOf(scene).entries);
      return deployment === null ? [] : securityRulesAt(deployment, file.path, offset);
    },
    evaluate: (file, workspace) => fileEvaluation(sceneOf(file, workspace)),
    rules: () => rules.map(describeRule),
    explain: (ruleId) => {
      const current = currentId(names, ruleId);
      const rule = rules.find(({ id }) => id === current);
      return rule === undefined ? null : rulePage(rule);
    },
  };
}

/** A question about the findings of a file, and its answer. */
interface MergedQuestion extends MergedAnalysis {
  readonly scene: Scene;
  readonly state: object;
  readonly configuration: Configuration;
}
