/**
 * Marker law: one literal of a file is replaced by another one of its type that stands nowhere else, and the program is evaluated again. Each
 * value that changes has the literal in its chain, among its contributors or in its conditions; each value whose chain ends in the literal
 * is the marker now.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { after, suite, test } from 'node:test';
import { Contributors, turnsCell } from '../../server/src/deployment/contributors.ts';
import { type Cell, originOf } from '../../server/src/evaluate/cell.ts';
import type { TemplateFiles } from '../../server/src/evaluate/files.ts';
import { type Program, programOf } from '../../server/src/evaluate/program.ts';
import type { Literal } from '../../server/src/template/ir.ts';
import type { LoweredFile } from '../../server/src/template/lowered.ts';
import { corpusFiles, corpusFolder, needsCorpus } from '../corpus.ts';
import { lower } from '../deployment.ts';
import { modules, programAt, sampledEntries } from '../laws/entries.ts';
import { type Node, nodesOf, sidesOf } from '../laws/leaves.ts';
import { isProof, Random, seed } from '../laws/random.ts';

const random = new Random('marker');
const totals = { markers: 0, values: 0, depending: 0, changed: 0, exact: 0 };

after(() => console.log(`marker law: seed ${seed}, ${JSON.stringify(totals)}`));

interface Marker {
  readonly file: string;
  readonly literal: Literal;
  readonly value: string | number | boolean;
  /** The file with the marker in place of the literal. */
  readonly marked: LoweredFile;
}

/** The file with another literal; null where the literal isn't written as one (a name, a part of a text). */
function markerAt(program: Program, cell: Cell): Marker | null {
  const { expression, frame } = cell;
  const file = frame.file;
  const before = program.files.get(file);
  if (expression.kind !== 'literal' || before === undefined || !/\.(bicep|json)$/.test(file)) return null;
  const text = readFileSync(file, 'utf8');
  const { start, end } = before.spans.spanOf(expression.node);
  const written = text.slice(start, end);
  const value = markerFor(expression.value);
  if (value === null || !isWritten(written, expression.value)) return null;
  const marker = typeof value === 'string' ? `${written[0]}${value}${written[0]}` : String(value);
  const marked = lower(text.slice(0, start) + marker + text.slice(end));
  if (marked.spans.count !== before.spans.count) return null;
  return { file, literal: expression, value, marked };
}

function markerFor(value: Literal['value']): Marker['value'] | null {
  if (typeof value === 'string') return `marker${random.between(1000, 9999)}`;
  if (typeof value === 'number') return value + random.between(1, 3);
  return typeof value === 'boolean' ? !value : null;
}

function isWritten(text: string, value: Literal['value']): boolean {
  if (typeof value !== 'string') return text === String(value);
  return (/^'[^']*'$/.test(text) || /^"[^"[]*"$/.test(text)) && text.slice(1, -1) === value;
}

function withMarker({ file, marked }: Marker): TemplateFiles {
  return {
    ...modules,
    load: (from, reference) => {
      const found = modules.load(from, reference);
      return 'file' in found && found.file === file ? { file, lowered: marked } : found;
    },
  };
}

/** The literals that values of one program depend on. */
class Dependencies {
  private readonly program: Program;
  private readonly contributors: Contributors;
  private readonly known = new Map<Cell, ReadonlySet<string>>();

  constructor(program: Program) {
    this.program = program;
    this.contributors = new Contributors(program.evaluator);
  }

  has(root: Cell, { file, literal }: Marker): boolean {
    return sidesOf(this.program, root).some((cell) => this.of(cell).has(`${file}#${literal.node}`));
  }

  literalsOf(cell: Cell): readonly Cell[] {
    return this.contributors.allOf(cell).filter(({ expression }) => expression.kind === 'literal');
  }

  private of(cell: Cell): ReadonlySet<string> {
    const known =
      this.known.get(cell) ??
      new Set(this.literalsOf(cell).map(({ expression, frame }) => `${frame.file}#${expression.node}`));
    this.known.set(cell, known);
    return known;
  }
}

/** What decides how often loops turn, at the calls and resources of a program. */
function loopSources(program: Program): readonly Cell[] {
  const turns = [
    ...program.instances.map(({ declaration, frame }) => ({ declaration, frame })),
    ...program.calls.map(({ declaration, turn }) => ({ declaration, frame: turn })),
  ];
  return turns.flatMap(({ declaration: { loop }, frame }) =>
    loop === null || frame.up === null ? [] : [turnsCell(loop, frame.up)],
  );
}

/** The cell of a value, and those of the objects and arrays around it: a condition may decide between two of these. */
function wayTo(nodes: ReadonlyMap<string, Node>, path: string): readonly Cell[] {
  const cells: Cell[] = [];
  for (let at = nodes.get(path); at !== undefined; at = at.parent === null ? undefined : nodes.get(at.parent))
    cells.push(at.cell);
  return cells;
}

/** What decides whether resources are there: their conditions, those of the calls around them, and loops. */
class Presence {
  private readonly program: Program;
  private readonly dependencies: Dependencies;
  private loops: boolean | null = null;

  constructor(program: Program, dependencies: Dependencies) {
    this.program = program;
    this.dependencies = dependencies;
  }

  dependsOn(path: string, marker: Marker): boolean {
    this.loops ??= loopSources(this.program).some((cell) => this.dependencies.has(cell, marker));
    const instance = this.program.instances.find(({ key }) => path.startsWith(`${key} `));
    return this.loops || (instance?.conditions.some((cell) => this.dependencies.has(cell, marker)) ?? false);
  }
}

/** Literals that some values depend on: most of a template's decide nothing in a given scenario. */
function sampledLiterals(nodes: ReadonlyMap<string, Node>, dependencies: Dependencies): readonly Cell[] {
  const literals = random.sample([...nodes.values()], 12).map(({ cell }) => dependencies.literalsOf(cell));
  return literals.filter((some) => some.length > 0).map((some) => random.pick(some));
}

function check(
  entry: string,
  marker: Marker,
  before: Program,
  nodes: ReadonlyMap<string, Node>,
  dependencies: Dependencies,
): readonly string[] {
  const breaches: string[] = [];
  const lowered = entry === marker.file ? marker.marked : before.lowered;
  const after = programOf({ file: entry, lowered, files: withMarker(marker) });
  const changedNodes = nodesOf(after);
  const tell = (path: string, from: string, to: string): void => {
    const { start, end } = marker.marked.spans.spanOf(marker.literal.node);
    const where = `${relative(corpusFolder, marker.file)} ${start}-${end} '${String(marker.literal.value)}' -> ${marker.value}`;
    breaches.push(`${relative(corpusFolder, entry)} ${path}: ${from} -> ${to}; ${where}`);
  };
  const [presence, laterPresence] = [new Presence(before, dependencies), new Presence(after, new Dependencies(after))];
  for (const [path, node] of nodes) {
    totals.values++;
    const other = changedNodes.get(path);
    // What isn't there any more is a change of what it was in.
    if (other === undefined && node.parent !== null) continue;
    if (other === undefined) {
      if (!presence.dependsOn(path, marker)) tell(path, 'there', 'not there');
      continue;
    }
    const isChanged = other.shown !== node.shown;
    const depends = wayTo(nodes, path).some((cell) => dependencies.has(cell, marker));
    if (depends) totals.depending++;
    if (isChanged) totals.changed++;
    if (isChanged && !depends) tell(path, node.shown, other.shown);
    const origin = originOf(node.cell);
    if (origin.expression.node !== marker.literal.node || origin.frame.file !== marker.file) continue;
    if (origin.expression.kind !== 'literal') continue;
    totals.exact++;
    const expected = `${typeof marker.value} ${String(marker.value)}`;
    if (other.shown !== expected) tell(path, node.shown, other.shown);
  }
  for (const path of changedNodes.keys()) {
    if (nodes.has(path) || changedNodes.get(path)?.parent !== null) continue;
    if (!laterPresence.dependsOn(path, marker)) tell(path, 'not there', 'there');
  }
  return breaches;
}

function prove(entries: readonly string[], perEntry: number, most: number): void {
  const breaches: string[] = [];
  for (const entry of entries) {
    if (totals.markers >= most) break;
    const program = programAt(entry);
    const nodes = nodesOf(program);
    if (nodes.size > 4000) continue;
    let left = perEntry;
    const dependencies = new Dependencies(program);
    for (const cell of sampledLiterals(nodes, dependencies)) {
      const marker = left > 0 ? markerAt(program, cell) : null;
      if (marker === null) continue;
      left--;
      totals.markers++;
      breaches.push(...check(entry, marker, program, nodes, dependencies));
    }
  }
  assert.deepEqual(breaches.slice(0, 40), [], `${breaches.length} breaches`);
}

suite('marker law', needsCorpus('avm'), () => {
  test('Bicep', () => {
    prove(sampledEntries(random, 200), isProof ? 3 : 2, isProof ? 1500 : 70);
    assert.ok(totals.markers >= 70);
  });

  test('JSON', () => {
    const before = totals.markers;
    const files = corpusFiles('avm', 'main.json');
    prove(random.sample(files, isProof ? files.length : 40), isProof ? 4 : 2, before + (isProof ? 500 : 30));
    assert.ok(totals.markers >= before + 30);
  });
});
