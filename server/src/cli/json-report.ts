import type { Severity } from '../config/severity.ts';
import type { Finding } from '../rules/finding.ts';
import type { VerifiedRepair } from '../service/model.ts';
import { type LineIndex, lineIndex, type Range } from '../text/lines.ts';
import type { RunWorkspace } from './run-workspace.ts';
import type { CheckedFile } from './templates.ts';

/** The version of all JSON that the command line writes. */
export const jsonVersion = 1;

/** The JSON of `check`: a contract with other programs. Lines and characters from 0; files relative to the working folder, with `/`. */
export interface CheckJson {
  readonly version: typeof jsonVersion;
  readonly files: readonly FileJson[];
  readonly findings: readonly FindingJson[];
  readonly stats: { readonly files: number; readonly resources: number; readonly ms: number };
}

interface FileJson {
  readonly path: string;
  readonly problems: readonly {
    readonly file: string;
    readonly range: Range;
    readonly code: string;
    readonly severity: Severity;
    readonly message: string;
  }[];
}

interface FindingJson {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly certainty: 'certain' | 'possible';
  readonly message: string;
  readonly file: string;
  readonly range: Range;
  readonly resource: Finding['resource'];
  readonly instances: number;
  readonly scenarios: readonly string[];
  readonly related: readonly { readonly file: string; readonly range: Range; readonly message: string }[];
  readonly fixes: readonly { readonly title: string; readonly kind: 'safe' | 'review' }[];
}

/** Collects files; only the plain data of the report is kept, not their texts. */
export function jsonReport(): {
  add(checked: CheckedFile, repairsOf: (finding: Finding) => readonly VerifiedRepair[]): void;
  finish(milliseconds: number): CheckJson;
} {
  const files: FileJson[] = [];
  const findings: FindingJson[] = [];
  let resources = 0;
  return {
    add({ file, analysis, workspace }, repairsOf) {
      const { path, text } = file.source;
      // Most files have nothing to be told.
      const isTold = analysis.problems.length + analysis.findings.length > 0;
      const lines = lineIndex(isTold ? text : '');
      const problems = analysis.problems.map(({ span, code, severity, message }) => ({
        file: path,
        range: lines.rangeOf(span),
        code,
        severity,
        message,
      }));
      files.push({ path, problems });
      findings.push(...analysis.findings.map((finding) => findingJson(finding, lines, workspace, repairsOf(finding))));
      resources += analysis.resourceCount;
    },
    finish: (milliseconds) => ({
      version: jsonVersion,
      files,
      findings,
      stats: { files: files.length, resources, ms: Math.round(milliseconds) },
    }),
  };
}

function findingJson(
  finding: Finding,
  lines: LineIndex,
  workspace: RunWorkspace,
  repairs: readonly VerifiedRepair[],
): FindingJson {
  const linesOf = (file: string): LineIndex | null => (file === finding.at.file ? lines : workspace.linesOf(file));
  return {
    ruleId: finding.ruleId,
    severity: finding.severity,
    certainty: finding.certainty,
    message: finding.message,
    file: finding.at.file,
    range: lines.rangeOf(finding.at.span),
    resource: {
      type: finding.resource.type,
      name: finding.resource.name,
      symbolicName: finding.resource.symbolicName,
    },
    instances: finding.instances,
    scenarios: finding.scenarios,
    related: finding.related.flatMap(({ file, span, message }) => {
      const range = linesOf(file)?.rangeOf(span);
      return range === undefined ? [] : [{ file, range, message }];
    }),
    fixes: repairs.map(({ title, kind }) => ({ title, kind })),
  };
}
