/** Files that refer to others which are missing, broken or not what they should be: one problem where an author would mend it, and the rest is checked. */
import assert from 'node:assert/strict';
import { readFileSync, symlinkSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { commandsIn, folderWith } from '../../../test/command-line.ts';

type Files = Readonly<Record<string, string | Buffer>>;

interface Checked {
  readonly code: number;
  readonly errors: readonly string[];
  /** `file:line: "the text at the place" severity code: message`, lines from 1. */
  readonly problems: readonly string[];
  /** `file:line rule`. */
  readonly findings: readonly string[];
}

interface Range {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

interface Report {
  readonly files: readonly {
    readonly path: string;
    readonly problems: readonly {
      readonly file: string;
      readonly range: Range;
      readonly code: string;
      readonly severity: string;
      readonly message: string;
    }[];
  }[];
  readonly findings: readonly { readonly file: string; readonly range: Range; readonly ruleId: string }[];
}

/** Checks a folder, or the operands in it. */
function check(folder: string, ...operands: readonly string[]): Checked {
  const { code, output, errors } = commandsIn(folder)(
    'check',
    ...(operands.length === 0 ? ['.'] : operands),
    '--format',
    'json',
  );
  const { files, findings } = JSON.parse(output) as Report;
  const textAt = (file: string, { start, end }: Range): string => {
    const line =
      readFileSync(path.join(folder, file), 'utf8')
        .replace(/^\ufeff/, '')
        .split(/\r?\n/)[start.line] ?? '';
    return line.slice(start.character, end.line === start.line ? end.character : undefined);
  };
  return {
    code,
    errors,
    problems: files.flatMap(({ problems }) =>
      problems.map(
        ({ file, range, code: name, severity, message }) =>
          `${file}:${range.start.line + 1}: ${textAt(file, range)} ${severity} ${name}: ${message}`,
      ),
    ),
    findings: findings
      .filter(({ ruleId }) => ruleId === 'no-public-network-access')
      .map(({ file, range, ruleId }) => `${file}:${range.start.line + 1} ${ruleId}`),
  };
}

/** A vault that is open, whose finding shows that the rest of a file is checked. */
const vault = `resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: 'kv'
  properties: { publicNetworkAccess: 'Enabled' }
}
`;
const found = (file: string, line: number) => [`${file}:${line} no-public-network-access`];

/** The problems of a template that begins with this line and goes on with an open vault, which is found whatever the line does. */
function problemsOf(context: TestContext, line: string, files: Files = {}): readonly string[] {
  const { problems, findings, errors } = check(
    folderWith(context, { 'app/main.bicep': `${line}\n${vault}`, ...files }),
    'app/main.bicep',
  );
  assert.deepEqual(errors, []);
  assert.deepEqual(findings, found('app/main.bicep', 4));
  return problems.map((problem) => problem.replace('app/main.bicep:1: ', ''));
}

test('a module that is missing, a folder, a binary file, no template or a parameter file', (context) => {
  const module = (name: string, files: Files = {}) => problemsOf(context, `module m '${name}' = { params: {} }`, files);
  assert.deepEqual(module('gone.bicep'), [
    `'gone.bicep' warning file-missing: There is no "gone.bicep": values from it are unknown.`,
  ]);
  assert.deepEqual(module('net', { 'app/net/main.bicep': '' }), [
    `'net' warning file-unreadable: "net" can't be read.`,
  ]);
  assert.deepEqual(module('b.bicep', { 'app/b.bicep': Buffer.from([1, 0, 2]) }), [
    `'b.bicep' warning file-unreadable: "b.bicep" is no text.`,
  ]);
  assert.deepEqual(module('d.json', { 'app/d.json': '{}' }), [
    `'d.json' warning no-template: "d.json" is no template.`,
  ]);
  assert.deepEqual(module('main.bicepparam', { 'app/main.bicepparam': "using 'main.bicep'\n" }), [
    `'main.bicepparam' warning no-template: This is a parameter file, and no template.`,
  ]);
  assert.deepEqual(module('NET.bicep', { 'app/net.bicep': '' }), [
    `'NET.bicep' warning file-missing: There is no "NET.bicep": values from it are unknown.`,
  ]);
});

test('a module that is larger than is read', (context) => {
  const folder = folderWith(context, { 'main.bicep': `module m 'huge.bicep' = {}\n${vault}`, 'huge.bicep': '' });
  truncateSync(path.join(folder, 'huge.bicep'), 65 * 1024 * 1024);
  const { problems, findings } = check(folder, 'main.bicep');
  assert.deepEqual(problems, [
    `main.bicep:1: 'huge.bicep' warning file-unreadable: "huge.bicep" is larger than 64 MB and is not read.`,
  ]);
  assert.deepEqual(findings, found('main.bicep', 4));
});

test('modules that lead back to themselves are an error where the circle closes', (context) => {
  const folder = folderWith(context, {
    'a.bicep': `module b 'b.bicep' = {}\n${vault}`,
    'b.bicep': `module a 'a.bicep' = {}\n${vault}`,
    'self.bicep': `module self 'self.bicep' = {}\n`,
  });
  const { code, problems, findings } = check(folder);
  assert.equal(code, 1);
  const message = 'error module-cycle: This module leads back to this file, so it can never be deployed.';
  assert.deepEqual(problems, [
    `a.bicep:1: 'b.bicep' ${message}`,
    `b.bicep:1: 'a.bicep' ${message}`,
    `self.bicep:1: 'self.bicep' ${message}`,
  ]);
  assert.deepEqual(findings, [...found('a.bicep', 4), ...found('b.bicep', 4)]);
});

test('a path that leads out of the folder is read, since .. is legal', (context) => {
  const line = "module m '../shared/vault.bicep' = {}";
  assert.deepEqual(problemsOf(context, line, { 'shared/vault.bicep': '' }), []);
  assert.equal(problemsOf(context, "module m '../../../../../../../../../../../gone.bicep' = {}").length, 1);
});

test('texts with a mark at their beginning and Windows line endings have their places', (context) => {
  const text = `\ufeff// A comment.\r\nmodule m 'gone.bicep' = {}\r\nmodule n 'part.bicep' = { params: { size: 'x' } }\r\n`;
  const folder = folderWith(context, { 'main.bicep': text, 'part.bicep': '\ufeffparam size int\r\n' });
  assert.deepEqual(check(folder).problems, [
    `main.bicep:2: 'gone.bicep' warning file-missing: There is no "gone.bicep": values from it are unknown.`,
    `main.bicep:3: 'x' warning argument-value: The value of 'size' has to be an integer.`,
  ]);
});

test('arguments that a module does not take are said at the call', (context) => {
  const files = { 'app/part.bicep': 'param name string\nparam size int = 1\n' };
  assert.deepEqual(problemsOf(context, "module m 'part.bicep' = { params: { sise: 2 } }", files), [
    "m warning argument-missing: The module needs a value for the parameter 'name', which has none here.",
    "sise warning argument-unknown: The module has no parameter 'sise'.",
  ]);
});

test('a parameter file for another template, and one with a value of the wrong type', (context) => {
  const arm = (values: object) =>
    JSON.stringify({
      $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#',
      contentVersion: '1.0.0.0',
      parameters: values,
    });
  const folder = folderWith(context, {
    'main.bicep': `param name string\nparam size int = 1\n${vault}`,
    'other.bicepparam': "using 'main.bicep'\nparam region = 'x'\n",
    'wrong.bicepparam': "using 'main.bicep'\nparam name = 'x'\nparam size = 'large'\n",
    'main.parameters.json': arm({ name: { value: 1 } }),
    'gone.bicepparam': "using 'gone.bicep'\n",
  });
  const { problems, findings } = check(folder);
  assert.deepEqual(problems, [
    `gone.bicepparam:1: 'gone.bicep' warning file-missing: There is no "gone.bicep": values from it are unknown.`,
    `main.parameters.json:1: "name":{"value":1} warning parameter-value: The value of 'name' has to be a string.`,
    "other.bicepparam:1: 'main.bicep' warning parameter-missing: The template needs a value for the parameter 'name', which has none here.",
    "other.bicepparam:2: param region = 'x' warning parameter-unknown: The template has no parameter 'region'.",
    "wrong.bicepparam:3: param size = 'large' warning parameter-value: The value of 'size' has to be an integer.",
  ]);
  assert.deepEqual(findings, found('main.bicep', 5));
});

test('load functions of files that are missing, huge, binary or not what they should be', (context) => {
  const loaded = (call: string, files: Files = {}) =>
    problemsOf(context, `var v = ${call}`, files).join('; ').replace('warning file-', '');
  const binary = { 'app/b.bin': Buffer.from([0xff, 0, 2]) };
  assert.equal(
    loaded("loadJsonContent('gone.json')"),
    `'gone.json' missing: There is no "gone.json": values from it are unknown.`,
  );
  assert.equal(loaded("loadTextContent('net')", { 'app/net/x.txt': '' }), `'net' unreadable: "net" can't be read.`);
  assert.equal(
    loaded("loadDirectoryFileInfo('gone')"),
    `'gone' missing: There is no "gone": values from it are unknown.`,
  );
  assert.match(loaded("loadTextContent('/etc/hostname')"), /"\/etc\/hostname" is an absolute path/);
  assert.equal(loaded("loadFileAsBase64('b.bin')", binary), '');
  // What is in a file is looked at where somebody reads it.
  const read = (call: string, files: Files) => {
    const text = `resource n 'Microsoft.Network/networkSecurityGroups@2024-05-01' = { name: ${call} }\n`;
    return check(folderWith(context, { 'main.bicep': text, ...files }), 'main.bicep').problems.join('; ');
  };
  assert.equal(
    read("loadTextContent('b.bin')", { 'b.bin': Buffer.from([0xff, 0, 2]) }),
    "main.bicep:1: 'b.bin' warning file-unreadable: 'b.bin' is no text: values from it are unknown.",
  );
  assert.equal(
    read("loadJsonContent('x.json').name", { 'x.json': '{ broken' }),
    "main.bicep:1: 'x.json' warning file-no-json: 'x.json' can't be read as JSON: values from it are unknown.",
  );
});

test("a bicepconfig.json that does not parse is told once, and Bicep's defaults apply", (context) => {
  const folder = folderWith(context, {
    'bicepconfig.json': '{\n  "moduleAliases": { "br": \n',
    'a.bicep': `module m 'br/own:net:1' = {}\n${vault}`,
    'b.bicep': `module m 'br/own:net:1' = {}\n`,
  });
  const { code, errors, problems, findings } = check(folder);
  assert.equal(code, 1);
  assert.deepEqual(errors, [
    "zero-trust: bicepconfig.json:3:1: bicepconfig.json is not valid JSON: value expected. Bicep's defaults apply.",
  ]);
  const message =
    'bicepconfig.json has no module alias "br/own". bicepconfig.json is broken, so its settings do not count.';
  assert.deepEqual(problems, [
    `a.bicep:1: 'br/own:net:1' warning module-reference: ${message}`,
    `b.bicep:1: 'br/own:net:1' warning module-reference: ${message}`,
  ]);
  assert.deepEqual(findings, found('a.bicep', 4));
});

test('a restored module with a broken manifest is not restored', (context) => {
  const folder = folderWith(context, {
    'main.bicep': `module m 'br:example.azurecr.io/net:1' = {}\n${vault}`,
    'cache/br/example.azurecr.io/net/1$/manifest': '{ broken',
    'cache/br/example.azurecr.io/net/1$/main.json': '{}',
  });
  const { problems, findings } = check(folder, 'main.bicep', '--registry-cache', 'cache');
  assert.deepEqual(problems, [
    `main.bicep:1: 'br:example.azurecr.io/net:1' information module-not-restored: The restored files of "br:example.azurecr.io/net:1" are incomplete or damaged: values from it are unknown. Restore it again.`,
  ]);
  assert.deepEqual(findings, found('main.bicep', 4));
});

test('links of the file system that lead nowhere or in a circle', (context) => {
  const folder = folderWith(context, {
    'main.bicep': `module m 'link.bicep' = {}\nmodule n 'round.bicep' = {}\n${vault}`,
  });
  symlinkSync('gone.bicep', path.join(folder, 'link.bicep'));
  symlinkSync('round.bicep', path.join(folder, 'round.bicep'));
  const { problems, findings } = check(folder, 'main.bicep');
  assert.deepEqual(problems, [
    `main.bicep:1: 'link.bicep' warning file-missing: There is no "link.bicep": values from it are unknown.`,
    `main.bicep:2: 'round.bicep' warning file-unreadable: "round.bicep" can't be read.`,
  ]);
  assert.deepEqual(findings, found('main.bicep', 5));
});

test('reach lists what Azure refuses of a network, and says where nothing has an address', (context) => {
  const folder = folderWith(context, {
    'main.bicep': `resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
    subnets: [
      { name: 'web', properties: { addressPrefix: '10.0.1.0/24' } }
      { name: 'app', properties: { addressPrefix: '10.0.300.0/24' } }
    ]
  }
}
`,
  });
  const reach = (...words: readonly string[]) => commandsIn(folder)('reach', 'main.bicep', '--from', 'web', ...words);
  const refused = '"10.0.300.0/24" of app is not an address prefix';
  assert.match(
    reach('--to', 'internet').output,
    new RegExp(`\n {2}Azure refuses:\n {4}${refused} {2}main\\.bicep:7:51\n$`),
  );
  assert.deepEqual(JSON.parse(reach('--to', 'internet', '--format', 'json').output).refused, [
    {
      text: refused,
      file: 'main.bicep',
      range: { start: { line: 6, character: 50 }, end: { line: 6, character: 65 } },
    },
  ]);
  assert.deepEqual(reach('--to', 'app'), {
    code: 2,
    output: '',
    errors: ['zero-trust: no address of app in main.bicep is known'],
  });
});
