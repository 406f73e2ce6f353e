/** For tests of the command line: folders with files, and commands that run in them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { runCommandLine } from '../server/src/cli/run.ts';
import { createEngine } from '../server/src/service/engine.ts';
import type { Engine } from '../server/src/service/model.ts';

/** Contents by path, with `/`. */
export type FileContents = Readonly<Record<string, string | Uint8Array>>;

export interface CommandOutcome {
  readonly code: number;
  readonly output: string;
  /** Lines of the standard error. */
  readonly errors: readonly string[];
}

/** A new folder with files, removed after the test. */
export function folderWith(context: TestContext, files: FileContents): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zero-trust-cli-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

/** Runs commands in a folder without home directory, each with an engine of its own. */
export function commandsIn(
  folder: string,
  engine: () => Engine = createEngine,
): (...words: readonly string[]) => CommandOutcome {
  return (...words) => {
    let output = '';
    const errors: string[] = [];
    const code = runCommandLine(words, engine(), {
      write: (text) => {
        output += text;
      },
      writeErrorLine: (line) => errors.push(line),
      color: false,
      workingDirectory: folder,
      homeDirectory: null,
    });
    return { code, output, errors };
  };
}
