/**
 * Refinement law: a template with all parameters unknown is judged once, then with values for some of them from a parameter file, then with its
 * defaults for the rest. What a rule says of a resource with more values is one of the things that it said with fewer:
 *
 * - what was certain stays, unless the resource goes;
 * - what was possible becomes certain, or nothing;
 * - silence becomes a finding only where something unknown had ended the rule.
 *
 * The values are random ones of the parameters' types, or those that the consumers of the corpus give the module.
 */
import assert from 'node:assert/strict';
import { relative } from 'node:path';
import { after, suite, test } from 'node:test';
import { buildDeployment } from '../../server/src/deployment/build.ts';
import type { LoadedTemplate } from '../../server/src/evaluate/files.ts';
import { defaultScenario } from '../../server/src/evaluate/scenario.ts';
import { rules } from '../../server/src/rules/index.ts';
import type { ParameterDeclaration } from '../../server/src/template/ir.ts';
import type { LoweredFile } from '../../server/src/template/lowered.ts';
import { corpusFiles, corpusFolder, needsCorpus } from '../corpus.ts';
import { corpusConsumers } from '../corpus-modules.ts';
import { corpusLibrary, modules, programAt } from '../laws/entries.ts';
import { byFamily, familyOf, type Outcomes, openFamilies, outcomesOf, type Saying } from '../laws/outcomes.ts';
import {
  givenByCalls,
  type ParameterValues,
  parameterFile,
  parametersOf,
  withoutDefaults,
  withParameters,
} from '../laws/parameters.ts';
import { isProof, Random, seed } from '../laws/random.ts';

const random = new Random('refinement');
const totals = { templates: 0, compared: 0, found: 0, certain: 0, decided: 0, mended: 0, undecided: 0, unread: 0 };

after(() => console.log(`refinement law: seed ${seed}, ${JSON.stringify(totals)}`));

/** A template under one state of knowledge. */
interface Judged {
  readonly all: Outcomes;
  readonly families: Outcomes;
  /** Families of which more may be there. */
  readonly open: ReadonlySet<string>;
  /** True if what a loop or a module makes isn't known at all. */
  readonly isOpen: boolean;
}

function judged(file: string, lowered: LoweredFile, parameters: LoadedTemplate | null): Judged {
  const scenario = { ...defaultScenario, parameters };
  const deployment = buildDeployment({ file, lowered, files: modules, scenario });
  const all = outcomesOf(rules, deployment);
  const { openLoops, unread } = deployment.index.program;
  return {
    all,
    families: byFamily(all),
    open: openFamilies(deployment),
    isOpen: openLoops.length > 0 || unread.length > 0,
  };
}

const isFinding = (saying: Saying): boolean => saying === 'certain' || saying === 'possible';

/** Where more values say what fewer values ruled out. */
function breaches(fewer: Judged, more: Judged): readonly string[] {
  const found: string[] = [];
  for (const [key, sayings] of more.all) {
    const family = familyOf(key);
    const said = fewer.families.get(family);
    const isOpen = fewer.open.has(family.slice(family.indexOf(' ') + 1));
    totals.compared++;
    if (said === undefined) {
      totals.unread++;
      if ([...sayings].some(isFinding) && !isOpen && !fewer.isOpen) found.push(`${key}: not there | ${list(sayings)}`);
      continue;
    }
    const before = [...said].filter((saying) => saying !== 'absent');
    const now = [...sayings].filter((saying) => saying !== 'absent');
    if (now.some(isFinding)) totals.found++;
    if (isOpen || before.includes('undecided')) {
      totals.undecided++;
      continue;
    }
    if (before.every((saying) => saying === 'certain')) {
      if (before.length > 0) totals.certain++;
      if (now.some((saying) => saying !== 'certain')) found.push(`${key}: ${list(said)} | ${list(sayings)}`);
    } else if (before.some(isFinding)) {
      totals[now.some(isFinding) ? 'decided' : 'mended']++;
    } else if (now.some(isFinding)) found.push(`${key}: ${list(said)} | ${list(sayings)}`);
  }
  return found;
}

function list(sayings: ReadonlySet<Saying>): string {
  return [...sayings].sort().join(', ');
}

/**
 * A value that a parameter may have, undefined to leave it unknown. Of names none has a slash: those are taken to be one segment. Of ids none is
 * empty: a rule takes one that it doesn't know as given.
 */
function valueFor({ name, type }: ParameterDeclaration): unknown {
  if (type.allowed !== null && type.allowed.length > 0) return random.pick(type.allowed) ?? undefined;
  switch (type.base) {
    case 'bool':
      return random.chance(0.5);
    case 'int':
      return random.between(0, 40);
    case 'string':
      return random.pick(/id$/i.test(name) ? ids : ['', 'one', 'Two', 'Enabled']);
    case 'array':
      return random.chance(0.3) ? [] : undefined;
    default:
      return undefined;
  }
}

const ids = [
  'one',
  '/subscriptions/s/resourceGroups/g',
  '/subscriptions/s/resourceGroups/g/providers/Other.One/others/o',
];

/** What calls in the corpus give each file, read once. */
const given = new Map<string, ParameterValues[]>();

function readCalls(): void {
  const add = (file: string, values: ParameterValues): void => {
    given.set(file, [...(given.get(file) ?? []), values]);
  };
  for (const file of corpusConsumers()) givenByCalls(programAt(file), add);
}

/** Random values, with those of a call in place of some or all of them. */
function valuesFor(lowered: LoweredFile, source: string): ParameterValues {
  const calls = given.get(source) ?? [];
  const call = calls.length > 0 && random.chance(0.7) ? random.pick(calls) : null;
  const values = new Map<string, unknown>();
  const share = call === null ? 0.8 : random.pick([0, 0, 0.3]);
  for (const parameter of parametersOf(lowered)) {
    const value = random.chance(share) ? valueFor(parameter) : undefined;
    if (value !== undefined) values.set(parameter.name.toLowerCase(), value);
  }
  for (const [name, value] of call ?? []) if (random.chance(0.9)) values.set(name, value);
  return values;
}

/** The template with its defaults; what may be null and has none stays unknown. */
function withDefaults(lowered: LoweredFile): LoweredFile {
  return withParameters(lowered, (parameter) => {
    const isNull = parameter.default?.kind === 'literal' && parameter.default.value === null;
    return { ...parameter, default: isNull ? null : parameter.default, type: { ...parameter.type, nullable: false } };
  });
}

/** Checks one template with several sets of values. `source` is the Bicep file whose callers give values. */
function prove(file: string, source: string, rounds: number): readonly string[] {
  const lowered = modules.read(file);
  if (lowered === null) return [];
  const unknown = withoutDefaults(lowered);
  const whole = withDefaults(lowered);
  const open = judged(file, unknown, null);
  const found: string[] = [];
  const compare = (title: string, fewer: Judged, more: Judged): void => {
    for (const breach of breaches(fewer, more)) found.push(`${relative(corpusFolder, file)} (${title}) ${breach}`);
  };
  compare('defaults', open, judged(file, whole, null));
  for (let round = 0; round < rounds; round++) {
    const values = parameterFile(lowered, valuesFor(lowered, source));
    const some = judged(file, unknown, values);
    const all = judged(file, whole, values);
    compare('values', open, some);
    compare('values, defaults', some, all);
  }
  totals.templates++;
  return found;
}

function proveAll(files: readonly string[], sourceOf: (file: string) => string = (file) => file): void {
  const before = totals.certain;
  const found = files.flatMap((file) => prove(file, sourceOf(file), isProof ? 6 : 2));
  assert.ok(totals.certain > before, 'nothing was certain');
  assert.deepEqual(found.slice(0, 40), [], `${found.length} breaches`);
}

suite('refinement law', needsCorpus('avm'), () => {
  readCalls();
  const some = (files: readonly string[], count: number): readonly string[] =>
    isProof ? files : random.sample(files, count);

  test('modules', () => proveAll(some(corpusLibrary(), 50)));
  test('consumers', () => proveAll(some(corpusConsumers(), 40)));
  test('JSON', () => {
    const files = some(corpusFiles('avm', 'main.json'), 20);
    proveAll(files, (file) => file.replace(/\.json$/, '.bicep'));
  });
});
