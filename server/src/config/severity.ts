/** Severities in the order of weight, heaviest first; `hint` is the lightest. */
export const severities = ['error', 'warning', 'information', 'hint'] as const;

export type Severity = (typeof severities)[number];

/** What a configuration may say about one rule: another severity, or `off`. */
export type RuleSetting = Severity | 'off';

export function isSeverity(value: unknown): value is Severity {
  return severities.some((severity) => severity === value);
}

/** True if `severity` weighs at least as much as `threshold`. */
export function isAtLeast(severity: Severity, threshold: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(threshold);
}
