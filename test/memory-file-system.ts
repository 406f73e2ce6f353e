/** For tests: a file system that is held in memory. Names are URIs. */
import type { FileSystem } from '../server/src/lsp/host-files.ts';
import type { HostContent, HostEntry } from '../server/src/service/files/host.ts';

/** @param files contents by URI; changes of the map are changes on disk. @param readOnly names of files that nobody may write. */
export function memoryFileSystem(
  files: ReadonlyMap<string, HostContent>,
  links: Readonly<Record<string, string>> = {},
  readOnly: ReadonlySet<string> = new Set(),
): FileSystem {
  return {
    registryCache: 'file:///home/.bicep',
    isReadOnly: (uri) => readOnly.has(uri),
    realName: (uri) => links[uri] ?? uri,
    read: (uri) => files.get(links[uri] ?? uri) ?? null,
    list: (folder) => {
      const below = [...files.keys()].filter((uri) => uri.startsWith(`${folder}/`));
      const entries = new Map<string, HostEntry>();
      for (const uri of below) {
        const [name = '', ...rest] = uri.slice(folder.length + 1).split('/');
        entries.set(name, { name: decodeURIComponent(name), kind: rest.length > 0 ? 'folder' : 'file' });
      }
      return below.length > 0 ? [...entries.values()] : null;
    },
  };
}
