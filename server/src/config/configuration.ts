import type { Contract } from './contract.ts';
import type { Profile } from './profiles.ts';
import type { RuleSetting } from './severity.ts';

/** What a person may decide. */
export interface Configuration {
  /** The set of rules that is on; without it the recommended one. */
  readonly profile?: Profile;
  /** Per rule id, another severity or `off`. */
  readonly rules: Readonly<Record<string, RuleSetting>>;
  /** Where the sources of modules lie; without it every module of a registry is taken from the cache. */
  readonly modules?: readonly ModuleMapping[];
  /** The tiers and the flows that are meant, if the workspace declares them. */
  readonly contract?: Contract;
}

/** Modules whose reference starts with `prefix` are the folders of sources below `folder`. */
export interface ModuleMapping {
  /** The start of references, such as `br/public:avm/`. */
  readonly prefix: string;
  /** A folder relative to the configuration file, with slashes. */
  readonly folder: string;
}

export const defaultConfiguration: Configuration = { rules: {} };
