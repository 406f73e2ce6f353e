/** The files that the service asks for, by their URIs: open documents first, then what the file system holds. */
import type { HostContent, HostEntry, HostFiles, Refusal } from '../service/files/host.ts';
import { isInside, parentUri, resolvedUri } from './uris.ts';

/**
 * The file system of the process. Answers are those of `HostFiles`: null if there is nothing, and undefined from one that has to read first.
 */
export interface FileSystem {
  read(uri: string): HostContent | Refusal | null | undefined;
  list(folder: string): readonly HostEntry[] | Refusal | null | undefined;
  /** True for a file that is there and that nobody may write. */
  isReadOnly(uri: string): boolean;
  /** The file or folder that a name finally means, all links followed; null if there is none. */
  realName(uri: string): string | null;
  /** Where Bicep keeps restored modules; null if that isn't known. */
  readonly registryCache: string | null;
}

/** What of the file system is the author's, and what may be read. */
export interface Territory {
  /** Without a slash at their ends; empty if single files are open. */
  readonly folders: readonly string[];
  /** False for a workspace that the person doesn't trust: nothing outside of its folders is read. */
  readonly trusted: boolean;
  /** True for files of whose changes the client tells. */
  isWatched(uri: string): boolean;
}

export interface CachedFiles extends HostFiles {
  /** A file as it is on disk, also if it is open. */
  onDisk(uri: string): HostContent | Refusal | null | undefined;
  /** True for a file that is there and that nobody may write. It is asked of the disk each time. */
  isReadOnly(uri: string): boolean;
  /** A file was made, changed or deleted; of a folder, everything in it. */
  forget(uri: string): void;
  /** Files that nobody watches may have changed: they are compared with the disk when they are asked for next. */
  doubt(): void;
}

interface Kept<Answer> {
  readonly answer: Answer;
  readonly round: number;
}

type Content = HostContent | Refusal | null;
type Listing = readonly HostEntry[] | Refusal | null;

/**
 * Answers are kept until they are forgotten, and stay the same object as long as a file holds the same.
 * @param registryCache the folder of restored modules, which nobody owns.
 * @param textOf the text of an open document; null if the file isn't open.
 */
export function cachedFiles(
  system: FileSystem,
  registryCache: () => string | null,
  territory: () => Territory,
  textOf: (uri: string) => string | null,
): CachedFiles {
  const contents = new Map<string, Kept<Content>>();
  const listings = new Map<string, Kept<Listing>>();
  let round = 0;

  const isRestored = (uri: string): boolean => {
    const folder = registryCache();
    return folder !== null && isInside(uri, folder);
  };
  const isInFolders = (uri: string): boolean => territory().folders.some((folder) => isInside(uri, folder));
  const isRefused = (uri: string): boolean => !territory().trusted && !isInFolders(uri);

  /** True for a name in a folder of an untrusted workspace that is a link, or lies behind one, to something outside of the folders. */
  const leadsOutside = (uri: string): boolean => {
    if (territory().trusted) return false;
    const real = system.realName(uri);
    return real !== null && !territory().folders.some((folder) => isInside(real, system.realName(folder) ?? folder));
  };

  const kept = <Answer>(
    known: Map<string, Kept<Answer>>,
    uri: string,
    ask: (uri: string) => Answer | undefined,
    areTheSame: (a: Answer, b: Answer) => boolean,
  ): Answer | undefined => {
    const before = known.get(uri);
    if (before !== undefined && (before.round === round || territory().isWatched(uri))) return before.answer;
    const now = ask(uri);
    if (now === undefined) return undefined;
    const answer = before !== undefined && areTheSame(before.answer, now) ? before.answer : now;
    known.set(uri, { answer, round });
    return answer;
  };

  const onDisk = (uri: string): Content | undefined =>
    isRefused(uri)
      ? restricted
      : kept(contents, uri, (file) => (leadsOutside(file) ? restricted : system.read(file)), holdTheSame);

  return {
    onDisk,
    isReadOnly: (uri) => !isRefused(uri) && system.isReadOnly(uri),
    read: (uri) => textOf(uri) ?? onDisk(uri),
    list: (folder) =>
      isRefused(folder)
        ? restricted
        : kept(listings, folder, (asked) => (leadsOutside(asked) ? restricted : system.list(asked)), listTheSame),
    parent: parentUri,
    resolve: resolvedUri,
    isOwned: (uri) => {
      if (isRestored(uri) || uri.includes('/node_modules/')) return false;
      // A document that is open outside of all folders is one that somebody works on.
      return territory().folders.length === 0 || isInFolders(uri) || textOf(uri) !== null;
    },
    forget: (uri) => {
      const parent = parentUri(uri);
      if (parent !== null) listings.delete(parent);
      for (const known of [contents, listings]) {
        known.delete(uri);
        for (const path of known.keys()) if (path.startsWith(`${uri}/`)) known.delete(path);
      }
    },
    doubt: () => {
      round++;
    },
  };
}

const restricted: Refusal = { kind: 'refused', why: 'restricted' };

function holdTheSame(a: Content, b: Content): boolean {
  if (a === b) return true;
  if (a instanceof Uint8Array && b instanceof Uint8Array) {
    return a.length === b.length && a.every((byte, at) => byte === b[at]);
  }
  return isSameRefusal(a, b);
}

function listTheSame(a: Listing, b: Listing): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return JSON.stringify(a) === JSON.stringify(b);
  return isSameRefusal(a, b);
}

function isSameRefusal(a: object | string | null, b: object | string | null): boolean {
  return a !== null && b !== null && typeof a === 'object' && typeof b === 'object' && 'why' in a && 'why' in b
    ? a.why === b.why
    : false;
}
