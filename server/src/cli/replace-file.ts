import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  fsyncSync,
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
  /** What the file held when it was read; if it holds something else now, nothing is written. */
  readonly expected: Buffer;
  readonly content: Buffer;
}

/** Why nothing was written, and which of the files is to blame. */
export interface NotReplaced extends InputError {
  readonly absolutePath: string;
}

/**
 * Replaces the contents of files, each whole or not at all, and all of them or none: writes new files beside them and renames these over them, with
 * the same mode and, where that is allowed, the same owner. A symbolic link stays one; the file that it leads to is replaced.
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
  for (const { absolutePath, expected, content } of done)
    replaceFiles([{ absolutePath, expected: content, content: expected }]);
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

/** Writes the new file beside the old one. */
function prepare(replacement: Replacement): Prepared | InputError {
  const made = attempt((): Prepared => {
    const target = writableTarget(replacement.absolutePath);
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
    const { mode, uid, gid } = statSync(target);
    writeNew(temporary, content, mode);
    attempt(() => chownSync(temporary, uid, gid));
    chmodSync(temporary, mode);
    if (!readFileSync(target).equals(expected)) throw new Error('it changed while it was being repaired');
  });
  if (!isError(written)) return made.value;
  attempt(() => rmSync(temporary, { force: true }));
  return written;
}

function commit({ target, temporary, expected }: Prepared): InputError | null {
  const renamed = attempt(() => {
    if (!readFileSync(target).equals(expected)) throw new Error('it changed while it was being repaired');
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
