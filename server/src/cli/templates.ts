import type { Configuration } from '../config/configuration.ts';
import { isAtLeast, type Severity } from '../config/severity.ts';
import type { Engine, FileAnalysis } from '../service/model.ts';
import { type Configurations, namedConfiguration, nearestConfigurations } from './configurations.ts';
import { errorLine } from './error-line.ts';
import { findCandidates, type InputError, isError, type LoadedFile, loadFile } from './source-files.ts';
import { type ExitCode, exitCodes, printable, type Terminal } from './terminal.ts';

/** A template or parameter file that was found, read and analysed. */
export interface CheckedFile {
  readonly file: LoadedFile;
  readonly configuration: Configuration;
  readonly analysis: FileAnalysis;
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

/** The configurations that a run uses: the named one for all, else the nearest of each file. */
export function configurationsOf(
  named: string | undefined,
  engine: Engine,
  terminal: Terminal,
  report: InputReport,
): Configurations {
  const ruleIds = engine.rules().map((rule) => rule.id);
  const onProblem = (severity: 'error' | 'warning', line: string): void => report[severity](line);
  return named === undefined
    ? nearestConfigurations(terminal.workingDirectory, ruleIds, onProblem)
    : namedConfiguration(named, terminal.workingDirectory, ruleIds, onProblem);
}

/**
 * Reads and analyses what the operands name, one file at a time. What can't be used is reported, and the rest goes on. JSON that is no
 * template is passed over in a folder, and an input error if it was named: who names a file wants to know about it.
 */
export function* checkFiles(
  operands: readonly string[],
  engine: Engine,
  configurations: Configurations,
  workingDirectory: string,
  report: InputReport,
): Generator<CheckedFile> {
  for (const candidate of findCandidates(operands, workingDirectory)) {
    const file = isError(candidate) ? candidate : loadFile(candidate, workingDirectory);
    if (file === null) continue;
    if (isError(file)) {
      report.error(file.error);
      continue;
    }
    const configuration = configurations.of(file.absolutePath);
    const analysis = guarded(file, () => engine.analyze(file.source, configuration));
    if (isError(analysis)) report.error(analysis.error);
    else if (analysis.language !== null) yield { file, configuration, analysis };
    else if (file.named)
      report.error(`cannot check ${file.source.path}: no Azure template or parameter file (its $schema tells)`);
  }
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
