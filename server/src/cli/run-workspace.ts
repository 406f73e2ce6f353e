/** The files of one run of the command line as a workspace: those that were named or walked, and on the disk what they refer to. */
import path from 'node:path';
import type { ScenarioContext } from '../evaluate/scenario.ts';
import { textOfContent } from '../service/files/decode.ts';
import type { HostFiles } from '../service/files/host.ts';
import type { Workspace } from '../service/workspace.ts';
import { type LineIndex, lineIndex } from '../text/lines.ts';
import { nodeHost } from './node-host.ts';
import { displayName, type LoadedFile, templateFilesIn } from './source-files.ts';

export interface RunWorkspace extends Workspace {
  /** Places in a file of the workspace; null if it isn't text. */
  linesOf(name: string): LineIndex | null;
  /** Takes a text in place of what the disk has: a file was repaired. */
  write(name: string, text: string): void;
}

export interface RunOptions {
  readonly workingDirectory: string;
  /** The folder of restored modules, absolute; null if there is none. */
  readonly registryCache: string | null;
  /** The configuration file that was named, absolute; null for the nearest of each file. */
  readonly configuration: string | null;
  /** Parameter files that were named; null if those count that are found. */
  readonly parameters: readonly LoadedFile[] | null;
  /** What is known of the place of deployment; nothing if it is left out. */
  readonly context?: ScenarioContext;
}

/** Files go by the names that reports show: relative to the working folder, with `/`. */
export function runWorkspace(files: readonly LoadedFile[], options: RunOptions): RunWorkspace {
  const { workingDirectory, registryCache, configuration, parameters, context = {} } = options;
  const disk = nodeHost(registryCache);
  const shown = (absolutePath: string): string => displayName(absolutePath, workingDirectory);
  const all = [...files, ...(parameters ?? [])];
  const texts = new Map(all.map(({ source }) => [source.path, source.text]));
  // Every evaluation asks for the same few thousand names, of which only the disk knows more than a path tells.
  const absolute = remembered((name) => path.resolve(workingDirectory, name));
  const parent = remembered((name) => {
    const above = disk.parent(absolute(name));
    return above === null ? null : shown(above);
  });
  const below = remembered((folder) =>
    remembered((relative) => {
      const found = disk.resolve(absolute(folder), relative);
      return found === null ? null : shown(found);
    }),
  );
  const host: HostFiles = {
    read: (name) => texts.get(name) ?? disk.read(absolute(name)),
    list: (folder) => disk.list(absolute(folder)),
    parent,
    resolve: (folder, relative) => below(folder)(relative),
    isOwned: remembered((name) => disk.isOwned(absolute(name))),
  };
  let state = {};
  let beside: readonly string[] | null | undefined;
  const bystanders = (): readonly string[] | null => {
    if (beside !== undefined) return beside;
    const folders = files.map(({ absolutePath }) => folderAround(absolutePath, workingDirectory));
    const found = templateFilesIn([...new Set(folders)], workingDirectory);
    beside = found?.map(shown).filter((name) => !texts.has(name)) ?? null;
    return beside;
  };
  return {
    host,
    paths: [...texts.keys()],
    bystanders,
    parameters: parameters === null ? null : parameters.map(({ source }) => source.path),
    context,
    choices: [],
    argumentsIn: 'all',
    mostScenarios: null,
    configuration: configuration === null ? null : shown(configuration),
    get state() {
      return state;
    },
    settings: {},
    registryCache: registryCache === null ? null : shown(registryCache),
    linesOf: (name) => {
      const text = textOfContent(host.read(name));
      return text === null ? null : lineIndex(text);
    },
    write: (name, text) => {
      texts.set(name, text);
      state = {};
    },
  };
}

/** Where callers of a file are looked for: all that is below the working folder, or below the folder of a file that lies outside of it. */
function folderAround(absolutePath: string, workingDirectory: string): string {
  const isInside = !path.relative(workingDirectory, absolutePath).startsWith('..');
  return isInside ? workingDirectory : path.dirname(absolutePath);
}

/** A function of names that works each answer out once. */
function remembered<Answer>(find: (name: string) => Answer): (name: string) => Answer {
  const answers = new Map<string, Answer>();
  return (name) => {
    const known = answers.get(name);
    // Null is an answer too.
    if (known !== undefined) return known;
    const answer = find(name);
    answers.set(name, answer);
    return answer;
  };
}
