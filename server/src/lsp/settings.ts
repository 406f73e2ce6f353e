/** The settings of a client: how templates are to be evaluated. What can't be used is said in the log and counts as not set. */
import { profiles as allProfiles, defaultProfile, isProfile, type Profile } from '../config/profiles.ts';
import { contextKeys, type ScenarioContext } from '../evaluate/scenario.ts';
import type { ScenarioChoice } from '../service/workspace.ts';
import type { FolderProfile } from './configurations.ts';
import type { Log } from './guard.ts';
import { canonicalUri, resolvedUri } from './uris.ts';

/** The section under which a client keeps them. */
export const settingsSection = 'zeroTrust';

/** The key of `zeroTrust.parameters` that stands for all templates. */
const allTemplates = '*';

export interface Settings {
  readonly choices: readonly ScenarioChoice[];
  /** The folder of restored modules; null for the usual one. */
  readonly registryCache: string | null;
  /** Of each folder, for files whose configuration file chooses none. */
  readonly profiles: readonly FolderProfile[];
}

export const noSettings: Settings = { choices: [], registryCache: null, profiles: [] };

/** The settings of one folder as the client gave them. */
export interface FolderSettings {
  /** Null for what is open without a folder. */
  readonly folder: string | null;
  readonly values: unknown;
}

/** @param all those of each folder; of the cache the first that names one counts. */
export function readSettings(all: readonly FolderSettings[], warn: Log): Settings {
  let registryCache: string | null = null;
  const profiles: FolderProfile[] = [];
  const choices = all.map(({ folder, values }): ScenarioChoice => {
    const named = folder === null ? null : canonicalUri(folder);
    const settings = isRecord(values) ? values : {};
    const reader: Reader = { folder: named, warn };
    registryCache ??= cacheFolder(reader, settings.registryCache);
    const profile = profileOf(reader, settings.profile);
    if (profile !== null) profiles.push({ folder: named, profile });
    return {
      folder: named,
      ...parametersOf(reader, settings.parameters),
      context: contextOf(reader, settings.scenario),
    };
  });
  return { choices, registryCache, profiles };
}

interface Reader {
  readonly folder: string | null;
  readonly warn: Log;
}

function parametersOf(reader: Reader, value: unknown): Pick<ScenarioChoice, 'parameters' | 'common'> {
  const parameters = new Map<string, readonly string[]>();
  let common: readonly string[] = [];
  for (const [template, files] of Object.entries(recordOf(reader, 'parameters', value))) {
    const names = typeof files === 'string' ? [files] : files;
    if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
      reader.warn(`zeroTrust.parameters: "${template}" needs the path of a parameter file, or a list of them.`);
      continue;
    }
    const resolved = names.flatMap((name) => resolve(reader, 'parameters', name) ?? []);
    if (template === allTemplates) common = resolved;
    else {
      const path = resolve(reader, 'parameters', template);
      if (path !== null) parameters.set(path, resolved);
    }
  }
  return { parameters, common };
}

function contextOf(reader: Reader, value: unknown): ScenarioContext {
  const context: { -readonly [Key in keyof ScenarioContext]: string } = {};
  for (const [word, text] of Object.entries(recordOf(reader, 'scenario', value))) {
    const key = contextKeys.find((known) => known === word);
    if (key === undefined) reader.warn(`zeroTrust.scenario: "${word}" is none of ${contextKeys.join(', ')}.`);
    else if (typeof text !== 'string') reader.warn(`zeroTrust.scenario: "${word}" needs a text.`);
    else if (text !== '') context[key] = text;
  }
  return context;
}

function cacheFolder(reader: Reader, value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string') return resolve(reader, 'registryCache', value);
  reader.warn('zeroTrust.registryCache needs the path of a folder.');
  return null;
}

/** The profile that is set; null for the default one, which is what counts without a setting. */
function profileOf(reader: Reader, value: unknown): Profile | null {
  if (value === undefined || value === null) return null;
  if (isProfile(value)) return value === defaultProfile ? null : value;
  reader.warn(`zeroTrust.profile is one of ${allProfiles.join(', ')}.`);
  return null;
}

/** A path as a person writes it: relative to the folder, or absolute, with slashes of either kind. */
function resolve({ folder, warn }: Reader, setting: string, path: string): string | null {
  const written = path.replaceAll('\\', '/');
  const isAbsolute = written.startsWith('/') || /^[a-z]:\//i.test(written);
  const resolved = resolvedUri(folder ?? 'file:///', written);
  if (resolved !== null && (folder !== null || isAbsolute)) return resolved;
  warn(`zeroTrust.${setting}: "${path}" leads to no file.`);
  return null;
}

function recordOf({ warn }: Reader, setting: string, value: unknown): Readonly<Record<string, unknown>> {
  if (value === undefined || value === null) return {};
  if (isRecord(value)) return value;
  warn(`zeroTrust.${setting} needs an object.`);
  return {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
