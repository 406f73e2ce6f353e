import path from 'node:path';
import { UsageError } from './arguments.ts';
import { findCandidates, isError, isFolder, type LoadedFile, loadFile } from './source-files.ts';

/** The one file that an operand names. @param doing what is about to be done with it, such as `evaluate`. @throws UsageError if it can't be read. */
export function onlyFile(doing: string, operand: string, workingDirectory: string): LoadedFile {
  if (isFolder(path.resolve(workingDirectory, operand)))
    throw new UsageError(`cannot ${doing} ${operand}: it is a folder`);
  const [candidate] = findCandidates([operand], workingDirectory);
  if (candidate === undefined) throw new UsageError(`cannot read ${operand}`);
  const file = isError(candidate) ? candidate : loadFile(candidate, workingDirectory);
  if (file === null || isError(file)) throw new UsageError(file?.error ?? `cannot read ${operand}`);
  return file;
}
