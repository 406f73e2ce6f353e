/**
 * What a person waits for in a large workspace, as the language server does it: the first answer for a module of the corpus, until all templates
 * are known; and, after an edit, the findings of all entries that call it, in slices.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { nodeHost } from '../../server/src/cli/node-host.ts';
import { defaultConfiguration } from '../../server/src/config/configuration.ts';
import { sliceInMilliseconds } from '../../server/src/lsp/renewals.ts';
import { createEngine } from '../../server/src/service/engine.ts';
import { decodeText } from '../../server/src/service/files/decode.ts';
import type { Engine, SourceFile } from '../../server/src/service/model.ts';
import { aloneIn, type Workspace } from '../../server/src/service/workspace.ts';
import { corpusFolder } from '../../test/corpus.ts';
import { type Spread, spreadOf } from './figures.ts';

interface Slices extends Spread {
  readonly count: number;
  readonly milliseconds: number;
}

export interface RenewalFigures {
  readonly files: number;
  /** The first answer, of a process that has read nothing. */
  readonly opened: number;
  /** Until the answer is complete. */
  readonly found: Slices;
  /** The answer after an edit. */
  readonly edited: number;
  /** Until all callers are evaluated anew. */
  readonly renewed: Slices;
}

/** @param paths all templates of the workspace. */
export function measureRenewals(module: string, paths: readonly string[]): RenewalFigures {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zero-trust-bench-'));
  try {
    const configuration = path.join(folder, 'zerotrust.config.json');
    const modules = { 'br/public:avm/': `${path.join(corpusFolder, 'avm')}/` };
    writeFileSync(configuration, JSON.stringify({ modules }));
    return measure(createEngine(), workspaceOf(paths, configuration), path.join(corpusFolder, 'avm', module));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function workspaceOf(paths: readonly string[], configuration: string): Workspace {
  const file: SourceFile = { path: '', text: '', format: 'bicep' };
  return { ...aloneIn(file), host: nodeHost(null), paths, configuration };
}

function measure(engine: Engine, workspace: Workspace, module: string): RenewalFigures {
  const content = workspace.host.read(module);
  const text = content instanceof Uint8Array ? (decodeText(content)?.text ?? '') : '';
  const file: SourceFile = { path: module, text, format: 'bicep' };
  const glance = (shown: SourceFile): number => {
    const start = performance.now();
    engine.glance(shown, defaultConfiguration, workspace);
    return performance.now() - start;
  };
  const opened = glance(file);
  const found = renew(engine, file, workspace);
  const typed = { ...file, text: `${text}\nvar typed = 'x'\n` };
  const edited = glance(typed);
  const renewed = renew(engine, typed, workspace);
  return { files: workspace.paths.length, opened, found, edited, renewed };
}

function renew(engine: Engine, file: SourceFile, workspace: Workspace): Slices {
  const times: number[] = [];
  const begin = performance.now();
  for (let hasMore = true; hasMore; ) {
    const start = performance.now();
    const end = start + sliceInMilliseconds;
    hasMore = engine.renew(file, workspace, () => performance.now() >= end);
    times.push(performance.now() - start);
  }
  return { ...spreadOf(times), count: times.length, milliseconds: performance.now() - begin };
}
