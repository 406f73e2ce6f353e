/**
 * Bundles the extension's client, its server and the command line into dist/. `npm run build -- --production` leaves out the source maps and
 * makes the code small; names (`client`, `server`, `cli`) build only those. Runs on Node 20.
 */
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { installIfNeeded, root } from './toolchain.mjs';

installIfNeeded();
const { build } = await import('esbuild');

const production = process.argv.includes('--production');
const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  // jsonc-parser's `main` is a UMD file that esbuild can't follow.
  mainFields: ['module', 'main'],
  // The browser's form of yaml is made of ES modules, so what isn't used stays out, and it needs nothing of Node.
  alias: { yaml: path.join(root, 'node_modules', 'yaml', 'browser', 'dist', 'index.js') },
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: 'warning',
};

/** VS Code 1.101 runs Node 22; the command line promises Node 20. */
const bundles = {
  client: {
    entryPoints: { client: 'client/src/extension.ts' },
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    target: 'node22',
    external: ['vscode'],
  },
  server: {
    entryPoints: { server: 'server/src/main.node.ts' },
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    target: 'node22',
  },
  cli: {
    entryPoints: { cli: 'server/src/main.cli.ts', 'cli-work': 'server/src/main.cli-work.ts' },
    format: 'esm',
    target: 'node20',
    banner: { js: '#!/usr/bin/env node' },
  },
};

const unknown = named.filter((name) => !(name in bundles));
if (unknown.length > 0) {
  console.error(`No bundle is called ${unknown.join(', ')}. There are: ${Object.keys(bundles).join(', ')}.`);
  process.exit(2);
}

const names = named.length > 0 ? named : Object.keys(bundles);
const outdir = path.join(root, 'dist');
mkdirSync(outdir, { recursive: true });
if (production) {
  for (const { entryPoints, outExtension } of names.map((name) => bundles[name])) {
    const extension = outExtension?.['.js'] ?? '.js';
    for (const file of Object.keys(entryPoints)) rmSync(path.join(outdir, `${file}${extension}.map`), { force: true });
  }
}
try {
  await Promise.all(names.map((name) => build({ ...common, outdir, ...bundles[name] })));
} catch {
  // esbuild has already printed what is wrong, and where.
  process.exit(1);
}
if (names.includes('cli')) chmodSync(path.join(outdir, 'cli.js'), 0o755);
