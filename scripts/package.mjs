/**
 * `npm run package`: builds for production and makes dist/zero-trust-azure-<version>.vsix; prints what is in it and how large it is.
 * .vscodeignore decides what goes in. Runs on Node 20; vsce itself runs on the Node of node_modules.
 */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { installIfNeeded, requirePinnedNode, root, runNode } from './toolchain.mjs';

installIfNeeded();
const node = requirePinnedNode();
const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const vsix = path.join('dist', `${name}-${version}.vsix`);

const steps = [
  [path.join('scripts', 'build.mjs'), '--production', 'client', 'server'],
  [
    path.join('node_modules', '@vscode', 'vsce', 'vsce'),
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    vsix,
  ],
];
for (const step of steps) {
  const status = runNode(node, step);
  if (status !== 0) process.exit(status);
}
console.log(`${vsix}: ${(statSync(path.join(root, vsix)).size / 1000).toFixed(0)} kB`);
