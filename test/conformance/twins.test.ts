/** The same template in both languages gives the same findings: compiled templates against their Bicep, hand-written ones against their decompilation. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { after, suite, test } from 'node:test';
import { createEngine } from '../../server/src/service/engine.ts';
import type { SourceFile } from '../../server/src/service/model.ts';
import { corpusFiles, corpusFolder, needsCorpus } from '../corpus.ts';

const engine = createEngine();
let pairs = 0;
let findings = 0;

after(() => console.log(`${pairs} pairs of Bicep and JSON with ${findings} findings each`));

/** What both languages must agree on. Names and places differ: symbolic names exist in one of them only. */
function findingsOf(path: string, format: SourceFile['format']): readonly string[] {
  const file: SourceFile = { path, text: readFileSync(path, 'utf8'), format };
  return engine
    .analyze(file, { rules: {} })
    .findings.map(
      ({ ruleId, certainty, resource, instances }) =>
        `${ruleId} ${certainty} ${resource.type.toLowerCase()} x${instances}`,
    )
    .sort();
}

suite('twins', () => {
  for (const part of ['avm', 'bicep-baselines', 'decompiler']) {
    test(part, needsCorpus(part), () => {
      for (const json of corpusFiles(part, '.json')) {
        const bicep = json.replace(/(\.symbolicnames)?\.json$/, '.bicep');
        // Sets named so are wrong on purpose; the compiler has refused them, and the JSON beside them is something else.
        if (!existsSync(bicep) || /[\\/]Invalid/.test(json)) continue;
        const expected = findingsOf(bicep, 'bicep');
        assert.deepEqual(findingsOf(json, 'json'), expected, relative(corpusFolder, json));
        pairs++;
        findings += expected.length;
      }
      assert.ok(pairs > 0);
    });
  }
});
