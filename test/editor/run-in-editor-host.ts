/**
 * The editor ring: packages the extension, installs it in VS Code's own server, and runs the suite in the extension host of a real
 * workbench, trusted and in Restricted Mode; then looks at the workbench itself. Prints `N passed, N failed` and exits 0 or 1.
 * `trusted`, `restricted` or `workbench` as an argument runs that part only.
 */
import type { Browser } from 'playwright-core';
import { openBrowser, quietSettings, runExtensionTests } from './host/browser.ts';
import { type EditorHost, findEditorHost } from './host/editor-host.ts';
import { installExtension, makeEditorFolders, removeEditorFolders, startEditorServer } from './host/editor-server.ts';
import { activationTime } from './host/logs.ts';
import { bundleSuite, packageExtension, testExtension } from './host/products.ts';
import { brokenPart, closeReport, printResults } from './host/report.ts';
import { createSuiteSession, type SuiteName } from './host/session.ts';
import type { CaseResult } from './suite/cases.ts';
import { lookAtWorkbench } from './workbench/look.ts';

const SUITE_TIMEOUT_MS = 300_000;

process.exit(await runRing(process.argv.slice(2)));

async function runRing(chosenParts: readonly string[]): Promise<number> {
  const host = findEditorHost();
  if ('missing' in host) {
    console.log(`not run: ${host.missing}. To get it: ${host.remedy}`);
    return process.env.CI === undefined ? 0 : 1;
  }

  const vsix = packageExtension();
  const suite = await bundleSuite();
  const browser = await openBrowser(host);
  try {
    const parts: Readonly<Record<string, () => Promise<readonly CaseResult[]>>> = {
      trusted: () => runSuite(host, browser, vsix, suite, 'trusted'),
      restricted: () => runSuite(host, browser, vsix, suite, 'restricted'),
      workbench: () => runPart('Workbench', () => lookAtWorkbench(host, browser, vsix)),
    };
    const results: CaseResult[] = [];
    for (const [name, run] of Object.entries(parts)) {
      if (chosenParts.length === 0 || chosenParts.includes(name)) results.push(...(await run()));
    }
    return closeReport(results);
  } finally {
    await browser.close();
  }
}

/** Runs one suite in an editor of its own, and prints what came of it. */
async function runSuite(
  host: EditorHost,
  browser: Browser,
  vsix: string,
  suite: string,
  name: SuiteName,
): Promise<readonly CaseResult[]> {
  const session = createSuiteSession(name);
  const folders = makeEditorFolders(quietSettings);
  const part = name === 'trusted' ? 'Extension host' : 'Extension host, Restricted Mode';
  try {
    return await runPart(part, async () => {
      await installExtension(host, folders, vsix);
      const server = await startEditorServer(host, folders, {
        disableWorkspaceTrust: name === 'trusted',
        enableTests: true,
        port: 0,
        environment: session.environment,
      });
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      try {
        const code = await runExtensionTests(page, server, {
          workspace: session.workspace,
          extension: testExtension,
          suite,
          timeoutMs: SUITE_TIMEOUT_MS,
        });
        const results = session.results();
        if (results === null)
          throw new Error(`The suite ended with code ${code} and left no results.\n${server.log()}`);
        console.log(`\nactivate() took ${activationTime(folders) ?? 'an unknown number of'} ms.`);
        return results;
      } finally {
        await page.close();
        await server.stop();
      }
    });
  } finally {
    removeEditorFolders(folders);
    session.remove();
  }
}

async function runPart(part: string, run: () => Promise<readonly CaseResult[]>): Promise<readonly CaseResult[]> {
  const results = await run().catch((error) =>
    brokenPart(part, error instanceof Error ? error.message : String(error)),
  );
  printResults(part, results);
  return results;
}
