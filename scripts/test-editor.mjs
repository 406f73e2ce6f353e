/**
 * The editor ring, in VS Code's own server from editor-host/. It never installs that: if it isn't there, one line says why and how to get it,
 * and only where `CI` is set is that a failure. Names of parts (trusted, restricted, workbench) run only those. `--desktop [version]` runs the same suite in a downloaded desktop VS Code instead.
 */
import path from 'node:path';
import { installIfNeeded, requirePinnedNode, root, runNode } from './toolchain.mjs';

installIfNeeded();
const [first, ...rest] = process.argv.slice(2);
const launcher =
  first === '--desktop' ? ['run-in-desktop.ts', ...rest] : ['run-in-editor-host.ts', ...process.argv.slice(2)];
const [file, ...args] = launcher;
process.exit(runNode(requirePinnedNode(), [path.join(root, 'test', 'editor', file), ...args]));
