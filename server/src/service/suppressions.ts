import type { Finding } from '../rules/finding.ts';
import { isSilenced } from '../syntax/bicep/directives.ts';
import type { BicepFile } from '../syntax/bicep/index.ts';

/** What an author asked not to be told. */
export interface Suppressions {
  covers(finding: Finding): boolean;
}

export const noSuppressions: Suppressions = { covers: () => false };

/** `#disable-next-line <rule id>` and its relatives, which Bicep takes with any code. */
export function bicepSuppressions({ directives }: Pick<BicepFile, 'directives'>): Suppressions {
  if (directives.length === 0) return noSuppressions;
  // Nothing else of the file is held on to: its tree is many times as large as what was lowered from it.
  return { covers: (finding) => isSilenced(directives, finding.ruleId, finding.at.span.start) };
}
