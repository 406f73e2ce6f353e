/**
 * `npm run survey`: what the engine makes of the templates of the corpus, to be read by a person. Without a mode it runs all rules over them and
 * writes docs/survey.md: per rule counts, and ten findings.
 *
 * `-- --check` takes the files as one folder, as `zero-trust check` does, and prints a sample of all findings, spread over the rules, each with the
 * chain of texts that decide it; with `--mapped` modules of the registry are read from the folder of sources, else they count as not restored;
 * `--seed 7 --sample 40` repeats or widens it.
 *
 * `-- --table` renews the figures of docs/evaluation.md.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { lineIndex } from '../server/src/text/lines.ts';
import type { Span } from '../server/src/text/span.ts';
import { consumerTable } from '../test/consumer-table.ts';
import { corpusFiles, corpusFolder } from '../test/corpus.ts';
import { corpusModules, corpusRegistry } from '../test/corpus-modules.ts';
import { consumerSection, placesSection, writeSection } from '../test/evaluation-page.ts';
import { openAccesses, ownFolder } from '../test/owned-places.ts';
import { randomNumbers, sampleOf } from './survey/random.ts';
import { surveyPage } from './survey/snapshot.ts';
import { type SurveyFiles, type TracedFinding, tracedFindings } from './survey/traced.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    sample: { type: 'string', default: '10' },
    check: { type: 'boolean', default: false },
    mapped: { type: 'boolean', default: false },
    table: { type: 'boolean', default: false },
  },
});
const folder = path.join(corpusFolder, 'avm');
if (!existsSync(folder)) {
  console.error(`There is no corpus at ${corpusFolder}; name one with ZT_CORPUS.`);
  process.exit(2);
}
const random = randomNumbers(Number(values.seed));
const size = Number(values.sample);

if (values.table) renewPage();
else if (values.check) sampleFolder();
else writeSnapshot();

function renewPage(): void {
  writeSection('consumers', consumerSection(consumerTable()));
  writeSection('places', placesSection(openAccesses(ownFolder)));
}

function writeSnapshot(): void {
  writeFileSync(path.resolve(import.meta.dirname, '../docs/survey.md'), surveyPage(folder, corpusRegistry));
}

function sampleFolder(): void {
  const modules = corpusModules();
  const files: SurveyFiles = values.mapped ? modules : { ...modules, load: onlyByPath(modules) };
  const found = tracedFindings(corpusFiles('avm', '.bicep'), files);
  console.log(
    `${found.length} findings, modules of the registry ${values.mapped ? 'mapped to their sources' : 'not restored'}; seed ${values.seed}`,
  );
  const byRule = new Map<string, TracedFinding[]>();
  for (const one of found) {
    const ofRule = byRule.get(one.finding.ruleId) ?? [];
    ofRule.push(one);
    byRule.set(one.finding.ruleId, ofRule);
  }
  for (const [id, ofRule] of byRule)
    console.log(
      countLine(
        id,
        ofRule.map(({ finding }) => finding),
      ),
    );
  const queues = [...byRule.values()].map((ofRule) => [...sampleOf(ofRule, size, random)]);
  const chosen: TracedFinding[] = [];
  while (chosen.length < size && queues.some((queue) => queue.length > 0)) {
    for (const queue of queues) {
      const next = queue.pop();
      if (next !== undefined && chosen.length < size) chosen.push(next);
    }
  }
  for (const [index, { entry, finding, chain }] of chosen.entries()) {
    const { ruleId, certainty, severity, message, at, resource } = finding;
    console.log(`\n${index + 1}. ${ruleId}, ${certainty} ${severity}, ${resource.type} ${finding.key.split('|')[1]}`);
    console.log(`   ${message}`);
    console.log(`   at ${sourceLine(at)}`);
    if (entry !== at.file) console.log(`   seen from ${path.relative(folder, entry)}`);
    for (const { file, node, role } of chain) {
      const span = modules.read(file)?.spans.spanOf(node);
      if (span !== undefined) console.log(`     ${role} ${sourceLine({ file, span })}`);
    }
  }
}

/** Modules of a registry count as not restored. */
function onlyByPath({ load }: SurveyFiles): SurveyFiles['load'] {
  return (from, reference) =>
    /^(?:br|ts)[:/]/.test(reference)
      ? { kind: 'missing', reason: 'it is not restored', problem: null }
      : load(from, reference);
}

function countLine(id: string, findings: readonly { readonly certainty: string; readonly severity: string }[]): string {
  const counts = new Map<string, number>();
  for (const { certainty, severity } of findings) {
    const kind = `${certainty} ${severity}`;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [`${id}: ${findings.length}`, ...[...counts].map(([kind, count]) => `${count} ${kind}`)].join(', ');
}

function sourceLine({ file, span }: { readonly file: string; readonly span: Span }): string {
  const text = readFileSync(file, 'utf8');
  const lines = lineIndex(text);
  const { line, character } = lines.positionAt(span.start);
  const source = text.slice(lines.lineStart(line), lines.lineEnd(line)).trim();
  return `${path.relative(folder, file)}:${line + 1}:${character + 1}: ${source}`;
}
