/** What one file means when it is deployed: the answer of the engine to `evaluate`. */
import type { Severity } from '../config/severity.ts';
import type { EvaluatedDeployment } from '../deployment/build.ts';
import { argumentProblems } from '../evaluate/check-arguments.ts';
import { type FileProblem, report } from '../evaluate/file-problem.ts';
import { isMissing } from '../evaluate/files.ts';
import type { Location } from '../rules/finding.ts';
import { Dependencies } from './dependencies.ts';
import type { Entry } from './entries.ts';
import { evaluatedTemplate } from './evaluate.ts';
import type { EvaluatedTemplate } from './evaluation/model.ts';
import { shownDeployment } from './evaluations.ts';
import type { HostEntry } from './files/host.ts';
import { loadProblems } from './files/load-problems.ts';
import { parameterFilesOf } from './files/parameter-files.ts';
import type { Scene } from './scene.ts';

/** A file in one scenario, with what is wrong in all files that were read for it. */
export interface FileEvaluation {
  readonly kind: 'evaluation';
  readonly template: EvaluatedTemplate;
  /** Errors of syntax included, in the order in which the files were read. */
  readonly problems: readonly LocatedProblem[];
}

export interface LocatedProblem extends Location {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
}

/**
 * Why there is nothing to evaluate: the file is neither a template nor a parameter file; it is a parameter file for no template, by its text and
 * by its own name, or for one that can't be read; the parameter file that counts is for another template.
 */
export interface NoEvaluation {
  readonly kind: 'no-template' | 'no-using' | 'no-named-template' | 'no-used-template' | 'other-template';
}

/** Evaluates the scene's file: a template with the parameter file that counts, or by its defaults; a parameter file with its template. */
export function fileEvaluation(scene: Scene): FileEvaluation | NoEvaluation {
  const entry = entryOf(scene);
  if ('kind' in entry) return entry;
  const deployment = shownDeployment(scene, entry);
  if (deployment === null) return { kind: 'no-used-template' };
  // Problems are known when all values have been read.
  const template = evaluatedTemplate(deployment);
  return { kind: 'evaluation', template, problems: problemsOf(deployment) };
}

function entryOf(scene: Scene): Entry | NoEvaluation {
  const { path } = scene.focus;
  const lowered = scene.record(path)?.read?.lowered;
  if (lowered === undefined) return { kind: 'no-template' };
  if (lowered.language === 'bicep' || lowered.language === 'arm') {
    const parameters = scene.workspace.parameters?.[0] ?? null;
    const isForOther = parameters !== null && usedBy(scene, parameters) !== path && hasUsing(scene, parameters);
    return isForOther ? { kind: 'other-template' } : { template: path, parameters };
  }
  if (lowered.using === null) {
    if (lowered.language === 'bicep-params') return { kind: 'no-using' };
    const named = templateNamedBy(scene, path);
    return named === null ? { kind: 'no-named-template' } : { template: named, parameters: path };
  }
  const template = usedBy(scene, path);
  return template === null ? { kind: 'no-used-template' } : { template, parameters: path };
}

function hasUsing(scene: Scene, parameters: string): boolean {
  return (scene.record(parameters)?.read?.lowered.using ?? null) !== null;
}

/** The template that a parameter file is using; null if there is none that can be read. */
function usedBy(scene: Scene, parameters: string): string | null {
  const using = scene.record(parameters)?.read?.lowered.using ?? null;
  if (using === null) return null;
  const found = new Dependencies(scene).files.load(parameters, using);
  return isMissing(found) ? null : found.file;
}

/** The template beside an ARM parameter file that has its name, one of Bicep before a compiled one; null if there is none. */
function templateNamedBy(scene: Scene, parameters: string): string | null {
  const { host } = scene;
  const folder = host.parent(parameters);
  const entries = folder === null ? null : host.list(folder);
  if (folder === null || !Array.isArray(entries)) return null;
  const names = entries.flatMap((entry: HostEntry) => (entry.kind === 'file' ? [entry.name] : [])).sort();
  for (const name of names) {
    const template = host.resolve(folder, name);
    const belongs = parameterFilesOf(name, names).some((other) => host.resolve(folder, other) === parameters);
    const language = template === null || !belongs ? undefined : scene.record(template)?.read?.lowered.language;
    if (language === 'bicep' || language === 'arm') return template;
  }
  return null;
}

function problemsOf({ index }: EvaluatedDeployment): readonly LocatedProblem[] {
  const { files } = index.program;
  // The arguments first: reading them may show more that is wrong.
  const ofArguments = argumentProblems(index.program, 'all');
  const problems = new Map<string, FileProblem>();
  for (const problem of [...index.program.problems, ...ofArguments, ...loadProblems(index.program)])
    report(problems, problem);
  const located: LocatedProblem[] = [];
  for (const [file, lowered] of files) {
    const own: LocatedProblem[] = lowered.problems.map(({ span, code, severity, message }) => ({
      file,
      span,
      code,
      severity,
      message,
    }));
    for (const { file: at, node, code, severity, message } of problems.values()) {
      if (at === file) own.push({ file, span: lowered.spans.spanOf(node), code, severity, message });
    }
    located.push(...own.sort((a, b) => a.span.start - b.span.start));
  }
  return located;
}
