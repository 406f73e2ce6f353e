import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { attempt, type InputError, isError } from './source-files.ts';

/** What a file is to hold. */
export interface Replacement {
  readonly absolutePath: string;
  /** What the file held when it was read, null if there was none; if it holds something else now, nothing is written. */
  readonly expected: Buffer | null;
  readonly content: Buffer;
}

/** Why nothing was written, and which of the files is to blame. */
export interface NotReplaced extends InputError {
  readonly absolutePath: string;
}

/**
 * Replaces the contents of files, or makes them, each whole or not at all, and all of them or none: writes new files beside them and renames these over
 * them, with the same mode and, where that is allowed, the same owner. A symbolic link stays one; the file that it leads to is replaced.
 * @returns why nothing was written, or null.
 */
export function replaceFiles(replacements: readonly Replacement[]): NotReplaced | null {
  const prepared: Prepared[] = [];
  const done: Prepared[] = [];
  const refused = ((): NotReplaced | null => {
    for (const replacement of replacements) {
      const next = prepare(replacement);
      if (isError(next)) return { ...next, absolutePath: replacement.absolutePath };
      prepared.push(next);
    }
    for (const next of prepared) {
      const error = commit(next);
      if (error !== null) return { ...error, absolutePath: next.absolutePath };
      done.push(next);
    }
    return null;
  })();
  if (refused === null) return null;
  for (const { temporary } of prepared) attempt(() => rmSync(temporary, { force: true }));
  // Two files can't be renamed at once: where the second was refused, the first gets back what it held.
  for (const { absolutePath, target, expected, content } of done) {
    if (expected !== null) replaceFiles([{ absolutePath, expected: content, content: expected }]);
    else if (holds(target, content)) attempt(() => rmSync(target));
  }
  return refused;
}

/** Why a file can't be written; null if it can. */
export function writeObstacle(absolutePath: string): InputError | null {
  const found = attempt(() => writableTarget(absolutePath));
  return isError(found) ? found : null;
}

interface Prepared extends Replacement {
  readonly target: string;
  readonly temporary: string;
}

/** @throws what the file system says, or that nobody may write the file: a rename would replace even such a one, and so would an administrator. */
function writableTarget(absolutePath: string): string {
  const target = realpathSync(absolutePath);
  accessSync(target, constants.W_OK);
  if ((statSync(target).mode & anybodyWrites) === 0) throw new Error('it is read-only');
  return target;
}

const anybodyWrites = 0o222;

/** What a new file may be used for, as far as the process allows it to new files. */
const ordinaryMode = 0o666;

/** @throws what the file system says, or that there is such a file. */
function newTarget(absolutePath: string): string {
  const folder = realpathSync(path.dirname(absolutePath));
  accessSync(folder, constants.W_OK);
  const target = path.join(folder, path.basename(absolutePath));
  if (!holds(target, null)) throw new Error('it is there already');
  return target;
}

/** True if a file holds what is expected; nothing is expected of one that isn't there. */
function holds(target: string, expected: Buffer | null): boolean {
  const found = lstatSync(target, { throwIfNoEntry: false });
  return expected === null ? found === undefined : readFileSync(target).equals(expected);
}

/** Writes the new file beside the old one. */
function prepare(replacement: Replacement): Prepared | InputError {
  const made = attempt((): Prepared => {
    const { absolutePath, expected } = replacement;
    const target = expected === null ? newTarget(absolutePath) : writableTarget(absolutePath);
    const suffix = randomBytes(6).toString('hex');
    return {
      ...replacement,
      target,
      temporary: path.join(path.dirname(target), `.${path.basename(target)}.${suffix}.tmp`),
    };
  });
  if (isError(made)) return made;
  const { target, temporary, content, expected } = made.value;
  const written = attempt(() => {
    if (expected === null) return writeNew(temporary, content, ordinaryMode);
    const { mode, uid, gid } = statSync(target);
    writeNew(temporary, content, mode);
    attempt(() => chownSync(temporary, uid, gid));
    chmodSync(temporary, mode);
    if (!holds(target, expected)) throw new Error('it changed while it was being repaired');
  });
  if (!isError(written)) return made.value;
  attempt(() => rmSync(temporary, { force: true }));
  return written;
}

function commit({ target, temporary, expected }: Prepared): InputError | null {
  const renamed = attempt(() => {
    if (!holds(target, expected)) throw new Error('it changed while it was being repaired');
    renameSync(temporary, target);
  });
  return isError(renamed) ? renamed : null;
}

function writeNew(absolutePath: string, content: Buffer, mode: number): void {
  const handle = openSync(absolutePath, 'wx', mode);
  try {
    for (let done = 0; done < content.length; ) done += writeSync(handle, content, done);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
