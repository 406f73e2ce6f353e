/**
 * Chain law: the last element of a chain gives the value. Its expression is evaluated again, in its frame, by itself:
 *
 * - the value is the same; or it is one of the alternatives that the expression has, or a part of what it makes (an element of `split(...)`);
 * - where the chain ends in something that is missing, the object lacks the property, or the parameter has no value;
 * - the value is secret, and unknown to whoever reads it;
 * - a resource or a module, read as a whole, ends where it is declared;
 * - the value of a literal is what its text says, in the file that the chain names.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { after, suite, test } from 'node:test';
import { Run } from '../../server/src/deployment/alternatives.ts';
import { type Chain, chainOf } from '../../server/src/deployment/chains.ts';
import type { Cell } from '../../server/src/evaluate/cell.ts';
import type { Program } from '../../server/src/evaluate/program.ts';
import { itIsSecret } from '../../server/src/evaluate/secrecy.ts';
import { isNothing, isObject, isUnknown, propertyOf, type Value } from '../../server/src/evaluate/values.ts';
import type { Expression } from '../../server/src/template/ir.ts';
import { corpusFiles, corpusFolder, needsCorpus } from '../corpus.ts';
import { valueParts } from '../deep-values.ts';
import { programAt, sampledEntries } from '../laws/entries.ts';
import { nodesOf } from '../laws/leaves.ts';
import { isProof, Random, seed } from '../laws/random.ts';

const random = new Random('chain');
const totals = { entries: 0, same: 0, alternative: 0, part: 0, missing: 0, declared: 0, secret: 0, literals: 0 };

after(() => console.log(`chain law: seed ${seed}, ${JSON.stringify(totals)}`));

/** Values inside of one that are looked at for a part. */
const mostParts = 5000;

/** What stands for a value: equal for equal values. Whether an unknown may be null is no part of it: a test for null takes that away. */
function headOf(program: Program, cell: Cell): string {
  const value = program.evaluator.force(cell);
  const known: Value =
    typeof value === 'object' && value !== null && value.kind === 'unknown' ? { ...value, nullable: true } : value;
  return valueParts(known, cell, program.evaluator.given).head;
}

/** How the end of a chain gives the value; null if it doesn't. */
function lawOf(
  program: Program,
  { end, missing, lacked }: Chain,
  declared: ReadonlySet<Expression>,
): Exclude<keyof typeof totals, 'entries' | 'literals'> | null {
  const { evaluator } = program;
  const again = evaluator.part(end.expression, end.frame);
  const head = headOf(program, end);
  if (headOf(program, again) === head) return 'same';
  const value = evaluator.force(again);
  const [key] = lacked;
  if (missing) return isObject(value) && key !== undefined && propertyOf(value, key) === undefined ? 'missing' : null;
  const own = evaluator.force(end);
  // The text of a secret says what nobody who reads it is told.
  if (isUnknown(own) && own.reason === itIsSecret) return 'secret';
  // An item of an array that isn't known is made where the array stands.
  if (isUnknown(value) && isUnknown(own) && own.term.key.includes(value.term.key)) return 'part';
  const isChoice = typeof value === 'object' && value !== null && value.kind === 'choice';
  const pending = [again];
  const seen = new Set(pending);
  for (let next = pending.pop(); next !== undefined && seen.size < mostParts; next = pending.pop()) {
    if (headOf(program, next) === head) return isChoice ? 'alternative' : 'part';
    for (const [, part] of valueParts(evaluator.force(next), next, evaluator.given).inside) {
      if (!seen.has(part)) pending.push(part);
      seen.add(part);
    }
  }
  if (declared.has(end.expression) && typeof own === 'object' && own !== null) return 'declared';
  // A parameter that nobody gives a value: what it stands for has no text of its own.
  if (end.expression.kind === 'hole') return 'missing';
  // Null where what is read isn't an object in some alternative, or where a function makes an object without the property.
  return isNothing(own) && end.expression.kind === 'call' ? 'missing' : null;
}

/** What the text of a literal says, if it is one plain token. */
function saidBy(text: string): unknown {
  if (/^(-?\d+|true|false|null)$/.test(text)) return JSON.parse(text);
  if (/^'[^'\\$]*'$/.test(text) || /^"[^"\\[]*"$/.test(text)) return text.slice(1, -1);
  return undefined;
}

function prove(files: readonly string[]): void {
  const breaches: string[] = [];
  const texts = new Map<string, string>();
  const textOf = (file: string): string => {
    const text = texts.get(file) ?? readFileSync(file, 'utf8');
    texts.set(file, text);
    return text;
  };
  for (const file of files) {
    const program = programAt(file);
    const run = new Run();
    const declared = new Set([...program.instances, ...program.calls].map(({ declaration }) => declaration.body));
    const tell = (path: string, end: Cell, what: string): void => {
      const { start } = program.files.get(end.frame.file)?.spans.spanOf(end.expression.node) ?? { start: 0 };
      const at = `${relative(corpusFolder, end.frame.file)} ${end.expression.kind} at ${start}`;
      breaches.push(`${relative(corpusFolder, file)} ${path}: ${what}, ${at}`);
    };
    for (const [path, { cell }] of nodesOf(program)) {
      // Conditions of elements and of turns are values of the evaluation, without a text of their own.
      if (/ condition \d+$|\?\]$/.test(path)) continue;
      const chain = chainOf(program, run, cell);
      const { end } = chain;
      const law = lawOf(program, chain, declared);
      if (law === null) tell(path, end, headOf(program, end));
      else totals[law]++;
      const { expression, frame } = end;
      if (law !== 'same' || expression.kind !== 'literal') continue;
      const span = program.files.get(frame.file)?.spans.spanOf(expression.node);
      const said = span === undefined ? undefined : saidBy(textOf(frame.file).slice(span.start, span.end));
      if (said === undefined) continue;
      totals.literals++;
      if (said !== expression.value) tell(path, end, `'${String(expression.value)}' stands at '${String(said)}'`);
    }
    totals.entries++;
  }
  assert.deepEqual(breaches.slice(0, 40), [], `${breaches.length} breaches`);
}

suite('chain law', needsCorpus('avm'), () => {
  test('Bicep', () => prove(sampledEntries(random, 80)));

  test('JSON', () => {
    const files = corpusFiles('avm', 'main.json');
    prove(isProof ? files : random.sample(files, 15));
  });

  test('baselines of the compiler', () => {
    const files = ['main.bicep', 'main.json', 'main.symbolicnames.json'].flatMap((name) =>
      corpusFiles('bicep-baselines', name),
    );
    prove(files.filter((file) => !/[\\/](Invalid|LargeTemplate)/.test(file)));
  });
});
