import type { Configuration } from '../config/configuration.ts';
import { defaultProfile, type Profile, profilesOf } from '../config/profiles.ts';
import { type RuleNames, ruleNames } from '../config/rule-names.ts';
import type { RuleSetting } from '../config/severity.ts';
import { rules } from '../rules/index.ts';
import type { RuleFinding } from '../rules/rule-finding.ts';

/** The names of all rules, of today and before. */
export const names: RuleNames = ruleNames(rules);

/** The profiles in which each rule is on, by its id. */
const profilesByRule: ReadonlyMap<string, readonly Profile[]> = new Map(
  rules.map((rule) => [rule.id, profilesOf(rule)] as const),
);

/** What a configuration says of a rule: its setting, or else whether it is in the profile. Null for the rule's own severity. */
export function settingOf(
  ruleId: string,
  { rules: settings, profile = defaultProfile }: Configuration,
): RuleSetting | null {
  const setting = settings[ruleId];
  if (setting !== undefined) return setting;
  return profilesByRule.get(ruleId)?.includes(profile) ? null : 'off';
}

export function isOff(ruleId: string, configuration: Configuration): boolean {
  return settingOf(ruleId, configuration) === 'off';
}

/** A finding with the severity that the configuration gives its rule; null if the rule is off. */
export function withSetting(finding: RuleFinding, configuration: Configuration): RuleFinding | null {
  const setting = settingOf(finding.ruleId, configuration);
  if (setting === 'off') return null;
  return setting === null || finding.certainty === 'possible' ? finding : { ...finding, severity: setting };
}
