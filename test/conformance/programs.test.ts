/**
 * Whole programs against what they are known to give: the values of vectors/bicep-evaluation.json of the corpus, and the resources that
 * snapshots predict. Both are compared with what `evaluate` shows, so the whole way from the text to the shown value is covered.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ScenarioContext } from '../../server/src/evaluate/scenario.ts';
import { corpusFiles, corpusFolder, needsCorpus } from '../corpus.ts';
import { type Counts, compareShown, type Shown, shownProgram } from './shown-programs.ts';

interface ProgramVector {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly kind?: 'parameters' | 'snapshot';
  readonly scenario?: VectorScenario;
  readonly expect: Readonly<Record<string, unknown>>;
  /** Answers of Azure that the source of the vector made up; nothing that isn't there can give them. */
  readonly references?: readonly unknown[];
  readonly providers?: readonly unknown[];
  readonly externalInputs?: readonly ExternalInput[];
}

interface VectorScenario {
  readonly subscriptionId?: string;
  readonly tenantId?: string;
  readonly resourceGroup?: string;
  readonly managementGroup?: string;
  readonly location?: string;
  readonly deploymentName?: string;
}

interface ExternalInput {
  readonly kind: string;
  readonly config: unknown;
  readonly value: string;
}

/** Expectations about the compiled text rather than about values: the version of the language, and dependencies that the compiler works out. */
const ofCompilerOnly = /^languageVersion$|\.dependsOn$/;

/** A property that a resource doesn't declare is null for the test that the vector is from; Azure may set it. */
const leftToAzure = 'EvaluationTests.Safe_dereferences_are_evaluated_successfully: outputs.properties.doesntExist';

/** Scalars in the expected values that are compared, those that only Azure knows aside. */
const fewestCompared = 353;

test('programs give what is known of them', needsCorpus('vectors'), (t) => {
  const vectors = corpusFiles('vectors', 'bicep-evaluation.json').flatMap((path): readonly ProgramVector[] =>
    JSON.parse(readFileSync(path, 'utf8')),
  );
  assert.ok(vectors.length >= 65, 'the corpus has fewer programs than it should');
  const counts: Counts = { equal: 0, symbolic: 0, wrong: [] };
  for (const vector of vectors) checkVector(vector, counts);
  t.diagnostic(`${vectors.length} programs; ${counts.equal} values equal, ${counts.symbolic} that only Azure knows`);
  assert.deepEqual(counts.wrong, []);
  assert.ok(counts.equal >= fewestCompared, `only ${counts.equal} values are compared`);
});

test('resources are those that snapshots predict', needsCorpus('snapshots'), (t) => {
  const counts: Counts = { equal: 0, symbolic: 0, wrong: [] };
  const names = folders().filter((name) => name !== 'extensibility');
  for (const name of names) {
    const folder = join(corpusFolder, 'snapshots', name);
    const files = Object.fromEntries(
      readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')] as const),
    );
    const expected: Readonly<Record<string, unknown>> = JSON.parse(files['main.snapshot.json'] ?? '');
    const shown = shownProgram(files, templateOf(files), 'main.bicepparam', snapshotContext);
    compareSnapshot(name, shown, expected, counts);
  }
  t.diagnostic(`${names.length} snapshots; ${counts.equal} values equal, ${counts.symbolic} symbolic in the snapshot`);
  assert.deepEqual(counts.wrong, []);
  assert.ok(names.length >= 4 && counts.equal >= 9, 'fewer snapshots are compared than there should be');
});

/** What the test that wrote the snapshots gives. */
const snapshotContext: ScenarioContext = {
  subscriptionId: '00000000-0000-0000-0000-000000000000',
  resourceGroup: 'myRg',
};

/** The template that a snapshot's parameter file names. */
function templateOf(files: Readonly<Record<string, string>>): string {
  return /using '(?:\.\/)?([\w.]+)'/.exec(files['main.bicepparam'] ?? '')?.[1] ?? 'main.bicep';
}

function folders(): readonly string[] {
  return corpusFiles('snapshots', 'main.snapshot.json').map((path) => path.split('/').at(-2) ?? '');
}

function checkVector(vector: ProgramVector, counts: Counts): void {
  const parameters = Object.keys(vector.files).find((file) => /^(parameters|main)\.bicepparam$/.test(file));
  const texts = Object.entries(vector.files).map(([file, text]) => [file, prepared(file, text, vector)] as const);
  const shown = shownProgram(
    Object.fromEntries(texts),
    'main.bicep',
    parameters ?? null,
    contextOf(vector.scenario ?? {}),
  );
  if (vector.kind === 'snapshot') {
    compareSnapshot(vector.name, shown, vector.expect, counts);
    return;
  }
  const isAnswered = vector.providers !== undefined || vector.references !== undefined;
  for (const [path, expected] of Object.entries(vector.expect)) {
    if (ofCompilerOnly.test(path)) continue;
    const name = `${vector.name}: ${path}`;
    compareShown(name, valueAt(shown, path), expected, isAnswered || name === leftToAzure, counts);
  }
}

/**
 * What has no value of its own in a deployment is written as an output: the conditions of assertions, and the results of functions. What the
 * deployment tool is asked for (`externalInput`, `readEnvironmentVariable` of one that isn't set) is written as the text that it answers.
 */
function prepared(file: string, text: string, { expect, externalInputs = [] }: ProgramVector): string {
  if (!/\.bicep(?:param)?$/.test(file)) return text;
  const functions = Object.keys(expect).flatMap((path) => /^functions\[0\]\.members\.(\w+)\./.exec(path)?.[1] ?? []);
  const asserted = text.replace(/^assert (\w+) =/gm, 'output $1 bool =');
  const answered = asserted.replace(
    /externalInput\('([\w.]+)'(?:, (?:'(\w+)'|\{\s*path: '([^']*)'\s*\}))?\)/g,
    (call, kind, plain, path) => {
      const config = plain ?? (path === undefined ? null : { path });
      const answer = externalInputs.find(
        (input) => input.kind === kind && JSON.stringify(input.config) === JSON.stringify(config),
      );
      return answer === undefined ? call : `'${answer.value.replaceAll("'", "\\'")}'`;
    },
  );
  const read = answered.replace(/readEnvironmentVariable\('\w+', ('\w*')\)/g, '$1');
  const called = functions.filter((name) => text.includes(`func ${name}(`));
  return [read, ...called.map((name) => `output ${name} object = ${name}()`), ''].join('\n');
}

function contextOf(scenario: VectorScenario): ScenarioContext {
  const { subscriptionId, tenantId, resourceGroup, managementGroup, location, deploymentName } = scenario;
  return {
    ...(subscriptionId === undefined ? {} : { subscriptionId }),
    ...(tenantId === undefined ? {} : { tenantId }),
    ...(resourceGroup === undefined ? {} : { resourceGroup }),
    ...(managementGroup === undefined ? {} : { managementGroup }),
    ...(location === undefined ? {} : { resourceGroupLocation: location, deploymentLocation: location }),
    ...(deploymentName === undefined ? {} : { deployment: deploymentName }),
  };
}

/** The value that a path of a vector means. */
function valueAt(shown: Shown, path: string): unknown {
  const [, functionName] = /^functions\[0\]\.members\.(\w+)\.output\.value$/.exec(path) ?? [];
  if (functionName !== undefined) return shown.outputs[functionName];
  const [, asserted] = /^asserts\.(\w+)$/.exec(path) ?? [];
  if (asserted !== undefined) return shown.outputs[asserted];
  const [, named, below] = /^resources\[name=([^\]]*)\]\.(.*)$/.exec(path) ?? [];
  if (named !== undefined && below !== undefined) {
    return memberAt(
      shown.resources.find(({ name }) => name === named),
      below,
    );
  }
  return memberAt(shown, path);
}

function memberAt(value: unknown, path: string): unknown {
  let found = value;
  let rest = path;
  while (rest !== '') {
    if (typeof found !== 'object' || found === null) return undefined;
    const entries: ReadonlyMap<string, unknown> = new Map(Object.entries(found));
    // Keys may have dots in them: the longest one that fits.
    const keys = [...entries.keys()].filter((key) => new RegExp(`^\\[?${escaped(key)}(?![\\w-])`).test(rest));
    const key = keys.sort((a, b) => b.length - a.length)[0];
    if (key === undefined) return undefined;
    found = entries.get(key);
    rest = rest
      .replace(/^\[/, '')
      .slice(key.length)
      .replace(/^\]?\.?/, '');
  }
  return found;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function compareSnapshot(
  name: string,
  shown: Shown,
  expected: Readonly<Record<string, unknown>>,
  counts: Counts,
): void {
  for (const [path, value] of Object.entries(expected)) {
    if (path === 'diagnostics') continue;
    const found = memberAt({ predictedResources: shown.resources, outputs: shown.outputs }, path);
    compareShown(`${name}: ${path}`, found, value, false, counts);
  }
}
