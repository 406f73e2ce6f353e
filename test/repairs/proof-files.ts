/** For the proof of repairs: the files of the corpus as the engine sees them, and as evaluation reads them with some of their texts changed. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { nodeHost } from '../../server/src/cli/node-host.ts';
import type { TemplateFiles } from '../../server/src/evaluate/files.ts';
import { IncludeGraph, type Includes, referencesOf } from '../../server/src/service/entries.ts';
import type { HostFiles } from '../../server/src/service/files/host.ts';
import type { SourceFile } from '../../server/src/service/model.ts';
import { aloneIn, type Workspace } from '../../server/src/service/workspace.ts';
import type { LoweredFile } from '../../server/src/template/lowered.ts';
import { corpusFiles } from '../corpus.ts';
import { corpusModules, corpusRegistry } from '../corpus-modules.ts';
import { lower } from '../deployment.ts';

/** Files whose findings are repaired, and who sees them. */
export interface ProofFiles {
  readonly title: string;
  readonly paths: readonly string[];
  readonly file: (path: string) => SourceFile;
  readonly workspace: (file: SourceFile) => Workspace;
  readonly isOwned: (path: string) => boolean;
  /** The templates whose deployments a file is part of. */
  readonly entriesOf: (path: string) => readonly string[];
  readonly read: (path: string, changed: ChangedTexts) => LoweredFile;
  readonly templateFiles: (changed: ChangedTexts) => TemplateFiles;
}

/** Texts in place of those of the corpus, lowered. */
export type ChangedTexts = ReadonlyMap<string, LoweredFile>;

export const unchanged: ChangedTexts = new Map();

/** The Bicep files with all modules read from the folder of sources. Where `isOwned` says no, a module counts as restored. */
export function bicepFiles(title: string, isOwned: (path: string) => boolean): ProofFiles {
  const paths = corpusFiles('avm', '.bicep');
  const modules = corpusModules();
  const host: HostFiles = { ...nodeHost(null), isOwned };
  const everything: Workspace = {
    ...aloneIn({ path: '', text: '', format: 'bicep' }),
    host,
    paths: paths.filter(isOwned),
    configuration: configurationFile(),
  };
  let graph: IncludeGraph | null = null;
  const read = (file: string, changed: ChangedTexts): LoweredFile => {
    const lowered = changed.get(file) ?? modules.read(file);
    if (lowered === null) throw new Error(`no file ${file}`);
    return lowered;
  };
  return {
    title,
    paths: everything.paths,
    file: (file) => ({ path: file, text: readFileSync(file, 'utf8'), format: 'bicep' }),
    workspace: () => everything,
    isOwned,
    entriesOf: (file) => {
      graph ??= includeGraph(everything.paths, modules);
      return graph.entriesFor(file).map(({ template }) => template);
    },
    read,
    templateFiles: (changed) => ({
      ...modules,
      load: (from, reference) => {
        const found = modules.load(from, reference);
        return 'file' in found ? { file: found.file, lowered: read(found.file, changed) } : found;
      },
    }),
  };
}

/** The compiled templates without the mark of their generator, each by itself. */
export function compiledFiles(): ProofFiles {
  const modules = corpusModules();
  const file = (at: string): SourceFile => ({
    path: at,
    text: readFileSync(at, 'utf8').replaceAll('"_generator"', '"description"'),
    format: 'json',
  });
  const known = new Map<string, LoweredFile>();
  const read = (at: string): LoweredFile => {
    const lowered = known.get(at) ?? lower(file(at).text);
    known.set(at, lowered);
    return lowered;
  };
  return {
    title: 'compiled templates',
    paths: corpusFiles('avm', 'main.json'),
    file,
    workspace: aloneIn,
    isOwned: () => true,
    entriesOf: (at) => [at],
    read: (at, changed) => changed.get(at) ?? read(at),
    templateFiles: () => modules,
  };
}

/** A configuration that maps the public registry to the folder of sources. */
function configurationFile(): string {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'zero-trust-proof-')), 'zerotrust.config.json');
  writeFileSync(file, JSON.stringify({ modules: { 'br/public:avm/': `${corpusRegistry}/` } }));
  return file;
}

function includeGraph(paths: readonly string[], modules: ReturnType<typeof corpusModules>): IncludeGraph {
  const includes = new Map<string, Includes>();
  for (const file of paths) {
    const lowered = modules.read(file);
    if (lowered === null) continue;
    const included = referencesOf(lowered).flatMap((reference) => {
      const loaded = modules.load(file, reference);
      return 'file' in loaded ? [loaded.file] : [];
    });
    includes.set(file, { kind: 'template', included, using: null, linked: [] });
  }
  return new IncludeGraph(includes);
}
