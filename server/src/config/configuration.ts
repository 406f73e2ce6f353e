import type { RuleSetting } from './severity.ts';

/** What a person may decide: per rule id, another severity or `off`. */
export interface Configuration {
  readonly rules: Readonly<Record<string, RuleSetting>>;
}

export const defaultConfiguration: Configuration = { rules: {} };
