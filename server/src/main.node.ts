/** The language server as a Node process: connects it to its client and to the file system. */
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { FileSystem } from './lsp/host-files.ts';
import { nodeConnection } from './lsp/node-connection.ts';
import { startServer } from './lsp/server.ts';
import { canonicalUri } from './lsp/uris.ts';
import { createEngine } from './service/engine.ts';
import { type HostEntry, largestFile, type Refusal } from './service/files/host.ts';

// A message that can no longer be sent rejects somewhere inside of the connection; that is no reason to end.
process.on('unhandledRejection', (reason) => {
  process.stderr.write(`Unhandled rejection: ${String(reason)}\n`);
});

// Where the Bicep compiler keeps what it restores, unless bicepconfig.json says otherwise.
const restoredModules = canonicalUri(pathToFileURL(path.join(homedir(), '.bicep')).href);

const tooLarge: Refusal = { kind: 'refused', why: 'too-large' };
const unreadable: Refusal = { kind: 'refused', why: 'unreadable' };

startServer(nodeConnection(), createEngine(), nodeFileSystem(restoredModules));

/**
 * The local file system. Reading waits for the disk: a template needs tens of files, and each is read once.
 * @param registryCache the folder of restored modules.
 */
function nodeFileSystem(registryCache: string): FileSystem {
  return {
    registryCache,
    realName: (uri) => {
      const found = answer(uri, (path) => canonicalUri(pathToFileURL(realpathSync.native(path)).href));
      return typeof found === 'string' ? found : null;
    },
    isReadOnly: (uri) => answer(uri, (path) => (statSync(path).mode & anybodyWrites) === 0) === true,
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

/** The bits of a file's mode that let its owner, its group or others write. On Windows they are all those of the attribute "read-only". */
const anybodyWrites = 0o222;

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
