import assert from 'node:assert/strict';
import { test } from 'node:test';
import { originsOfOutputs, shownOutputs } from '../../../../test/show-value.ts';
import { type FileTexts, problemsOf, programOfFiles } from '../../../../test/template-files.ts';

/** The value of an expression in a file beside others. */
function loaded(expression: string, files: FileTexts = {}): string | undefined {
  const text = `param p string\nparam c bool\noutput o string = ${expression}\n`;
  return shownOutputs(programOfFiles({ 'main.bicep': text, ...files })).o;
}

test('texts of files', () => {
  assert.equal(loaded(`loadTextContent('a.txt')`, { 'a.txt': 'some text' }), `'some text'`);
  assert.equal(loaded(`loadTextContent('scripts/../a.txt')`, { 'a.txt': '' }), `''`);
  assert.equal(
    loaded(`loadTextContent(c ? 'a.txt' : 'b.txt')`, { 'a.txt': '1', 'b.txt': '2' }),
    `(parameter c ? '1' : '2')`,
  );
  assert.equal(loaded(`loadTextContent(p)`), '<a value>');
});

test('encodings', () => {
  const utf16 = Uint8Array.from([0x61, 0, 0xe9, 0]);
  assert.equal(loaded(`loadTextContent('a.txt', 'utf-16')`, { 'a.txt': utf16 }), `'a\u00e9'`);
  assert.equal(loaded(`loadTextContent('a.txt', 'utf-16BE')`, { 'a.txt': Uint8Array.from([0, 0x61]) }), `'a'`);
  assert.equal(loaded(`loadTextContent('a.txt', 'iso-8859-1')`, { 'a.txt': Uint8Array.from([0xe9]) }), `'\u00e9'`);
  assert.equal(loaded(`loadTextContent('a.txt', 'us-ascii')`, { 'a.txt': Uint8Array.from([0x61, 0xe9]) }), `'a?'`);
  assert.equal(loaded(`loadTextContent('a.txt')`, { 'a.txt': Uint8Array.from([0xff, 0xfe, ...utf16]) }), `'a\u00e9'`);
  assert.equal(loaded(`loadTextContent('a.txt')`, { 'a.txt': Uint8Array.from([0xef, 0xbb, 0xbf, 0x61]) }), `'a'`);
  assert.equal(loaded(`loadTextContent('a.txt')`, { 'a.txt': Uint8Array.from([0x61, 0xe9]) }), '<a value>');
  assert.equal(loaded(`loadTextContent('a.txt', 'klingon')`, { 'a.txt': 'a' }), '<a value>');
});

test('bytes of files', () => {
  assert.equal(loaded(`loadFileAsBase64('a.bin')`, { 'a.bin': Uint8Array.from([0, 255, 1]) }), `'AP8B'`);
});

test('JSON files, whole and by a path', () => {
  const files = {
    'a.json': `{ // rules\n "rules": [ { "name": "a", "two words": 1 }, true ], /* no more */ "Rules": null }`,
  };
  assert.equal(loaded(`loadJsonContent('a.json').rules[0].name`, { 'a.json': '{"rules":[{"name":"x"}]}' }), `'x'`);
  const cases = [
    ['$.rules[0].name', `'a'`],
    ['rules[1]', 'true'],
    [`$['rules'][0]['two words']`.replaceAll("'", "\\'"), '1'],
    ['$.Rules', 'null'],
    ['$.rules[7]', '<a value>'],
    ['$.other', '<a value>'],
    ['$..name', '<a value>'],
    ['$.rules[*]', '<a value>'],
    ['$.rules.name', '<a value>'],
  ] as const;
  for (const [path, value] of cases) assert.equal(loaded(`loadJsonContent('a.json', '${path}')`, files), value, path);
});

test('YAML files, whole and by a path', () => {
  const files = {
    'a.yaml': `# network
vnet: &hub
  name: hub # the middle
  cidr: 10.0.0.0/16
  empty:
rules:
- {name: 'web', port: 443, on: yes}
- name: "a\\tb"
  ports: [80, 0x10, 0o17, -1, 9007199254740993]
  text: |
    first
    second
  folded: >-
    one
    line
same: *hub
"1": one
2: two
true: three
flags: [true, False, ~, null, "true", 1.5]
`,
  };
  const cases = [
    ['vnet', `{ name: 'hub', cidr: '10.0.0.0/16', empty: null }`],
    ['$.same.name', `'hub'`],
    ['rules[0]', `{ name: 'web', port: 443, on: 'yes' }`],
    [
      'rules[1]',
      `{ name: 'a\tb', ports: [80, 16, 15, -1, 9007199254740993], text: 'first\nsecond\n', folded: 'one line' }`,
    ],
    [`['1']`.replaceAll("'", "\\'"), `'one'`],
    [`['2']`.replaceAll("'", "\\'"), `'two'`],
    ['true', `'three'`],
    ['flags', `[true, false, null, null, 'true', 1.5]`],
    ['other', '<a value>'],
  ] as const;
  for (const [path, value] of cases) assert.equal(loaded(`loadYamlContent('a.yaml', '${path}')`, files), value, path);
  assert.equal(loaded(`loadYamlContent('a.yaml').rules[0].port + 1`, files), '444');
  assert.equal(loaded(`loadYamlContent('a.yaml')`, { 'a.yaml': '' }), 'null');
  assert.equal(loaded(`loadYamlContent('a.yaml')`, { 'a.yaml': '{"a": [1]}' }), '{ a: [1] }');
  const windows = files['a.yaml'].replaceAll('\n', '\r\n');
  assert.equal(loaded(`loadYamlContent('a.yaml', 'rules[1].text')`, { 'a.yaml': windows }), `'first\nsecond\n'`);
  assert.equal(loaded(`loadYamlContent('a.yaml', '$', 'utf-16')`, { 'a.yaml': Uint8Array.from([0x37, 0]) }), '7');
});

test('YAML that is no plain data is unknown, and said at the path with the line', () => {
  const problemOf = (yaml: string): readonly string[] => {
    const program = programOfFiles({ 'main.bicep': `output o object = loadYamlContent('a.yaml')\n`, 'a.yaml': yaml });
    assert.equal(shownOutputs(program).o, '<a value>', yaml);
    return program.problems.map(({ message }) => message);
  };
  const at = (line: number): readonly string[] => [
    `'a.yaml' can't be read as YAML (line ${line}): values from it are unknown.`,
  ];
  assert.deepEqual(problemOf('a: 1\nb: [1, 2\nc: 3\n'), at(3));
  assert.deepEqual(problemOf('a: "x\n'), at(2));
  assert.deepEqual(problemOf('a: 1\n\ta: 2\n'), at(2));
  assert.deepEqual(problemOf('a: 1\na: 2\n'), at(2));
  assert.deepEqual(problemOf('a: *nobody\n'), at(1));
  assert.deepEqual(problemOf('a: &a\n  b: *a\n'), at(2));
  assert.deepEqual(problemOf('a: &a {x: 1}\nb:\n  <<: *a\n'), at(3));
  assert.deepEqual(problemOf('a: !Ref x\n'), at(1));
  assert.deepEqual(problemOf('a: 1\n---\nb: 2\n'), at(2));
  assert.deepEqual(problemOf('? [a, b]\n: 1\n'), at(1));
  assert.deepEqual(problemOf('a: .inf\n'), at(1));
});

test('YAML that grows beyond all bounds is unknown', () => {
  const laughs = ['a0: &a0 [x, x]', ...Array.from({ length: 40 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`)];
  const hostile = [
    laughs.join('\n'),
    '['.repeat(100_000),
    '{a: '.repeat(100_000),
    '- '.repeat(20_000),
    '[[[[]]]],'.repeat(50_000),
    Array.from({ length: 500 }, (_, n) => `${' '.repeat(n)}a:\n`).join(''),
    '? '.repeat(20_000),
    '&a '.repeat(20_000),
    `a: ${'x'.repeat(2_000_000)}`,
    '\n'.repeat(900_000),
    '&a '.repeat(300_000),
    '"\n'.repeat(300_000),
    ': '.repeat(400_000),
  ];
  for (const text of hostile) {
    assert.equal(loaded(`loadYamlContent('a.yaml')`, { 'a.yaml': text }), '<a value>', text.slice(0, 20));
  }
  const shared = ['a0: &a0 [x, x]', ...Array.from({ length: 10 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`)];
  assert.equal(
    loaded(`loadYamlContent('a.yaml').a2`, { 'a.yaml': shared.join('\n') }),
    `[[['x', 'x'], ['x', 'x']], [['x', 'x'], ['x', 'x']]]`,
  );
});

test('files of a folder', () => {
  const files = { 'rules/a.json': '{}', 'rules/b.json': '{}', 'rules/c.txt': '' };
  assert.equal(
    loaded(
      `map(loadDirectoryFileInfo('rules', '*.json'), file => '\${file.relativePath} \${file.baseName} \${file.extension}')`,
      files,
    ),
    `['rules/a.json a.json .json', 'rules/b.json b.json .json']`,
  );
  assert.equal(loaded(`length(loadDirectoryFileInfo('rules'))`, files), '3');
});

test('what can not be read is unknown, and said at the path', () => {
  const files = {
    'main.bicep': `param p string
output a string = loadTextContent('a.txt')
output b object = loadJsonContent('b.json')
output c object = loadJsonContent('c.json', '$.x')
output d object = loadYamlContent('d.yaml')
output e string = loadFileAsBase64('e.bin')
output f string = loadTextContent(p)
output g string = loadTextContent()
output h object = loadYamlContent('h.yaml')
`,
    'b.json': '{ "a": }',
    'd.yaml': 'a: 1\nb: [',
  };
  const program = programOfFiles(files);
  for (const [name, value] of Object.entries(shownOutputs(program))) assert.equal(value, '<a value>', name);
  assert.deepEqual(
    program.problems.map(({ node }) => {
      const { start, end } = program.lowered.spans.spanOf(node);
      return files['main.bicep'].slice(start, end);
    }),
    [`'a.txt'`, `'b.json'`, `'c.json'`, `'d.yaml'`, `'e.bin'`, `'h.yaml'`],
  );
  assert.deepEqual(problemsOf(files), []);
});

test('a value leads to the call, in the file that holds it, whose folder its path is relative to', () => {
  const files = {
    'main.bicep': `import { rules } from 'shared/rules.bicep'\noutput o string = rules.a\noutput p array = rules.list\n`,
    'shared/rules.bicep': `@export()\nvar rules = loadJsonContent('rules.json')\n`,
    'shared/rules.json': '{ "a": "x", "list": [1] }',
    'rules.json': '{ "a": "wrong" }',
  };
  const program = programOfFiles(files);
  assert.deepEqual(shownOutputs(program), { o: `'x'`, p: '[1]' });
  const call = `shared/rules.bicep: loadJsonContent('rules.json')`;
  assert.deepEqual(
    originsOfOutputs(program, (file) => files[file as keyof typeof files]),
    { o: call, p: call },
  );
});

test('a large file in a loop meets the bound of work', () => {
  const text = `var texts = [for i in range(0, 5000): length(loadTextContent('a.txt'))]\noutput o int = reduce(texts, 0, (a, b) => a + b)\n`;
  const program = programOfFiles({ 'main.bicep': text, 'a.txt': 'x'.repeat(1_000_000) });
  assert.match(shownOutputs(program).o ?? '', /a value/);
  assert.ok(program.problems.some(({ code }) => code === 'too-much-work'));
});
