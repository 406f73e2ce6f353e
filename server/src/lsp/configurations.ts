import { type Configuration, defaultConfiguration } from '../config/configuration.ts';
import { configurationFileName, readConfigurationFile } from '../config/configuration-file.ts';
import type { Profile } from '../config/profiles.ts';
import type { RuleNames } from '../config/rule-names.ts';

/** Reads a file of the workspace by its URI; null if there is none. The host decides how. */
export type ReadText = (uri: string) => Promise<string | null>;

/** The profile that the settings of a folder choose. */
export interface FolderProfile {
  /** Null for all folders. */
  readonly folder: string | null;
  readonly profile: Profile;
}

/** The configuration of each document: the nearest file in its folder or above it. */
export interface Configurations {
  of(uri: string): Promise<Configuration>;
  /** Forgets everything that was read: a configuration file was created, changed or deleted somewhere. */
  forget(): void;
  /** What holds for files whose configuration chooses no profile, by their folders; the first that fits counts. */
  choose(profiles: readonly FolderProfile[]): void;
}

/**
 * @param names those of all rules.
 * @param warn takes one line about a configuration file that can't be used; the document itself shows where.
 */
export function configurations(readText: ReadText, names: RuleNames, warn: (line: string) => void): Configurations {
  const byFolder = new Map<string, Promise<Configuration>>();
  const byProfile = new Map<Profile, WeakMap<Configuration, Configuration>>();
  let chosen: readonly FolderProfile[] = [];

  const ofFolder = (folder: string): Promise<Configuration> => {
    const known = byFolder.get(folder);
    if (known) return known;
    const configuration = readFolder(folder);
    byFolder.set(folder, configuration);
    return configuration;
  };

  const readFolder = async (folder: string): Promise<Configuration> => {
    const uri = `${folder}/${configurationFileName}`;
    const text = await readText(uri);
    if (text === null) {
      const parent = parentFolder(folder);
      return parent === null ? defaultConfiguration : ofFolder(parent);
    }
    const { configuration, problems } = readConfigurationFile(text, names);
    if (problems.some((problem) => problem.severity === 'error')) warn(`${uri} is broken; the defaults apply.`);
    return configuration;
  };

  /** The same object for the same configuration: analyses are kept by it. */
  const withChoice = (configuration: Configuration, uri: string): Configuration => {
    const choice = chosen.find(({ folder }) => folder === null || uri.startsWith(`${folder}/`));
    if (configuration.profile !== undefined || choice === undefined) return configuration;
    const { profile } = choice;
    const made = byProfile.get(profile) ?? new WeakMap<Configuration, Configuration>();
    byProfile.set(profile, made);
    const known = made.get(configuration) ?? { ...configuration, profile };
    made.set(configuration, known);
    return known;
  };

  return {
    of: async (uri) => {
      const folder = parentFolder(uri);
      return withChoice(folder === null ? defaultConfiguration : await ofFolder(folder), uri);
    },
    forget: () => byFolder.clear(),
    choose: (profiles) => {
      chosen = profiles;
    },
  };
}

/**
 * The URI of the folder that holds a file or folder, without a slash at its end; null at the top, and for URIs without folders such as
 * `untitled:Untitled-1`.
 */
function parentFolder(uri: string): string | null {
  const top = /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i.exec(uri)?.[0];
  if (top === undefined || uri.length <= top.length) return null;
  return uri.slice(0, uri.lastIndexOf('/'));
}
