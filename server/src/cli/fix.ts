import path from 'node:path';
import { defaultConfiguration } from '../config/configuration.ts';
import type { Engine, VerifiedRepair, Workspace } from '../service/model.ts';
import { type RepairedFile, repairFiles } from '../service/repair-files.ts';
import { counted } from '../text/enumeration.ts';
import { lineIndex } from '../text/lines.ts';
import { type Invocation, UsageError } from './arguments.ts';
import { errorLine } from './error-line.ts';
import { masked } from './masked.ts';
import { replaceFiles, writeObstacle } from './replace-file.ts';
import { encodeLike, isError } from './source-files.ts';
import {
  type CheckedFile,
  checkFiles,
  configurationsOf,
  exitCodeOf,
  guarded,
  type InputReport,
  inputReport,
} from './templates.ts';
import { type ExitCode, exitCodes, palette, printable, type Terminal, worseExitCode } from './terminal.ts';
import { emptyTotals, fileReport, placeOf, summary, totalsWith } from './text-report.ts';
import { unifiedDiff } from './unified-diff.ts';

/**
 * `zero-trust fix`: applies the repairs of all findings, the safe ones or all, in all files that were named, and exits like a `check` after it.
 * `--dry-run` prints what would change as a unified diff, so that the output is a patch; secrets in it are masked. Either way a line says why a
 * finding is left, and what the repairs of a file close and open in its network; programs that apply patches pass over lines that stand before the
 * header of a file.
 */
export function fix(invocation: Invocation, engine: Engine, terminal: Terminal): ExitCode {
  const started = performance.now();
  const { options, operands } = invocation;
  if (options.has('--safe') && options.has('--all')) throw new UsageError('--safe and --all exclude each other');
  const kinds: VerifiedRepair['kind'][] = options.has('--all') ? ['safe', 'review'] : ['safe'];
  const dryRun = options.has('--dry-run');

  const report = inputReport(terminal);
  const configurations = configurationsOf(options, engine, terminal, report);
  const paint = palette(terminal.color);
  const checkedFiles = [...checkFiles(operands, { engine, configurations, terminal, report, options })];
  const byPath = new Map(checkedFiles.map((checked) => [checked.file.source.path, checked]));
  const [{ workspace } = { workspace: null }] = checkedFiles;
  let exitCode: ExitCode = exitCodes.clean;
  let totals = emptyTotals;
  let repairCount = 0;

  if (workspace !== null) {
    const { files, texts, edits, complete } = repairFiles({
      engine,
      files: checkedFiles.map(({ file }) => file.source),
      configurationOf: (path) => byPath.get(path)?.configuration ?? defaultConfiguration,
      workspace,
      kinds,
      ruleId: null,
      obstacleOf: (path, isNew) => (isNew ? null : obstacleOf(byPath.get(path))),
      onFailure: (path, error) => report.error(`internal error in ${path}: ${errorLine(error)}`),
    });
    if (!complete) report.error('stopped after ten rounds: some repairs call forth each other');
    const made = edits.flatMap(({ path: name, creates }): NewFile[] =>
      creates
        ? [{ path: name, absolutePath: path.resolve(terminal.workingDirectory, name), text: texts.get(name) ?? '' }]
        : [],
    );
    const unwritten = dryRun ? new Map<string, string>() : write(files, made, byPath);
    for (const [, error] of unwritten) report.error(error);
    const shown = files.filter(({ path }) => !unwritten.has(path));
    const after = { ...workspace, texts };
    const reported = shown.flatMap((repaired) => {
      const checked = byPath.get(repaired.path);
      if (checked === undefined) return [];
      return [{ repaired, checked, network: networkLine(engine, checked, repaired, after, report) }];
    });
    for (const { path, text } of [...shown, ...made]) if (!unwritten.has(path)) workspace.write(path, text);
    for (const { repaired, checked, network } of reported) {
      exitCode = worseExitCode(exitCode, exitCodeOf(repaired.analysis, 'warning'));
      totals = totalsWith(totals, repaired.analysis);
      repairCount += repaired.applied.length;
      terminal.write(
        dryRun
          ? leftLines(repaired) + network + patchOf(checked, repaired)
          : appliedLines(repaired) + network + reportAfter(checked, repaired, paint),
      );
    }
    if (dryRun) for (const { path, text } of made) terminal.write(unifiedDiff(path, null, text));
  }

  if (!dryRun) {
    terminal.write(`Applied ${counted(repairCount, 'repair')}. ${summary(totals, performance.now() - started)}\n`);
  }
  return worseExitCode(exitCode, report.exitCode);
}

/** A file that repairs make. */
interface NewFile {
  readonly path: string;
  readonly absolutePath: string;
  readonly text: string;
}

/** Why a repair may not change a file, completing "... is"; null if it may. */
function obstacleOf(checked: CheckedFile | undefined): string | null {
  if (checked === undefined) return 'outside of what was named';
  return writeObstacle(checked.file.absolutePath) === null ? null : 'read-only or not there any more';
}

function appliedLines({ path, applied }: RepairedFile): string {
  return applied.map(({ title }) => `${printable(path)}: ${printable(title)}\n`).join('');
}

function leftLines({ path, text, analysis, left }: RepairedFile): string {
  if (left.size === 0) return '';
  const lines = lineIndex(text);
  return analysis.findings
    .flatMap(({ key, ruleId, at }) => {
      const reason = left.get(key);
      return reason === undefined ? [] : [`${placeOf(path, lines, at.span)} ${ruleId}: ${printable(reason)}\n`];
    })
    .join('');
}

function reportAfter(
  { file, workspace }: CheckedFile,
  repaired: RepairedFile,
  paint: ReturnType<typeof palette>,
): string {
  const { text, analysis, left } = repaired;
  const source = { ...file.source, text };
  const after = { file: { ...file, source }, analysis, workspace };
  return fileReport(
    after,
    () => [],
    paint,
    ({ key }) => left.get(key) ?? null,
  );
}

function patchOf({ file: { source }, analysis }: CheckedFile, after: RepairedFile): string {
  const shown = {
    before: masked(source.text, analysis.secrets).text,
    after: masked(after.text, after.analysis.secrets).text,
  };
  return unifiedDiff(source.path, source.text, after.text, shown);
}

/** Empty if the network lets through what it did. What fails is told. */
function networkLine(
  engine: Engine,
  checked: CheckedFile,
  { path, text }: RepairedFile,
  after: Workspace,
  report: InputReport,
): string {
  const { file, workspace } = checked;
  if (text === file.source.text) return '';
  const said = guarded(file, () => ({ found: engine.networkDifference(file.source, text, workspace, after) }));
  if (isError(said)) {
    report.error(said.error);
    return '';
  }
  const { found } = said;
  if (found === null || found.closes.length + found.opens.length === 0) return '';
  return `${printable(path)}: ${printable(found.text)}\n`;
}

/**
 * Writes what was changed. Files that one repair changes together are written together or not at all.
 * @returns why files could not be written, by path
 */
function write(
  files: readonly RepairedFile[],
  made: readonly NewFile[],
  byPath: ReadonlyMap<string, CheckedFile>,
): ReadonlyMap<string, string> {
  const unwritten = new Map<string, string>();
  for (const group of writtenTogether(files, made)) {
    const changed = group.flatMap(({ path, text }) => {
      const file = byPath.get(path)?.file;
      if (file === undefined || file.source.text === text) return [];
      const { absolutePath, source } = file;
      return [{ path, absolutePath, expected: encodeLike(file, source.text), content: encodeLike(file, text) }];
    });
    const added = made
      .filter((file) => group.some((other) => isBeside(file, other)))
      .map(({ path: name, absolutePath, text }) => ({
        path: name,
        absolutePath,
        expected: null,
        content: Buffer.from(text),
      }));
    const refused = replaceFiles([...added, ...changed]);
    if (refused === null) continue;
    for (const { path, absolutePath } of [...added, ...changed]) {
      const reason =
        absolutePath === refused.absolutePath
          ? refused.error
          : 'its repairs change another file too, which can not be written';
      unwritten.set(path, `cannot write ${path}: ${reason}`);
    }
  }
  return unwritten;
}

/** The files in groups: those that one repair changes are in the same, and those that may use a new file, which stands beside them. */
function writtenTogether(
  files: readonly RepairedFile[],
  made: readonly NewFile[],
): readonly (readonly RepairedFile[])[] {
  const groups = new Map(files.map((file) => [file.path, new Set([file])]));
  const together = [
    ...files.flatMap(({ applied }) => applied.map(({ edits }) => edits.map(({ path }) => path))),
    ...made.map((file) => files.filter((other) => isBeside(file, other)).map(({ path }) => path)),
  ];
  for (const paths of together) {
    const joined = new Set(paths.flatMap((path) => [...(groups.get(path) ?? [])]));
    for (const { path } of joined) groups.set(path, joined);
  }
  return [...new Set(groups.values())].map((group) => [...group]);
}

function isBeside(one: { readonly path: string }, other: { readonly path: string }): boolean {
  return path.dirname(one.path) === path.dirname(other.path);
}
