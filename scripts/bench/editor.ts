/**
 * What a person at the keyboard waits for: all files of the corpus are a workspace as the language server sees one, its module references mapped
 * to the sources; a character is typed, and the first findings are asked for.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { defaultConfiguration } from '../../server/src/config/configuration.ts';
import { configurationFileName } from '../../server/src/config/configuration-file.ts';
import type { FileSystem } from '../../server/src/lsp/host-files.ts';
import { canonicalUri } from '../../server/src/lsp/uris.ts';
import { workspaceFiles } from '../../server/src/lsp/workspace-files.ts';
import { createEngine } from '../../server/src/service/engine.ts';
import type { HostContent, HostEntry } from '../../server/src/service/files/host.ts';
import type { SourceFile } from '../../server/src/service/model.ts';
import { type Spread, spreadOf, workClock } from './figures.ts';

export interface EditorFigures {
  /** One keystroke in a consumer's own file until its findings are known. */
  readonly entryInView: Spread;
  /** The same in the largest Bicep file, at places all over it. */
  readonly largestFile: Spread;
  readonly largestFileLength: number;
  readonly callers: CallerFigures;
}

export interface CallerFigures {
  /** Pieces of work in which the entries that call an edited module were evaluated again. */
  readonly slices: number;
  readonly milliseconds: number;
  readonly longestSlice: number;
}

/** Every so many consumers are typed in. */
const consumerStep = 4;

/** Places of the largest file that are typed at. */
const typedPlaces = 40;

/** How long a slice of work may take before it pauses, as in the language server. */
const slice = 8;

/** Callers of the module that is edited: the one with nearly so many. */
const wantedCallers = 50;

/** @param paths Bicep files below `folder`. */
export function measureEditor(folder: string, paths: readonly string[], consumers: readonly string[]): EditorFigures {
  const editor = openEditor(folder);
  const typed = consumers.filter((_, index) => index % consumerStep === 0);
  for (const path of typed) editor.type(path, identity);
  const entryInView = spreadOf(typed.map((path) => editor.type(path, (text) => withCharacter(text, text.length))));
  const largest = longest(paths);
  const { length } = editor.textOf(largest);
  for (let round = 0; round < 10; round++) editor.type(largest, (text) => withCharacter(text, round));
  const places = Array.from({ length: typedPlaces }, (_, index) => Math.floor((length * (index + 1)) / typedPlaces));
  const largestFile = spreadOf(places.map((place) => editor.type(largest, (text) => withCharacter(text, place))));
  const shared = moduleWithCallers(paths, consumers);
  editor.type(shared, identity);
  editor.advance(shared);
  editor.type(shared, (text) => `${text}\nvar typed = 'x'\n`);
  const callers = editor.advance(shared);
  return { entryInView, largestFile, largestFileLength: length, callers };
}

interface Editor {
  textOf(path: string): string;
  /** Changes the text of a file and asks for its findings; how many milliseconds that took. */
  type(path: string, change: (text: string) => string): number;
  /** Evaluates what waits for a file, in slices. */
  advance(path: string): CallerFigures;
}

function openEditor(folder: string): Editor {
  const open = new Map<string, string>();
  const root = canonicalUri(pathToFileURL(folder).href);
  const workspace = workspaceFiles(diskWithMapping(root), {
    uris: () => [...open.keys()],
    textOf: (uri) => open.get(uri) ?? null,
  });
  workspace.start([root], true, true);
  const engine = createEngine();
  const uriOf = (path: string): string => canonicalUri(pathToFileURL(path).href);
  const sourceOf = (path: string): SourceFile => ({ path: uriOf(path), text: textOf(path), format: 'bicep' });
  const textOf = (path: string): string => open.get(uriOf(path)) ?? readFileSync(path, 'utf8');
  return {
    textOf,
    type: (path, change) => {
      const text = change(textOf(path));
      const start = workClock();
      open.set(uriOf(path), text);
      workspace.edited(uriOf(path));
      engine.glance(sourceOf(path), defaultConfiguration, workspace.now());
      return workClock() - start;
    },
    advance: (path) => {
      let slices = 0;
      let longestSlice = 0;
      const begin = workClock();
      for (let hasMore = true; hasMore; slices++) {
        const start = workClock();
        hasMore = engine.renew(sourceOf(path), workspace.now(), () => workClock() - start >= slice);
        longestSlice = Math.max(longestSlice, workClock() - start);
      }
      return { slices, milliseconds: workClock() - begin, longestSlice };
    },
  };
}

/** The disk, and at its root a configuration that maps the public registry's modules to the sources in the folder. */
function diskWithMapping(root: string): FileSystem {
  const configuration = JSON.stringify({ modules: { 'br/public:avm/': './' } });
  const attempted = <Answer>(read: () => Answer): Answer | null => {
    try {
      return read();
    } catch {
      return null;
    }
  };
  const entryOf = (entry: { readonly name: string; isDirectory(): boolean }): HostEntry => ({
    name: entry.name,
    kind: entry.isDirectory() ? 'folder' : 'file',
  });
  return {
    registryCache: null,
    realName: (uri) => uri,
    isReadOnly: () => false,
    read: (uri): HostContent | null =>
      uri === `${root}/${configurationFileName}` ? configuration : attempted(() => readFileSync(fileURLToPath(uri))),
    list: (uri) => attempted(() => readdirSync(fileURLToPath(uri), { withFileTypes: true }).map(entryOf)),
  };
}

function identity(text: string): string {
  return text;
}

/** A letter more in the last string that begins before a place: behind its first quote. */
function withCharacter(text: string, place: number): string {
  const before = text.lastIndexOf("'", place);
  const at = before < 0 ? text.indexOf("'") : before;
  return `${text.slice(0, at)}x${text.slice(at)}`;
}

function longest(paths: readonly string[]): string {
  let found = '';
  let length = -1;
  for (const path of paths) {
    const own = readFileSync(path).length;
    if (own > length) [found, length] = [path, own];
  }
  return found;
}

/** The module of the folder whose path nearly fifty consumers name. */
function moduleWithCallers(paths: readonly string[], consumers: readonly string[]): string {
  const texts = consumers.map((path) => readFileSync(path, 'utf8'));
  let found = '';
  let nearest = Number.POSITIVE_INFINITY;
  for (const path of paths) {
    const name = /avm\/(res\/.+)\/main\.bicep$/.exec(path)?.[1];
    if (name === undefined || path.includes('/tests/')) continue;
    const callers = texts.filter((text) => text.includes(`avm/${name}:`)).length;
    const distance = Math.abs(callers - wantedCallers);
    if (distance < nearest) [found, nearest] = [path, distance];
  }
  return found === '' ? join(paths[0] ?? '') : found;
}
