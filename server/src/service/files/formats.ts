import type { SourceFile } from '../model.ts';

/** What a file is by its name; null for anything that isn't ours. JSON is looked into, since only its `$schema` tells whether it is a template. */
export function formatOfName(path: string): SourceFile['format'] | null {
  const ending = /\.[^./\\]*$/.exec(path)?.[0].toLowerCase() ?? '';
  return formats.get(ending) ?? null;
}

const formats: ReadonlyMap<string, SourceFile['format']> = new Map([
  ['.bicep', 'bicep'],
  ['.bicepparam', 'bicep-params'],
  ['.json', 'json'],
  ['.jsonc', 'json'],
  // Bicep takes a module with this ending for a compiled template too.
  ['.arm', 'json'],
]);
