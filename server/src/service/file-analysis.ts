/** What all entries that reach a file make of it. */
import type { Configuration } from '../config/configuration.ts';
import type { FileProblem } from '../evaluate/file-problem.ts';
import { assignedTexts, type TextPlace } from '../evaluate/secret-texts.ts';
import type { Location, NodeLocation, QuietNote } from '../rules/finding.ts';
import type { RuleFinding } from '../rules/rule-finding.ts';
import type { Problem } from '../text/problem.ts';
import { type Shift, shiftBetween } from '../text/shift.ts';
import type { Span } from '../text/span.ts';
import type { Evaluation } from './evaluations.ts';
import type { FileRecord } from './file-store.ts';
import { type EntryFinding, type MergedFinding, mergeFindings } from './merge-findings.ts';
import type { FileAnalysis } from './model.ts';
import type { ReadFile } from './read.ts';
import { isOff, withSetting } from './rule-settings.ts';
import type { Scene } from './scene.ts';
import { sourceBeside } from './source-beside.ts';

export interface MergedAnalysis {
  readonly analysis: FileAnalysis;
  readonly merged: readonly MergedFinding[];
}

/** The analysis of a file that is none of ours. */
export function nothingIn(path: string): FileAnalysis {
  return {
    path,
    language: null,
    problems: [],
    settingsProblems: [],
    findings: [],
    damaged: [],
    quiet: [],
    secrets: [],
    source: null,
    resourceCount: 0,
    complete: true,
    searching: false,
    pending: [],
  };
}

/** How much of what the file means is known: all entries, and of each what it makes of the texts as they are now. */
export interface Extent extends Pick<FileAnalysis, 'complete' | 'searching'> {
  /** How many of the file's own scenarios are evaluated, and how many aren't. */
  readonly scenarios: { readonly evaluated: number; readonly leftOut: number };
}

/** The analysis of the file in focus by the evaluations of its entries. */
export function fileAnalysis(
  scene: Scene,
  read: ReadFile,
  evaluations: readonly Evaluation[],
  configuration: Configuration,
  { complete, searching, scenarios }: Extent,
): MergedAnalysis {
  const { path } = scene.focus;
  const findings: EntryFinding[] = [];
  const quiet = new Map<string, QuietNote>();
  const problems: Problem[] = [...read.lowered.problems];
  const pending = new Set<string>();
  const ofSettings = new Map<string, Problem>();
  const secrets = new Map<string, Span>();
  let resourceCount = 0;
  for (const evaluation of evaluations) {
    const places = new Places(scene, evaluation);
    const inFile = partsOf(evaluation).get(path) ?? nothingFound;
    for (const finding of inFile.findings) {
      const shown = withSetting(finding, configuration);
      if (shown !== null) findings.push({ entry: evaluation.entry, finding: shown, ...places.ofFinding(finding) });
    }
    for (const note of inFile.quiet) {
      if (isOff(note.ruleId, configuration)) continue;
      const at = places.of(note.at);
      quiet.set(`${note.ruleId}|${at.span.start}|${note.reason}`, { ...note, at });
    }
    for (const problem of inFile.problems) addProblem(problems, problem, places);
    for (const { file, node } of inFile.secretTexts) {
      const { span } = places.ofNode(file, node);
      secrets.set(`${span.start}|${span.end}`, span);
    }
    for (const waiting of evaluation.dependencies.pending) pending.add(waiting);
    for (const [file, problem] of evaluation.dependencies.files.configurationProblems) ofSettings.set(file, problem);
    if (evaluation.entry.template === path) resourceCount = Math.max(resourceCount, evaluation.resourceCount);
  }
  if (evaluations.every(({ secretTexts }) => secretTexts === null)) {
    const { lowered } = read;
    for (const node of assignedTexts(lowered)) secrets.set(String(node), lowered.spans.spanOf(node));
  }
  if (scenarios.leftOut > 0) problems.push(leftOutProblem(scenarios));
  const { suppressions } = read;
  const all = mergeFindings(findings);
  const merged = all.filter(({ finding }) => !suppressions.covers(finding));
  const isComplete = complete && !searching && pending.size === 0;
  // Where something isn't read, a finding may yet come.
  const isWhole = isComplete && read.damaged.length === 0;
  const found = isWhole ? all.map(({ finding }) => finding) : null;
  problems.push(...suppressions.problems(found, (ruleId) => isOff(ruleId, configuration)));
  const analysis: FileAnalysis = {
    path,
    language: read.lowered.language,
    problems: problems.sort((a, b) => a.span.start - b.span.start),
    settingsProblems: [...ofSettings].map(([file, problem]) => ({ file, problem })),
    findings: merged.map(({ finding }) => finding),
    damaged: read.damaged,
    quiet: [...quiet.values()],
    secrets: [...secrets.values()],
    source: read.isGenerated ? sourceBeside(scene) : null,
    resourceCount,
    complete: isComplete,
    searching,
    pending: [...pending],
  };
  return { analysis, merged };
}

/** Says at the beginning of a template how many of its parameter files aren't looked at. */
function leftOutProblem({ evaluated, leftOut }: Extent['scenarios']): Problem {
  const message = `This template has ${evaluated + leftOut} parameter files. Here it is evaluated with the first ${evaluated} of them by name; the command line evaluates all.`;
  return { code: 'scenarios-left-out', severity: 'information', message, span: { start: 0, end: 0 } };
}

/** What an evaluation found in one file. */
interface FoundInFile {
  readonly findings: RuleFinding[];
  readonly quiet: QuietNote<NodeLocation>[];
  readonly problems: FileProblem[];
  readonly secretTexts: TextPlace[];
}

const nothingFound: FoundInFile = { findings: [], quiet: [], problems: [], secretTexts: [] };

const partsByEvaluation = new WeakMap<Evaluation, ReadonlyMap<string, FoundInFile>>();

/** What an evaluation found, by file: each of hundreds of modules asks for its own part. */
function partsOf(evaluation: Evaluation): ReadonlyMap<string, FoundInFile> {
  const known = partsByEvaluation.get(evaluation);
  if (known !== undefined) return known;
  const parts = new Map<string, FoundInFile>();
  const partOf = (file: string): FoundInFile => {
    const part = parts.get(file) ?? { findings: [], quiet: [], problems: [], secretTexts: [] };
    parts.set(file, part);
    return part;
  };
  for (const finding of evaluation.findings) partOf(finding.at.file).findings.push(finding);
  for (const note of evaluation.quiet) partOf(note.at.file).quiet.push(note);
  for (const problem of evaluation.problems) partOf(problem.file).problems.push(problem);
  for (const text of evaluation.secretTexts ?? []) partOf(text.file).secretTexts.push(text);
  partsByEvaluation.set(evaluation, parts);
  return parts;
}

function addProblem(problems: Problem[], problem: FileProblem, places: Places): void {
  const { code, severity, message, ofSecret } = problem;
  const { span } = places.ofNode(problem.file, problem.node);
  const isKnown = problems.some(
    (known) => known.code === code && known.span.start === span.start && known.message === message,
  );
  if (!isKnown) problems.push({ code, severity, message, span, ...(ofSecret && { ofSecret }) });
}

/** Places of an evaluation in the texts as they are now. */
class Places {
  private readonly scene: Scene;
  private readonly evaluation: Evaluation;
  private readonly shifts = new Map<string, Shift>();

  constructor(scene: Scene, evaluation: Evaluation) {
    this.scene = scene;
    this.evaluation = evaluation;
  }

  ofFinding(finding: RuleFinding): Pick<EntryFinding, 'at' | 'related'> {
    const related = finding.related.map((item) => ({ ...this.of(item), message: item.message }));
    return { at: this.of(finding.at), related };
  }

  of({ file, node }: NodeLocation): Location {
    return this.ofNode(file, node);
  }

  ofNode(file: string, node: number): Location {
    const then = this.evaluation.dependencies.textOf(file);
    const now = this.scene.record(file);
    const spanOf = (record: FileRecord | null) => record?.read?.lowered.spans.spanOf(node) ?? { start: 0, end: 0 };
    if (then === null || now === null || now.meaning === then.meaning) return { file, span: spanOf(now ?? then) };
    let shift = this.shifts.get(file);
    if (shift === undefined) {
      shift = shiftBetween(then.text, now.text);
      this.shifts.set(file, shift);
    }
    return { file, span: shift.of(spanOf(then)) };
  }
}
