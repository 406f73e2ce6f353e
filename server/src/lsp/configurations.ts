import { type Configuration, defaultConfiguration } from '../config/configuration.ts';
import { configurationFileName, readConfigurationFile } from '../config/configuration-file.ts';

/** Reads a file of the workspace by its URI; null if there is none. The host decides how. */
export type ReadText = (uri: string) => Promise<string | null>;

/** The configuration of each document: the nearest file in its folder or above it. */
export interface Configurations {
  of(uri: string): Promise<Configuration>;
  /** Forgets everything that was read: a configuration file was created, changed or deleted somewhere. */
  forget(): void;
}

/**
 * @param ruleIds the ids of all rules.
 * @param warn takes one line about a configuration file that can't be used; the document itself shows where.
 */
export function configurations(
  readText: ReadText,
  ruleIds: readonly string[],
  warn: (line: string) => void,
): Configurations {
  const byFolder = new Map<string, Promise<Configuration>>();

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
    const { configuration, problems } = readConfigurationFile(text, ruleIds);
    if (problems.some((problem) => problem.severity === 'error')) warn(`${uri} is broken; the defaults apply.`);
    return configuration;
  };

  return {
    of: (uri) => {
      const folder = parentFolder(uri);
      return folder === null ? Promise.resolve(defaultConfiguration) : ofFolder(folder);
    },
    forget: () => byFolder.clear(),
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
