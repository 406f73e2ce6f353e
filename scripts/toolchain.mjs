/**
 * What the other scripts share: where the repository is, whether its dependencies are installed, and how to start a child under the Node
 * that they bring. Runs on Node 20, since the first `npm start` of a fresh clone has nothing newer.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** The Node version that runs tests and generators: it reads TypeScript unbuilt. */
const neededMajor = 24;

/** The path of the Node that the dependencies bring, or null if it isn't there or is too old. */
export function pinnedNode() {
  const binary = path.join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(binary)) return binary;
  return Number.parseInt(process.versions.node, 10) >= neededMajor ? process.execPath : null;
}

/** Like `pinnedNode`, but ends the process with one line if there is none. */
export function requirePinnedNode() {
  const binary = pinnedNode();
  if (binary) return binary;
  console.error(
    `Node ${neededMajor} is needed and node_modules has none (npm may have blocked its install script). Run: npm ci --allow-scripts=node,esbuild`,
  );
  process.exit(2);
}

/**
 * Installs the dependencies from the lockfile if node_modules doesn't hold exactly them.
 * Ends the process if that fails.
 */
export function installIfNeeded() {
  const missing = firstMissingPackage();
  if (missing === null) return;
  console.log(`Installing dependencies from package-lock.json (${missing}).`);
  const status = runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (status !== 0) {
    console.error('npm ci failed; see above.');
    process.exit(status);
  }
}

/** Names the first thing that an install would change, or gives null if nothing would. */
function firstMissingPackage() {
  const installedLock = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedLock)) return 'nothing is installed yet';
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedLock, 'utf8')).packages;
  for (const [folder, entry] of Object.entries(wanted)) {
    // Optional packages are those of other platforms; the empty name is this package itself.
    if (folder === '' || entry.optional) continue;
    if (installed[folder]?.version !== entry.version) return `${folder} ${entry.version} is missing`;
  }
  return null;
}

/** Runs npm by the name under which npm itself told us where it is; gives the exit code. */
export function runNpm(args) {
  const npm = process.env.npm_execpath;
  const result = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  return exitCode(result);
}

/**
 * Runs a program of node_modules (by the path of its JavaScript file) or a script of ours under the given Node, with the child's output on
 * ours. Gives the exit code.
 */
export function runNode(node, args, options = {}) {
  return exitCode(
    spawnSync(node, args, { cwd: root, stdio: 'inherit', ...options, env: childEnvironment(node, options.env) }),
  );
}

/** The environment for children: the pinned Node and the tools of node_modules come first on the path. */
export function childEnvironment(node, extra = {}) {
  const separator = process.platform === 'win32' ? ';' : ':';
  const first = [path.dirname(node), path.join(root, 'node_modules', '.bin')];
  return { ...process.env, ...extra, PATH: [...first, process.env.PATH ?? ''].join(separator) };
}

function exitCode(result) {
  if (result.error) {
    console.error(result.error.message);
    return 2;
  }
  return result.status ?? 1;
}
