/**
 * `npm run survey`: runs all rules over the templates of the corpus and prints, per rule, how many findings there are and a random sample with
 * their source lines, to be read by a person. `-- --seed 7 --sample 40` repeats or widens it. Writes nothing.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { defaultConfiguration } from '../server/src/config/configuration.ts';
import type { Finding } from '../server/src/rules/finding.ts';
import { createEngine } from '../server/src/service/engine.ts';
import { lineIndex } from '../server/src/text/lines.ts';
import { corpusFiles, corpusFolder } from '../test/corpus.ts';

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, sample: { type: 'string', default: '10' } },
});
const folder = path.join(corpusFolder, 'avm');
if (!existsSync(folder)) {
  console.error(`There is no corpus at ${corpusFolder}; name one with ZT_CORPUS.`);
  process.exit(2);
}

const engine = createEngine();
const findings: Finding[] = [];
let syntaxErrors = 0;
const files = corpusFiles('avm', '.bicep');
for (const file of files) {
  const analysis = engine.analyze(
    { path: file, text: readFileSync(file, 'utf8'), format: 'bicep' },
    defaultConfiguration,
  );
  findings.push(...analysis.findings);
  syntaxErrors += analysis.problems.length;
}

const random = randomNumbers(Number(values.seed));
console.log(
  `${files.length} files, ${syntaxErrors} syntax problems, ${findings.length} findings; seed ${values.seed}\n`,
);
for (const { id } of engine.rules()) {
  const ofRule = findings.filter(({ ruleId }) => ruleId === id);
  const counts = new Map<string, number>();
  for (const { certainty, severity } of ofRule) {
    const kind = `${certainty} ${severity}`;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const parts = [...counts].map(([kind, count]) => `${count} ${kind}`);
  console.log([`${id}: ${ofRule.length}`, ...parts].join(', '));
  for (const finding of sampleOf(ofRule, Number(values.sample))) console.log(`  ${shown(finding)}`);
}

function shown({ at, message }: Finding): string {
  const text = readFileSync(at.file, 'utf8');
  const lines = lineIndex(text);
  const { line, character } = lines.positionAt(at.span.start);
  const source = text.slice(lines.lineStart(line), lines.lineEnd(line)).trim();
  return `${path.relative(folder, at.file)}:${line + 1}:${character + 1}: ${source}\n    ${message}`;
}

/** So many of the items, each at most once, in random order. */
function sampleOf<T>(items: readonly T[], count: number): T[] {
  return items
    .map((item) => ({ item, order: random() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, count)
    .map(({ item }) => item);
}

/** Numbers from 0 to 1 that are the same for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
