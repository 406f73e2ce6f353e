import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EditorHost } from './editor-host.ts';

const START_TIMEOUT_MS = 60_000;
const INSTALL_TIMEOUT_MS = 120_000;

/** Folders of one editor, all temporary and its own, so that runs neither meet nor leave anything behind. */
export interface EditorFolders {
  readonly root: string;
  readonly serverData: string;
  readonly userData: string;
  readonly extensions: string;
}

/** Makes the folders and writes the settings of the person who uses the editor. */
export function makeEditorFolders(settings: Readonly<Record<string, unknown>>): EditorFolders {
  const root = mkdtempSync(join(tmpdir(), 'zero-trust-editor-'));
  const folders = {
    root,
    serverData: join(root, 'server'),
    userData: join(root, 'user'),
    extensions: join(root, 'extensions'),
  };
  const userSettings = join(folders.userData, 'User');
  for (const folder of [folders.serverData, folders.extensions, userSettings]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(userSettings, 'settings.json'), JSON.stringify(settings, null, 2));
  return folders;
}

export function removeEditorFolders(folders: EditorFolders): void {
  rmSync(folders.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/** Installs a packaged extension as a person would. Rejects with the server's own words if it can't. */
export async function installExtension(
  host: Pick<EditorHost, 'serverFolder'>,
  folders: EditorFolders,
  vsix: string,
): Promise<void> {
  const child = spawnServer(host, [...folderArguments(folders), '--install-extension', vsix, '--force'], process.env);
  const output = collectOutput(child);
  const code = await withTimeout(exitOf(child), INSTALL_TIMEOUT_MS, 'the server to install the extension', () =>
    child.kill('SIGKILL'),
  );
  if (code !== 0 || !output.text().includes('successfully installed')) {
    throw new Error(`The extension was not installed (exit code ${code}):\n${output.text()}`);
  }
}

export interface RunningEditorServer {
  readonly port: number;
  readonly url: string;
  /** What the server has written so far. */
  log(): string;
  stop(): Promise<void>;
}

export interface EditorServerOptions {
  /** False starts the editor as it is installed: folders it doesn't know open in Restricted Mode. */
  readonly disableWorkspaceTrust: boolean;
  /** Lets a page load tests into the extension host. The editor then keeps notifications to itself, so off where a person looks. */
  readonly enableTests: boolean;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts VS Code's server and waits until it listens. */
export async function startEditorServer(
  host: Pick<EditorHost, 'serverFolder'>,
  folders: EditorFolders,
  options: EditorServerOptions,
): Promise<RunningEditorServer> {
  const child = spawnServer(
    host,
    [
      '--host',
      '127.0.0.1',
      '--port',
      String(options.port),
      '--without-connection-token',
      ...(options.enableTests ? ['--enable-smoke-test-driver'] : []),
      ...(options.disableWorkspaceTrust ? ['--disable-workspace-trust'] : []),
      ...folderArguments(folders),
    ],
    { ...process.env, ...options.environment },
  );
  const output = collectOutput(child);
  const exit = exitOf(child);

  const listening = new Promise<number>((resolve, reject) => {
    output.onText(() => {
      const port = /Extension host agent listening on (\d+)/.exec(output.text())?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    void exit.then((code) => reject(new Error(`The editor server ended with code ${code}:\n${output.text()}`)));
  });
  const port = await withTimeout(listening, START_TIMEOUT_MS, 'the editor server to listen', () =>
    child.kill('SIGKILL'),
  );

  return {
    port,
    url: `http://127.0.0.1:${port}/`,
    log: () => output.text(),
    async stop() {
      child.kill('SIGTERM');
      await withTimeout(exit, 10_000, 'the editor server to stop', () => child.kill('SIGKILL')).catch(() => undefined);
    },
  };
}

function folderArguments(folders: EditorFolders): string[] {
  return [
    '--accept-server-license-terms',
    '--disable-telemetry',
    '--server-data-dir',
    folders.serverData,
    '--user-data-dir',
    folders.userData,
    '--extensions-dir',
    folders.extensions,
  ];
}

function spawnServer(
  host: Pick<EditorHost, 'serverFolder'>,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): ChildProcess {
  return spawn(process.execPath, ['out/server-main.js', ...args], {
    cwd: host.serverFolder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function collectOutput(child: ChildProcess): { text(): string; onText(listener: () => void): void } {
  let text = '';
  const listeners: (() => void)[] = [];
  const take = (chunk: Buffer): void => {
    text += chunk.toString('utf8');
    for (const listener of listeners) listener();
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  return { text: () => text, onText: (listener) => listeners.push(listener) };
}

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? (signal === null ? -1 : 128)));
    child.once('error', () => resolve(-1));
  });
}

/** Waits for a promise, but not for ever: after the time it calls `giveUp` and rejects, naming what it waited for. */
export async function withTimeout<Value>(
  promise: Promise<Value>,
  milliseconds: number,
  what: string,
  giveUp: () => void = () => undefined,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      giveUp();
      reject(new Error(`Waited ${milliseconds / 1000} s for ${what}.`));
    }, milliseconds);
  });
  try {
    return await Promise.race([promise, expired]);
  } finally {
    clearTimeout(timer);
  }
}
