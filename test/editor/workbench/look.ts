import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { quietSettings, workbenchUrl } from '../host/browser.ts';
import { type EditorHost, repository } from '../host/editor-host.ts';
import { installExtension, makeEditorFolders, removeEditorFolders, startEditorServer } from '../host/editor-server.ts';
import { createSuiteSession } from '../host/session.ts';
import { type Case, type CaseResult, runCases } from '../suite/cases.ts';
import { workbenchCases } from './cases.ts';
import { trustCases, writeOutsider } from './trust.ts';
import { createWorkbench, type Workbench } from './workbench.ts';

/** Opens the fixtures in a workbench and runs the cases that look at what a person sees and clicks. */
export async function lookAtWorkbench(
  host: EditorHost,
  browser: Browser,
  vsix: string,
): Promise<readonly CaseResult[]> {
  return [
    ...(await lookAt(host, browser, vsix, { trusted: true, prepare: () => {}, cases: workbenchCases })),
    ...(await lookAt(host, browser, vsix, { trusted: false, prepare: writeOutsider, cases: trustCases })),
  ];
}

interface Look {
  /** False for a workspace that begins in Restricted Mode. */
  readonly trusted: boolean;
  /** Adds files to the workspace before it is opened. */
  readonly prepare: (workspace: string) => void;
  readonly cases: (workbench: Workbench) => readonly Case[];
}

async function lookAt(
  host: EditorHost,
  browser: Browser,
  vsix: string,
  { trusted, prepare, cases }: Look,
): Promise<readonly CaseResult[]> {
  const session = createSuiteSession('trusted');
  const folders = makeEditorFolders(quietSettings);
  try {
    prepare(session.workspace);
    await installExtension(host, folders, vsix);
    const server = await startEditorServer(host, folders, {
      disableWorkspaceTrust: trusted,
      enableTests: false,
      port: 0,
    });
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    try {
      await page.goto(workbenchUrl(server, session.workspace, []));
      return await runCases(cases(createWorkbench(page, folders)).map((each) => withPicture(each, page)));
    } finally {
      await page.close();
      await server.stop();
    }
  } finally {
    removeEditorFolders(folders);
    session.remove();
  }
}

/** A case that leaves a picture of the workbench when it fails. */
function withPicture({ name, run }: Case, page: Page): Case {
  return {
    name,
    async run() {
      try {
        await run();
      } catch (error) {
        const picture = join(repository, 'dist', `failed-${name.replaceAll(/\W+/g, '-').slice(0, 60)}.png`);
        await page.screenshot({ path: picture });
        console.log(`A picture of the workbench as it was: ${picture}`);
        throw error;
      }
    },
  };
}
