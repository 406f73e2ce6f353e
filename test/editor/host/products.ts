import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { repository } from './editor-host.ts';

/**
 * Makes the package as `npm run package` does and gives its path; or the package that `ZT_VSIX` names, to test one that exists. Throws with
 * the output if packaging fails.
 */
export function packageExtension(): string {
  const existing = process.env.ZT_VSIX;
  if (existing !== undefined) return existing;
  const result = spawnSync(process.execPath, [join('scripts', 'package.mjs')], { cwd: repository, encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`The extension was not packaged:\n${result.stdout}${result.stderr}`);
  const manifest: { name: string; version: string } = JSON.parse(
    readFileSync(join(repository, 'package.json'), 'utf8'),
  );
  const path = join(repository, 'dist', `${manifest.name}-${manifest.version}.vsix`);
  if (!existsSync(path)) throw new Error(`${path} was not made.`);
  return path;
}

/** Folder of the extension that carries the suite. The extension under test is the installed package. */
export const testExtension = join(repository, 'test', 'editor', 'extension');

/** Bundles the suite into the one file that the extension host loads, and gives its path. */
export async function bundleSuite(): Promise<string> {
  const outfile = join(repository, 'dist', 'editor-suite.cjs');
  await build({
    entryPoints: [join(repository, 'test', 'editor', 'suite', 'index.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outfile;
}
