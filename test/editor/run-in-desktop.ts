/**
 * The same suite in a desktop VS Code, which @vscode/test-electron downloads: for machines with access to the internet.
 * `node test/editor/run-in-desktop.ts [version]`; without a version the oldest one that the manifest supports.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { quietSettings } from './host/browser.ts';
import { repository } from './host/editor-host.ts';
import { bundleSuite, packageExtension, testExtension } from './host/products.ts';
import { brokenPart, closeReport, printResults } from './host/report.ts';
import { createSuiteSession, type SuiteName } from './host/session.ts';
import type { CaseResult } from './suite/cases.ts';

const executable = await downloadAndUnzipVSCode(process.argv[2] ?? oldestEditor());
const vsix = packageExtension();
const suite = await bundleSuite();
const results = [...(await runSuite('trusted')), ...(await runSuite('restricted'))];
process.exit(closeReport(results));

async function runSuite(name: SuiteName): Promise<readonly CaseResult[]> {
  const part = `Desktop, ${name}`;
  const session = createSuiteSession(name);
  const folders = mkdtempSync(join(tmpdir(), 'zero-trust-desktop-'));
  try {
    const profile = ['--user-data-dir', join(folders, 'user'), '--extensions-dir', join(folders, 'extensions')];
    mkdirSync(join(folders, 'user', 'User'), { recursive: true });
    writeFileSync(join(folders, 'user', 'User', 'settings.json'), JSON.stringify(quietSettings));
    installPackage(profile);
    const trust = name === 'trusted' ? ['--disable-workspace-trust'] : [];
    // The suite's own failure is in its results; only an editor that ends without any is an error here.
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: testExtension,
      extensionTestsPath: suite,
      extensionTestsEnv: session.environment,
      launchArgs: [session.workspace, ...profile, ...trust, '--skip-welcome', '--disable-telemetry'],
    }).catch(() => undefined);
    const results = session.results() ?? brokenPart(part, 'The editor ended and left no results.');
    printResults(part, results);
    return results;
  } finally {
    rmSync(folders, { recursive: true, force: true });
    session.remove();
  }
}

function installPackage(profile: readonly string[]): void {
  const [cli = '', ...args] = resolveCliArgsFromVSCodeExecutablePath(executable, { reuseMachineInstall: true });
  const result = spawnSync(cli, [...args, ...profile, '--install-extension', vsix, '--force'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) throw new Error(`The extension was not installed:\n${result.stdout}${result.stderr}`);
}

function oldestEditor(): string {
  const manifest: { engines: { vscode: string } } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  return manifest.engines.vscode.replace(/^\^/, '');
}
