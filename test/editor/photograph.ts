/** Photographs the sample for the README. The arguments are other extensions (.vsix) to install beside ours. */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser, quietSettings, workbenchUrl } from './host/browser.ts';
import { findEditorHost, repository } from './host/editor-host.ts';
import { installExtension, makeEditorFolders, removeEditorFolders, startEditorServer } from './host/editor-server.ts';
import { packageExtension } from './host/products.ts';
import { createWorkbench } from './workbench/workbench.ts';

const PICTURE = join(repository, 'media', 'findings.png');
const TEMPLATE = 'spoke.bicep';

const host = findEditorHost();
if ('missing' in host) {
  console.error(`No picture was taken: ${host.missing}. To get it: ${host.remedy}.`);
  process.exit(2);
}

const folders = makeEditorFolders({
  ...quietSettings,
  'breadcrumbs.enabled': false,
  'editor.fontSize': 13,
  'editor.minimap.enabled': false,
  'editor.stickyScroll.enabled': false,
  'window.commandCenter': false,
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.layoutControl.enabled': false,
});
const workspace = join(folders.root, 'sample');
cpSync(join(repository, 'test-fixtures', 'sample'), workspace, { recursive: true });
for (const vsix of [packageExtension(), ...process.argv.slice(2)]) await installExtension(host, folders, vsix);
const server = await startEditorServer(host, folders, { disableWorkspaceTrust: true, enableTests: false, port: 0 });
const browser = await openBrowser(host);
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 2 });
  const workbench = createWorkbench(page, folders);
  await page.goto(workbenchUrl(server, workspace, []));
  await page.locator('.activitybar a[aria-label^="Zero Trust"]').click();
  await workbench.open(TEMPLATE);
  await workbench.run('Problems: Focus on Problems View');
  await workbench.open(TEMPLATE);

  for (const closed of [/^snet-web/, /^sql-orders/]) {
    await workbench.tier(closed).locator('.monaco-tl-twistie').click();
  }
  await page.mouse.move(900, 20);
  await workbench.goTo(lineOf('resource sqlServer'), 10);
  await page.locator('.squiggly-error').first().waitFor();
  await page.keyboard.press('ControlOrMeta+.');
  await page.locator('.action-widget .monaco-list-row').first().waitFor();
  await page.screenshot({ path: PICTURE });
  console.log(PICTURE);
} finally {
  await browser.close();
  await server.stop();
  removeEditorFolders(folders);
}

/** The line of the template that holds a text, counted from 1. */
function lineOf(text: string): number {
  const lines = readFileSync(join(workspace, TEMPLATE), 'utf8').split('\n');
  return lines.findIndex((line) => line.includes(text)) + 1;
}
