/**
 * The same template in both languages means the same: the compiler's baselines, verified modules against their compiled form, hand-written JSON
 * against its decompilation.
 *
 * What a language doesn't know is counted by reason, whether the other knows it or not, so that nobody who makes one of them know more raises the
 * counts of the other. The counts in `pairs.unknown.json` may only fall.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { after, suite, test } from 'node:test';
import type { TemplateFiles } from '../../server/src/evaluate/files.ts';
import { programOf } from '../../server/src/evaluate/program.ts';
import type { LoweredFile } from '../../server/src/template/lowered.ts';
import { corpusFiles, corpusFolder, needsCorpus } from '../corpus.ts';
import { corpusModules } from '../corpus-modules.ts';
import { comparePrograms } from './compare-programs.ts';
import type { Outcome } from './compare-values.ts';
import { inScenario, type ScenarioName, scenarioNames } from './pair-scenarios.ts';

interface Pair {
  readonly bicep: string;
  readonly json: string;
}

const rings: Readonly<Record<string, RegExp>> = {
  'bicep-baselines': /[\\/]main(\.symbolicnames)?\.json$/,
  avm: /[\\/]main\.json$/,
  decompiler: /\.json$/,
};

/** Contradictions at or inside of a path that are right: where JSON cannot say what Bicep does, or was compiled from an older source. */
const excused: readonly { readonly json: string; readonly path: string; readonly reason: string }[] = [
  {
    json: 'avm/res/compute/virtual-machine/main.json',
    path: 'main/vm.properties.storageProfile.diskControllerType',
    reason: "Bicep says `diskControllerType ?? 'SCSI'`, JSON `parameters('diskControllerType')` without a default",
  },
  ...['main.json', 'main.symbolicnames.json'].map((file) => ({
    json: `bicep-baselines/baselines/Variables_LF/${file}`,
    path: 'main/scopesWithoutArmRepresentation',
    reason:
      'the compiler writes `{}` for `subscription(id)` and `resourceGroup(id, name)`, which Bicep has for scopes only',
  })),
];

const snapshotPath = join(import.meta.dirname, 'pairs.unknown.json');

/** Ring and scenario to reason to number. */
type Counts = Record<string, Record<string, number>>;

const modules = corpusModules();

/** Registry modules stay unread: the JSON beside the corpus holds older versions of them. */
const files: TemplateFiles = {
  ...modules,
  load: (from, reference) =>
    /^(br|ts)[/:]/.test(reference)
      ? { kind: 'missing', reason: 'the module is not restored', problem: null }
      : modules.load(from, reference),
};

const figures: string[] = [];
const expected: Counts = JSON.parse(readFileSync(snapshotPath, 'utf8'));
const metExceptions = new Set<string>();

after(() => {
  for (const line of figures) console.log(line);
});

suite('pairs of Bicep and JSON', () => {
  for (const ring of Object.keys(rings)) {
    for (const scenario of scenarioNames) {
      test(`${ring}, ${scenario}`, needsCorpus(ring), () => compareRing(ring, scenario));
    }
  }

  for (const { json, path } of excused) {
    test(`${json} still contradicts at ${path}`, needsCorpus(json.split('/')[0] ?? ''), () => {
      assert.ok(metExceptions.has(`${json} ${path}`));
    });
  }
});

function compareRing(ring: string, scenario: ScenarioName): void {
  const pairs = pairsOf(ring);
  assert.ok(pairs.length > 0);
  const leaves = { equal: 0, 'same-unknown': 0, unknown: 0, contradiction: 0 };
  const reasons: Record<string, number> = {};
  const oneSided: Record<string, number> = {};
  const contradictions: string[] = [];
  let instances = 0;
  for (const pair of pairs) {
    const compared = comparePair(pair, scenario);
    instances += compared.instances;
    for (const outcome of compared.outcomes) {
      if (outcome.kind === 'contradiction' && isExcused(pair, outcome)) continue;
      leaves[outcome.kind]++;
      if (outcome.kind === 'contradiction') contradictions.push(describe(pair, outcome));
      else if (outcome.kind === 'unknown') {
        const sides = [`bicep: ${outcome.bicep}`, `json: ${outcome.json}`].filter((side) => !side.endsWith(': '));
        for (const side of sides) count(reasons, withoutNames(side));
        if (sides.length === 1) count(oneSided, withoutNames(sides.join()));
      }
    }
  }
  const name = `${ring}, ${scenario}`;
  figures.push(
    `${name}: ${pairs.length} pairs, ${instances} instances; leaves: ${leaves.equal} equal, ${leaves['same-unknown']} one unknown, ` +
      `${leaves.unknown} unknown to a language, ${contradictions.length} contradictions; of the unknown ones one-sided:`,
    ...Object.entries(oneSided).map(([reason, number]) => `  ${number} ${reason}`),
  );
  assert.deepEqual(contradictions, []);
  assertFallen(name, reasons);
}

function count(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

function describe({ json }: Pair, { path, bicep, json: inJson }: Outcome): string {
  return `${relative(corpusFolder, json)} ${path}: ${bicep} in Bicep, ${inJson} in JSON`;
}

function pairsOf(ring: string): readonly Pair[] {
  return corpusFiles(ring, '.json').flatMap((json) => {
    const bicep = json.replace(/(\.symbolicnames)?\.json$/, '.bicep');
    // Sets named so are wrong on purpose; the compiler has refused them, and the JSON beside them is something else.
    if (rings[ring]?.test(json) !== true || !existsSync(bicep) || /[\\/]Invalid/.test(json)) return [];
    return [{ bicep, json }];
  });
}

function comparePair(pair: Pair, scenario: ScenarioName): ReturnType<typeof comparePrograms> {
  const [bicep, json] = [modules.read(pair.bicep), modules.read(pair.json)];
  assert.ok(bicep !== null && json !== null);
  const lowered = inScenario(scenario, bicep, json);
  const program = (file: string, of: LoweredFile) => programOf({ file, lowered: of, files });
  return comparePrograms(program(pair.bicep, lowered.bicep), program(pair.json, lowered.json));
}

function isExcused({ json }: Pair, { path }: Outcome): boolean {
  const name = relative(corpusFolder, json).replaceAll(sep, '/');
  const found = excused.find(
    (exception) => exception.json === name && (path === exception.path || path.startsWith(`${exception.path}.`)),
  );
  if (found !== undefined) metExceptions.add(`${name} ${found.path}`);
  return found !== undefined;
}

/** A reason without the names of one template. */
function withoutNames(reason: string): string {
  return reason.replace(/'[^']*'/g, "'…'").replace(/(it may be overwritten by) [^;]*/g, '$1 …');
}

/** Fails for a number that has risen; says which have fallen, and writes them where that is asked for. */
function assertFallen(name: string, reasons: Readonly<Record<string, number>>): void {
  const before = expected[name] ?? {};
  // For a new main, or more that is compared: every number as it is now, to be read as a diff before it is committed.
  if (process.env.ZT_RENEW_EXPECTATIONS === 'all') {
    expected[name] = Object.fromEntries(Object.entries(reasons).sort());
    writeFileSync(snapshotPath, `${JSON.stringify(expected, null, 2)}\n`);
    return;
  }
  const isRenewed = process.env.ZT_RENEW_EXPECTATIONS === '1';
  const fallen = Object.entries(before).filter(([reason, number]) => (reasons[reason] ?? 0) < number);
  for (const [reason, number] of fallen) figures.push(`  fallen from ${number} to ${reasons[reason] ?? 0}: ${reason}`);
  if (fallen.length > 0 && !isRenewed)
    figures.push('  write them down with ZT_RENEW_EXPECTATIONS=1 npm run test:conformance -- pairs.test');
  if (isRenewed) {
    const lowered = Object.entries(before).map(([reason, number]) => [reason, Math.min(number, reasons[reason] ?? 0)]);
    expected[name] = Object.fromEntries(lowered.filter(([, number]) => number !== 0).sort());
    writeFileSync(snapshotPath, `${JSON.stringify(expected, null, 2)}\n`);
  }
  const risen = Object.entries(reasons).filter(([reason, number]) => number > (before[reason] ?? 0));
  const words = risen.map(([reason, number]) => `${number} instead of ${before[reason] ?? 0}: ${reason}`);
  const advice =
    `a language knows less than before. Where more is compared than before, or a reason has another name, raise the number in ` +
    `${relative(process.cwd(), snapshotPath)}, by hand or with ZT_RENEW_EXPECTATIONS=all`;
  assert.deepEqual(words.sort(), [], advice);
}
