/** The files of a folder as `loadDirectoryFileInfo` gives them. */
import type { DirectoryFile } from '../../evaluate/files.ts';
import type { HostEntry } from './host.ts';

/**
 * The files directly in a folder that a pattern covers, in the order of names: the compiler gives them as the disk does, which no two machines
 * agree on. A base name has the extension too (Microsoft Learn, "File functions for Bicep", and the compiler's own output).
 * @param path the folder as written, relative to the file that asks.
 * @param pattern a name with `*` for any characters and `?` for one; null for all files, as is `*.*` on the systems that Bicep runs on (.NET,
 * "MatchType.Win32").
 */
export function filesOfFolder(
  path: string,
  entries: readonly HostEntry[],
  pattern: string | null,
): readonly DirectoryFile[] {
  const steps = path.split('/').filter((step) => step !== '' && step !== '.');
  const below = steps.length === 0 ? '' : `${steps.join('/')}/`;
  const isAll = pattern === null || pattern === '*.*';
  const names = entries.filter(({ kind, name }) => kind === 'file' && (isAll || covers(pattern, name)));
  return names
    .map(({ name }) => name)
    .sort((a, b) => (a < b ? -1 : 1))
    .map((name) => ({ relativePath: `${below}${name}`, baseName: name, extension: extensionOf(name) }));
}

function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 || dot === name.length - 1 ? '' : name.slice(dot);
}

/** Goes back to the last `*` where a character doesn't fit, so the work is at most the product of both lengths. */
function covers(pattern: string, name: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let index = 0; index < name.length; ) {
    const wanted = pattern[at];
    if (wanted === '*') {
      star = at++;
      resume = index;
    } else if (wanted === '?' || wanted === name[index]) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++resume;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
