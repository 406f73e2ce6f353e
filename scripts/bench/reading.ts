import { readFileSync } from 'node:fs';
import { parseTree } from 'jsonc-parser';
import { defaultConfiguration } from '../../server/src/config/configuration.ts';
import { createEngine } from '../../server/src/service/engine.ts';
import { parseBicep } from '../../server/src/syntax/bicep/index.ts';
import { bestOf } from './figures.ts';

export interface ParseFigures {
  readonly megabytes: number;
  readonly megabytesPerSecond: number;
  /** How many times as long as reading every character once. */
  readonly timesPlainScan: number;
}

/** Parses all Bicep files, warm. */
export function measureBicepParsing(paths: readonly string[]): ParseFigures {
  const texts = paths.map((path) => readFileSync(path, 'utf8'));
  const megabytes = texts.reduce((sum, text) => sum + text.length, 0) / 1e6;
  const parsing = bestOf(5, () => {
    for (const text of texts) parseBicep(text);
  });
  let sum = 0;
  const scanning = bestOf(5, () => {
    for (const text of texts) for (let at = 0; at < text.length; at++) sum += text.charCodeAt(at);
  });
  // The sum is used, so that the scan can't be optimised away.
  if (sum === 0) throw new Error('There is nothing to parse.');
  return { megabytes, megabytesPerSecond: megabytes / (parsing / 1000), timesPlainScan: parsing / scanning };
}

export interface ArmFigures {
  readonly files: number;
  readonly megabytes: number;
  /** How many times as long as jsonc-parser's tree alone: reading, evaluation and all rules together. */
  readonly timesParseTree: number;
}

/** From the text of ARM templates to their findings. */
export function measureArmAnalysis(paths: readonly string[]): ArmFigures {
  const files = paths.map((path) => ({ path, text: readFileSync(path, 'utf8'), format: 'json' as const }));
  const megabytes = files.reduce((sum, file) => sum + file.text.length, 0) / 1e6;
  const analysing = bestOf(3, () => {
    const engine = createEngine();
    for (const file of files) engine.analyze(file, defaultConfiguration);
  });
  const parsing = bestOf(3, () => {
    for (const { text } of files) parseTree(text);
  });
  return { files: files.length, megabytes, timesParseTree: analysing / parsing };
}
