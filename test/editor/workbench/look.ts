import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { quietSettings, workbenchUrl } from '../host/browser.ts';
import { type EditorHost, repository } from '../host/editor-host.ts';
import { installExtension, makeEditorFolders, removeEditorFolders, startEditorServer } from '../host/editor-server.ts';
import { createSuiteSession } from '../host/session.ts';
import { type Case, type CaseResult, runCases } from '../suite/cases.ts';
import { workbenchCases } from './cases.ts';
import { createWorkbench } from './workbench.ts';

/** Opens the fixtures in a workbench and runs the cases that look at what a person sees and clicks. */
export async function lookAtWorkbench(
  host: EditorHost,
  browser: Browser,
  vsix: string,
): Promise<readonly CaseResult[]> {
  const session = createSuiteSession('trusted');
  const folders = makeEditorFolders(quietSettings);
  try {
    await installExtension(host, folders, vsix);
    const server = await startEditorServer(host, folders, { disableWorkspaceTrust: true, enableTests: false, port: 0 });
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    try {
      await page.goto(workbenchUrl(server, session.workspace, []));
      return await runCases(workbenchCases(createWorkbench(page, folders)).map((each) => withPicture(each, page)));
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
