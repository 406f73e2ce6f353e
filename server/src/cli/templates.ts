import path from 'node:path';
import type { Configuration } from '../config/configuration.ts';
import { isProfile } from '../config/profiles.ts';
import { ruleNames } from '../config/rule-names.ts';
import { isAtLeast, type Severity } from '../config/severity.ts';
import type { Engine, FileAnalysis } from '../service/model.ts';
import { readSource } from '../service/read.ts';
import { UsageError } from './arguments.ts';
import { type Configurations, namedConfiguration, nearestConfigurations, withProfile } from './configurations.ts';
import { errorLine } from './error-line.ts';
import { type RunOptions, type RunWorkspace, runWorkspace } from './run-workspace.ts';
import { findCandidates, type InputError, isError, isFolder, type LoadedFile, loadFile } from './source-files.ts';
import { type ExitCode, exitCodes, printable, type Terminal } from './terminal.ts';

/** A template or parameter file that was found, read and analysed. */
export interface CheckedFile {
  readonly file: LoadedFile;
  readonly configuration: Configuration;
  readonly analysis: FileAnalysis;
  readonly workspace: RunWorkspace;
}

/** Tells input errors as they are met, one line each, and remembers that there was one. */
export interface InputReport {
  error(line: string): void;
  warning(line: string): void;
  readonly exitCode: ExitCode;
}

export function inputReport(terminal: Terminal): InputReport {
  let exitCode: ExitCode = exitCodes.clean;
  const tell = (line: string) => terminal.writeErrorLine(`zero-trust: ${printable(line)}`);
  return {
    error(line) {
      tell(line);
      exitCode = exitCodes.inputError;
    },
    warning: tell,
    get exitCode() {
      return exitCode;
    },
  };
}

/** The configurations that a run uses: the named one for all, else the nearest of each file; with the profile that was asked for. */
export function configurationsOf(
  options: ReadonlyMap<string, string>,
  engine: Engine,
  terminal: Terminal,
  report: InputReport,
): Configurations {
  const names = ruleNames(engine.rules());
  const named = options.get('--config');
  const profile = options.get('--profile');
  const onProblem = (severity: 'error' | 'warning', line: string): void => report[severity](line);
  const configurations =
    named === undefined
      ? nearestConfigurations(terminal.workingDirectory, names, onProblem)
      : namedConfiguration(named, terminal.workingDirectory, names, onProblem);
  // The parser has let only profiles through.
  return isProfile(profile) ? withProfile(configurations, profile) : configurations;
}

/**
 * Tells what is wrong with the configuration file that was named, for commands that ask it for no severities.
 * @throws UsageError if it can't be read or is broken.
 */
export function readNamedConfiguration(options: ReadonlyMap<string, string>, engine: Engine, terminal: Terminal): void {
  if (options.has('--config')) configurationsOf(options, engine, terminal, inputReport(terminal));
}

/** What a run of a command is about, besides its operands. */
export interface RunSettings {
  readonly engine: Engine;
  readonly configurations: Configurations;
  readonly terminal: Terminal;
  readonly report: InputReport;
  readonly options: ReadonlyMap<string, string>;
}

/**
 * Reads what the operands name, then analyses it one file at a time: what a file is may depend on all others. What can't be used is reported,
 * and the rest goes on. JSON that is no template is passed over in a folder, and an input error if it was named: who names a file wants to
 * know about it.
 */
export function* checkFiles(operands: readonly string[], settings: RunSettings): Generator<CheckedFile> {
  const { engine, configurations, terminal, report, options } = settings;
  const { workingDirectory } = terminal;
  const files: LoadedFile[] = [];
  for (const candidate of findCandidates(operands, workingDirectory)) {
    const file = isError(candidate) ? candidate : loadFile(candidate, workingDirectory);
    if (file === null) continue;
    if (isError(file)) report.error(file.error);
    else files.push(file);
  }
  const run = runOptionsOf(options, terminal);
  const { parameters } = run;
  for (const file of parameters ?? []) {
    if (!files.some(({ source }) => source.path === file.source.path)) files.push(file);
  }
  const workspace = runWorkspace(files, run);
  for (const { source } of parameters ?? []) {
    const { using } = readSource(source)?.lowered ?? { using: null };
    const folder = workspace.host.parent(source.path);
    const template = using === null || folder === null ? null : workspace.host.resolve(folder, using);
    if (template !== null && !workspace.paths.includes(template))
      throw new UsageError(`--parameters ${source.path} is for ${template}, which is not checked here`);
  }
  const told = new Set<string>();
  for (const file of files) {
    const configuration = configurations.of(file.absolutePath);
    const analysis = guarded(file, () => engine.analyze(file.source, configuration, workspace));
    if (isError(analysis)) report.error(analysis.error);
    else if (analysis.language !== null) {
      tellSettings(analysis, workspace, report, told);
      yield { file, configuration, analysis, workspace };
    } else if (file.named)
      report.error(`cannot check ${file.source.path}: no Azure template or parameter file (its $schema tells)`);
  }
}

/** Tells what is wrong with a bicepconfig.json, once in a run: no report is about that file. */
function tellSettings(
  { settingsProblems }: FileAnalysis,
  workspace: RunWorkspace,
  report: InputReport,
  told: Set<string>,
): void {
  for (const { file, problem } of settingsProblems) {
    if (told.has(file)) continue;
    told.add(file);
    const { line, character } = workspace.linesOf(file)?.positionAt(problem.span.start) ?? { line: 0, character: 0 };
    report.warning(`${file}:${line + 1}:${character + 1}: ${problem.message}`);
  }
}

/**
 * What `--config`, `--parameters` and `--registry-cache` say of a run; what is named must be there.
 * @throws UsageError if it can't be read. The configuration file itself is read by `configurationsOf`.
 */
export function runOptionsOf(options: ReadonlyMap<string, string>, terminal: Terminal): RunOptions {
  const { workingDirectory } = terminal;
  const configuration = options.get('--config');
  return {
    workingDirectory,
    registryCache: registryCacheOf(options, terminal),
    configuration: configuration === undefined ? null : path.resolve(workingDirectory, configuration),
    parameters: parametersOf(options, workingDirectory),
  };
}

/** The parameter file of `--parameters`; null without the option. @throws UsageError if it can't be read. */
function parametersOf(options: ReadonlyMap<string, string>, workingDirectory: string): readonly LoadedFile[] | null {
  const named = options.get('--parameters');
  if (named === undefined) return null;
  const file = loadFile({ absolutePath: path.resolve(workingDirectory, named), named: true }, workingDirectory);
  if (file === null) throw new UsageError(`--parameters ${named} is no parameter file`);
  if (isError(file)) throw new UsageError(file.error);
  const read = readSource(file.source);
  if (read === null || (read.lowered.language !== 'bicep-params' && read.lowered.language !== 'arm-params'))
    throw new UsageError(`--parameters ${named} is no parameter file`);
  return [file];
}

/**
 * The folder of restored modules: the one that was named, else Bicep's own in the person's home folder, if it is there.
 * @throws UsageError if the named one is no folder.
 */
function registryCacheOf(options: ReadonlyMap<string, string>, terminal: Terminal): string | null {
  const named = options.get('--registry-cache');
  if (named !== undefined) {
    const folder = path.resolve(terminal.workingDirectory, named);
    if (!isFolder(folder)) throw new UsageError(`--registry-cache ${named} is no folder`);
    return folder;
  }
  const own = terminal.homeDirectory === null ? null : path.join(terminal.homeDirectory, '.bicep');
  return own !== null && isFolder(own) ? own : null;
}

/** What findings and syntax errors mean for the exit code. A possible finding counts only if even hints do. */
export function exitCodeOf(analysis: FileAnalysis, threshold: Severity): ExitCode {
  const hasSyntaxError = analysis.problems.some((problem) => problem.severity === 'error');
  const counts = analysis.findings.some(({ certainty, severity }) =>
    certainty === 'certain' ? isAtLeast(severity, threshold) : threshold === 'hint',
  );
  return hasSyntaxError || counts ? exitCodes.findings : exitCodes.clean;
}

/** Work on one file, whose failure must not keep the others from being checked. */
export function guarded<T extends object>(file: LoadedFile, work: () => T): T | InputError {
  try {
    return work();
  } catch (error) {
    return { error: `internal error in ${file.source.path}: ${errorLine(error)}` };
  }
}
