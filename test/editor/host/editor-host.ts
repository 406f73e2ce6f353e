import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The repository's folder. */
export const repository = join(import.meta.dirname, '..', '..', '..');

/** VS Code's own server, as the npm package `code-server` carries it, and a browser to show it in. */
export interface EditorHost {
  /** The folder `lib/vscode`, from which the server has to be started. */
  readonly serverFolder: string;
  readonly browser: string;
  /** Version of VS Code, such as `1.139.1`. */
  readonly version: string;
}

/** Why the editor can't be started, and what to run to change that. Both are one line. */
export interface MissingEditorHost {
  readonly missing: string;
  readonly remedy: string;
}

const BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * Looks for the editor host in `editor-host/`, or in the folder that `ZT_EDITOR_HOST` names, and for a Chromium in the usual places, or
 * where `ZT_BROWSER` says. Downloads nothing: only scripts/install-editor-host.mjs does.
 */
export function findEditorHost(): EditorHost | MissingEditorHost {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major !== 24) {
    return {
      missing: `VS Code's server needs Node 24, and this is ${process.version}`,
      remedy: 'start it by npm run, which uses the Node of node_modules',
    };
  }

  const server = findEditorServer();
  if ('missing' in server) return server;

  const named = process.env.ZT_BROWSER;
  const browser = named === undefined ? BROWSERS.find((path) => existsSync(path)) : named;
  if (browser === undefined || !existsSync(browser)) {
    return {
      missing: named === undefined ? 'no Chromium is installed' : `ZT_BROWSER names ${named}, which does not exist`,
      remedy: 'apt-get install -y chromium, or set ZT_BROWSER to the path of a Chromium or Chrome',
    };
  }
  return { ...server, browser };
}

/** The server without the browser: enough for `npm run editor`, where the person brings the browser. */
export function findEditorServer(): Omit<EditorHost, 'browser'> | MissingEditorHost {
  const folder = process.env.ZT_EDITOR_HOST ?? join(repository, 'editor-host');
  const serverFolder = join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  const isInstalled =
    existsSync(join(serverFolder, 'out', 'server-main.js')) &&
    existsSync(join(serverFolder, 'node_modules', '@parcel'));
  if (!isInstalled) {
    return {
      missing: `the editor host is not installed in ${folder}`,
      remedy: 'node scripts/install-editor-host.mjs (617 MB, about three minutes)',
    };
  }
  return { serverFolder, version: versionOf(serverFolder) };
}

function versionOf(serverFolder: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(serverFolder, 'package.json'), 'utf8'));
  const hasVersion = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return hasVersion ? String(manifest.version) : 'unknown';
}
