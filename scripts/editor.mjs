/**
 * `npm run editor`: VS Code in a browser, with the packaged extension installed and the sample workspace open; `-- FOLDER` opens another one.
 * Works on a copy of the sample, so that repairs may be tried. Says what is missing, and how to get it, if the editor host isn't installed.
 */
import path from 'node:path';
import { installIfNeeded, requirePinnedNode, root, runNode } from './toolchain.mjs';

installIfNeeded();
const given = process.argv[2];
// npm runs scripts in the package's folder; a path is meant from where the person stands.
const folder = given === undefined ? [] : [path.resolve(process.env.INIT_CWD ?? process.cwd(), given)];
process.exit(runNode(requirePinnedNode(), [path.join(root, 'test', 'editor', 'serve.ts'), ...folder]));
