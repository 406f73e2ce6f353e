/** For tests: a workspace of files that are held in memory. Names are relative paths with `/`. */
import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { formatOfPath } from '../server/src/service/file-store.ts';
import type { HostFiles } from '../server/src/service/files/host.ts';
import type { SourceFile } from '../server/src/service/model.ts';
import type { Workspace } from '../server/src/service/workspace.ts';

export interface MemoryWorkspace {
  readonly workspace: Workspace;
  file(path: string): SourceFile;
  write(path: string, text: string): void;
}

export function memoryWorkspace(
  files: Readonly<Record<string, string>>,
  isOwned: (path: string) => boolean = () => true,
  options: Partial<Workspace> = {},
): MemoryWorkspace {
  const texts = new Map(Object.entries(files));
  const host: HostFiles = {
    read: (path) => texts.get(path) ?? null,
    list: (folder) => {
      const prefix = folder === '.' ? '' : `${folder}/`;
      const below = [...texts.keys()]
        .filter((path) => path.startsWith(prefix))
        .map((path) => path.slice(prefix.length));
      const entries = new Map(below.map((path) => [path.split('/')[0] ?? '', path.includes('/')] as const));
      return [...entries].map(([name, isFolder]) => ({ name, kind: isFolder ? 'folder' : 'file' }));
    },
    parent: (path) => (path === '.' ? null : posix.dirname(path)),
    resolve: (folder, relative) => {
      const path = posix.join(folder, relative);
      return path.startsWith('..') ? null : path;
    },
    isOwned,
  };
  const file = (path: string): SourceFile => {
    const text = texts.get(path);
    const format = formatOfPath(path);
    assert.ok(text !== undefined && format !== null, path);
    return { path, text, format };
  };
  const paths = [...texts.keys()].filter((path) => formatOfPath(path) !== null && isOwned(path));
  let state = {};
  const fixed: Omit<Workspace, 'state'> = {
    host,
    paths,
    parameters: null,
    context: {},
    choices: [],
    argumentsIn: 'all',
    mostScenarios: null,
    configuration: null,
    settings: {},
    registryCache: null,
  };
  return {
    get workspace() {
      return { ...fixed, state, ...options };
    },
    file,
    write: (path, text) => {
      texts.set(path, text);
      state = {};
    },
  };
}
