/**
 * Concretisation law: a module with all parameters unknown is evaluated once, then with random values for some of them. What the first
 * evaluation says under those values is what the second one says, wherever both know.
 */
import assert from 'node:assert/strict';
import { relative } from 'node:path';
import { after, suite, test } from 'node:test';
import type { Cell } from '../../server/src/evaluate/cell.ts';
import type { ResourceInstance } from '../../server/src/evaluate/instance.ts';
import { asCondition } from '../../server/src/evaluate/lift.ts';
import { type Program, programOf } from '../../server/src/evaluate/program.ts';
import type { Expression, ParameterDeclaration } from '../../server/src/template/ir.ts';
import type { LoweredFile } from '../../server/src/template/lowered.ts';
import { corpusFolder, needsCorpus } from '../corpus.ts';
import { corpusLibrary, modules } from '../laws/entries.ts';
import { withoutDefaults, withParameters } from '../laws/parameters.ts';
import { isProof, Random, seed } from '../laws/random.ts';
import { Restriction, withoutTurns } from '../laws/restriction.ts';
import type { Plain } from '../laws/terms.ts';
import { NotPlain, plainValue } from '../plain-value.ts';

const random = new Random('concretisation');
const totals = { modules: 0, scalars: 0, chosen: 0, told: 0, resources: 0 };

after(() => console.log(`concretisation law: seed ${seed}, ${JSON.stringify(totals)}`));

/** A value that a parameter may have (of names, none with a slash: those are taken to be one segment); null to leave it unknown. */
function valueFor({ name, node, type, default: usual }: ParameterDeclaration): Expression | null {
  const literal = (value: string | number | boolean | null): Expression => ({ kind: 'literal', node, value });
  if (usual !== null && random.chance(0.3)) return usual;
  if (type.allowed !== null && type.allowed.length > 0) return literal(random.pick(type.allowed));
  switch (type.base) {
    case 'bool':
      return literal(random.chance(0.5));
    case 'int':
      return literal(random.between(0, 40));
    case 'string':
      return literal(
        random.pick(['', 'one', 'Two', ...(/id$/i.test(name) ? ['/subscriptions/s/resourceGroups/g'] : [])]),
      );
    case 'array':
      return random.chance(0.5) ? usual : { kind: 'array', node, items: [] };
    default:
      return usual;
  }
}

function withValues(file: LoweredFile): LoweredFile {
  return withParameters(file, (parameter) => {
    const value = random.chance(0.85) ? valueFor(parameter) : null;
    return { ...parameter, default: value, type: { ...parameter.type, nullable: false } };
  });
}

/** The values of the parameters by the terms that they are in the evaluation without values. */
function valuesOf(program: Program): ReadonlyMap<string, Plain> {
  const values = new Map<string, Plain>();
  for (const [name, binding] of program.frame.bindings) {
    if (binding.kind !== 'parameter') continue;
    try {
      const value = plainValue(program.evaluator, binding.cell) as Plain;
      values.set(`parameter(main/${name.toLowerCase()})`, value);
    } catch (error) {
      if (!(error instanceof NotPlain)) throw error;
    }
  }
  return values;
}

function grouped<T>(list: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** The conditions that come from turns of loops: a turn that doesn't happen has no instance in a plain evaluation. */
function turnConditions(instance: ResourceInstance): readonly Cell[] {
  return instance.conditions.filter((condition) => !lasting(instance).includes(condition));
}

/** The conditions of declarations. Those of turns are values at the body of what the loop makes. */
function lasting({ conditions }: ResourceInstance): readonly Cell[] {
  return conditions.filter(({ expression }) => expression.kind !== 'object' && expression.kind !== 'hole');
}

/**
 * The instances of both evaluations that are the same. Where turns have conditions, the turns that happen are counted anew, so they are
 * matched in order; they are left out if it isn't known which happen.
 */
function paired(
  open: Program,
  closed: Program,
  restriction: Restriction,
): readonly (readonly [ResourceInstance, ResourceInstance])[] {
  const families = (program: Program): ReadonlyMap<string, readonly ResourceInstance[]> =>
    grouped(program.instances, ({ key }) => withoutTurns(key));
  const counterparts = families(closed);
  // What a module declares isn't collected where it is surely not deployed; with the values unknown that must be possible.
  const leftOut = closed.calls.filter((call) => call.leftOut).map((call) => `${call.callee.path}/`);
  const isLeftOut = (instance: ResourceInstance): boolean =>
    leftOut.some((path) => instance.key.startsWith(path)) &&
    lasting(instance).some((condition) =>
      restriction.mayBe(open.evaluator.force(asCondition(open.evaluator, condition)), false),
    );
  const pairs: (readonly [ResourceInstance, ResourceInstance])[] = [];
  for (const [family, instances] of families(open)) {
    const others = counterparts.get(family) ?? [];
    const isOpen = (key: string): boolean => key.includes('[*]');
    if (instances.some(({ key }) => isOpen(key)) || others.some(({ key }) => isOpen(key))) continue;
    const answers = instances.map((instance) => {
      const turns = turnConditions(instance).map(({ value }) => restriction.told(value ?? true));
      if (turns.includes(false)) return false;
      return turns.includes(undefined) ? undefined : true;
    });
    const happening = instances.filter((instance, index) => answers[index] === true && !isLeftOut(instance));
    if (answers.includes(undefined)) continue;
    if (others.some((instance) => turnConditions(instance).length > 0)) continue;
    const isComplete = [open, closed].every(({ openLoops, unread }) => openLoops.length === 0 && unread.length === 0);
    if (isComplete && happening.length !== others.length)
      restriction.tally.contradiction ??= `${family}: ${happening.length} instances | ${others.length}`;
    for (const [index, instance] of happening.entries()) {
      const other = others[index];
      if (other !== undefined) pairs.push([instance, other]);
    }
  }
  return pairs;
}

function compare(file: string, lowered: LoweredFile): void {
  const open = programOf({ file, lowered: withoutDefaults(lowered), files: modules });
  const closed = programOf({ file, lowered: withValues(lowered), files: modules });
  const restriction = new Restriction(open.evaluator, closed.evaluator, valuesOf(closed));
  for (const [instance, other] of paired(open, closed, restriction)) {
    totals.resources++;
    restriction.compare(instance.body, other.body, `${instance.key} body`);
    restriction.compare(instance.name, other.name, `${instance.key} name`);
    const [conditions, counterparts] = [lasting(instance), lasting(other)];
    for (const [index, condition] of conditions.entries()) {
      const counterpart = counterparts[index];
      if (counterpart === undefined) continue;
      restriction.compare(
        asCondition(open.evaluator, condition),
        asCondition(closed.evaluator, counterpart),
        `${instance.key} condition`,
      );
    }
  }
  for (const declaration of lowered.template.declarations) {
    if (declaration.kind !== 'output') continue;
    const [before, after] = [open, closed].map(({ evaluator, frame }) => evaluator.part(declaration.value, frame));
    if (before && after) restriction.compare(before, after, `output ${declaration.name}`);
  }
  const { tally } = restriction;
  assert.equal(tally.contradiction, null, relative(corpusFolder, file));
  totals.modules++;
  totals.scalars += tally.scalars;
  totals.chosen += tally.chosen;
  totals.told += tally.told;
}

suite('concretisation law', needsCorpus('avm'), () => {
  const files = isProof ? corpusLibrary() : random.sample(corpusLibrary(), 60);
  for (let round = 0; round < (isProof ? 5 : 2); round++) {
    test(`round ${round + 1}`, () => {
      const failures: string[] = [];
      for (const file of files) {
        const lowered = modules.read(file);
        if (lowered === null) continue;
        try {
          compare(file, lowered);
        } catch (error) {
          failures.push(error instanceof Error ? error.message : String(error));
        }
      }
      assert.deepEqual(failures, []);
    });
  }
});
