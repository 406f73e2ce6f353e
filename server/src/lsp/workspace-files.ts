/** The workspace around the open documents: which files count, and what has changed. */
import { bicepConfigName } from '../config/bicep-config.ts';
import { configurationFileName } from '../config/configuration-file.ts';
import { isRefusal } from '../service/files/host.ts';
import type { Workspace } from '../service/workspace.ts';
import { type CachedFiles, cachedFiles, type FileSystem, type Territory } from './host-files.ts';
import { noSettings, type Settings } from './settings.ts';
import { canonicalUri, isInside, parentUri } from './uris.ts';

/** Files and folders that are looked at in a workspace; what lies beyond is known once it is open or referred to. */
const mostEntries = 20_000;

/** Scenarios of one template that are evaluated as somebody types. */
const mostScenarios = 32;

/** Folders in which nobody writes templates. */
const skippedFolders: readonly string[] = ['node_modules', '.git'];

export interface FileChange {
  readonly uri: string;
  readonly kind: 'created' | 'changed' | 'deleted';
}

export interface WorkspaceFiles {
  readonly files: CachedFiles;
  /** The workspace as it is now; the same object until something changes. */
  now(): Workspace;
  /**
   * Looks for the templates of the workspace folders.
   * @param watches the client tells of changes of files.
   */
  start(folders: readonly string[], trusted: boolean, watches: boolean): void;
  /** Files changed on disk. True if a configuration file is among them. */
  changed(changes: readonly FileChange[]): boolean;
  /** A person set something. */
  choose(settings: Settings): void;
  /** A document was opened, changed or closed. */
  edited(uri: string): void;
  /** A person turned to another document or saved one: files that nobody watches are looked at again. */
  lookAgain(): void;
}

/** The open documents, by canonical URI. */
export interface OpenTexts {
  /** Those that may be templates. */
  uris(): readonly string[];
  textOf(uri: string): string | null;
}

export function workspaceFiles(system: FileSystem, open: OpenTexts): WorkspaceFiles {
  let territory: Territory = { folders: [], trusted: true, isWatched: () => false };
  let settings = {};
  const found = new Set<string>();
  let chosen = noSettings;
  const registryCache = (): string | null => chosen.registryCache ?? system.registryCache;
  const files = cachedFiles(system, registryCache, () => territory, open.textOf);
  let known: Workspace | null = null;
  let paths: { readonly opened: string; readonly all: readonly string[] } | null = null;
  /** What was edited since somebody asked for the workspace last; null if more than texts may have changed. */
  let edits: { readonly before: Workspace; readonly paths: Set<string> } | null = null;

  const isOfWorkspace = (uri: string): boolean => {
    const folder = territory.folders.find((candidate) => isInside(uri, candidate));
    return (
      folder !== undefined &&
      !uri
        .slice(folder.length)
        .split('/')
        .some((step) => skippedFolders.includes(step))
    );
  };

  /** The templates below a folder, nearest first, so that a bound leaves out the deepest ones. */
  const walk = (folders: readonly string[]): void => {
    const pending = [...folders];
    let entries = 0;
    for (let folder = pending.shift(); folder !== undefined; folder = pending.shift()) {
      const listing = files.list(folder);
      if (listing === null || listing === undefined || isRefusal(listing)) continue;
      for (const { name, kind } of listing) {
        if (++entries > mostEntries) return;
        const uri = files.resolve(folder, name);
        if (uri === null || skippedFolders.includes(name)) continue;
        if (kind === 'folder') pending.push(uri);
        else if (isOfInterest(name)) found.add(uri);
      }
    }
  };

  /** Sorted anew only if a file came or went, not while somebody types. */
  const pathsNow = (): readonly string[] => {
    const opened = open.uris();
    const key = opened.join('\n');
    if (paths?.opened !== key) {
      const all = [...new Set([...found, ...opened])].filter((uri) => files.isOwned(uri)).sort();
      paths = { opened: key, all };
    }
    return paths.all;
  };

  return {
    files,
    now: () => {
      if (known !== null) return known;
      const now = pathsNow();
      const edit = edits?.before.paths === now ? { edit: { since: edits.before.state, paths: edits.paths } } : {};
      known = {
        host: files,
        paths: now,
        parameters: null,
        context: {},
        choices: chosen.choices,
        argumentsIn: 'json',
        mostScenarios,
        configuration: null,
        state: {},
        settings,
        registryCache: registryCache(),
        ...edit,
      };
      edits = null;
      return known;
    },
    start: (folders, trusted, watches) => {
      const isWatched = (uri: string): boolean => watches && isWatchedName(uri) && isOfWorkspace(uri);
      territory = { folders: folders.map(canonicalUri), trusted, isWatched };
      found.clear();
      known = null;
      edits = null;
      paths = null;
      walk(territory.folders);
    },
    changed: (changes) => {
      known = null;
      edits = null;
      paths = null;
      for (const change of changes) {
        const uri = canonicalUri(change.uri);
        files.forget(uri);
        if (change.kind === 'deleted') {
          for (const path of found) if (isInside(path, uri)) found.delete(path);
        } else if (isOfInterest(nameOf(uri)) && isOfWorkspace(uri) && found.size < mostEntries) found.add(uri);
      }
      const hasSettings = changes.some(({ uri }) => isSettings(uri));
      if (hasSettings) settings = {};
      return hasSettings;
    },
    choose: (now) => {
      chosen = now;
      settings = {};
      known = null;
      edits = null;
    },
    edited: (uri) => {
      if (known !== null) edits = { before: known, paths: new Set() };
      known = null;
      edits?.paths.add(uri);
      if (!isSettings(uri)) return;
      settings = {};
      edits = null;
    },
    lookAgain: () => {
      files.doubt();
      known = null;
      edits = null;
    },
  };
}

/** Templates and parameter files in Bicep, and parameter files in JSON by their usual names. */
function isOfInterest(name: string): boolean {
  return /\.bicep(param)?$|\.parameters.*\.jsonc?$/i.test(name);
}

/** The files that the client is asked to watch; our own configuration files and Bicep's are among them. */
export const watchedFiles = '**/*.{bicep,bicepparam,json,jsonc}';

function isWatchedName(uri: string): boolean {
  return /\.(bicep|bicepparam|jsonc?)$/.test(uri);
}

function isSettings(uri: string): boolean {
  return [configurationFileName, bicepConfigName].includes(nameOf(uri));
}

function nameOf(uri: string): string {
  const parent = parentUri(uri);
  return parent === null ? uri : uri.slice(parent.length + 1);
}
