/** The Bicep file that a compiled template was made of: the one beside it that has its name. */
import type { HostEntry } from './files/host.ts';
import type { Scene } from './scene.ts';

/** Null if there is none, or the folder isn't read yet. */
export function sourceBeside({ focus, host }: Scene): string | null {
  const folder = host.parent(focus.path);
  const entries = folder === null ? null : host.list(folder);
  if (folder === null || !Array.isArray(entries)) return null;
  const names = entries.flatMap((entry: HostEntry) => (entry.kind === 'file' ? [entry.name] : []));
  const own = names.find((name) => host.resolve(folder, name) === focus.path);
  const source = own?.replace(/\.jsonc?$/i, '.bicep').toLowerCase();
  const found = names.find((name) => name.toLowerCase() === source);
  return found === undefined ? null : host.resolve(folder, found);
}
