/** The local file system of a Node process. Reading waits for the disk: a template needs tens of files, and each is read once. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type HostEntry, largestFile, type Refusal } from '../service/files/host.ts';
import type { FileSystem } from './host-files.ts';

/** @param registryCache the folder of restored modules. */
export function nodeFileSystem(registryCache: string): FileSystem {
  return {
    registryCache,
    read: (uri) =>
      answer(uri, (path) => {
        const { size, isFile } = statOf(path);
        // Reading a pipe or a device may never end.
        if (!isFile) return unreadable;
        return size > largestFile ? tooLarge : readFileSync(path);
      }),
    list: (folder) =>
      answer(`${folder}/`, (path) =>
        readdirSync(path, { withFileTypes: true }).flatMap((entry): HostEntry[] => {
          if (entry.isFile()) return [{ name: entry.name, kind: 'file' }];
          return entry.isDirectory() ? [{ name: entry.name, kind: 'folder' }] : [];
        }),
      ),
  };
}

const tooLarge: Refusal = { kind: 'refused', why: 'too-large' };
const unreadable: Refusal = { kind: 'refused', why: 'unreadable' };

/** Only local files are read; null for others and for what isn't there. */
function answer<Found>(uri: string, ask: (path: string) => Found): Found | Refusal | null {
  if (!uri.startsWith('file:')) return null;
  try {
    return ask(fileURLToPath(uri));
  } catch (error) {
    return isMissing(error) ? null : unreadable;
  }
}

function statOf(path: string): { readonly size: number; readonly isFile: boolean } {
  const stat = statSync(path);
  return { size: stat.size, isFile: stat.isFile() };
}

/** True for a name of no file, and for one that can't be the name of any. */
function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return [
    'ENOENT',
    'ENOTDIR',
    'ERR_INVALID_ARG_VALUE',
    'ERR_INVALID_FILE_URL_PATH',
    'ERR_INVALID_URL',
    'ERR_INVALID_FILE_URL_HOST',
    'ENAMETOOLONG',
  ].some((missing) => missing === code);
}
