import { type Browser, chromium, type Page } from 'playwright-core';
import type { EditorHost } from './editor-host.ts';
import { type RunningEditorServer, withTimeout } from './editor-server.ts';

const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Settings that keep the workbench from showing anything that isn't under test. */
export const quietSettings: Readonly<Record<string, unknown>> = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'json.schemaDownload.enable': false,
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

export async function openBrowser(host: EditorHost): Promise<Browser> {
  return await chromium.launch({ executablePath: host.browser, args: CHROMIUM_FLAGS });
}

export interface ExtensionTests {
  /** The workspace folder. */
  readonly workspace: string;
  /** Folder of the extension that carries the tests; the extension under test is installed as a package. */
  readonly extension: string;
  /** Module that exports `run()`. */
  readonly suite: string;
  readonly timeoutMs: number;
}

/** Runs a test module in the editor's extension host. Gives its exit code: 0 if `run()` resolved. */
export async function runExtensionTests(
  page: Page,
  server: RunningEditorServer,
  tests: ExtensionTests,
): Promise<number> {
  const exit = new Promise<number>((resolve) => {
    void page.exposeFunction('codeAutomationExit', (code: number) => resolve(code));
  });
  await page.exposeFunction('codeAutomationLog', () => undefined);

  const remote = (path: string): string => `vscode-remote://127.0.0.1:${server.port}${path}`;
  await page.goto(
    workbenchUrl(server, tests.workspace, [
      ['extensionDevelopmentPath', remote(tests.extension)],
      ['extensionTestsPath', remote(tests.suite)],
      ['skipWelcome', 'true'],
    ]),
  );
  return await withTimeout(exit, tests.timeoutMs, 'the tests in the extension host to end');
}

/** The page of the workbench with a folder open. `payload` are pairs that only the smoke test driver honours. */
export function workbenchUrl(
  server: Pick<RunningEditorServer, 'url'>,
  workspace: string,
  payload: readonly (readonly [string, string])[],
): string {
  const url = new URL(server.url);
  url.searchParams.set('folder', workspace);
  if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}
