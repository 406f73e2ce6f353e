import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { expectNodes, printedBicep } from '../../../test/lowered-bicep.ts';

/** What the value of a variable is lowered to. */
function value(text: string): string {
  const printed = printedBicep(`var v = ${text}`);
  assert.match(printed, /^variable v = /);
  return printed.slice('variable v = '.length);
}

/** Compares many expressions, each written as `source -> lowered` on a line of its own. */
function expectAll(lines: string): void {
  const pairs = lines
    .trim()
    .split('\n')
    .map((line) => line.trim().split(' -> '));
  const lowered = pairs.map(([source = '']) => `${source} -> ${value(source)}`);
  assert.deepEqual(
    lowered,
    pairs.map((pair) => pair.join(' -> ')),
  );
}

describe('literals', () => {
  test('scalars', () => {
    expectAll(`
      true -> true
      false -> false
      null -> null
      0 -> 0
      42 -> 42
      -42 -> -42
      -0 -> 0
      9007199254740991 -> 9007199254740991
      9007199254740993 -> 9007199254740993
      -9223372036854775808 -> -9223372036854775808
      '' -> ''
      'it\\'s \${x}' -> "it's \${x}"
      'a\\\${b}' -> 'a\${b}'
      'tab\\tnew\\nline' -> 'tab\\tnew\\nline'
      '\\u{1F60A}' -> '😊'
    `);
  });

  test('a number past the safe integers keeps all its digits', () => {
    assert.equal(
      value('[9007199254740993, 9007199254740992, -9007199254740993]'),
      '[9007199254740993, 9007199254740992, -9007199254740993]',
    );
  });

  test('interpolation keeps fixed parts and holes in order, without empty parts', () => {
    expectAll(`
      '\${a}' -> "\${a}"
      '\${a}\${b}' -> "\${a}\${b}"
      'x-\${a}-y-\${b}-z' -> "x-\${a}-y-\${b}-z"
      '\${'inner \${a}'}' -> "\${"inner \${a}"}"
    `);
  });

  test('multi-line strings: the first line break is dropped, nothing is escaped', () => {
    assert.equal(value("'''\none\\n\n  two'''"), "'one\\\\n\\n  two'");
    assert.equal(value("''''quoted''''"), "'\\'quoted\\''");
    assert.equal(value("'''no ${hole}'''"), "'no ${hole}'");
    assert.equal(value("$'''\na ${hole} b\n'''"), '"a ${hole} b\n"');
    assert.equal(value("$$'''${a} $${b}'''"), '"${a} ${b}"');
  });
});

describe('operators', () => {
  test('each is a call of the function that it compiles to', () => {
    expectAll(`
      a + b -> add(a, b)
      a - b -> sub(a, b)
      a * b -> mul(a, b)
      a / b -> div(a, b)
      a % b -> mod(a, b)
      a < b -> less(a, b)
      a <= b -> lessOrEquals(a, b)
      a > b -> greater(a, b)
      a >= b -> greaterOrEquals(a, b)
      a == b -> equals(a, b)
      a != b -> not(equals(a, b))
      a =~ b -> equals(toLower(a), toLower(b))
      a !~ b -> not(equals(toLower(a), toLower(b)))
      !a -> not(a)
      -a -> sub(0, a)
      -(1) -> sub(0, 1)
    `);
  });

  test('lazy ones are nodes of their own, a chain of equal ones a single node', () => {
    expectAll(`
      a && b -> (a && b)
      a && b && c -> (a && b && c)
      a || b || c -> (a || b || c)
      a || b && c -> (a || (b && c))
      a ?? b ?? c ?? d -> (a ?? b ?? c ?? d)
      (a ?? b) ?? c -> (a ?? b ?? c)
      a ?? (b ?? c) -> (a ?? (b ?? c))
      a ? b : c -> (a ? b : c)
      a ? b : c ? d : e -> (a ? b : (c ? d : e))
    `);
  });

  test('precedence and associativity', () => {
    expectAll(`
      a - b - c -> sub(sub(a, b), c)
      a - (b - c) -> sub(a, sub(b, c))
      a + b * c -> add(a, mul(b, c))
      (a + b) * c -> mul(add(a, b), c)
      a ?? true && b == 'x' -> (a ?? (true && equals(b, 'x')))
      a.b == c.d && !e.f -> (equals(a.b, c.d) && not(e.f))
      a && b == c || d -> ((a && equals(b, c)) || d)
    `);
  });
});

describe('accesses', () => {
  test('members, elements, nested resources', () => {
    expectAll(`
      a.b.c -> a.b.c
      a['b'] -> a.b
      a['b c'] -> a['b c']
      a[0] -> a[0]
      a[i + 1].b -> a[add(i, 1)].b
      a['x\${i}'] -> a["x\${i}"]
      a.?b.c -> a.?b.?c
      a.?b[0].c -> a.?b[?0].?c
      a.?b!.c -> a.?b.c
      (a.?b).c -> a.?b.c
      a.?b::c.d -> a.?b::c.d
      a.?b.c == a.b.c -> equals(a.?b.?c, a.b.c)
      a[?0].?b -> a[?0].?b
      a[?'b'] -> a.?b
      a[^1] -> a[^1]
      a[?^1] -> a[?^1]
      a::b::c.id -> a::b::c.id
      a[0]::b -> a[0]::b
    `);
  });

  test('parentheses, ! and any() leave no trace', () => {
    expectAll(`
      (a) -> a
      ((a.b)).c -> a.b.c
      a!.b![0]! -> a.b[0]
      any(a).b -> a.b
      any(any(a)) -> a
      sys.any({ b: 1 }) -> { b: 1 }
    `);
  });

  test('a chain of 900 accesses, and one that is spread over all kinds', () => {
    assert.equal(value(`a${'.b'.repeat(900)}`), `a${'.b'.repeat(900)}`);
    assert.equal(value(`a${'.b[0]!.?c'.repeat(200)}`), `a.b[0].?c${'.?b[?0].?c'.repeat(199)}`);
  });
});

describe('calls', () => {
  test('functions, methods, name spaces', () => {
    expectAll(`
      f() -> f()
      concat(a, 'b', c.d) -> concat(a, 'b', c.d)
      resourceGroup().location -> resourceGroup().location
      az.resourceGroup().location -> resourceGroup().location
      sys.concat('a', b) -> concat('a', b)
      r.listKeys() -> r.listKeys()
      r.listKeys().keys[0].value -> r.listKeys().keys[0].value
      a::b.listKeys('2024-01-01', {}) -> a::b.listKeys('2024-01-01', {})
      kv.getSecret('x') -> kv.getSecret('x')
      types.build(a) -> types.build(a)
      this.exists() -> this.exists()
    `);
  });

  test('a name of the file hides a built-in name space', () => {
    const printed = printedBicep('param az object\nvar a = az.zones()\nvar b = sys.length(az)');
    assert.equal(printed, 'parameter az object\nvariable a = az.zones()\nvariable b = length(az)');
  });

  test('nameof is the last name, as a text', () => {
    expectAll(`
      nameof(a) -> 'a'
      nameof(a.b.c) -> 'c'
      nameof(a::b) -> 'b'
      nameof(a['b']) -> 'b'
      nameof(1) -> ⟨it is being typed⟩
    `);
  });

  test('lambdas', () => {
    expectAll(`
      map(a, x => x.b) -> map(a, (x) => x.b)
      map(a, (x, i) => i) -> map(a, (x, i) => i)
      reduce([], 0, (x, y) => x + y) -> reduce([], 0, (x, y) => add(x, y))
      map(a, () => 1) -> map(a, () => 1)
      map(a, x => map(x, y => '\${x}\${y}')) -> map(a, (x) => map(x, (y) => "\${x}\${y}"))
    `);
  });
});

describe('objects, arrays and loops', () => {
  test('keys that are names, strings and interpolated; spreads', () => {
    expectAll(`
      {} -> {}
      { a: 1, 'b': 2, 'c d': 3 } -> { a: 1, b: 2, 'c d': 3 }
      { '\${a}-x': 1, '\${b}': 2 } -> { "\${a}-x": 1, "\${b}": 2 }
      { ...a, b: 1, ...c.d } -> { ...a, b: 1, ...c.d }
      { if: 1, for: 2, resource: 3 } -> { if: 1, for: 2, resource: 3 }
      [] -> []
      [1, a, ...b, [2]] -> [1, a, ...b, [2]]
    `);
  });

  test('over several lines, with comments', () => {
    const text = '{\n  // first\n  a: 1 // one\n\n  /* b */ b: [\n    true\n    null\n  ]\n}';
    assert.equal(value(text), '{ a: 1, b: [true, null] }');
  });

  test('loops', () => {
    expectAll(`
      [for x in a: x.b] -> [for x in a: x.b]
      [for (x, i) in range(0, 3): { n: i }] -> [for (x, i) in range(0, 3): { n: i }]
      { a: [for x in y: { z: x }] } -> { a: [for x in y: { z: x }] }
    `);
  });
});

describe('broken text', () => {
  test('a missing part is a hole and the rest keeps its meaning', () => {
    expectAll(`
      a. -> a[⟨it is being typed⟩]
      a.b. -> a.b[⟨it is being typed⟩]
      a:: -> a::⟨it is being typed⟩
      a[] -> a[⟨it is being typed⟩]
      a == -> equals(a, ⟨it is being typed⟩)
      'abc -> ⟨it is being typed⟩
      'a\\q' -> ⟨it is being typed⟩
      f(a, ) -> f(a, ⟨it is being typed⟩)
      az.() -> ⟨it is being typed⟩
    `);
  });

  test('an object with a member that could not be read may have more properties: a spread of a hole stands first', () => {
    const text = '{\n  a: 1\n  = 2\n  c: 3\n}';
    assert.equal(value(text), '{ ...⟨it is being typed⟩, a: 1, c: 3 }');
  });

  test('so does an object with a value that could not be read and may hold the next member', () => {
    expectAll(`
      { a: , b: 1 } -> { ...⟨it is being typed⟩, a: ⟨it is being typed⟩ }
      { a: 1, b: @ } -> { a: 1, b: ⟨it is being typed⟩ }
    `);
  });

  test('an object and an array that are never closed may have more', () => {
    const printed = printedBicep('var a = {\n  b: [\n    1\n\nvar c = 2');
    assert.equal(printed, 'variable a = { ...⟨it is being typed⟩, b: [1, ...⟨it is being typed⟩] }\nvariable c = 2');
  });
});

describe('places', () => {
  test('literals, names, accesses and operators', () => {
    expectNodes(`
      var v = !a.b['c'] ? -x : y != -2
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 0 variable
          ^ 1 name
              ^^^^^^^^^^^^^^^^^^^^^^^^ 2 conditional
              ^^^^^^^^^ 3 not
               ^ 4 name
                 ^ 5 literal
               ^^^ 6 member
                   ^^^ 7 literal
               ^^^^^^^^ 8 member
                          ^^ 9 sub
                          ^ 10 literal
                           ^ 11 name
                               ^ 12 name
                                    ^^ 13 literal
                               ^^^^^^^ 14 equals
                               ^^^^^^^ 15 not
    `);
  });

  test('objects, arrays, calls and texts', () => {
    expectNodes(`
      var v = { k: [f(1), ...a], 'q': '\${y}z' }
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 0 variable
          ^ 1 name
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 2 object
                ^^^^^^^^^^^^^^^ 3 property
                ^ 4 key
                   ^^^^^^^^^^^^ 5 array
                    ^^^^ 6 f
                      ^ 7 literal
                          ^^^^ 8 spread
                             ^ 9 name
                                 ^^^^^^^^^^^^ 10 property
                                 ^^^ 11 key
                                      ^^^^^^^ 12 text
                                         ^ 13 name
    `);
  });

  test('what leaves no trace gives its place to what is in it', () => {
    expectNodes(`
      var v = (any(a!)).b
      ^^^^^^^^^^^^^^^^^^^ 0 variable
          ^ 1 name
                   ^ 2 name
                        ^ 3 literal
              ^^^^^^^^^^^ 4 member
    `);
  });

  test('a chain of lazy operators, over which a loop is laid', () => {
    expectNodes(`
      var v = [for (x, i) in a ?? b ?? []: {
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 0 variable ... }]
          ^ 1 name
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 2 loop ... }]
                             ^ 3 name
                                  ^ 4 name
                                       ^^ 5 array
                             ^^^^^^^^^^^^ 6 coalesce
                                           ^ 7 object ... }
        '\${x}': i
        ^^^^^^^^^ 8 computed
        ^^^^^^ 9 text
           ^ 10 name
                ^ 11 name
      }]
    `);
  });

  test('what is missing', () => {
    expectNodes(`
      var v = { a: [x., f(
      ^^^^^^^^^^^^^^^^^^^^ 0 variable
          ^ 1 name
              ^^^^^^^^^^^^ 2 object
                ^^^^^^^^^^ 3 property
                ^ 4 key
                   ^^^^^^^ 5 array
                    ^ 6 name
                      | 7 hole
                    ^^ 8 member
                        ^^ 9 f
                          | 10 spread
                          | 11 hole
                          | 12 spread
                          | 13 hole
    `);
  });
});
