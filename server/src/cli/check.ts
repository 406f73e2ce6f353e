import type { Severity } from '../config/severity.ts';
import type { Finding } from '../rules/finding.ts';
import type { Engine, VerifiedRepair } from '../service/model.ts';
import type { Invocation } from './arguments.ts';
import { jsonReport } from './json-report.ts';
import { isError } from './source-files.ts';
import { type CheckedFile, checkFiles, configurationsOf, exitCodeOf, guarded, inputReport } from './templates.ts';
import { type ExitCode, exitCodes, palette, type Terminal, worseExitCode } from './terminal.ts';
import { emptyTotals, fileReport, summary, totalsWith } from './text-report.ts';

/** Repairs of a finding, as far as they were asked for. */
export type RepairsOf = (finding: Finding) => readonly VerifiedRepair[];

/** `zero-trust check`: all findings of all files that the operands name. Writes no file. */
export function check(invocation: Invocation, engine: Engine, terminal: Terminal): ExitCode {
  const started = performance.now();
  const { options, operands } = invocation;
  const threshold = severityOption(options.get('--severity'));
  const report = inputReport(terminal);
  const configurations = configurationsOf(options, engine, terminal, report);
  const files = checkFiles(operands, { engine, configurations, terminal, report, options });

  const repairsIn = ({ file, configuration, workspace }: CheckedFile): RepairsOf => {
    if (!options.has('--fixes')) return () => [];
    return (finding) => {
      const repairs = guarded(file, () => engine.repairs(file.source, configuration, finding.key, workspace));
      if (!isError(repairs)) return repairs;
      report.error(repairs.error);
      return [];
    };
  };

  const outcome =
    options.get('--format') === 'json'
      ? reportAsJson(files, repairsIn, threshold, started, terminal)
      : reportAsText(files, repairsIn, threshold, started, terminal);
  return worseExitCode(outcome, report.exitCode);
}

/** Files are reported as they are done, so that a large folder shows something at once. */
function reportAsText(
  files: Iterable<CheckedFile>,
  repairsIn: (checked: CheckedFile) => RepairsOf,
  threshold: Severity,
  started: number,
  terminal: Terminal,
): ExitCode {
  const paint = palette(terminal.color);
  let exitCode: ExitCode = exitCodes.clean;
  let totals = emptyTotals;
  for (const checked of files) {
    terminal.write(fileReport(checked, repairsIn(checked), paint));
    totals = totalsWith(totals, checked.analysis);
    exitCode = worseExitCode(exitCode, exitCodeOf(checked.analysis, threshold));
  }
  terminal.write(`${summary(totals, performance.now() - started)}\n`);
  return exitCode;
}

function reportAsJson(
  files: Iterable<CheckedFile>,
  repairsIn: (checked: CheckedFile) => RepairsOf,
  threshold: Severity,
  started: number,
  terminal: Terminal,
): ExitCode {
  const json = jsonReport();
  let exitCode: ExitCode = exitCodes.clean;
  for (const checked of files) {
    json.add(checked, repairsIn(checked));
    exitCode = worseExitCode(exitCode, exitCodeOf(checked.analysis, threshold));
  }
  terminal.write(`${JSON.stringify(json.finish(performance.now() - started), null, 2)}\n`);
  return exitCode;
}

/** The parser has let only severities through; without the option, warnings count. */
function severityOption(value: string | undefined): Severity {
  return value === undefined ? 'warning' : (value as Severity);
}
