/**
 * Refactoring laws: a literal of a template is moved to where authors move literals. The deployment stays the same, value by value, and the
 * chain of the literal is longer by exactly the elements of the move:
 *
 * - to a variable: `variable` before the literal;
 * - to the default of a parameter: `parameter`, and the literal is a `default`;
 * - out of a module, to an argument of its caller: `parameter`, and the literal is an `argument`;
 * - an array of literals becomes a loop over them: `item` before the literal of each element.
 *
 * Comments added change neither a value nor the text that any chain ends in.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { after, suite, test } from 'node:test';
import { Run } from '../../server/src/deployment/alternatives.ts';
import { chainOf } from '../../server/src/deployment/chains.ts';
import type { ChainRole } from '../../server/src/deployment/deployment.ts';
import type { Cell } from '../../server/src/evaluate/cell.ts';
import type { TemplateFiles } from '../../server/src/evaluate/files.ts';
import { type Program, programOf } from '../../server/src/evaluate/program.ts';
import { isArray } from '../../server/src/evaluate/values.ts';
import type { Span } from '../../server/src/text/span.ts';
import { corpusFolder, needsCorpus } from '../corpus.ts';
import { lower } from '../deployment.ts';
import { modules, programAt, sampledEntries } from '../laws/entries.ts';
import { type Node, nodesOf } from '../laws/leaves.ts';
import { isProof, Random, seed } from '../laws/random.ts';

const random = new Random('refactoring');
const totals = { entries: 0, variables: 0, defaults: 0, arguments: 0, loops: 0, comments: 0, values: 0 };

after(() => console.log(`refactoring laws: seed ${seed}, ${JSON.stringify(totals)}`));

/** A literal that a value is written as, in the entry's own text. */
interface Written {
  readonly path: string;
  readonly span: Span;
  readonly text: string;
  readonly type: string;
}

/** A moved literal, or an array of them: the new text, and the chain that each moved value has then. */
interface Move {
  readonly text: string;
  readonly chains: ReadonlyMap<string, readonly ChainRole[]>;
  /** The entry that calls the text as a module; null if the text is the entry. */
  readonly caller: string | null;
}

class Subject {
  readonly file: string;
  readonly text: string;
  readonly program: Program;
  readonly nodes: ReadonlyMap<string, Node>;
  private readonly run = new Run();

  constructor(file: string, program: Program, text: string) {
    this.file = file;
    this.program = program;
    this.text = text;
    this.nodes = nodesOf(program);
  }

  rolesOf(path: string): readonly ChainRole[] {
    const node = this.nodes.get(path);
    return node === undefined ? [] : chainOf(this.program, this.run, node.cell).elements.map(({ role }) => role);
  }

  private spanOf({ frame, expression }: Cell): Span {
    return this.program.files.get(frame.file)?.spans.spanOf(expression.node) ?? { start: 0, end: 0 };
  }

  /** The text that the chain of a value ends in. */
  endOf({ cell }: Node): string {
    const { end } = chainOf(this.program, this.run, cell);
    const span = this.spanOf(end);
    const text = end.frame.file === this.file ? this.text : readFileSync(end.frame.file, 'utf8');
    return `${end.frame.file} ${text.slice(span.start, span.end).replace(/\/\/ added\n/g, '')}`;
  }

  /** Values of resources that are one literal each, in this file. */
  literals(): readonly Written[] {
    const found: Written[] = [];
    for (const [path, { cell }] of this.nodes) {
      if (cell.expression.kind !== 'literal' || cell.frame.file !== this.file || !/ body\./.test(path)) continue;
      const span = this.spanOf(cell);
      const text = this.text.slice(span.start, span.end);
      const type = /^'[^'\\$\n]*'$/.test(text)
        ? 'string'
        : /^\d+$/.test(text)
          ? 'int'
          : /^(true|false)$/.test(text)
            ? 'bool'
            : null;
      if (type !== null) found.push({ path, span, text, type });
    }
    return found;
  }

  /** Arrays of literals that are values of resources, and how many elements each has. */
  arrays(): readonly { readonly path: string; readonly span: Span; readonly length: number }[] {
    return [...this.nodes].flatMap(([path, { cell }]) => {
      const value = this.program.evaluator.force(cell);
      const { expression, frame } = cell;
      if (expression.kind !== 'array' || !isArray(value) || value.items.length === 0 || frame.file !== this.file)
        return [];
      if (
        !/ body\./.test(path) ||
        !expression.items.every((item) => item.kind === 'item' && item.value.kind === 'literal')
      )
        return [];
      return [{ path, span: this.spanOf(cell), length: value.items.length }];
    });
  }
}

function replaced(text: string, { start, end }: Span, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}

/** The program of a changed text, or of a caller beside it that calls it as a module. */
function changedProgram({ file }: Subject, move: Pick<Move, 'text' | 'caller'>): Program {
  const lowered = lower(move.text);
  if (move.caller === null) return programOf({ file, lowered, files: modules });
  const files: TemplateFiles = {
    ...modules,
    load: (from, reference) => (reference === 'moved.bicep' ? { file, lowered } : modules.load(from, reference)),
  };
  return programOf({ file: join(file, '..', 'caller.bicep'), lowered: lower(move.caller), files });
}

/** Everything that a changed program deploys that the other one does not, or differently. */
function differences(before: Subject, after: Subject): readonly string[] {
  const found: string[] = [];
  for (const [path, node] of before.nodes) {
    const other = after.nodes.get(path);
    totals.values++;
    if (other?.shown !== node.shown)
      found.push(`${path}: ${node.shown} -> ${other === undefined ? 'nothing' : other.shown}`);
  }
  if (after.nodes.size !== before.nodes.size) found.push(`${before.nodes.size} -> ${after.nodes.size} values`);
  return found;
}

function check(before: Subject, move: Move): readonly string[] {
  const after = new Subject(before.file, changedProgram(before, move), move.text);
  const found = [...differences(before, after)];
  for (const [path, expected] of move.chains) {
    const roles = after.rolesOf(path);
    if (roles.join() !== expected.join()) found.push(`${path}: chain ${roles.join()}, not ${expected.join()}`);
  }
  return found;
}

const name = 'ztMoved';

function toVariable(subject: Subject, { path, span, text }: Written): Move {
  const moved = `${replaced(subject.text, span, name)}\nvar ${name} = ${text}\n`;
  return { text: moved, chains: new Map([[path, ['variable', 'literal']]]), caller: null };
}

function toDefault(subject: Subject, { path, span, text, type }: Written): Move {
  const moved = `${replaced(subject.text, span, name)}\nparam ${name} ${type} = ${text}\n`;
  return { text: moved, chains: new Map([[path, ['parameter', 'default']]]), caller: null };
}

/** A template that calls the text as a module. */
function callerOf({ text }: Pick<Subject, 'text'>, params: string): string {
  const scope = /^targetScope = '\w+'/m.exec(text)?.[0] ?? '';
  return `${scope}\nmodule moved 'moved.bicep' = { name: 'moved', params: { ${params} } }\n`;
}

/** The same text, called as a module: what it asks of its own deployment, such as the name, is another thing there. */
function calledAsModule(subject: Subject): Subject {
  const program = changedProgram(subject, { text: subject.text, caller: callerOf(subject, '') });
  return new Subject(subject.file, program, subject.text);
}

function toArgument(subject: Subject, { path, span, text, type }: Written): Move {
  const moved = `${replaced(subject.text, span, name)}\nparam ${name} ${type}\n`;
  return {
    text: moved,
    chains: new Map([[path, ['parameter', 'argument']]]),
    caller: callerOf(subject, `${name}: ${text}`),
  };
}

function toLoop(subject: Subject, { path, span, length }: ReturnType<Subject['arrays']>[number]): Move {
  const array = subject.text.slice(span.start, span.end);
  const moved = replaced(subject.text, span, `[for ${name} in ${array}: ${name}]`);
  const elements = Array.from({ length }, (_, index) => [`${path}[${index}]`, ['item', 'literal']] as const);
  return { text: moved, chains: new Map(elements), caller: null };
}

/** A comment above each declaration, and one at the end. */
function withComments(text: string): string {
  const added = text.replace(/^(?=(?:param|var|resource|module|output|type|func) \w)/gm, '// added\n');
  return `// added\n${added}\n// added`;
}

suite('refactoring laws', needsCorpus('avm'), () => {
  const subjects: Subject[] = [];
  for (const file of sampledEntries(random, 50)) {
    const text = readFileSync(file, 'utf8');
    // The resources of a text with a multi-line string may hold what looks like a declaration.
    if (text.includes("'''")) continue;
    const subject = new Subject(file, programAt(file), text);
    if (subject.nodes.size < 3000) subjects.push(subject);
  }
  const perEntry = isProof ? 4 : 1;

  const law = (
    count: 'variables' | 'defaults' | 'arguments' | 'loops',
    movesOf: (subject: Subject) => readonly Move[],
    before: (subject: Subject) => Subject = (subject) => subject,
  ) => {
    const breaches: string[] = [];
    for (const subject of subjects) {
      for (const move of movesOf(subject)) {
        totals[count]++;
        for (const breach of check(before(subject), move))
          breaches.push(`${relative(corpusFolder, subject.file)} ${breach}`);
      }
    }
    assert.ok(totals[count] > 0);
    assert.deepEqual(breaches.slice(0, 30), [], `${breaches.length} breaches`);
  };
  const moves = (make: (subject: Subject, literal: Written) => Move) => (subject: Subject) =>
    random.sample(subject.literals(), perEntry).map((literal) => make(subject, literal));

  test('a literal becomes a variable', () => law('variables', moves(toVariable)));
  test('a literal becomes the default of a parameter', () => law('defaults', moves(toDefault)));
  test('a literal becomes an argument of the caller', () => {
    const called = new Map(subjects.map((subject) => [subject, calledAsModule(subject)]));
    law(
      'arguments',
      (subject) => moves(toArgument)(called.get(subject) ?? subject),
      (subject) => called.get(subject) ?? subject,
    );
  });
  test('literals become a loop', () => {
    law('loops', (subject) => random.sample(subject.arrays(), perEntry).map((array) => toLoop(subject, array)));
  });

  test('comments change nothing', () => {
    const breaches: string[] = [];
    for (const subject of subjects) {
      const text = withComments(subject.text);
      const commented = new Subject(subject.file, changedProgram(subject, { text, caller: null }), text);
      totals.comments++;
      breaches.push(...differences(subject, commented));
      for (const [path, node] of subject.nodes) {
        const other = commented.nodes.get(path);
        if (other !== undefined && commented.endOf(other) !== subject.endOf(node))
          breaches.push(
            `${relative(corpusFolder, subject.file)} ${path}: ${subject.endOf(node)} -> ${commented.endOf(other)}`,
          );
      }
    }
    totals.entries = subjects.length;
    assert.deepEqual(breaches.slice(0, 30), [], `${breaches.length} breaches`);
  });
});
