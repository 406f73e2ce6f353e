import type { Engine, VerifiedRepair } from '../service/model.ts';
import { type RepairedFile, repairFile } from '../service/repair-file.ts';
import { type Invocation, UsageError } from './arguments.ts';
import { masked } from './masked.ts';
import { replaceFile } from './replace-file.ts';
import { encodeLike, type InputError, isError } from './source-files.ts';
import { type CheckedFile, checkFiles, configurationsOf, exitCodeOf, guarded, inputReport } from './templates.ts';
import { type ExitCode, exitCodes, palette, printable, type Terminal, worseExitCode } from './terminal.ts';
import { counted, emptyTotals, fileReport, summary, totalsWith } from './text-report.ts';
import { unifiedDiff } from './unified-diff.ts';

/**
 * `zero-trust fix`: applies the repairs of all findings, the safe ones or all, and exits like a `check` after it. `--dry-run` prints what
 * would change as a unified diff, so that the output is a patch; secrets in it are masked. Either way a line says what the repairs of a file close
 * and open in its network; programs that apply patches pass over lines that stand before the header of a file.
 */
export function fix(invocation: Invocation, engine: Engine, terminal: Terminal): ExitCode {
  const started = performance.now();
  const { options, operands } = invocation;
  if (options.has('--safe') && options.has('--all')) throw new UsageError('--safe and --all exclude each other');
  const kinds: VerifiedRepair['kind'][] = options.has('--all') ? ['safe', 'review'] : ['safe'];
  const dryRun = options.has('--dry-run');

  const report = inputReport(terminal);
  const configurations = configurationsOf(undefined, engine, terminal, report);
  const paint = palette(terminal.color);
  let exitCode: ExitCode = exitCodes.clean;
  let totals = emptyTotals;
  let repairCount = 0;

  for (const checked of checkFiles(operands, { engine, configurations, terminal, report, options })) {
    const { file, configuration, workspace } = checked;
    const repaired = guarded(file, () => repairFile(engine, file.source, configuration, kinds, workspace));
    const outcome = isError(repaired) || dryRun ? repaired : writtenOrError(checked, repaired);
    if (isError(outcome)) {
      report.error(outcome.error);
      continue;
    }
    workspace.write(file.source.path, outcome.text);
    if (!outcome.complete)
      report.error(`${file.source.path}: stopped after ${counted(outcome.applied.length, 'repair')}`);
    exitCode = worseExitCode(exitCode, exitCodeOf(outcome.analysis, 'warning'));
    totals = totalsWith(totals, outcome.analysis);
    repairCount += outcome.applied.length;

    const said = guarded(file, () => ({ line: networkLine(engine, checked, outcome) }));
    if (isError(said)) report.error(said.error);
    const network = isError(said) ? '' : said.line;
    if (dryRun) {
      terminal.write(network);
      const shown = {
        before: masked(file.source.text, checked.analysis.secrets).text,
        after: masked(outcome.text, outcome.analysis.secrets).text,
      };
      terminal.write(unifiedDiff(file.source.path, file.source.text, outcome.text, shown));
      continue;
    }
    const titles = outcome.applied.map(({ title }) => `${printable(file.source.path)}: ${printable(title)}\n`);
    terminal.write(titles.join('') + network);
    const source = { ...file.source, text: outcome.text };
    terminal.write(fileReport({ file: { ...file, source }, analysis: outcome.analysis, workspace }, () => [], paint));
  }

  if (!dryRun) {
    terminal.write(`Applied ${counted(repairCount, 'repair')}. ${summary(totals, performance.now() - started)}\n`);
  }
  return worseExitCode(exitCode, report.exitCode);
}

/** Empty if the network lets through what it did. */
function networkLine(engine: Engine, { file: { source }, workspace }: CheckedFile, { text }: RepairedFile): string {
  if (text === source.text) return '';
  const difference = engine.networkDifference(source, text, workspace);
  if (difference === null || difference.closes.length + difference.opens.length === 0) return '';
  return `${printable(source.path)}: ${printable(difference.text)}\n`;
}

function writtenOrError({ file }: CheckedFile, repaired: RepairedFile): RepairedFile | InputError {
  if (repaired.text === file.source.text) return repaired;
  const refused = replaceFile(file.absolutePath, encodeLike(file, file.source.text), encodeLike(file, repaired.text));
  return refused ? { error: `cannot write ${file.source.path}: ${refused.error}` } : repaired;
}
