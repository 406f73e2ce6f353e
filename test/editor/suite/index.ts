import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { type Case, runCases } from './cases.ts';
import { findingCases } from './findings.ts';
import { repairCases } from './repairs.ts';
import { restrictedModeCases } from './restricted-mode.ts';
import { rulePageCases } from './rule-pages.ts';
import { scenarioCases } from './scenarios.ts';
import { serverProcessCases } from './server-process.ts';
import { snippetCases } from './snippets.ts';

const EXTENSION = 'zero-trust-azure.zero-trust-azure';

const SUITES: Readonly<Record<string, readonly Case[]>> = {
  trusted: [
    ...findingCases,
    ...repairCases,
    ...snippetCases,
    ...rulePageCases,
    ...scenarioCases,
    ...serverProcessCases,
  ],
  restricted: restrictedModeCases,
};

/**
 * What the editor calls. The launcher chooses the suite by ZT_EDITOR_SUITE and reads the results, as JSON, from the file that
 * ZT_EDITOR_RESULTS names. Rejects if a case failed, so that the editor's own exit code says so too.
 */
export async function run(): Promise<void> {
  const suite = SUITES[process.env.ZT_EDITOR_SUITE ?? 'trusted'] ?? [];
  const results = await runCases([installedCase, ...suite]);
  const resultFile = process.env.ZT_EDITOR_RESULTS;
  if (resultFile !== undefined) writeFileSync(resultFile, JSON.stringify(results));
  const failed = results.filter((result) => result.failure !== null);
  assert.deepEqual(
    failed.map((result) => result.name),
    [],
  );
}

const installedCase: Case = {
  name: 'the packaged extension is installed and activates',
  async run() {
    const extension = vscode.extensions.getExtension(EXTENSION);
    assert.ok(extension !== undefined, `${EXTENSION} is not installed.`);
    await extension.activate();
    assert.equal(extension.isActive, true);
  },
};
