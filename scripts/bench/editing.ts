import { readFileSync } from 'node:fs';
import { defaultConfiguration } from '../../server/src/config/configuration.ts';
import { createEngine } from '../../server/src/service/engine.ts';
import type { SourceFile } from '../../server/src/service/model.ts';
import { type Spread, spreadOf } from './figures.ts';

/**
 * How long one keystroke takes until its findings are known: each file is analysed, a character is typed into the middle of its last
 * string, and it is analysed again. Only the second analysis is timed, with a warm engine.
 */
export function measureEdits(paths: readonly string[]): Spread {
  const engine = createEngine();
  const files = paths.map(fileOf);
  for (const file of files) engine.analyze(file, defaultConfiguration);
  const times = files.map((file) => {
    engine.analyze(file, defaultConfiguration);
    const typed = { ...file, text: withCharacterTyped(file.text) };
    const start = performance.now();
    engine.analyze(typed, defaultConfiguration);
    return performance.now() - start;
  });
  return spreadOf(times);
}

function fileOf(path: string): SourceFile {
  return { path, text: readFileSync(path, 'utf8'), format: path.endsWith('.json') ? 'json' : 'bicep' };
}

function withCharacterTyped(text: string): string {
  const quote = Math.max(text.lastIndexOf("'"), text.lastIndexOf('"'));
  const at = quote < 0 ? text.length : quote;
  return `${text.slice(0, at)}x${text.slice(at)}`;
}
