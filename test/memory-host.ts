/** A host whose files are in memory, for tests: names are absolute paths with slashes. */
import { posix } from 'node:path';
import type { HostContent, HostEntry, HostFiles, Refusal } from '../server/src/service/files/host.ts';

export interface MemoryHostOptions {
  /** The folder whose files the author may change; `/work` unless it is given. */
  readonly workspace?: string;
  /** Files that are not read yet. */
  readonly pending?: ReadonlySet<string>;
  /** False for a workspace of which nothing outside is read. */
  readonly trusted?: boolean;
}

export function memoryHost(
  files: Readonly<Record<string, HostContent | Refusal>>,
  { workspace = '/work', pending = new Set(), trusted = true }: MemoryHostOptions = {},
): HostFiles {
  const isInside = (path: string) => path.startsWith(`${workspace}/`);
  const names = Object.keys(files);
  const restricted: Refusal = { kind: 'refused', why: 'restricted' };
  return {
    read: (path) => {
      if (pending.has(path)) return undefined;
      if (!trusted && !isInside(path)) return restricted;
      return Object.hasOwn(files, path) ? (files[path] ?? null) : null;
    },
    list: (folder) => {
      if (pending.has(folder)) return undefined;
      if (!trusted && !isInside(`${folder}/`)) return restricted;
      const entries = new Map<string, HostEntry>();
      for (const name of names) {
        if (!name.startsWith(`${folder}/`)) continue;
        const [first = '', ...rest] = name.slice(folder.length + 1).split('/');
        entries.set(first, { name: first, kind: rest.length === 0 ? 'file' : 'folder' });
      }
      return entries.size === 0 ? null : [...entries.values()];
    },
    parent: (path) => (path === '/' ? null : posix.dirname(path)),
    resolve: (folder, relative) => posix.resolve(folder, relative).replace(/(?<=.)\/$/, ''),
    isOwned: isInside,
  };
}
