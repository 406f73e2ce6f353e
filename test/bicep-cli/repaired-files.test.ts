/**
 * The Bicep compiler says nothing new of a repaired file. Where its command line is installed, the ring `bicep` runs this: each repair of the examples
 * of the rules, and all repairs together of the templates of the articles and of files of the corpus that include no others.
 */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import { defaultConfiguration } from '../../server/src/config/configuration.ts';
import { rules } from '../../server/src/rules/index.ts';
import { createEngine } from '../../server/src/service/engine.ts';
import type { SourceFile } from '../../server/src/service/model.ts';
import { repairFile } from '../../server/src/service/repair-files.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { bicepCli, newDiagnostics } from '../bicep-diagnostics.ts';
import { corpusFiles, needsCorpus } from '../corpus.ts';
import { isProof, Random } from '../laws/random.ts';

const fixtures = path.join(import.meta.dirname, '..', '..', 'test-fixtures');

/** Files of the corpus that a sample compiles. */
const sampled = 20;

const engine = createEngine();

suite('repaired files compiled', { skip: bicepCli === null ? 'ZT_BICEP names no Bicep CLI' : false }, () => {
  for (const { id, examples } of rules) {
    test(`each repair of the example of ${id}`, () => {
      const file = fileOf(examples.bad.bicep);
      const { findings } = engine.analyze(file, defaultConfiguration);
      const own = findings.filter(({ ruleId }) => ruleId === id);
      for (const { title, edits } of own.flatMap(({ key }) => engine.repairs(file, defaultConfiguration, key)))
        compile(
          title,
          file.text,
          applyEdits(
            file.text,
            edits.flatMap((fileEdit) => fileEdit.edits),
          ),
        );
    });
  }

  for (const name of globSync('{articles,reference,sample}/*.bicep', { cwd: fixtures })) {
    test(`all repairs of ${name}`, () => repairAll(name, readFileSync(path.join(fixtures, name), 'utf8')));
  }

  test('all repairs of files of the corpus', needsCorpus('avm'), () => {
    const single = corpusFiles('avm', '.bicep')
      .map((file) => ({ file, text: readFileSync(file, 'utf8') }))
      .filter(({ text }) => !/^(?:module|import|extension) /m.test(text) && hasFindings(text));
    const chosen = isProof ? single : new Random('repaired files compiled').sample(single, sampled);
    for (const { file, text } of chosen) repairAll(file, text);
  });
});

function repairAll(title: string, text: string): void {
  compile(title, text, repairFile(engine, fileOf(text), defaultConfiguration, ['safe', 'review']).text);
}

function compile(title: string, before: string, after: string): void {
  if (bicepCli !== null && after !== before) assert.deepEqual(newDiagnostics(bicepCli, before, after), [], title);
}

function hasFindings(text: string): boolean {
  return engine.analyze(fileOf(text), defaultConfiguration).findings.length > 0;
}

function fileOf(text: string): SourceFile {
  return { path: 'main.bicep', text, format: 'bicep' };
}
