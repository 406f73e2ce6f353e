import { closeSync, fstatSync, openSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { decodeText } from '../service/files/decode.ts';
import { largestFile } from '../service/files/host.ts';
import type { SourceFile } from '../service/model.ts';
import { isGeneratedTemplate } from './generated-template.ts';

/** A path that turned out to be a file to look into. */
export interface Candidate {
  readonly absolutePath: string;
  /** True if the person named it, false if it was met in a folder: then it is passed over in silence unless it is a template. */
  readonly named: boolean;
}

/** A file as read. `encoding` and `byteOrderMark` tell how to write it back. */
export interface LoadedFile {
  readonly absolutePath: string;
  readonly named: boolean;
  readonly source: SourceFile;
  readonly encoding: 'utf8' | 'utf16le';
  readonly byteOrderMark: boolean;
}

/** An input that can't be used, as one line: what and where. */
export interface InputError {
  readonly error: string;
}

export function isError(value: object): value is InputError {
  return 'error' in value;
}

const skippedFolders = ['node_modules', '.git'];
const formats: Readonly<Record<string, SourceFile['format']>> = {
  '.bicep': 'bicep',
  '.bicepparam': 'bicep-params',
  '.json': 'json',
  '.jsonc': 'json',
};

/**
 * Finds the files that the operands name: files themselves, and in folders everything that may be a template, in the order of names. Each
 * file and each folder comes once, under the first path that leads to it, so links that form a loop end.
 */
export function* findCandidates(
  operands: readonly string[],
  workingDirectory: string,
): Generator<Candidate | InputError> {
  const seen = new Set<string>();
  for (const operand of operands) {
    const absolutePath = path.resolve(workingDirectory, operand);
    const kind = kindOf(absolutePath);
    if (typeof kind !== 'string') yield { error: `cannot read ${operand}: ${kind.error}` };
    else if (kind === 'folder') yield* candidatesUnder(absolutePath, workingDirectory, seen);
    else if (kind !== 'file') yield { error: `cannot read ${operand}: it is neither a file nor a folder` };
    else if (formatOf(absolutePath) === null)
      yield { error: `cannot check ${operand}: not a .bicep, .bicepparam or .json file` };
    else if (isNew(identityOf(absolutePath), seen)) yield { absolutePath, named: true };
  }
}

/** Files that are looked at for what they call; where there are more, nobody knows. */
const mostBystanders = 5000;

/** The files below folders that may be templates, as absolute paths; null if there are too many. What can't be read is passed over. */
export function templateFilesIn(folders: readonly string[], workingDirectory: string): readonly string[] | null {
  const found: string[] = [];
  for (const candidate of findCandidates(folders, workingDirectory)) {
    if (isError(candidate)) continue;
    if (found.length >= mostBystanders) return null;
    found.push(candidate.absolutePath);
  }
  return found;
}

/** True for a folder that is there. */
export function isFolder(absolutePath: string): boolean {
  return kindOf(absolutePath) === 'folder';
}

function* candidatesUnder(
  folder: string,
  workingDirectory: string,
  seen: Set<string>,
): Generator<Candidate | InputError> {
  const pending = [{ current: folder, identity: identityOf(folder) }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { current, identity } = next;
    if (!isNew(identity, seen)) continue;
    const entries = attempt(() => readdirSync(current, { withFileTypes: true }));
    if (isError(entries)) {
      yield { error: `cannot read ${displayName(current, workingDirectory)}: ${entries.error}` };
      continue;
    }
    const sorted = entries.value.sort((a, b) => (a.name < b.name ? -1 : 1));
    const folders: { readonly current: string; readonly identity: string }[] = [];
    for (const entry of sorted) {
      const absolutePath = path.join(current, entry.name);
      // Only a link leads elsewhere: asking the system for each of thousands of names takes as long as reading the files.
      const own = (): string => (entry.isSymbolicLink() ? identityOf(absolutePath) : path.join(identity, entry.name));
      const kind = entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : kindOf(absolutePath);
      if (kind === 'folder' && !skippedFolders.includes(entry.name))
        folders.push({ current: absolutePath, identity: own() });
      if (kind === 'folder' || formatOf(absolutePath) === null) continue;
      if (typeof kind !== 'string') {
        yield { error: `cannot read ${displayName(absolutePath, workingDirectory)}: ${kind.error}` };
      } else if (kind === 'file' && isNew(own(), seen)) {
        yield { absolutePath, named: false };
      }
    }
    // The last one pushed is walked first.
    pending.push(...folders.reverse());
  }
}

/**
 * Reads a file. Gives null for a file that was met in a folder and isn't text or was generated from the Bicep file beside it.
 */
export function loadFile(candidate: Candidate, workingDirectory: string): LoadedFile | InputError | null {
  const { absolutePath, named } = candidate;
  const name = displayName(absolutePath, workingDirectory);
  const format = formatOf(absolutePath);
  if (format === null) return { error: `cannot check ${name}: not a .bicep, .bicepparam or .json file` };
  const passOver = !named && format === 'json';

  const read = attempt(() => readBounded(absolutePath));
  if (isError(read)) return { error: `cannot read ${name}: ${read.error}` };
  if (read.value === null) {
    return passOver ? null : { error: `cannot check ${name}: larger than ${largestFile / 1024 / 1024} MB` };
  }
  const decoded = decodeText(read.value);
  if (decoded === null) return passOver ? null : { error: `cannot check ${name}: not a text file in UTF-8` };
  if (passOver && hasBicepBeside(absolutePath) && isGeneratedTemplate(decoded.text)) return null;

  const { text, encoding, byteOrderMark } = decoded;
  return { absolutePath, named, source: { path: name, text, format }, encoding, byteOrderMark };
}

/** The bytes of a text, written as the file was: of its own text exactly those that were read. */
export function encodeLike(file: LoadedFile, text: string): Buffer {
  return Buffer.from((file.byteOrderMark ? '\ufeff' : '') + text, file.encoding);
}

/** A path relative to the working folder, with `/`; an absolute one if there is no relative one. */
export function displayName(absolutePath: string, workingDirectory: string): string {
  const relative = path.relative(workingDirectory, absolutePath) || '.';
  return relative.split(path.sep).join('/');
}

/** Runs something that the file system may refuse; the error is the system's reason in plain words. */
export function attempt<T>(action: () => T): { readonly value: T } | InputError {
  try {
    return { value: action() };
  } catch (error) {
    return { error: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'no such file or folder',
    ENOTDIR: 'no such file or folder',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EROFS: 'the file system is read-only',
    ENOSPC: 'no space left on the device',
    ELOOP: 'a loop of symbolic links',
    ENAMETOOLONG: 'the path is too long',
  };
  const [firstLine = 'unknown reason'] = (error instanceof Error ? error.message : String(error)).split('\n');
  return reasons[code] ?? firstLine;
}

function kindOf(absolutePath: string): 'file' | 'folder' | 'other' | InputError {
  const stats = attempt(() => statSync(absolutePath));
  if (isError(stats)) return stats;
  if (stats.value.isDirectory()) return 'folder';
  return stats.value.isFile() ? 'file' : 'other';
}

function formatOf(absolutePath: string): SourceFile['format'] | null {
  return formats[path.extname(absolutePath).toLowerCase()] ?? null;
}

/** The path of a file or folder without the links that lead there. */
function identityOf(absolutePath: string): string {
  const real = attempt(() => realpathSync(absolutePath));
  return isError(real) ? absolutePath : real.value;
}

function isNew(identity: string, seen: Set<string>): boolean {
  if (seen.has(identity)) return false;
  seen.add(identity);
  return true;
}

/** The file's bytes, or null if it is too large. Its size is asked of the open file, so that it is the size of what is read. */
function readBounded(absolutePath: string): Buffer | null {
  const handle = openSync(absolutePath, 'r');
  try {
    return fstatSync(handle).size > largestFile ? null : readFileSync(handle);
  } finally {
    closeSync(handle);
  }
}

function hasBicepBeside(absolutePath: string): boolean {
  const bicep = `${absolutePath.slice(0, -path.extname(absolutePath).length)}.bicep`;
  return kindOf(bicep) === 'file';
}
