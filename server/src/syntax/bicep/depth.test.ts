import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseBicep } from './index.ts';
import { MAX_LEVELS } from './parser.ts';

/** Texts that nest something so many times. */
const NESTED: Readonly<Record<string, (levels: number) => string>> = {
  arrays: (levels) => `var x = ${'['.repeat(levels)}1${']'.repeat(levels)}`,
  objects: (levels) => `var x = ${'{\na: '.repeat(levels)}1${'\n}'.repeat(levels)}`,
  parentheses: (levels) => `var x = ${'('.repeat(levels)}1${')'.repeat(levels)}`,
  calls: (levels) => `var x = ${'f('.repeat(levels)}1${')'.repeat(levels)}`,
  'method calls': (levels) => `var x = ${'a.f('.repeat(levels)}1${')'.repeat(levels)}`,
  negations: (levels) => `var x = ${'!('.repeat(levels)}1${')'.repeat(levels)}`,
  'right operands': (levels) => `var x = ${'1 + 2 * ('.repeat(levels)}1${')'.repeat(levels)}`,
  conditionals: (levels) => `var x = ${'a ? b : '.repeat(levels)}1`,
  'conditionals in conditionals': (levels) => `var x = ${'a ? '.repeat(levels)}1${' : b'.repeat(levels)}`,
  'string holes': (levels) => `var x = ${"'${".repeat(levels)}1${"}'".repeat(levels)}`,
  lambdas: (levels) => `var x = ${'a => '.repeat(levels)}1`,
  'lambdas with two parameters': (levels) => `var x = ${'(a, b) => '.repeat(levels)}1`,
  indexes: (levels) => `var x = ${'a['.repeat(levels)}1${']'.repeat(levels)}`,
  loops: (levels) => `var x = ${'[for a in b: '.repeat(levels)}1${']'.repeat(levels)}`,
  spreads: (levels) => `var x = ${'[...'.repeat(levels)}a${']'.repeat(levels)}`,
  members: (levels) => `var x = a${'.b'.repeat(levels)}`,
  assertions: (levels) => `var x = a${'!'.repeat(levels)}`,
  'left operands': (levels) => `var x = a${' + b'.repeat(levels)}`,
  'nested resources': (levels) => `${"resource a 'b' = {\n".repeat(levels + 1)}${'}\n'.repeat(levels + 1)}`,
  'array types': (levels) => `type x = string${'[]'.repeat(levels)}`,
  'nullable types': (levels) => `type x = string${' ?'.repeat(levels)}`,
  tuples: (levels) => `type x = ${'['.repeat(levels)}string${']'.repeat(levels)}`,
  'object types': (levels) => `type x = ${'{ a: '.repeat(levels)}string${' }'.repeat(levels)}`,
  'parenthesized types': (levels) => `type x = ${'('.repeat(levels)}string${')'.repeat(levels)}`,
  'types with arguments': (levels) => `type x = ${'a<'.repeat(levels)}string${'>'.repeat(levels)}`,
  'members of decorators': (levels) => `@a${'.b'.repeat(levels)}()\nvar x = 1`,
};

for (const [what, nest] of Object.entries(NESTED)) {
  suite(`deep ${what}`, () => {
    test('a few hundred are read', () => {
      const { problems, tree } = parseBicep(`${nest(300)}\nparam after string\n`);
      assert.deepEqual(problems, []);
      assert.equal(tree.declarations.length, 2);
    });

    for (const mode of ['editor', 'conformance'] as const) {
      test(`ten thousand are one problem, and the next declaration is read (${mode})`, () => {
        const { problems, tree } = parseBicep(`${nest(10_000)}\nparam after string\n`, { mode });
        assert.deepEqual(
          problems.map(({ code, message }) => [code, message]),
          [['too-deep', 'Nested deeper than 1,000 levels: this statement is not read.']],
        );
        assert.equal(tree.declarations[0]?.kind, 'Skipped');
        assert.equal(tree.declarations.at(-1)?.kind, 'ParameterDeclaration');
      });
    }
  });
}

test('the limit is a thousand', () => {
  const arrays = (levels: number) => `var x = ${'['.repeat(levels)}${']'.repeat(levels)}`;
  assert.deepEqual(parseBicep(arrays(MAX_LEVELS)).problems, []);
  assert.deepEqual(
    parseBicep(arrays(MAX_LEVELS + 1)).problems.map(({ code, span }) => [code, span.start]),
    [['too-deep', 'var x = '.length + MAX_LEVELS]],
  );
});

test('what is deep and never closed gives way to the next declaration', () => {
  for (const opening of ['[', '{ a: ', 'f(', '(', "'${", 'a[']) {
    const { problems, tree } = parseBicep(`var x = ${opening.repeat(10_000)}\nparam after string\n`);
    assert.ok(problems.some(({ code }) => code === 'too-deep'));
    assert.equal(tree.declarations.at(-1)?.kind, 'ParameterDeclaration', opening);
  }
});

test('long lists are not deep', () => {
  const many = 20_000;
  for (const text of [
    `var x = [${'1, '.repeat(many)}1]`,
    `var x = {\n${'a: 1\n'.repeat(many)}}`,
    `var x = f(${'1, '.repeat(many)}1)`,
    `type x = 'a'${" | 'b'".repeat(many)}`,
    `var x = '${'${a}'.repeat(many)}'`,
    '@a()\n'.repeat(many).concat('param x string'),
    'param x string\n'.repeat(many),
  ]) {
    assert.deepEqual(parseBicep(text).problems, []);
  }
});

test('a caller that has used up the stack gets a file that is not read', () => {
  const text = `var x = ${'[{ a: f('.repeat(250)}1${') }]'.repeat(250)}`;
  const outcomes = new Set<string>();
  const readFarDown = (depth: number): void => {
    try {
      readFarDown(depth + 1);
    } catch {
      // The stack is full. On the way out the reader is asked every hundred calls, until it has room enough.
    }
    if (depth % 100 === 0 && !outcomes.has('read')) outcomes.add(outcomeOf(text));
  };
  readFarDown(0);
  outcomes.delete('the stack was full before the reader began');
  assert.deepEqual([...outcomes], ['too-deep', 'read']);
});

function outcomeOf(text: string): string {
  try {
    return parseBicep(text).problems[0]?.code ?? 'read';
  } catch {
    return 'the stack was full before the reader began';
  }
}
