/** The source that the server writes into its diagnostics. */
export const DIAGNOSTIC_SOURCE = 'Zero Trust';

/** Numbers of findings by the editor's severity: 0 error, 1 warning, 2 information, 3 hint. */
const SEVERITY_WORDS: readonly (readonly [string, string])[] = [
  ['error', 'errors'],
  ['warning', 'warnings'],
  ['information', 'information'],
  ['hint', 'hints'],
];

export interface FindingSummary {
  /** Such as `3 findings`. */
  readonly text: string;
  /** Such as `2 warnings, 1 hint`; empty without findings. */
  readonly detail: string;
}

/** Sums up the findings of one document for the language status. Takes the editor's severities. */
export function summarizeFindings(severities: readonly number[]): FindingSummary {
  if (severities.length === 0) return { text: 'No findings', detail: '' };
  const parts = SEVERITY_WORDS.flatMap(([singular, plural], severity) => {
    const count = severities.filter((each) => each === severity).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? singular : plural}`];
  });
  return { text: severities.length === 1 ? '1 finding' : `${severities.length} findings`, detail: parts.join(', ') };
}
