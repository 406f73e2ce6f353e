/** Draws media/icon.svg as media/icon.png, 256 pixels square, for the marketplace. Run it after a change of the drawing, with Node 24. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openBrowser } from '../test/editor/host/browser.ts';
import { findEditorHost } from '../test/editor/host/editor-host.ts';
import { root } from './toolchain.mjs';

const host = findEditorHost();
if ('missing' in host) {
  console.error(`The icon was not drawn: ${host.missing}. To get it: ${host.remedy}.`);
  process.exit(2);
}

const browser = await openBrowser(host);
try {
  const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
  const drawing = readFileSync(path.join(root, 'media', 'icon.svg'), 'utf8');
  await page.setContent(`<body style="margin:0;background:transparent">${drawing}</body>`);
  await page.screenshot({ path: path.join(root, 'media', 'icon.png'), omitBackground: true });
} finally {
  await browser.close();
}
