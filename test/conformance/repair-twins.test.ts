/**
 * A repaired Bicep file is the same deployment as its repaired JSON twin. Twins are the examples of the rules and the templates of the articles, and
 * Bicep with the JSON that is written from it in the classic form and with symbolic names: the same examples, and the files of the corpus that include
 * no others. `npm test` takes a sample of these; the long form all, and the templates of the articles too.
 */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import { rules } from '../../server/src/rules/index.ts';
import { createEngine } from '../../server/src/service/engine.ts';
import { corpusFiles, corpusFolder, needsCorpus } from '../corpus.ts';
import { lower } from '../deployment.ts';
import { isProof, Random, seed } from '../laws/random.ts';
import { printArm } from '../print-arm.ts';
import { type ComparedRepairs, compareRepairs, type Twins } from '../repairs/repair-twins.ts';

const fixtures = path.join(import.meta.dirname, '..', '..', 'test-fixtures');

/** Files of the corpus that a sample repairs. */
const sampled = 25;

/** Of the repairs, how many may be offered in one language only, or say themselves that they do something else. */
const mostUnlike = 0.05;

const engine = createEngine();

/** A Bicep file with its JSON in both forms; without JSON for what no other tool but the compiler can write. */
function loweredTwins(title: string, bicep: string): readonly Twins[] {
  return (['classic', 'symbolic'] as const).flatMap((form) => {
    const json = jsonOf(bicep, form === 'classic');
    return json === null ? [] : [{ title: `${title} (${form})`, bicep, json }];
  });
}

function jsonOf(bicep: string, classic: boolean): string | null {
  try {
    return printArm(
      lower(bicep).template,
      (included) => {
        throw new Error(`it includes ${included}`);
      },
      { classic },
    );
  } catch {
    return null;
  }
}

/** Fails if repairs of the same title make different deployments, or if too many aren't offered in both languages. */
function compareAll(title: string, twins: readonly Twins[]): void {
  const compared = twins.map((pair): ComparedRepairs => compareRepairs(pair, engine));
  const sum = (count: (one: ComparedRepairs) => number): number => compared.reduce((all, one) => all + count(one), 0);
  const unlike = compared.flatMap((one) => one.unlike);
  const repairs = sum((one) => one.repairs);
  console.log(
    `repairs of twins, seed ${seed}, ${title}: ${twins.length} pairs with ${sum(({ findings }) => findings)} findings in both and ` +
      `${sum(({ alone }) => alone)} in one, ${repairs} repairs make one deployment, ${unlike.length} are unlike:`,
    ...unlike.map((text) => `\n  ${text}`),
  );
  assert.deepEqual(
    compared.flatMap(({ differences }) => differences),
    [],
  );
  assert.ok(repairs > twins.length / 2, `${repairs} repairs of ${twins.length} pairs`);
  assert.ok(unlike.length <= mostUnlike * repairs, `${unlike.length} of ${repairs} are unlike`);
}

suite('repairs of twins', () => {
  const examples = rules.filter(({ repairs }) => repairs.length > 0).map(({ id, examples: { bad } }) => ({ id, bad }));

  test('examples of the rules', () => {
    compareAll(
      'examples',
      examples.map(({ id, bad }) => ({ title: id, ...bad })),
    );
  });

  test('examples of the rules as JSON', () => {
    compareAll(
      'examples as JSON',
      examples.flatMap(({ id, bad }) => loweredTwins(id, bad.bicep)),
    );
  });

  test('templates of the articles', () => {
    const texts = globSync('{articles,reference}/*.bicep', { cwd: fixtures }).map((file) => ({
      file,
      bicep: readFileSync(path.join(fixtures, file), 'utf8'),
    }));
    const pairs = texts.map(({ file, bicep }) => {
      const json = readFileSync(path.join(fixtures, file.replace(/bicep$/, 'json')), 'utf8');
      return { title: file, bicep, json };
    });
    const lowered = isProof ? texts.flatMap(({ file, bicep }) => loweredTwins(file, bicep)) : [];
    compareAll('articles', [...pairs, ...lowered]);
  });

  test('authored files of the corpus', needsCorpus('avm'), () => {
    const single = corpusFiles('avm', '.bicep')
      .map((file) => ({ file, bicep: readFileSync(file, 'utf8') }))
      .filter(({ bicep }) => !/^(?:module|import|extension) /m.test(bicep) && hasFindings(bicep));
    const chosen = isProof ? single : new Random('repairs of twins').sample(single, sampled);
    compareAll(
      'corpus',
      chosen.flatMap(({ file, bicep }) => loweredTwins(path.relative(corpusFolder, file), bicep)),
    );
  });
});

function hasFindings(text: string): boolean {
  return engine.analyze({ path: 'main.bicep', text, format: 'bicep' }, { rules: {} }).findings.length > 0;
}
