/** Order and slice laws: in which order values are read, and where the work is suspended, changes nothing. */
import assert from 'node:assert/strict';
import { relative } from 'node:path';
import { after, suite, test } from 'node:test';
import { Pauses } from '../../server/src/evaluate/pauses.ts';
import type { Program } from '../../server/src/evaluate/program.ts';
import { corpusFolder, needsCorpus } from '../corpus.ts';
import { type Digests, deepDigest, firstDifference } from '../deep-values.ts';
import { programAt, sampledEntries } from '../laws/entries.ts';
import { Random, seed } from '../laws/random.ts';
import { rootsOf } from '../laws/soundness.ts';

const random = new Random('order');
let entries = 0;
let values = 0;
let retried = 0;

after(() => console.log(`order law: seed ${seed}, ${entries} entries, ${values} values, ${retried} cells retried`));

const problemsOf = (program: Program): readonly string[] =>
  program.problems.map(({ file, node, code }) => `${file} ${node} ${code}`).sort();

suite('order law', needsCorpus('avm'), () => {
  test('random order, random slices, random pauses', () => {
    for (const file of sampledEntries(random, 120)) {
      const written = programAt(file);
      const pauses = new Pauses(() => random.between(0, 3) === 0);
      const slices = { depth: random.between(12, 100), slice: random.between(100, 2000), pauses };
      const divided = programAt(file, { slices });
      const digests: Digests = new Map();
      const expected = rootsOf(written);
      for (const cell of expected.values()) deepDigest(written.evaluator, cell, digests);
      const order = (count: number): readonly number[] => random.shuffled(Array.from({ length: count }, (_, i) => i));
      const found: Digests = new Map();
      const roots = rootsOf(divided);
      assert.deepEqual([...roots.keys()], [...expected.keys()]);
      for (const cell of random.shuffled([...roots.values()])) deepDigest(divided.evaluator, cell, found, order);
      for (const [name, cell] of expected) {
        const other = roots.get(name);
        assert.ok(other !== undefined);
        const difference = firstDifference(
          { evaluator: written.evaluator, cell, digests },
          { evaluator: divided.evaluator, cell: other, digests: found },
        );
        assert.equal(difference, null, `${relative(corpusFolder, file)} ${name}`);
      }
      assert.deepEqual(problemsOf(divided), problemsOf(written), file);
      retried += divided.evaluator.stepCount - written.evaluator.stepCount;
      entries++;
      values += found.size;
    }
    // Else nothing was suspended, and the law would hold of itself.
    assert.ok(retried > 0);
  });
});
