import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaseResult } from '../suite/cases.ts';
import { repository } from './editor-host.ts';

const fixtures = join(repository, 'test-fixtures', 'editor');

/** Which cases of the suite run: those of a trusted workspace, or those of Restricted Mode. */
export type SuiteName = 'trusted' | 'restricted';

/** What one run of the suite needs, whichever editor it runs in. Temporary. */
export interface SuiteSession {
  readonly workspace: string;
  /** Given to the suite by the environment of the editor. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the suite wrote; null if the editor ended before it was done. */
  results(): readonly CaseResult[] | null;
  remove(): void;
}

/** Makes a workspace with the fixtures in it. */
export function createSuiteSession(suite: SuiteName): SuiteSession {
  const root = mkdtempSync(join(tmpdir(), 'zero-trust-suite-'));
  const workspace = join(root, 'workspace');
  const resultFile = join(root, 'results.json');
  mkdirSync(workspace);
  cpSync(join(fixtures, 'workspace'), workspace, { recursive: true });
  return {
    workspace,
    environment: { ZT_EDITOR_SUITE: suite, ZT_EDITOR_FIXTURES: fixtures, ZT_EDITOR_RESULTS: resultFile },
    results() {
      if (!existsSync(resultFile)) return null;
      const results: readonly CaseResult[] = JSON.parse(readFileSync(resultFile, 'utf8'));
      return results;
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
