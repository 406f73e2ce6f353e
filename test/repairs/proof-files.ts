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
import { corpusModules, corpusRegistry, type TextOf } from '../corpus-modules.ts';
import { lower } from '../deployment.ts';

/** Files whose findings are repaired, and who sees them. */
export interface ProofFiles {
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

/** The Bicep files with all their modules, the published ones too, as one workspace: whoever writes them owns all of them. */
export function authoredModules(): ProofFiles {
  return bicepFiles({ isOwned: () => true, textOf: asItIs, configuration: configurationFile() });
}

/**
 * The consumers with all modules restored. What they name of the public registry is written as the path of its source, which the host says is nobody's
 * to change: a mapping to sources would make them the author's.
 */
export function restoredModules(): ProofFiles {
  return bicepFiles({ isOwned: isOfConsumer, textOf: withPathsOfModules, configuration: null });
}

/** True for a test of the corpus, which calls modules as their consumers do. */
export function isOfConsumer(file: string): boolean {
  return path.relative(corpusRegistry, file).split(path.sep).includes('tests');
}

const asItIs: TextOf = (text) => text;

const withPathsOfModules: TextOf = (text, file) =>
  text.replaceAll(/\bbr(?:\/public:|:mcr\.microsoft\.com\/bicep\/)avm\/([^:'\s]+):[^'\s]+/g, (_, module: string) => {
    const relative = path.relative(path.dirname(file), path.join(corpusRegistry, module, 'main.bicep'));
    return relative.split(path.sep).join('/');
  });

interface BicepFiles {
  readonly isOwned: (path: string) => boolean;
  readonly textOf: TextOf;
  readonly configuration: string | null;
}

function bicepFiles({ isOwned, textOf, configuration }: BicepFiles): ProofFiles {
  const paths = corpusFiles('avm', '.bicep');
  const modules = corpusModules(textOf);
  const onDisk = nodeHost(null);
  const texts = new Map<string, string>();
  const host: HostFiles = {
    ...onDisk,
    isOwned,
    // Like any host it decodes a file once, and not at each question.
    read: (file) => {
      const known = texts.get(file);
      if (known !== undefined) return known;
      const content = onDisk.read(file);
      if (!file.endsWith('.bicep') || !(content instanceof Uint8Array)) return content;
      const text = textOf(Buffer.from(content).toString('utf8'), file);
      texts.set(file, text);
      return text;
    },
  };
  const everything: Workspace = {
    ...aloneIn({ path: '', text: '', format: 'bicep' }),
    host,
    paths: paths.filter(isOwned),
    configuration,
  };
  let graph: IncludeGraph | null = null;
  const read = (file: string, changed: ChangedTexts): LoweredFile => {
    const lowered = changed.get(file) ?? modules.read(file);
    if (lowered === null) throw new Error(`no file ${file}`);
    return lowered;
  };
  return {
    paths: everything.paths,
    file: (file) => ({ path: file, text: textOf(readFileSync(file, 'utf8'), file), format: 'bicep' }),
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
        const made = path.join(path.dirname(from), reference);
        const found = changed.has(made) ? { file: made } : modules.load(from, reference);
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
