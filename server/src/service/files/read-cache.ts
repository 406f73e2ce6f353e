/** Files as they were read last, so that a file which many entries refer to, or which didn't change, is parsed and lowered once. */
import type { SourceFile } from '../model.ts';
import { type ReadFile, readSource } from '../read.ts';

export interface ReadCache {
  /** What a text is, as `readSource` says. The same path, text and format give the same object. */
  read(file: SourceFile): ReadFile | null;
}

/** Keeps the last text of each path. */
export function readCache(): ReadCache {
  const kept = new Map<string, { readonly file: SourceFile; readonly read: ReadFile | null }>();
  return {
    read(file) {
      const known = kept.get(file.path);
      if (known !== undefined && known.file.text === file.text && known.file.format === file.format) return known.read;
      const read = readSource(file);
      kept.set(file.path, { file, read });
      return read;
    },
  };
}
