/**
 * Generated programs: none makes the evaluation throw, each gives the same whenever it is evaluated, and its Bicep says what the JSON says that it
 * is lowered to.
 */
import assert from 'node:assert/strict';
import { after, suite, test } from 'node:test';
import { Draws } from './laws/draws.ts';
import { armText, forms, judged } from './laws/generated-law.ts';
import { generatedProgram, type ProgramFiles } from './laws/generated-programs.ts';
import { isProof, Random, seed } from './laws/random.ts';
import { shrunk } from './laws/shrink.ts';

const programs = isProof ? 1500 : 40;

/** Most leaves of a thousand that one language knows and the other doesn't: names and ids are computed where Bicep only refers to them. */
const mostOneSided = 10;

const counts = { programs: 0, instances: 0, equal: 0, 'same-unknown': 0, unknown: 0, contradiction: 0 };
const oneSided = new Map<string, number>();

after(() => {
  const reasons = [...oneSided].sort(([, a], [, b]) => b - a).map(([reason, count]) => `  ${count} ${reason}`);
  console.log(
    [`generated programs: seed ${seed}, ${JSON.stringify(counts)}; one-sided:`, ...reasons.slice(0, 12)].join('\n'),
  );
});

/** What is wrong, without the names of one program. */
function kindOf(wrong: string | null): string | null {
  return (
    wrong
      ?.split('\n')[0]
      ?.replace(/^[^:]*: /, '')
      .replace(/[a-z]+\d+/g, '…') ?? null
  );
}

/** The smallest program found that is wrong in the same way, as a person would want to see it. */
function explained(files: ProgramFiles, form: (typeof forms)[number], wrong: string): string {
  const kind = kindOf(wrong);
  const small = shrunk(files, (candidate) => kindOf(judged(candidate, form).wrong) === kind);
  const texts = Object.entries(small).map(([name, text]) => `// ${name}\n${text.replace(/\n\n+/g, '\n').trim()}`);
  return [judged(small, form).wrong ?? wrong, ...texts, `// ${form}`, armText(small, form)].join('\n');
}

suite('generated programs', () => {
  test('Bicep and its JSON agree', () => {
    for (let number = 0; number < programs; number++) {
      // Each has numbers of its own, so that one can be looked at without the others.
      const files = generatedProgram(new Draws(new Random(`generated ${number}`)));
      counts.programs++;
      for (const form of forms) {
        const { wrong, outcomes, instances } = judged(files, form);
        if (wrong !== null) assert.fail(`seed ${seed}, program ${number}: ${explained(files, form, wrong)}`);
        counts.instances += instances;
        for (const { kind, bicep, json } of outcomes) {
          counts[kind]++;
          if (kind !== 'unknown' || (bicep === '') === (json === '')) continue;
          const reason = bicep === '' ? `JSON: ${json}` : `Bicep: ${bicep}`;
          oneSided.set(reason, (oneSided.get(reason) ?? 0) + 1);
        }
      }
    }
    const leaves = counts.equal + counts['same-unknown'] + counts.unknown;
    const share = ([...oneSided.values()].reduce((sum, count) => sum + count, 0) / leaves) * 1000;
    assert.ok(share <= mostOneSided, `${share.toFixed(1)} of 1000 leaves are known in one language only`);
    // Else nothing would be compared.
    assert.ok(counts.equal > programs * 100 && counts.instances > programs * 4, JSON.stringify(counts));
  });
});
