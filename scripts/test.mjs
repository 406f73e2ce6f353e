/**
 * `npm test`: installs when needed and runs the rings; `npm test -- protocol` runs one, `npm test -- units server/src/cli` only the files
 * whose path holds that text, `--prove` the long forms with a random seed, or with that of `--seed N`. A ring that can't run says why in
 * one line, which is a failure if `CI` is set, but for `bicep`. The last line counts everything: `N passed, N failed`. Runs on Node 20; the tests themselves run on the Node of node_modules.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { childEnvironment, installIfNeeded, requirePinnedNode, root, runNode } from './toolchain.mjs';

const ringNames = ['units', 'conformance', 'bicep', 'protocol', 'editor'];
const given = process.argv.slice(2);
const prove = given.includes('--prove');
const seedAt = given.indexOf('--seed');
const seed = seedAt < 0 ? Math.floor(Math.random() * 1_000_000) : Number(given[seedAt + 1]);
if (!Number.isInteger(seed)) {
  console.error('--seed wants a whole number');
  process.exit(2);
}
const words = given.filter((word, at) => word !== '--prove' && (seedAt < 0 || (at !== seedAt && at !== seedAt + 1)));
const filters = words.filter((word) => !ringNames.includes(word));
const rings = words.some((word) => ringNames.includes(word))
  ? ringNames.filter((name) => words.includes(name))
  : ringNames;

installIfNeeded();
const node = requirePinnedNode();
const environment = childEnvironment(node, prove ? { ZT_PROVE: '1', ZT_SEED: String(seed) } : {});
if (prove) console.log(`seed ${seed}; the same again with --seed ${seed}`);

const runRing = {
  units: () => runTests(['client', 'server', 'scripts', 'snippets'].flatMap(testsUnder).concat(testsIn('test'))),
  conformance: () => {
    const corpus = path.resolve(root, process.env.ZT_CORPUS ?? path.join('..', 'shared', 'corpus'));
    if (!existsSync(corpus)) return notRun(`there is no corpus at ${corpus}; set ZT_CORPUS to its folder`);
    return runTests(testsUnder(path.join('test', 'conformance')));
  },
  bicep: () => {
    const cli = bicepCli();
    // The compiler comes with none of our packages: a machine without it lacks nothing, a build server neither.
    if (cli === null)
      return { passed: 0, failed: 0, reason: 'there is no Bicep CLI on the PATH; name it with ZT_BICEP' };
    environment.ZT_BICEP = cli;
    return runTests(testsUnder(path.join('test', 'bicep-cli')));
  },
  protocol: () => {
    const built = runNode(node, [path.join('scripts', 'build.mjs'), 'server', 'cli']);
    if (built !== 0) return { passed: 0, failed: 1, reason: 'the build failed' };
    return runTests([...testsUnder(path.join('test', 'protocol')), ...testsUnder(path.join('test', 'cli'))]);
  },
  editor: () => runEditor(),
};

let passed = 0;
let failed = 0;
for (const name of rings) {
  console.log(`\n== ${name}`);
  const started = performance.now();
  const result = await runRing[name]();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  passed += result.passed;
  failed += result.failed;
  const skipped = result.skipped ? `, ${result.skipped} skipped` : '';
  const counts = `${result.passed} passed, ${result.failed} failed${skipped} in ${seconds} s`;
  console.log(result.reason ? `== ${name}: not run: ${result.reason}` : `== ${name}: ${counts}`);
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

/** A ring that the machine lacks something for: nothing on a person's machine, a failure where everything should be there. */
function notRun(reason) {
  return { passed: 0, failed: process.env.CI ? 1 : 0, reason };
}

/** The Bicep CLI that `ZT_BICEP` names, else the one on the PATH; null if there is none. */
function bicepCli() {
  if (process.env.ZT_BICEP) return process.env.ZT_BICEP;
  const name = process.platform === 'win32' ? 'bicep.exe' : 'bicep';
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file)) ?? null;
}

/** All test files under a folder of the repository, sorted. */
function testsUnder(folder) {
  const absolute = path.join(root, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { recursive: true })
    .map((file) => path.join(folder, file))
    .filter((file) => file.endsWith('.test.ts') && !file.includes('node_modules'))
    .sort();
}

/** The test files that lie in a folder itself. */
function testsIn(folder) {
  return testsUnder(folder).filter((file) => path.dirname(file) === folder);
}

/** Runs test files in one `node --test`; a ring whose files are all filtered away has nothing to do, an empty one is a failure. */
async function runTests(all) {
  if (all.length === 0) return { passed: 0, failed: 1, reason: 'it has no tests' };
  const files = all.filter((file) => filters.every((filter) => file.split(path.sep).join('/').includes(filter)));
  if (files.length === 0) return { passed: 0, failed: 0 };
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zero-trust-test-'));
  const countFile = path.join(folder, 'counts.json');
  const status = await runChild([
    '--test',
    '--test-reporter=dot',
    '--test-reporter-destination=stdout',
    `--test-reporter=${path.join(root, 'scripts', 'count-reporter.mjs')}`,
    `--test-reporter-destination=${countFile}`,
    ...files,
  ]);
  const counts = existsSync(countFile) ? readFileSync(countFile, 'utf8').trim() : '';
  rmSync(folder, { recursive: true, force: true });
  if (counts === '')
    return { passed: 0, failed: 1, reason: `the test runner ended with code ${status.code} before it counted` };
  const { passed: good, failed: bad, cancelled, skipped } = JSON.parse(counts);
  const failures = bad + cancelled;
  return { passed: good, failed: failures === 0 && status.code !== 0 ? 1 : failures, skipped };
}

/** The editor ring is a script of its own; its closing line has the counts, or the reason why it didn't run. */
async function runEditor() {
  const script = path.join('scripts', 'test-editor.mjs');
  if (!existsSync(path.join(root, script))) return notRun(`${script} is missing`);
  const { code, output } = await runChild([script]);
  const reason = /^not run: (.*)/m.exec(output)?.[1];
  // It has said why itself.
  if (reason) return notRun('see above');
  const counts = [...output.matchAll(/^(\d+) passed, (\d+) failed/gm)].at(-1);
  if (!counts) return { passed: 0, failed: 1, reason: `it ended with code ${code} and no counts` };
  const failures = Number(counts[2]);
  return { passed: Number(counts[1]), failed: failures === 0 && code !== 0 ? 1 : failures };
}

/** Starts the pinned Node; its output is shown as it comes and given back. */
function runChild(args) {
  return new Promise((resolve) => {
    const child = spawn(node, args, { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
    const chunks = [];
    child.stdout.on('data', (chunk) => {
      chunks.push(chunk);
      process.stdout.write(chunk);
    });
    child.on('error', (error) => resolve({ code: 2, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') }));
  });
}
