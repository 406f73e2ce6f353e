import { severities } from '../config/severity.ts';
import type { Finding } from '../rules/finding.ts';
import type { Problem } from '../text/problem.ts';

/** What a check of a file says, as far as a repair may change it. */
export interface Checked {
  readonly problems: readonly Problem[];
  readonly findings: readonly Finding[];
}

/**
 * True if a change mended a finding and harmed nothing: no new problem of reading, one finding less of this rule at this resource, and no new
 * finding that is as heavy or heavier. Findings are compared by rule and resource, since places move. One that was possible and has become
 * certain is not new: where a first private endpoint stands, the lack of others is no longer a guess.
 */
export function isGoodRepair(finding: Finding, before: Checked, after: Checked): boolean {
  if (hasNewProblem(before.problems, after.problems)) return false;
  const earlier = countsOf(before.findings);
  const later = countsOf(after.findings);
  const isMore = (identity: string): boolean => (later.get(identity) ?? 0) > (earlier.get(identity) ?? 0);
  const identity = identityOf(finding);
  if ((later.get(identity) ?? 0) >= (earlier.get(identity) ?? 0)) return false;
  return !after.findings.some(
    (candidate) =>
      severities.indexOf(candidate.severity) <= severities.indexOf(finding.severity) && isMore(identityOf(candidate)),
  );
}

function hasNewProblem(before: readonly Problem[], after: readonly Problem[]): boolean {
  const known = new Map<string, number>();
  for (const problem of before) known.set(problemKey(problem), (known.get(problemKey(problem)) ?? 0) + 1);
  return after.some((problem) => {
    const left = (known.get(problemKey(problem)) ?? 0) - 1;
    known.set(problemKey(problem), left);
    return left < 0;
  });
}

function problemKey({ code, message }: Problem): string {
  return `${code} ${message}`;
}

/** How often each breach was found. A finding at one place may stand for several resources. */
function countsOf(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) {
    const identity = identityOf(finding);
    counts.set(identity, (counts.get(identity) ?? 0) + finding.instances);
  }
  return counts;
}

function identityOf({ ruleId, resource }: Finding): string {
  return JSON.stringify([ruleId, resource.type.toLowerCase(), resource.name.toLowerCase(), resource.symbolicName]);
}
