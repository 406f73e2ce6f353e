import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EditorFolders } from './editor-server.ts';

/** What the extension wrote into its output channel, as the editor keeps it; empty if it hasn't run. */
export function extensionLog(folders: EditorFolders): string {
  const logs = join(folders.userData, 'logs');
  if (!existsSync(logs)) return '';
  return readdirSync(logs, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('Zero Trust.log'))
    .map((file) => readFileSync(join(logs, file), 'utf8'))
    .join('');
}

/** Milliseconds that `activate()` took, as the extension measured it; null if it wasn't activated. */
export function activationTime(folders: EditorFolders): number | null {
  const milliseconds = /Activated in ([\d.]+) ms/.exec(extensionLog(folders))?.[1];
  return milliseconds === undefined ? null : Number(milliseconds);
}
