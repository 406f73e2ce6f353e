/** The file that the address of a linked template means, among those that lie around the template. */
import type { LinkedAddress } from '../../template/linked-address.ts';

/** Folders that are looked into: that of the template and those around it. */
const mostFolders = 4;

/** What it takes to look for a file: names are those of the host. */
export interface Lookup {
  parent(path: string): string | null;
  resolve(folder: string, relative: string): string | null;
  /** True if there is such a file that may be read; undefined if that isn't known yet. */
  has(path: string): boolean | undefined;
}

/**
 * The file that an address means, as seen from a template. A whole path leads from the folder of the template, or from one around it, since a
 * template hands the address of its own folder on to those that it links to. Of other addresses only the end is a path here: the longest one
 * that is the path of a file counts. One name alone is looked for in the template's own folder only, unless it is a whole path.
 * @returns null if there is none, and where several fit equally well; undefined where that isn't known yet
 */
export function linkedFile(lookup: Lookup, from: string, { path, isWhole }: LinkedAddress): string | null | undefined {
  const folders = foldersAround(lookup, from);
  const [own] = folders;
  if (own === undefined) return null;
  let isPending = false;
  const fileAt = (folder: string, relative: string): string | null => {
    const file = lookup.resolve(folder, relative);
    if (file === null || file === from) return null;
    const found = lookup.has(file);
    isPending ||= found === undefined;
    return found === true ? file : null;
  };
  const direct = isWhole ? fileAt(own, path) : null;
  if (direct !== null) return direct;
  const steps = path.split('/').filter((step) => step !== '..');
  for (let length = steps.length; length > 0; length--) {
    const end = steps.slice(-length).join('/');
    const isWide = length > 1 || (isWhole && length === steps.length);
    const files = (isWide ? folders : [own]).flatMap((folder) => fileAt(folder, end) ?? []);
    if (isPending) return undefined;
    if (files.length > 0) return files.length === 1 ? (files[0] ?? null) : null;
  }
  return isPending ? undefined : null;
}

/** The folder of a file and those around it, the nearest first. */
function foldersAround(lookup: Lookup, file: string): readonly string[] {
  const folders: string[] = [];
  for (let at = lookup.parent(file); at !== null && folders.length < mostFolders; at = lookup.parent(at)) {
    if (folders.includes(at)) break;
    folders.push(at);
  }
  return folders;
}
