import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folder of real templates and of the compiler's own baselines that some tests read: `ZT_CORPUS`, else beside the repository. */
export const corpusFolder = resolve(process.env.ZT_CORPUS ?? join(import.meta.dirname, '..', '..', 'shared', 'corpus'));

/**
 * Options for a test that reads the corpus. Without the corpus the test is skipped, which says why; on a build server it runs, and fails
 * for want of its files.
 */
export function needsCorpus(part: string): { readonly skip?: string } {
  const folder = join(corpusFolder, part);
  if (existsSync(folder) || process.env.CI) return {};
  return { skip: `needs ${folder}; name the corpus with ZT_CORPUS` };
}

/**
 * Paths of all files below a folder of the corpus that end so, sorted. Empty without the corpus.
 * @throws if the folder is missing on a build server.
 */
export function corpusFiles(part: string, ending: string): readonly string[] {
  const folder = join(corpusFolder, part);
  if (!existsSync(folder) && !process.env.CI) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .map((path) => join(folder, path))
    .sort();
}
