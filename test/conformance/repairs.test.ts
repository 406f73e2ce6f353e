/**
 * The repairs of all findings of the corpus, each applied to a copy and judged without the code that verifies repairs: in the Bicep files with all
 * their modules; in those of the consumers with all modules restored; in the compiled templates. `npm test` takes a sample of the files.
 *
 * The long form takes hours. To watch it, and to run a part of its files:
 *
 *     ZT_PROVE=1 ZT_PROVE_PART=2/8 node --test --test-name-pattern 'restored' test/conformance/repairs.test.ts
 */
import { suite, test } from 'node:test';
import { needsCorpus } from '../corpus.ts';
import { authoredModules, compiledFiles, isOfConsumer, restoredModules } from '../repairs/proof-files.ts';
import { assertAllRepairable, assertProven, type ProvenSection, provenIn, type Section } from '../repairs/section.ts';

suite('repairs of the corpus', needsCorpus('avm'), () => {
  const sections: ProvenSection[] = [];
  const prove = (section: Section): void => {
    const proven = provenIn(section);
    sections.push(proven);
    assertProven(proven);
  };

  test('modules that are the author’s', () => {
    const files = authoredModules();
    const paths = files.paths.filter((path) => !isOfConsumer(path));
    prove({ title: 'modules authored, the modules', files, paths, sample: 25 });
  });

  test('consumers of modules that are the author’s', () => {
    const files = authoredModules();
    const paths = files.paths.filter(isOfConsumer);
    prove({ title: 'modules authored, their consumers', files, paths, sample: 60 });
  });

  test('consumers of modules that are restored', () => {
    const files = restoredModules();
    prove({ title: 'modules restored', files, paths: files.paths, sample: 60 });
  });

  test('compiled templates', () => {
    const files = compiledFiles();
    prove({ title: 'compiled templates', files, paths: files.paths, sample: 60 });
  });

  test('enough of all findings on values that the author owns are repairable', () => assertAllRepairable(sections));
});
