/** Broken templates: real files with parts deleted, doubled or replaced make nothing throw, and every value is sound. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { after, suite, test } from 'node:test';
import { defaultConfiguration } from '../../server/src/config/configuration.ts';
import { buildDeployment } from '../../server/src/deployment/build.ts';
import { defaultScenario } from '../../server/src/evaluate/scenario.ts';
import { createEngine } from '../../server/src/service/engine.ts';
import { evaluatedTemplate } from '../../server/src/service/evaluate.ts';
import { corpusFiles, corpusFolder, needsCorpus } from '../corpus.ts';
import { corpusModules } from '../corpus-modules.ts';
import { lower } from '../deployment.ts';
import { mutated, type Source } from '../laws/mutations.ts';
import { isProof, Random, seed } from '../laws/random.ts';
import { soundness } from '../laws/soundness.ts';
import { loweredBicep } from '../lowered-bicep.ts';

const mutants = isProof ? 10_000 : 150;

const modules = corpusModules();
const engine = createEngine();

after(() => console.log(`mutation law: seed ${seed}, ${mutants} mutants`));

const templates = (ending: string): readonly string[] =>
  ['avm', 'bicep-baselines', 'decompiler'].flatMap((part) => corpusFiles(part, `main${ending}`));

function sourceOf(file: string, text = readFileSync(file, 'utf8')): Source {
  return { text, lowered: file.endsWith('.bicepparam') ? loweredBicep(text, 'bicep-params') : lower(text) };
}

/** Evaluates a broken template with a broken parameter file, or with none; gives what is wrong. */
function judge(
  random: Random,
  file: string,
  like: readonly string[],
  parameterFiles: readonly string[],
): readonly string[] {
  const { text, lowered } = sourceOf(file, mutated(random, sourceOf(file), sourceOf(random.pick(like))));
  const parameterFile = random.chance(0.3) ? random.pick(parameterFiles) : null;
  const whole = parameterFile === null ? null : sourceOf(parameterFile);
  const parameters =
    parameterFile === null || whole === null
      ? null
      : { file: parameterFile, lowered: sourceOf(parameterFile, mutated(random, whole, whole)).lowered };
  const deployment = buildDeployment({ file, lowered, files: modules, scenario: { ...defaultScenario, parameters } });
  const wrong = soundness(deployment.index.program);
  evaluatedTemplate(deployment);
  engine.analyze({ path: file, text, format: file.endsWith('.json') ? 'json' : 'bicep' }, defaultConfiguration);
  return wrong;
}

suite('mutation law', needsCorpus('avm'), () => {
  test('broken templates', () => {
    const languages = [templates('.bicep'), templates('.json'), templates('.test.bicep')];
    const parameterFiles = corpusFiles('bicep-baselines', '.bicepparam').concat(corpusFiles('avm', 'parameters.json'));
    for (let number = 0; number < mutants; number++) {
      const random = new Random(`mutant ${number}`);
      const like = random.pick(languages);
      const file = random.pick(like);
      const place = `seed ${seed}, mutant ${number} of ${relative(corpusFolder, file)}`;
      try {
        assert.deepEqual(judge(random, file, like, parameterFiles), [], place);
      } catch (error) {
        if (error instanceof assert.AssertionError) throw error;
        throw new Error(place, { cause: error });
      }
    }
  });
});
