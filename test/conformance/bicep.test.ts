import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { after, suite, test } from 'node:test';
import { parseBicep } from '../../server/src/syntax/bicep/index.ts';
import { corpusFiles, corpusFolder, needsCorpus } from '../corpus.ts';
import { syntaxBaseline, tokensBaseline } from './bicep-baseline.ts';

const BASELINES = 'bicep-baselines';
const counts = new Map<string, number>();

suite('Bicep: the tokens and trees of the compiler', needsCorpus(BASELINES), () => {
  for (const language of ['bicep', 'bicep-params'] as const) {
    const extension = language === 'bicep' ? '.bicep' : '.bicepparam';
    for (const [kind, write] of [
      ['tokens', tokensBaseline],
      ['syntax', syntaxBaseline],
    ] as const) {
      for (const path of corpusFiles(BASELINES, `.${kind}${extension}`)) {
        test(relative(corpusFolder, path), () => {
          const source = readSource(path.replace(`.${kind}.`, '.'));
          const file = parseBicep(source, { language, mode: 'conformance' });
          assertSameLines(write(file), withLineFeeds(readSource(path)));
          const counted = `${kind} of ${extension}`;
          counts.set(counted, (counts.get(counted) ?? 0) + 1);
        });
      }
    }
  }
  after(() => {
    const found = [...counts].map(([counted, count]) => `${count} ${counted}`);
    console.log(`Reproduced exactly: ${found.join(', ')}`);
  });
});

/** Shows the first difference only: a whole baseline is too long to read. */
function assertSameLines(actual: string, expected: string): void {
  if (actual === expected) return;
  const actualLines = actual.split('\n');
  const expectedLines = expected.split('\n');
  const first = actualLines.findIndex((line, index) => line !== expectedLines[index]);
  const excerpt = (lines: readonly string[]) => lines.slice(Math.max(0, first - 3), first + 6).join('\n');
  assert.equal(excerpt(actualLines), excerpt(expectedLines), `differs from line ${first + 1}`);
}

/** Reads a file as the compiler does: without its byte order mark. */
function readSource(path: string): string {
  return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
}

function withLineFeeds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
