import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import { readConfigurationFile } from '../config/configuration-file.ts';
import type { RuleNames } from '../config/rule-names.ts';
import type { Severity } from '../config/severity.ts';
import type { Finding } from '../rules/finding.ts';
import { type LineIndex, lineIndex } from '../text/lines.ts';
import type { Problem } from '../text/problem.ts';
import type { DocumentAnalysis } from './analyses.ts';

/** The name under which diagnostics appear in the Problems panel. */
export const diagnosticSource = 'Zero Trust';

/** What a diagnostic carries for later requests about it. */
export interface DiagnosticData {
  readonly findingKey: string;
}

/**
 * Syntax errors that the document's language shows by itself: Bicep's extension and the editor's JSON support underline the same places.
 * Problems that only we can see (an expression inside a JSON string, nesting that nobody reads) stay.
 */
const shownByOthers = ['bicep-syntax', 'json-syntax'];

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** The diagnostics of an analysed document: findings, and the problems that nobody else shows. */
export function diagnosticsOf(analysis: DocumentAnalysis, withRelated: boolean): Diagnostic[] {
  const { result, lines } = analysis;
  return [
    ...result.problems
      .filter((problem) => !shownByOthers.includes(problem.code))
      .map((problem) => problemDiagnostic(problem, lines)),
    ...result.findings.map((finding) => findingDiagnostic(finding, analysis, withRelated)),
  ];
}

export function findingDiagnostic(
  finding: Finding,
  { uri, file, lines, linesOf }: DocumentAnalysis,
  withRelated: boolean,
): Diagnostic {
  const data: DiagnosticData = { findingKey: finding.key };
  const diagnostic: Diagnostic = {
    range: lines.rangeOf(finding.at.span),
    severity: severities[finding.severity],
    source: diagnosticSource,
    code: finding.ruleId,
    codeDescription: { href: rulePageUri(finding.ruleId) },
    message: finding.message,
    data,
  };
  if (!withRelated) return diagnostic;
  const relatedInformation = finding.related.flatMap((place) => {
    const range = linesOf(place.file)?.rangeOf(place.span);
    return range
      ? [{ location: { uri: place.file === file.path ? uri : place.file, range }, message: place.message }]
      : [];
  });
  return relatedInformation.length > 0 ? { ...diagnostic, relatedInformation } : diagnostic;
}

/** The diagnostics of a configuration file, from its own text. */
export function configurationDiagnostics(text: string, names: RuleNames): Diagnostic[] {
  const lines = lineIndex(text);
  return readConfigurationFile(text, names).problems.map((problem) => problemDiagnostic(problem, lines));
}

/** The page of a rule inside the editor. */
export function rulePageUri(ruleId: string): string {
  return `zerotrust:/rules/${ruleId}.md`;
}

/** A short name for the content of diagnostics: equal content has the same id, so a client needs no second copy of it. */
export function resultIdOf(diagnostics: readonly Diagnostic[]): string {
  const text = JSON.stringify(diagnostics);
  // Two independent 32-bit hashes (FNV-1a and a multiplicative one); a collision would leave stale diagnostics until the next edit.
  let first = 0x811c9dc5;
  let second = 0x9e3779b9;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    first = Math.imul(first ^ code, 0x01000193);
    second = Math.imul(second ^ code, 0x85ebca6b) ^ (second >>> 13);
  }
  return `${(first >>> 0).toString(36)}-${(second >>> 0).toString(36)}`;
}

function problemDiagnostic(problem: Problem, lines: LineIndex): Diagnostic {
  return {
    range: lines.rangeOf(problem.span),
    severity: severities[problem.severity],
    source: diagnosticSource,
    code: problem.code,
    message: problem.message,
  };
}
