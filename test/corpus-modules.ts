/** For tests and measurements: the files of the corpus as evaluation asks for them. */
import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative } from 'node:path';
import type { DirectoryFile, LoadedTemplate, Missing, TemplateFiles } from '../server/src/evaluate/files.ts';
import { parseArm } from '../server/src/syntax/arm/parse-arm.ts';
import { parseBicep } from '../server/src/syntax/bicep/index.ts';
import { lowerArm } from '../server/src/template/lower-arm.ts';
import { lowerBicep } from '../server/src/template/lower-bicep.ts';
import type { LoweredFile } from '../server/src/template/lowered.ts';
import { corpusFiles, corpusFolder } from './corpus.ts';

/** The folder that `br/public:avm/...` stands for. */
export const corpusRegistry = join(corpusFolder, 'avm');

/** The text that counts in place of the one that a path has on disk. */
export type TextOf = (text: string, path: string) => string;

/** Files by their paths on disk; each is read once. */
export interface CorpusModules extends TemplateFiles {
  /** A template or a Bicep parameter file, lowered; null if it isn't there. */
  read(path: string): LoweredFile | null;
}

/**
 * Files beside a template by their relative paths, and modules of the public registry in whatever version from the folder of their sources:
 * `br/public:avm/X:version` is `avm/X/main.bicep`. Other registries, and template specs, are missing.
 * @param textOf what is read in place of the text of a template or parameter file
 */
export function corpusModules(textOf: TextOf = (text) => text): CorpusModules {
  const known = new Map<string, LoweredFile | null>();
  const read = (path: string): LoweredFile | null => {
    const kept = known.get(path);
    if (kept !== undefined) return kept;
    const bytes = bytesOf(path);
    const lowered = bytes === null ? null : loweredFrom(path, textOf(bytes.toString('utf8'), path));
    known.set(path, lowered);
    return lowered;
  };
  const loaded = new Map<string, LoadedTemplate | Missing>();
  return {
    read,
    load: (from, reference) => {
      const key = `${from}\n${reference}`;
      const before = loaded.get(key);
      if (before !== undefined) return before;
      const published = /^br(?:\/public:|:mcr\.microsoft\.com\/bicep\/)avm\/([^:]+):/.exec(reference)?.[1];
      const file =
        published === undefined ? join(dirname(from), reference) : join(corpusRegistry, published, 'main.bicep');
      const lowered = read(file);
      const answer = lowered === null ? missing : { file, lowered };
      loaded.set(key, answer);
      return answer;
    },
    linked: () => missing,
    content: (from, path) => bytesOf(join(dirname(from), path)) ?? missing,
    directory: (from, path, pattern) => filesIn(from, path, pattern) ?? missing,
  };
}

/** The entry points of the corpus: tests that call a module as its consumers do. Sorted; empty without the corpus. */
export function corpusConsumers(): readonly string[] {
  return corpusFiles('avm', '.bicep').filter((file) => basename(file) === 'main.test.bicep');
}

const missing: Missing = { kind: 'missing', reason: 'it is not there', problem: null };

function bytesOf(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

function loweredFrom(path: string, text: string): LoweredFile {
  if (path.endsWith('.json')) return lowerArm(parseArm(text));
  return lowerBicep(parseBicep(text), path.endsWith('.bicepparam') ? 'bicep-params' : 'bicep');
}

function filesIn(from: string, path: string, pattern: string | null): readonly DirectoryFile[] | null {
  const folder = join(dirname(from), path);
  const entries = entriesOf(folder);
  if (entries === null) return null;
  const accepted = pattern === null ? null : new RegExp(`^${pattern.split('*').map(escaped).join('.*')}$`, 'i');
  return entries
    .filter((entry) => entry.isFile() && (accepted === null || accepted.test(entry.name)))
    .map(({ name }) => ({
      relativePath: relative(dirname(from), join(folder, name)),
      baseName: name,
      extension: extname(name),
    }))
    .sort((a, b) => (a.baseName < b.baseName ? -1 : 1));
}

function escaped(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}

function entriesOf(folder: string): readonly Dirent[] | null {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return null;
  }
}
