import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { printedBicep } from '../../../test/lowered-bicep.ts';

/** Compares the facts of many types, each written as `type -> facts` on a line of its own, in a file that begins with `declarations`. */
function expectFacts(table: string, declarations = ''): void {
  const pairs = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(' -> '));
  const facts = pairs.map(([type = '']) => {
    const printed = printedBicep(`${declarations}\nparam p ${type}`).split('\n').at(-1) ?? '';
    return `${type} -> ${printed.replace('parameter p ', '')}`;
  });
  assert.deepEqual(
    facts,
    pairs.map((pair) => pair.join(' -> ')),
  );
}

test('plain types', () => {
  expectFacts(`
    string -> string
    int -> int
    bool -> bool
    object -> object
    array -> array
    any -> any
    string? -> string?
    string?! -> string
    (string)? -> string?
    sys.string -> string
    sys.int? -> int?
    string[] -> array
    (string?)[] -> array
    string[]? -> array?
    [string, int] -> array
    { a: string, *: int } -> object
    {}? -> object?
  `);
});

test('literals and unions', () => {
  expectFacts(`
    'a' -> string of 'a'
    'a' | 'b' -> string of 'a' | 'b'
    ('a' | 'b')? -> string? of 'a' | 'b'
    ('a' | 'b')[] -> array
    'a' | 'a' -> string of 'a'
    'a' | null -> string? of 'a'
    1 | -2 | 0 -> int of 1 | -2 | 0
    true -> bool of true
    !true -> bool of false
    'a' | 1 -> any of 'a' | 1
    'a' | string -> string
    9007199254740993 -> int
    '\${x}' -> string
    null -> any?
    null | null -> any?
  `);
});

test('types that tell nothing', () => {
  expectFacts(`
    resourceInput<'Microsoft.Storage/storageAccounts@2024-01-01'>.properties -> any
    resourceOutput<'Microsoft.Storage/storageAccounts@2024-01-01'> -> any
    resource 'Microsoft.Storage/storageAccounts@2024-01-01' -> any
    imported -> any
    imported? -> any?
    lib.someType -> any
  `);
});

const declarations = `
type short = 'a' | 'b'
type alias = short
type maybe = string?
@secure()
type password = string
type account = {
  @description('with decorators')
  sku: 'basic' | 'premium'
  @secure()
  key: string
  'quoted key': int
  nested: {
    deep: short?
  }?
  *: bool
}
type pair = [int, short]
type shorts = short[]
type string2 = sys.string
`;

test('type declarations of the same file are followed', () => {
  expectFacts(
    `
    short -> string of 'a' | 'b'
    alias -> string of 'a' | 'b'
    alias? -> string? of 'a' | 'b'
    alias | 'c' -> string of 'a' | 'b' | 'c'
    maybe -> string?
    maybe! -> string
    password -> secure string
    password? -> secure string?
    account -> object
    string2 -> string
    `,
    declarations,
  );
});

test('parts of types', () => {
  expectFacts(
    `
    account.sku -> string of 'basic' | 'premium'
    account.key -> secure string
    account.nested -> object?
    account.nested.deep -> string? of 'a' | 'b'
    account.* -> bool
    account.none -> any
    pair[0] -> int
    pair[1] -> string of 'a' | 'b'
    pair[7] -> any
    shorts[*] -> string of 'a' | 'b'
    short.x -> any
    `,
    declarations,
  );
});

describe('decorators', () => {
  test('@secure and @allowed, also of the name space sys', () => {
    const text = `
@secure()
param a string
@sys.secure()
@description('secure()')
param b object
@allowed(['x', 'y'])
param c string = 'x'
@sys.allowed([
  1
  -2
])
param d int
@allowed(['x', null])
param e string?
@allowed([true])
param f bool
`;
    assert.equal(
      printedBicep(text),
      `
parameter a secure string
parameter b secure object
parameter c string of 'x' | 'y' = 'x'
parameter d int of 1 | -2
parameter e string? of 'x'
parameter f bool of true
`.trim(),
    );
  });

  test('values that are not literals, and those of arrays, are not possible values', () => {
    const text = `
@allowed(values)
param a string
@allowed(['x', y])
param b string
@allowed(['x', ...y])
param c string
@allowed(['x', 'y'])
param d array
@allowed()
param e string
@other.allowed(['x'])
param f string
@description('x')
param g string
@
param h string
@allowed([])
param i string
`;
    const expected = [...'abcdefghi'].map((name) => `parameter ${name} ${name === 'd' ? 'array' : 'string'}`);
    assert.equal(printedBicep(text), expected.join('\n'));
  });
});

describe('bounds', () => {
  test('cycles tell nothing', () => {
    assert.equal(
      printedBicep('type a = b\ntype b = a\ntype c = c?\ntype d = d.x\nparam p a\nparam q c\nparam r d'),
      'type a any\ntype b any\ntype c any?\ntype d any\nparameter p any\nparameter q any?\nparameter r any',
    );
  });

  test('a long way from type to type tells nothing, and ends', () => {
    const chain = Array.from({ length: 5000 }, (_, index) => `type t${index} = t${index + 1}`).join('\n');
    const printed = printedBicep(`${chain}\ntype t5000 = string\nparam near t4990\nparam far t0`);
    assert.match(printed, /\nparameter near string\nparameter far any$/);
  });

  test('parts of parts of types that double at each step end', () => {
    const doubling = Array.from(
      { length: 60 },
      (_, index) => `type t${index + 1} = { x: t${index}.x.x | t${index}.x }`,
    );
    const printed = printedBicep(`type t0 = { x: string }\n${doubling.join('\n')}\nparam p t60.x`);
    assert.match(printed, /\nparameter p any$/);
  });

  test('more than a thousand possible values count as any value', () => {
    const union = (count: number) => Array.from({ length: count }, (_, index) => `'v${index}'`).join(' | ');
    assert.equal(printedBicep(`param p ${union(1001)}`), 'parameter p string');
    assert.match(printedBicep(`param p ${union(1000)}`), /^parameter p string of 'v0' \| .* 'v999'$/);
  });
});

test('broken types tell nothing, and what the rest says stays', () => {
  const text = 'param a\nparam b = 1\nparam c string = \nparam d string 1\nparam e 5x\nparam f { a: }?';
  assert.equal(
    printedBicep(text),
    `
parameter a any
parameter b any = 1
parameter c string = ⟨it is being typed⟩
parameter d string
parameter e int of 5
parameter f object?
`.trim(),
  );
});
