/**
 * The repairs of all findings of the corpus, each applied to a copy and judged without the code that verifies repairs: in the Bicep files with all
 * their modules; in those of the consumers with all modules restored; in the compiled templates. `npm test` takes a sample of the files.
 */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { needsCorpus } from '../corpus.ts';
import { isProof, Random, seed } from '../laws/random.ts';
import { Proof } from '../repairs/proof.ts';
import { bicepFiles, compiledFiles, type ProofFiles } from '../repairs/proof-files.ts';
import { brokenIn, tableOf } from '../repairs/proof-table.ts';

/** Files that a proof repairs as a whole, twice. */
const mostTwice = 100;

/** What is broken. */
function prove(files: ProofFiles, count: number): readonly string[] {
  const random = new Random(files.title);
  const paths = isProof ? files.paths : random.sample(files.paths, count);
  const proof = new Proof(files);
  const proven = paths.flatMap((path) => proof.of(path));
  const repaired = [...new Set(proven.filter(({ repairs }) => repairs > 0).map(({ finding }) => finding.at.file))];
  const twice = repaired.slice(0, isProof ? mostTwice : 5).flatMap((path) => proof.twice(path));
  console.log(
    `repairs, seed ${seed}, ${files.title}, ${paths.length} of ${files.paths.length} files: ${tableOf(proven)}`,
  );
  return [...brokenIn(proven).map(({ text }) => text), ...twice.map(({ detail }) => detail)];
}

suite('repairs of the corpus', needsCorpus('avm'), () => {
  test('Bicep, where all modules are the author’s', () => {
    const files = bicepFiles('modules authored', () => true);
    assert.deepEqual(prove(files, 90), []);
  });

  test('Bicep, where all modules are restored', () => {
    const isOfConsumer = (path: string): boolean => path.includes('/tests/');
    assert.deepEqual(prove(bicepFiles('modules restored', isOfConsumer), 45), []);
  });

  test('compiled templates', () => {
    assert.deepEqual(prove(compiledFiles(), 20), []);
  });
});
