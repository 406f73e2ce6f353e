import type { Finding } from '../rules/finding.ts';
import { isSilenced } from '../syntax/bicep/directives.ts';
import type { BicepFile } from '../syntax/bicep/index.ts';

/** What an author asked not to be told. */
export interface Suppressions {
  covers(finding: Finding): boolean;
}

export const noSuppressions: Suppressions = { covers: () => false };

/** `#disable-next-line <rule id>` and its relatives, which Bicep takes with any code. */
export function bicepSuppressions(file: BicepFile): Suppressions {
  if (file.directives.length === 0) return noSuppressions;
  return { covers: (finding) => isSilenced(file.directives, finding.ruleId, finding.at.span.start) };
}
