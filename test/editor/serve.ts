/** Serves VS Code in a browser for a person: `npm run editor`. The first argument is a folder; without it a copy of the sample is opened. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { quietSettings, workbenchUrl } from './host/browser.ts';
import { findEditorServer, repository } from './host/editor-host.ts';
import { installExtension, makeEditorFolders, removeEditorFolders, startEditorServer } from './host/editor-server.ts';
import { packageExtension } from './host/products.ts';

const PORT = 8080;

const host = findEditorServer();
if ('missing' in host) {
  console.error(`The editor can't be started: ${host.missing}. To get it: ${host.remedy}.`);
  process.exit(2);
}

const folders = makeEditorFolders(quietSettings);
const [given] = process.argv.slice(2);
const workspace = given ?? copyOfSample(folders.root);
console.log('Packaging the extension and starting VS Code ...');
await installExtension(host, folders, packageExtension());
const server = await startOnFreePort();
console.log(`VS Code ${host.version} with the extension installed: ${workbenchUrl(server, workspace, [])}`);
console.log(`Folder: ${workspace}${given === undefined ? ' (a copy of test-fixtures/sample)' : ''}. Stop with Ctrl+C.`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void server.stop().then(() => {
      removeEditorFolders(folders);
      process.exit(0);
    });
  });
}

function copyOfSample(root: string): string {
  const copy = join(root, 'sample');
  cpSync(join(repository, 'test-fixtures', 'sample'), copy, { recursive: true });
  return copy;
}

/** The usual port if it is free, so that the address stays the same; else any. */
async function startOnFreePort() {
  const options = { disableWorkspaceTrust: true, enableTests: false };
  if (!('missing' in host)) {
    const usual = await startEditorServer(host, folders, { ...options, port: PORT }).catch(() => null);
    return usual ?? (await startEditorServer(host, folders, { ...options, port: 0 }));
  }
  throw new Error(host.missing);
}
