import { isAtLeast, type Severity, severities } from '../config/severity.ts';
import type { Finding } from '../rules/finding.ts';
import type { FileAnalysis, VerifiedRepair } from '../service/model.ts';
import { counted } from '../text/enumeration.ts';
import { type LineIndex, lineIndex } from '../text/lines.ts';
import type { Problem } from '../text/problem.ts';
import type { Span } from '../text/span.ts';
import { masked } from './masked.ts';
import type { RunWorkspace } from './run-workspace.ts';
import { sourceFrame } from './source-frame.ts';
import type { CheckedFile } from './templates.ts';
import { type Palette, printable } from './terminal.ts';

/**
 * What a report says of one file: its syntax errors and findings in the order of the text, each with its source line.
 * @param noteOf what else there is to say of a finding, on a line of its own
 */
export function fileReport(
  { file, analysis, workspace }: Pick<CheckedFile, 'file' | 'analysis' | 'workspace'>,
  repairsOf: (finding: Finding) => readonly VerifiedRepair[],
  paint: Palette,
  noteOf: (finding: Finding) => string | null = () => null,
): string {
  // Most files have nothing to be told.
  if (analysis.problems.length + analysis.findings.length === 0) return '';
  const { path, text } = file.source;
  const shown = { path, lines: lineIndex(text), workspace, frame: frames(text, analysis.secrets, paint) };
  const entries = [
    ...analysis.problems.map((problem) => ({
      start: problem.span.start,
      print: () => problemEntry(shown, problem, paint),
    })),
    ...analysis.findings.map((finding) => ({
      start: finding.at.span.start,
      print: () => findingEntry(shown, finding, repairsOf(finding), paint, noteOf(finding)),
    })),
  ];
  return entries
    .sort((a, b) => a.start - b.start)
    .map(({ print }) => `${print()}\n`)
    .join('');
}

/** Counts over all files of a run. */
export interface Totals {
  readonly files: number;
  readonly resources: number;
  readonly problems: number;
  readonly findings: Readonly<Record<Severity, number>>;
}

export const emptyTotals: Totals = {
  files: 0,
  resources: 0,
  problems: 0,
  findings: { error: 0, warning: 0, information: 0, hint: 0 },
};

export function totalsWith(totals: Totals, analysis: FileAnalysis): Totals {
  const findings = { ...totals.findings };
  for (const { severity } of analysis.findings) findings[severity]++;
  return {
    files: totals.files + 1,
    resources: totals.resources + analysis.resourceCount,
    problems: totals.problems + analysis.problems.filter(({ severity }) => isAtLeast(severity, 'warning')).length,
    findings,
  };
}

/** The closing line: what was looked at, and what was found. */
export function summary(totals: Totals, milliseconds: number): string {
  const counts = severities.flatMap((severity) =>
    totals.findings[severity] > 0 ? [counted(totals.findings[severity], severity)] : [],
  );
  if (totals.problems > 0) counts.unshift(counted(totals.problems, 'problem'));
  const found = counts.length > 0 ? counts.join(', ') : 'no findings';
  const seconds = (milliseconds / 1000).toFixed(1);
  return `Checked ${counted(totals.files, 'file')} with ${counted(totals.resources, 'resource')} in ${seconds} s: ${found}.`;
}

function problemEntry({ path, lines, frame }: Shown, problem: Problem, paint: Palette): string {
  return `${headline(path, lines, problem.span, problem.severity, problem.code, paint)}
  ${printable(problem.message)}
${problem.ofSecret === true ? '' : frame(problem.span)}`;
}

interface Shown {
  readonly path: string;
  readonly lines: LineIndex;
  readonly frame: (span: Span) => string;
  readonly workspace: RunWorkspace;
}

function findingEntry(
  { path, lines, frame, workspace }: Shown,
  finding: Finding,
  repairs: readonly VerifiedRepair[],
  paint: Palette,
  note: string | null,
): string {
  const related = finding.related.flatMap(({ file, span, message }) => {
    const there = file === path ? lines : workspace.linesOf(file);
    return there === null ? [] : [`  ${placeOf(file, there, span)}: ${printable(message)}\n`];
  });
  const repairLines = repairs.map(({ title, kind }) => `  ${paint.bold('repair')} (${kind}): ${printable(title)}\n`);
  const noteLine = note === null ? '' : `  ${printable(note)}\n`;
  const scenarios = finding.scenarios.length > 0 ? `  It holds with ${printable(finding.scenarios.join(', '))}.\n` : '';
  const severity = finding.certainty === 'possible' ? `${finding.severity} (possible)` : finding.severity;
  return `${headline(path, lines, finding.at.span, severity, finding.ruleId, paint)}
  ${printable(finding.message)}
${frame(finding.at.span)}${scenarios}${related.join('')}${repairLines.join('')}${noteLine}`;
}

/** Prints the source lines of spans, without secrets. */
function frames(text: string, secrets: readonly Span[], paint: Palette): (span: Span) => string {
  const shown = masked(text, secrets);
  const lines = lineIndex(shown.text);
  return (span) => sourceFrame(shown.text, lines, shown.of(span), paint);
}

function headline(path: string, lines: LineIndex, span: Span, severity: string, code: string, paint: Palette): string {
  const color = severities.find((name) => severity.startsWith(name)) ?? 'information';
  return `${paint.bold(placeOf(path, lines, span))} ${paint[color](severity)} ${code}`;
}

/** `file:line:column`, counted from 1 as editors show them. */
export function placeOf(path: string, lines: LineIndex, span: Span): string {
  const { line, character } = lines.positionAt(span.start);
  return `${printable(path)}:${line + 1}:${character + 1}`;
}
