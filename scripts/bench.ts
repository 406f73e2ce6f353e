/**
 * `npm run bench`: prints how fast the engine is, as ratios against plain reference work in the same run, and how large the package is. Writes
 * nothing and asserts nothing: a time says little about a machine that also does other things.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { corpusFiles, corpusFolder } from '../test/corpus.ts';
import { corpusConsumers } from '../test/corpus-modules.ts';
import { measureCold } from './bench/cold.ts';
import { measureEdits } from './bench/editing.ts';
import { measureEditor } from './bench/editor.ts';
import { measureEvaluation } from './bench/evaluation.ts';
import { milliseconds, printSpread } from './bench/figures.ts';
import { measureGrowth } from './bench/growth.ts';
import { measureKeeping } from './bench/keeping.ts';
import { measureLevers } from './bench/levers.ts';
import { measureLargest, measureReachability } from './bench/reachability.ts';
import { measureArmAnalysis, measureBicepParsing } from './bench/reading.ts';
import { measureRenewals } from './bench/renewing.ts';
import { measureRepairs } from './bench/repairing.ts';
import { measureRules } from './bench/rules.ts';

if (!existsSync(path.join(corpusFolder, 'avm'))) {
  console.error(`There is no corpus at ${corpusFolder}; name one with ZT_CORPUS.`);
  process.exit(2);
}
const bicep = corpusFiles('avm', '.bicep');
const json = corpusFiles('avm', 'main.json');

const folder = path.join(corpusFolder, 'avm');

const cold = measureCold(folder, json);
print(
  'Cold check of the corpus, JSON out',
  cold === null
    ? ['the command line could not be built']
    : [
        `${cold.seconds.toFixed(1)} s (goal 3), ${cold.cpuSeconds.toFixed(1)} s of processor time, ${cold.megabytes.toFixed(0)} MB (goal 400)`,
        `${cold.timesJsonParse.toFixed(0)} times JSON.parse of the compiled templates`,
      ],
);

const parsing = measureBicepParsing(bicep);
print('Bicep parsing', [
  `${parsing.megabytesPerSecond.toFixed(1)} MB/s over ${parsing.megabytes.toFixed(1)} MB, warm (goal 30)`,
  `${parsing.timesPlainScan.toFixed(1)} times a plain scan of the same text`,
]);

const arm = measureArmAnalysis(json);
print('ARM JSON to findings', [
  `${arm.timesParseTree.toFixed(1)} times jsonc-parser's parseTree alone, over ${arm.files} files and ${arm.megabytes.toFixed(1)} MB`,
]);

print('One edit to findings', [
  `Bicep: ${printSpread(measureEdits(bicep))} over ${bicep.length} files (goal p95 16 ms)`,
  `ARM JSON: ${printSpread(measureEdits(json))} over ${json.length} files`,
]);

const editor = measureEditor(folder, bicep, corpusConsumers());
print('One keystroke to first findings, all of the corpus as a workspace (processor time)', [
  `entry in view: ${printSpread(editor.entryInView)} (goal p95 16 ms)`,
  `largest file, ${(editor.largestFileLength / 1000).toFixed(0)} kB: ${printSpread(editor.largestFile)} (goal p95 50 ms)`,
  `all callers of an edited module, about 50: ${milliseconds(editor.callers.milliseconds)} in ${editor.callers.slices} slices (goal 300 ms), longest ${milliseconds(editor.callers.longestSlice)} (goal 8 ms)`,
]);

const evaluation = measureEvaluation(corpusConsumers());
print('Evaluation, everything forced', [
  `${evaluation.entries} consumers with all their modules: ${evaluation.resources} resources, ${evaluation.forcedCells} cells in ${milliseconds(evaluation.milliseconds)} (goal 1 s)`,
  `${printSpread(evaluation)} an entry (goal p95 5 ms)`,
  ...(evaluation.bytesPerCell === null ? [] : [`${evaluation.bytesPerCell.toFixed(0)} bytes a cell (goal 100)`]),
]);

const judging = measureRules(corpusConsumers());
const sumOfCosts = judging.costs.reduce((sum, { milliseconds: cost }) => sum + cost, 0);
print('Rules over the same consumers', [
  `${judging.judged} times a rule met a resource: ${(judging.once * 100).toFixed(1)} % one run, p99 ${judging.p99} runs (goal 4), most ${judging.most}`,
  `all ${judging.costs.length} rules ${milliseconds(judging.judging)}, the evaluation ${milliseconds(judging.evaluating)}: ${judging.share.toFixed(2)} times as long (goal 1)`,
  `${judging.cutEntries} consumers have a value with too many alternatives (goal 8)`,
  'each rule by itself, the most expensive first; what several ask for is counted for the first of them:',
  ...judging.costs.map(
    ({ ruleId, milliseconds: cost }) =>
      `  ${milliseconds(cost)} ${ruleId} (${((cost / sumOfCosts) * 100).toFixed(1)} %)`,
  ),
]);

const keeping = measureKeeping(corpusConsumers());
print('Deployments', [
  ...(keeping.megabytesOfLargest === null
    ? []
    : [
        `the 16 largest take ${keeping.megabytesOfLargest.toFixed(0)} MB (goal 64), ${(keeping.bytesPerStep ?? 0).toFixed(0)} bytes a step`,
      ]),
  `an edit of one parameter's default or variable of a shared module would leave ${(keeping.callersLeftAlone * 100).toFixed(0)} % of its callers alone (at 20 % digests of declarations pay)`,
  `suspended every 2,000 cells: ${keeping.timesInSlices.toFixed(2)} times as long (goal 1.15)`,
]);

const closing = measureLevers();
print('Levers, all modules restored', [
  `${closing.accesses} open public accesses, ${closing.owned} with a place that the consumer owns, ${closing.closed} closed by a text or an argument there`,
  `search for a lever ${closing.search.toFixed(2)} ms and one probe ${closing.probe.toFixed(2)} ms on average (goal 5 ms)`,
]);

const renewal = measureRenewals('res/network/network-security-group/main.bicep', bicep);
print('A module that others call, in the editor', [
  `opened among ${renewal.files} files, cold: ${milliseconds(renewal.opened)} to the first answer, ${milliseconds(renewal.found.milliseconds)} to the last in ${renewal.found.count} slices, ${printSpread(renewal.found)}`,
  `edited: ${milliseconds(renewal.edited)} for the entry in view (goal 16 ms), ${milliseconds(renewal.renewed.milliseconds)} for all others (goal 300 ms) in ${renewal.renewed.count} slices, ${printSpread(renewal.renewed)} (goal 8 ms)`,
]);

const repairing = measureRepairs();
print('Repairs (processor time)', [
  `judging the repairs of one of ${repairing.findings} findings in view: ${printSpread(repairing.inView)} (goal p95 50 ms)`,
  `by all templates after that: ${printSpread(repairing.resolved)} (goal 500 ms)`,
  `listing them once they are known: ${printSpread(repairing.listed)} (goal 10 ms)`,
  repairing.shared === null
    ? 'no module with callers has a repair'
    : `one finding of a module with ${repairing.shared.callers} callers: ${milliseconds(repairing.shared.inView)} in view (goal 50 ms), then ${milliseconds(repairing.shared.resolved)} by all callers (goal 500 ms with 50)`,
  `a file with 100 findings: ${repairing.all.repaired} repaired in ${milliseconds(repairing.all.milliseconds)} (goal 1 s)`,
]);

print(
  'Ten times the input',
  measureGrowth().map(
    ({ what, milliseconds: time, ratio }) =>
      `${what}: ${ratio.toFixed(1)} times ${milliseconds(time)}${ratio > 11 ? ' (goal 11)' : ''}`,
  ),
);

const goals = new Map([
  ['100 20', '(goal 300 ms, edit 16 ms)'],
  ['100 200', '(goal 1,500 ms)'],
]);
print('Reachability, all pairs of subnets, TCP', [
  ...[[50, 20] as const, [100, 20] as const, [200, 20] as const, [100, 200] as const].map(([subnets, rules]) => {
    const figures = measureReachability(subnets, rules);
    const goal = goals.get(`${subnets} ${rules}`) ?? '';
    return `${subnets} x ${subnets} subnets, ${rules} rules each: ${milliseconds(figures.milliseconds)}, ${figures.microsecondsPerPair.toFixed(1)} us a pair, one group edited ${milliseconds(figures.editMilliseconds)} ${goal}`;
  }),
  printLargest(measureLargest()),
]);

print('Package', [packageSize(), 'activate(): npm run test:editor prints it (goal 50 ms)']);

function print(title: string, lines: readonly string[]): void {
  console.log(`${title}\n${lines.map((line) => `  ${line}\n`).join('')}`);
}

function printLargest({
  subnets,
  rules,
  millisecondsForOne,
  perPairAfterwards,
  megabytes,
}: ReturnType<typeof measureLargest>): string {
  return `${subnets} subnets, ${rules} rules each in 30 groups: first answer ${milliseconds(millisecondsForOne)}, then ${milliseconds(perPairAfterwards)} a pair, ${megabytes.toFixed(0)} MB after 3,000 pairs (goal 500)`;
}

function packageSize(): string {
  const folder = path.resolve(import.meta.dirname, '..', 'dist');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.vsix')) : [];
  if (names.length === 0) return 'no VSIX yet: npm run package makes it (goal 1 MB)';
  return names
    .map((name) => `${name}: ${(statSync(path.join(folder, name)).size / 1000).toFixed(0)} kB (goal 1,000)`)
    .join(', ');
}
