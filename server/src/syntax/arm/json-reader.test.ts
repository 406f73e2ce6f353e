import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { type Node, parseTree } from 'jsonc-parser';
import { showCarets } from '../../../../test/carets.ts';
import type { JsonNode } from './json-node.ts';
import { readJson } from './json-reader.ts';

/** The tree in one line: `...` where an object or array may hold more, `?` for a missing value. */
function outline(node: JsonNode | null): string {
  if (node === null) return 'nothing';
  switch (node.type) {
    case 'object': {
      const members = [...node.children.map(outline), ...(node.incomplete ? ['...'] : [])];
      return `{${members.join(', ')}}`;
    }
    case 'array': {
      const items = [...node.children.map(outline), ...(node.incomplete ? ['...'] : [])];
      return `[${items.join(', ')}]`;
    }
    case 'property':
      return `${node.children[0].value}: ${node.children[1] === undefined ? '?' : outline(node.children[1])}`;
    default:
      return JSON.stringify(node.value);
  }
}

/** Type, span, value and the position of the colon of all nodes; and that parents fit. */
function flat(node: Node | JsonNode | undefined | null, parent?: Node | JsonNode): unknown[] {
  if (node === undefined || node === null) return [];
  assert.equal(node.parent, parent);
  const { type, offset, length } = node;
  const value = 'value' in node ? node.value : undefined;
  const colonOffset = 'colonOffset' in node ? node.colonOffset : undefined;
  const children: readonly (Node | JsonNode)[] = ('children' in node ? node.children : undefined) ?? [];
  return [{ type, offset, length, value, colonOffset }, ...children.flatMap((child) => flat(child, node))];
}

suite('valid JSON gives the tree of jsonc-parser', () => {
  const texts: Record<string, string> = {
    scalars: '[1, -2.5e+3, 0, true, false, null, "", "a"]',
    nesting: '{"a": {"b": [{}, [], [[1]]]}, "c": {"d": null}}',
    escapes: '{"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\uD83D\\uDE00": "\\u00e9"}',
    comments: '// a\n{ /* b */ "x" /* c */ : // d\n 1 /* e */ , /* } */ }\n// f',
    'trailing commas': '{"a": [1, 2,], "b": {"c": 1,},}',
    'Windows line breaks': '{\r\n  "a": 1,\r\n  "b": 2\r\n}\r\n',
    'a scalar': '"text"',
    'an empty text': '',
    blanks: ' \r\n ',
  };
  for (const [what, text] of Object.entries(texts)) {
    test(what, () => {
      const { root, problems } = readJson(text, 100);
      assert.deepEqual(flat(root), flat(parseTree(text, [], { allowTrailingComma: true })));
      assert.deepEqual(problems, []);
    });
  }

  test('a byte order mark is skipped', () => {
    const text = '{"a": 1}';
    const { root, problems } = readJson(`\uFEFF${text}`, 100);
    assert.deepEqual(flat(root), flat(parseTree(` ${text}`)));
    assert.deepEqual(problems, []);
  });
});

suite('strings over several lines', () => {
  for (const lineBreak of ['\n', '\r\n', '\r']) {
    test(`are accepted with ${JSON.stringify(lineBreak)}`, () => {
      const value = ['[', '  concat(', "    'a\\u0041')", ']'].join(lineBreak);
      const text = `{"a": "${value}", "b": ["${value}"] // c${lineBreak}}`;
      const { root, problems } = readJson(text, 100);
      const decoded = value.replace('\\u0041', 'A');
      assert.equal(outline(root), `{a: ${JSON.stringify(decoded)}, b: [${JSON.stringify(decoded)}]}`);
      assert.deepEqual(problems, []);
    });
  }
});

suite('damaged JSON', () => {
  /** Demands the tree, and the text with its problems under their places; the same with Windows line breaks. */
  function damaged(what: string, tree: string, shown: string): void {
    test(what, () => {
      const lines = shown.split('\n').filter((line, index) => index > 0 && !/^ *[\^|]+ /.test(line));
      const expected = shown.split('\n').slice(1).join('\n');
      for (const text of [lines.join('\n'), lines.join('\r\n')]) {
        const { root, problems } = readJson(text, 100);
        for (const problem of problems) assert.equal(problem.code, 'json-syntax');
        const spans = problems.map(({ span, message }) => ({ span, label: message }));
        assert.equal(showCarets(text, spans), expected);
        assert.equal(outline(root), tree);
      }
    });
  }

  damaged(
    'a value that is missing before a comma, a bracket and the next name',
    '{a: ?, b: ?, c: {d: ?}, e: 1}',
    `
{"a": , "b":
 ^^^ A value is missing after this name.
        ^^^ A value is missing after this name.
  "c": {"d": }, "e": 1}
        ^^^ A value is missing after this name.`,
  );
  damaged(
    'a name alone',
    '{na: ?, type: "x", nam: ?}',
    `
{
  "na"
  ^^^^ A colon and a value are missing after this name.
  "type": "x",
  ^^^^^^ A comma is missing before this.
  "nam"
  ^^^^^ A colon and a value are missing after this name.
}`,
  );
  damaged(
    'commas that are missing or too many',
    '{a: 1, b: [1, 2, ...], c: 3, ...}',
    `
{"a": 1 "b": [1 2,,], , "c": 3}
        ^^^ A comma is missing before this.
                ^ A comma is missing before this.
                  ^ Nothing stands before this comma.
                      ^ Nothing stands before this comma.`,
  );
  damaged(
    'a colon that is missing or too many',
    '{a: 1, b: 2, c: [3, ...], ...}',
    `
{"a" 1, "b":: 2, "c": [3 :], :}
     ^ A colon is missing before this value.
            ^ This colon is not expected here.
                         ^ This colon is not expected here.
                             ^ This colon is not expected here.`,
  );
  damaged(
    'texts that are not closed',
    '{a: "x", b: ["y", "z"], c: 1}',
    `
{
  "a": "x
       ^^ This text isn't closed by a double quote.
  , "b": ["y
          ^^ This text isn't closed by a double quote.
  , "z"], "c": 1
}`,
  );
  damaged(
    'words without quotes',
    '{name: "x", b: ["yes"]}',
    `
{name: "x", "b": [yes]}
 ^^^^ The name of a property stands in double quotes.
                  ^^^ This is no JSON value. A text stands in double quotes.`,
  );
  damaged(
    'characters and escapes that JSON does not know',
    '{a: "q", b: 1, ...}',
    `
{"a": "\\q", ; "b": 1}
       ^^ JSON knows no such escape sequence.
            ^ This character is not expected here.`,
  );
  damaged(
    'a comment that is not closed',
    '{a: 1, ...}',
    `
{"a": 1, /* "b": 2 }
^ This '{' isn't closed.
         ^^ This comment isn't closed.`,
  );
  damaged(
    'a brace missing in an item leaves the next items alone',
    '{list: [{a: {b: 1}, c: 2, ...}, {a: 3}], d: 4}',
    `
{
  "list": [
    {
    ^ This '{' isn't closed.
      "a": {"b": 1},
      "c": 2
    ,
    {
      "a": 3
    }
  ],
  "d": 4
}`,
  );
  damaged(
    'a brace missing in an object leaves what is indented less outside',
    '{parameters: {a: {type: "int", ...}, b: {type: "bool"}}, resources: [{x: 1}]}',
    `
{
  "parameters": {
    "a": {
         ^ This '{' isn't closed.
      "type": "int",
    "b": {
      "type": "bool"
    }
  },
  "resources": [
    {
      "x": 1
    }
  ]
}`,
  );
  damaged(
    'an array that is not closed before the next property',
    '{a: [1, 2, ...], b: 3}',
    `
{
  "a": [
       ^ This '[' isn't closed.
    1,
    2,
  "b": 3
}`,
  );
  damaged(
    'the same in one line',
    '{a: ["x", ...], b: 3}',
    `
{"a": ["x", "b": 3}
      ^ This '[' isn't closed.`,
  );
  damaged(
    'a brace too many',
    '{list: [{a: 1}, {b: 2}, ...], c: 3}',
    `
{
  "list": [
    {
      "a": 1
    }
      },
      ^ This '}' closes nothing.
    {
      "b": 2
    }
  ],
  "c": 3
}`,
  );
  damaged(
    'a brace of the wrong kind',
    '{list: [{a: 1}, ...], b: 2}',
    `
{
  "list": [
    {"a": 1}
  },
  ^ This '}' closes nothing.
  "b": 2
}`,
  );
  damaged(
    'a text that ends early',
    '{a: [{b: ?, ...}, ...], ...}',
    `
{"a": [{"b":
^ This '{' isn't closed.
      ^ This '[' isn't closed.
       ^ This '{' isn't closed.
        ^^^ A value is missing after this name.`,
  );
  damaged(
    'text behind the end',
    '{a: 1, ...}',
    `
{"a": 1} {"b": 2}
         ^ Nothing may follow the end of the template.`,
  );

  test('any bracket missing or doubled in one item leaves the items around it as they are', () => {
    const item = (name: string): string =>
      `    {
      "name": "${name}",
      "tags": { "a": [1, { "b": {} }] },
      "properties": {
        "list": [
          {
            "x": [
              1
            ]
          },
          []
        ],
        "more": {}
      },
      "dependsOn": [
        "z"
      ]
    }`;
    const head = '{\n  "parameters": {\n    "p": {}\n  },\n  "resources": [\n';
    const tail = '\n  ],\n  "outputs": {\n    "o": {}\n  }\n}\n';
    const first = `${head}${item('first')},\n`;
    const middle = item('middle');
    for (const [at, character] of [...middle].entries()) {
      if (!'{}[]'.includes(character)) continue;
      for (const damage of ['', character + character]) {
        const text = `${first}${middle.slice(0, at)}${damage}${middle.slice(at + 1)},\n${item('last')}${tail}`;
        const { root, problems } = readJson(text, 100);
        const read = outline(root);
        assert.notEqual(problems.length, 0, text);
        for (const name of ['first', 'last']) {
          const expected = outline(readJson(item(name), 100).root);
          assert.ok(read.includes(`, ${expected}`) || read.includes(`[${expected}`), `${name} of ${text}\n${read}`);
        }
        assert.ok(read.startsWith('{parameters: {p: {}}, resources: ['), `start of ${text}\n${read}`);
        assert.ok(read.includes('], outputs: {o: {}}'), `end of ${text}\n${read}`);
      }
    }
  });

  test('lines without indentation are read by their brackets alone', () => {
    const { root } = readJson('{\n"a": {\n"b": 1\n},\n"c": [\n2\n}', 100);
    assert.equal(outline(root), '{a: {b: 1}, c: [2, ...]}');
  });

  test('problems are bounded', () => {
    assert.equal(readJson('{"a": 1'.repeat(1000), 2000).problems.length, 30);
  });
});

suite('depth', () => {
  function nested(levels: number, open = '{"a":', close = '}'): string {
    return `${open.repeat(levels)}1${close.repeat(levels)}`;
  }

  test('as many levels as allowed', () => {
    assert.deepEqual(readJson(nested(1000), 1000).problems, []);
    assert.notEqual(readJson(nested(1000, '[', ']'), 1000).root, null);
  });

  test('one level more is one problem at the bracket that is too many, and no tree', () => {
    const text = nested(1001);
    const { root, problems } = readJson(text, 1000);
    assert.equal(root, null);
    const message = "Objects and arrays are nested deeper than 1,000 levels. The file isn't analysed.";
    const span = { start: 5000, end: 5001 };
    assert.deepEqual(problems, [{ code: 'too-deep', message, span, severity: 'error' }]);
  });

  test('a million brackets that are never closed', () => {
    assert.deepEqual(
      readJson('[{"a": '.repeat(500_000), 1000).problems.map(({ code }) => code),
      ['too-deep'],
    );
  });
});
