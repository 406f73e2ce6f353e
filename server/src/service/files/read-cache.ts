/** Files as they were read last, so that a file which many entries refer to, or which didn't change, is parsed and lowered once. */
import type { SourceFile } from '../model.ts';
import { type ReadFile, readSource } from '../read.ts';

export interface ReadCache {
  /** What a text is, as `readSource` says. The same path, text and format give the same object. */
  read(file: SourceFile): ReadFile | null;
  /** Drops all files but those that are named. */
  keep(paths: ReadonlySet<string>): void;
}

interface Kept {
  readonly file: SourceFile;
  readonly read: ReadFile | null;
}

/** Keeps the last text of each path. */
export function readCache(): ReadCache {
  const kept = new Map<string, Kept>();
  return {
    read(file) {
      const known = kept.get(file.path);
      if (known !== undefined && known.file.text === file.text && known.file.format === file.format) return known.read;
      const read = readSource(file);
      kept.set(file.path, { file, read });
      return read;
    },
    keep(paths) {
      for (const path of kept.keys()) if (!paths.has(path)) kept.delete(path);
    },
  };
}
