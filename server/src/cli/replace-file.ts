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

/**
 * Replaces the content of a file whole or not at all: writes a new file beside it and renames that over it, with the same mode and, where
 * that is allowed, the same owner. A symbolic link stays one; the file that it leads to is replaced.
 * @param expected what the file held when it was read; if it holds something else now, nothing is written.
 * @returns why nothing was written, or null.
 */
export function replaceFile(absolutePath: string, expected: Buffer, content: Buffer): InputError | null {
  const prepared = attempt(() => {
    const target = realpathSync(absolutePath);
    // A rename would replace even a file that may not be written.
    accessSync(target, constants.W_OK);
    return { target, stats: statSync(target) };
  });
  if (isError(prepared)) return prepared;
  const { target, stats } = prepared.value;
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${randomBytes(6).toString('hex')}.tmp`);

  const written = attempt(() => {
    writeNew(temporary, content, stats.mode);
    attempt(() => chownSync(temporary, stats.uid, stats.gid));
    chmodSync(temporary, stats.mode);
    if (!readFileSync(target).equals(expected)) return 'it changed while it was being repaired';
    renameSync(temporary, target);
    return null;
  });
  if (!isError(written) && written.value === null) return null;
  attempt(() => rmSync(temporary, { force: true }));
  return isError(written) ? written : { error: written.value ?? '' };
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
