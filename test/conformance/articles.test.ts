/**
 * The deployments of the articles S0 to S3: as somebody writes them who follows the text (test-fixtures/articles), and corrected
 * (test-fixtures/reference). Beside each stands the full list of its findings. `ZT_RENEW_EXPECTATIONS=1` writes the lists anew.
 *
 * All repairs together, as `fix --all` makes them, turn the one into the other as far as traffic and weight go: nothing as heavy as a warning is left in
 * the profile with all rules, and each tier reaches the same tiers and the Internet by the same protocols and ports. Tiers are what both have in
 * common: the templates differ in names, and the corrected ones hold what no repair could know of, such as routes to a firewall that only a parameter
 * names. What is meant to flow in S3 nobody can tell from open networks, so its author has declared it (segmentation.config.json); the others say it by
 * their rules.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import type { Configuration } from '../../server/src/config/configuration.ts';
import { configurationFileName, readConfigurationFile } from '../../server/src/config/configuration-file.ts';
import { noContract } from '../../server/src/config/contract.ts';
import { type Profile, profilesOf } from '../../server/src/config/profiles.ts';
import { ruleNames } from '../../server/src/config/rule-names.ts';
import { isAtLeast } from '../../server/src/config/severity.ts';
import type { Finding } from '../../server/src/rules/finding.ts';
import { rules } from '../../server/src/rules/index.ts';
import { createEngine } from '../../server/src/service/engine.ts';
import { flowsText, tierMatrix } from '../../server/src/service/network/matrix.ts';
import { repairFiles } from '../../server/src/service/repair-files.ts';
import { lineIndex } from '../../server/src/text/lines.ts';
import { deploymentOf } from '../deployment.ts';
import { isProof } from '../laws/random.ts';
import { memoryWorkspace } from '../memory-workspace.ts';

const fixtures = path.resolve(import.meta.dirname, '../../test-fixtures');
const languages = ['bicep', 'json'] as const;
const isRenewed = process.env.ZT_RENEW_EXPECTATIONS === '1';

interface Seed {
  readonly title: string;
  readonly name: string;
  /** The profile that is for such a deployment. */
  readonly profile: Profile;
  /** The file that each run repairs, where both take long: the long form repairs the other too, and repair-twins.test.ts compares their repairs. */
  readonly repaired?: (typeof languages)[number];
}

const seeds: readonly Seed[] = [
  { title: 'S1, virtual machines behind a DMZ', name: 'iaas-dmz', profile: 'iaas', repaired: 'json' },
  { title: 'S2, virtual machines', name: 'iaas-spoke', profile: 'iaas', repaired: 'bicep' },
  { title: 'S0, platform services', name: 'paas-spoke', profile: 'paas' },
  { title: 'S3, segmentation', name: 'segmentation', profile: 'hub' },
];

type Folder = 'articles' | 'reference';

const engine = createEngine();

function textOf(folder: Folder, name: string, language: string): string {
  return readFileSync(path.join(fixtures, folder, `${name}.${language}`), 'utf8');
}

/** What the author of a template has declared, as the text of the configuration file. */
function declarationsOf(name: string): string {
  const file = path.join(fixtures, 'articles', `${name}.config.json`);
  return existsSync(file) ? readFileSync(file, 'utf8') : '{}';
}

function configurationOf(name: string, profile: Profile): Configuration {
  return { ...readConfigurationFile(declarationsOf(name), ruleNames(rules)).configuration, profile };
}

function sceneOf(folder: Folder, name: string, language: string) {
  const file = `main.${language}`;
  return memoryWorkspace({ [file]: textOf(folder, name, language), [configurationFileName]: declarationsOf(name) });
}

function findingsOf(folder: Folder, name: string, language: string, profile: Profile): readonly Finding[] {
  const { workspace, file } = sceneOf(folder, name, language);
  return engine.analyze(file(`main.${language}`), configurationOf(name, profile), workspace).findings;
}

/** What a finding says, whatever the language. */
function saidBy({ severity, certainty, ruleId, message }: Finding): string {
  return `${severity}${certainty === 'possible' ? ' (possible)' : ''} ${ruleId}: ${message}`;
}

/** All findings with their places in both languages, in the order of the Bicep file. */
function listOf(folder: Folder, { name, profile }: Seed): string {
  const [bicep, json] = languages.map((language) => {
    const lines = lineIndex(textOf(folder, name, language));
    return findingsOf(folder, name, language, 'strict').map((finding) => {
      const { line, character } = lines.rangeOf(finding.at.span).start;
      return { finding, said: saidBy(finding), place: `${line + 1}:${character + 1}` };
    });
  });
  assert.ok(bicep !== undefined && json !== undefined);
  assert.deepEqual(json.map(({ said }) => said).sort(), bicep.map(({ said }) => said).sort(), `${folder}/${name}`);
  const open = [...json];
  const lines = bicep.flatMap(({ finding, said, place }) => {
    const [twin] = open.splice(
      open.findIndex((other) => other.said === said),
      1,
    );
    const rule = rules.find(({ id }) => id === finding.ruleId);
    const where = rule !== undefined && profilesOf(rule).includes(profile) ? `${profile} and strict` : 'strict';
    return [`bicep ${place}, json ${twin?.place}, ${where}`, `  ${said}`];
  });
  return `${lines.join('\n')}\n`;
}

function demandList(folder: Folder, seed: Seed): void {
  const file = path.join(fixtures, folder, `${seed.name}.findings.txt`);
  const list = listOf(folder, seed);
  if (isRenewed) writeFileSync(file, list);
  assert.equal(list, readFileSync(file, 'utf8'));
}

/** Who reaches whom by tiers: the pairs between which something flows, or may. */
function reachabilityOf(text: string, name: string): readonly string[] {
  const { contract = noContract } = configurationOf(name, 'strict');
  const { rows, undecided, left } = tierMatrix(deploymentOf(text, contract));
  assert.deepEqual([undecided, left], [null, []]);
  return rows.flatMap(({ from, to, flows }) => (flows.length === 0 ? [] : [`${from} -> ${to}: ${flowsText(flows)}`]));
}

function heavy(findings: readonly Finding[]): readonly string[] {
  return findings.filter(({ severity }) => isAtLeast(severity, 'warning')).map(saidBy);
}

for (const seed of seeds)
  suite(seed.title, () => {
    const { name, profile, repaired: only } = seed;

    test('the findings as it is published', () => demandList('articles', seed));

    test('the findings of what is corrected, none as heavy as a warning', () => {
      demandList('reference', seed);
      for (const language of languages)
        assert.deepEqual(heavy(findingsOf('reference', name, language, 'strict')), [], language);
    });

    test('the profile that is for it finds what the list says, and nothing else', () => {
      for (const language of languages) {
        const own = findingsOf('articles', name, language, profile).map(saidBy).sort();
        const of = (ruleId: string) => rules.find(({ id }) => id === ruleId);
        const listed = findingsOf('articles', name, language, 'strict').filter(({ ruleId }) => {
          const rule = of(ruleId);
          return rule !== undefined && profilesOf(rule).includes(profile);
        });
        assert.deepEqual(own, listed.map(saidBy).sort(), language);
      }
    });

    for (const language of languages.filter((one) => isProof || only === undefined || one === only))
      test(`all repairs of the ${language} file reach the corrected one`, () => {
        const { workspace, file } = sceneOf('articles', name, language);
        const configuration = configurationOf(name, 'strict');
        const { files, complete } = repairFiles({
          engine,
          files: [file(`main.${language}`)],
          configurationOf: () => configuration,
          workspace,
          kinds: ['safe', 'review'],
          ruleId: null,
          obstacleOf: () => null,
        });
        const [repaired] = files;
        assert.ok(repaired !== undefined && complete);
        assert.deepEqual(heavy(repaired.analysis.findings), []);
        assert.deepEqual(repaired.analysis.problems, []);
        assert.deepEqual(
          reachabilityOf(repaired.text, name),
          reachabilityOf(textOf('reference', name, language), name),
        );
        // What is published doesn't reach it by itself, or the repairs would prove nothing.
        assert.notDeepEqual(
          reachabilityOf(textOf('articles', name, language), name),
          reachabilityOf(repaired.text, name),
        );
      });
  });
