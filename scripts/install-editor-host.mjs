/**
 * Installs VS Code's own server (the npm package code-server, 617 MB) into editor-host/, for the editor tests and for `npm run editor`. The
 * only script that downloads it. Its native modules are compiled for the Node that runs npm, so npm runs under the pinned Node 24.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { childEnvironment, installIfNeeded, requirePinnedNode, root } from './toolchain.mjs';

const folder = path.join(root, 'editor-host');
/** Written last, so that an install that was broken off is done again. */
const wanted = readFileSync(path.join(folder, 'package-lock.json'), 'utf8');
const installedLock = path.join(folder, 'node_modules', '.installed-from-lock.json');

installIfNeeded();
const node = requirePinnedNode();
if (existsSync(installedLock) && readFileSync(installedLock, 'utf8') === wanted) {
  console.log('The editor host is installed.');
  process.exit(0);
}

// npm says where it is when it runs a script; else its own first line finds the Node that comes first on the path.
const npm = process.env.npm_execpath;
const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
const [command, commandArgs] = npm?.endsWith('.js') ? [node, [npm, ...args]] : ['npm', args];

console.log(
  'Installing the editor host (617 MB) into editor-host/; its native modules are compiled, which takes minutes.',
);
const { status, error } = spawnSync(command, commandArgs, {
  cwd: folder,
  shell: process.platform === 'win32',
  stdio: 'inherit',
  env: childEnvironment(node),
});
if (error || status !== 0) {
  console.error(
    `The editor host was not installed${error ? `: ${error.message}` : ''}. On Debian its modules need: apt-get install -y libkrb5-dev pkg-config build-essential python3`,
  );
  process.exit(1);
}
writeFileSync(installedLock, wanted);
console.log('The editor host is installed.');
