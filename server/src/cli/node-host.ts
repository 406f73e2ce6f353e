/** The files of this machine for the service: read when they are asked for, each once in a run. */
import { closeSync, fstatSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type HostContent, type HostEntry, type HostFiles, largestFile, type Refusal } from '../service/files/host.ts';

/** Every file under `registryCache` is restored, all others are the author's. Names are absolute paths. */
export function nodeHost(registryCache: string | null): HostFiles {
  const contents = new Map<string, HostContent | Refusal | null>();
  const lists = new Map<string, readonly HostEntry[] | Refusal | null>();
  return {
    read: (file) => remembered(contents, file, () => readOnce(file)),
    list: (folder) => remembered(lists, folder, () => entriesOf(folder)),
    parent: (name) => {
      const parent = path.dirname(name);
      return parent === name ? null : parent;
    },
    resolve: (folder, relative) => (relative.includes('\u0000') ? null : path.resolve(folder, relative)),
    isOwned: (file) => registryCache === null || !isInside(file, registryCache),
  };
}

function isInside(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative === '' || (!relative.startsWith(`..${path.sep}`) && relative !== '..' && !path.isAbsolute(relative));
}

function remembered<Answer>(known: Map<string, Answer>, name: string, find: () => Answer): Answer {
  const found = known.get(name);
  // A file that isn't there is an answer too: null.
  if (found !== undefined || known.has(name)) return found as Answer;
  const answer = find();
  known.set(name, answer);
  return answer;
}

function readOnce(file: string): HostContent | Refusal | null {
  return attempted((): HostContent | Refusal | null => {
    // Most names that are asked for are of settings in folders that have none; to say so by an error takes longer than to look.
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats === undefined) return null;
    // A pipe would be waited for, and a device has no end.
    if (!stats.isFile()) return { kind: 'refused', why: 'unreadable' };
    const handle = openSync(file, 'r');
    try {
      return fstatSync(handle).size > largestFile ? { kind: 'refused', why: 'too-large' } : readFileSync(handle);
    } finally {
      closeSync(handle);
    }
  });
}

/** What a link leads to counts; one that leads nowhere is passed over, as is what is neither a file nor a folder. */
function entriesOf(folder: string): readonly HostEntry[] | Refusal | null {
  return attempted(() =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry): HostEntry[] => {
      const { name } = entry;
      const isLink = entry.isSymbolicLink();
      const kind = isLink ? statSync(path.join(folder, name), { throwIfNoEntry: false }) : entry;
      if (kind?.isFile() === true) return [{ name, kind: 'file' }];
      return kind?.isDirectory() === true ? [{ name, kind: 'folder' }] : [];
    }),
  );
}

/** Null if there is no such file or folder. */
function attempted<Answer>(read: () => Answer): Answer | Refusal | null {
  try {
    return read();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    return code === 'ENOENT' || code === 'ENOTDIR' ? null : { kind: 'refused', why: 'unreadable' };
  }
}
