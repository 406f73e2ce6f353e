import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Configuration } from '../config/configuration.ts';
import { createEngine } from './engine.ts';
import { ignoreEdits } from './ignore-edit.ts';
import type { SourceFile } from './model.ts';
import { reasonPlaceholder } from './suppressions.ts';

const ruleId = 'no-public-network-access';

function fileOf(text: string, path = text.trimStart().startsWith('{') ? 'main.json' : 'main.bicep'): SourceFile {
  return { path, text, format: path.endsWith('.bicep') ? 'bicep' : 'json' };
}

/** The places in which the rule speaks, and what is said of suppressions, each as `"text": ...`. */
function told(text: string, configuration: Configuration = { rules: {} }, path?: string): readonly string[] {
  const { findings, problems } = createEngine().analyze(fileOf(text, path), configuration);
  return [
    ...findings
      .filter((finding) => finding.ruleId === ruleId)
      .map(({ at: { span } }) => text.slice(span.start, span.end)),
    ...problems
      .filter(({ code }) => code === 'suppression')
      .map(({ span, severity, message }) => `${severity} "${text.slice(span.start, span.end)}": ${message}`),
  ];
}

const vault = (before = '', inside = ''): string => `
${before}resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'kv'
  properties: {
${inside}    publicNetworkAccess: 'Enabled'
  }
}
`;

const armVault = (more: string, value = '"Enabled"'): string => `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "resources": [
    {
      "type": "Microsoft.KeyVault/vaults",
      "apiVersion": "2023-07-01",
      "name": "kv",
${more}      "properties": {
        "publicNetworkAccess": ${value}
      }
    }
  ]
}
`;

test('a comment with a reason on the line before ignores a rule there', () => {
  assert.deepEqual(told(vault()), ["'Enabled'"]);
  for (const lineBreak of ['\n', '\r\n', '\r']) {
    const text = vault('', `    // zt-ignore ${ruleId}: partners come from the Internet\n`).replaceAll('\n', lineBreak);
    assert.deepEqual(told(text), []);
  }
  const several = vault('', `    //zt-ignore subnet-without-nsg, ${ruleId} : why: both\n`);
  assert.deepEqual(told(several), [
    'hint "subnet-without-nsg": Nothing is ignored here: there is no finding of subnet-without-nsg.',
  ]);
});

test('further comments, empty lines and decorators may stand between', () => {
  const missing = (before: string): string => `
${before}resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'kv'
}
`;
  assert.deepEqual(told(missing('')), ['vault']);
  const before = `// zt-ignore ${ruleId}: a reason\n\n// zt-ignore no-private-endpoint: another\n@description('d')\n`;
  assert.deepEqual(
    told(missing(before)).filter((text) => !text.includes('no-private-endpoint')),
    [],
  );
});

test('without a reason nothing is ignored, and that is said', () => {
  for (const comment of [
    `// zt-ignore ${ruleId}`,
    `// zt-ignore ${ruleId}:  `,
    `// zt-ignore ${ruleId}: ${reasonPlaceholder}`,
  ])
    assert.deepEqual(told(vault('', `    ${comment}\n`)), [
      "'Enabled'",
      `warning "${ruleId}": ${ruleId} is only ignored with a reason: write why behind the colon.`,
    ]);
  assert.deepEqual(told(vault('', '    // zt-ignore\n')), [
    "'Enabled'",
    'warning "zt-ignore": Which rule is ignored? Write its id, a colon and why.',
  ]);
});

test('an unknown rule is named, and one that ignores nothing is a hint', () => {
  assert.deepEqual(told(vault('// zt-ignore no-such: why\n')), [
    "'Enabled'",
    'warning "no-such": No rule is called "no-such".',
  ]);
  const unused = [`hint "${ruleId}": Nothing is ignored here: there is no finding of ${ruleId}.`];
  assert.deepEqual(told(vault(`// zt-ignore ${ruleId}: why\n`)), ["'Enabled'", ...unused]);
  assert.deepEqual(told(`// zt-ignore ${ruleId}: why`), unused);
});

test('what is off, or may yet be found behind a syntax error, is not called unused', () => {
  const text = `// zt-ignore ${ruleId}: why\nparam a string\n`;
  assert.deepEqual(told(text, { rules: { [ruleId]: 'off' } }), []);
  assert.deepEqual(told(`${text}resource x = {`), []);
});

test('other comments, strings and the end of a line ask for nothing', () => {
  for (const comment of [
    `/* zt-ignore ${ruleId}: why */`,
    `// see zt-ignore ${ruleId}: why`,
    `// zt-ignored ${ruleId}: why`,
    `tenantId: 'x' // zt-ignore ${ruleId}: why`,
  ])
    assert.deepEqual(told(vault('', `    ${comment}\n`)), ["'Enabled'"], comment);
  const text = vault("var text = '''\n// zt-ignore no-public-network-access: why\n'''\n");
  assert.deepEqual(told(text), ["'Enabled'"]);
});

test('JSON with comments takes the comment, and strict JSON an entry in the metadata of the resource', () => {
  assert.deepEqual(told(armVault('')), ['"Enabled"']);
  const comment = armVault('', `"Enabled"`).replace(
    '        "public',
    `        // zt-ignore ${ruleId}: why\n        "public`,
  );
  assert.deepEqual(told(comment), []);
  const metadata = (reason: string): string =>
    armVault(`      "metadata": { "zt-ignore": { "${ruleId}": ${reason} } },\n`);
  assert.deepEqual(told(metadata('"why"')), []);
  for (const reason of ['""', 'true', 'null'])
    assert.deepEqual(told(metadata(reason)), [
      '"Enabled"',
      `warning ""${ruleId}"": ${ruleId} is only ignored with a reason: write why behind the colon.`,
    ]);
  assert.deepEqual(told(metadata('"why"').replace('Enabled', 'Disabled')), [
    `hint ""${ruleId}"": Nothing is ignored here: there is no finding of ${ruleId}.`,
  ]);
  assert.deepEqual(told(armVault(`      "tags": { "zt-ignore": { "${ruleId}": "why" } },\n`)), ['"Enabled"']);
});

/** The text once the finding of the rule is ignored as the editor offers it, with a reason. */
function ignored(text: string, path?: string): string | null {
  const file = fileOf(text, path);
  const finding = createEngine()
    .analyze(file, { rules: {} })
    .findings.find((candidate) => candidate.ruleId === ruleId);
  assert.ok(finding);
  const edit = ignoreEdits(file)(finding);
  if (edit === null) return null;
  const { offset, before, after } = edit;
  return `${text.slice(0, offset)}${before}why${after}${text.slice(offset)}`;
}

test('the offered edit is written as the file is, and ignores the finding', () => {
  for (const lineBreak of ['\n', '\r\n']) {
    const broken = (text: string): string => text.replaceAll('\n', lineBreak);
    const bicep = ignored(broken(vault()).replaceAll('  ', '\t'));
    assert.equal(bicep, broken(vault('', `    // zt-ignore ${ruleId}: why\n`)).replaceAll('  ', '\t'));
    const json = ignored(broken(armVault('')));
    assert.equal(json, broken(armVault(`      "metadata": { "zt-ignore": { "${ruleId}": "why" } },\n`)));
    assert.deepEqual(told(json ?? ''), []);
  }
});

test('in JSON the edit joins what is there', () => {
  const inEntry = ignored(armVault('      "metadata": { "zt-ignore": { "other": "x" } },\n'));
  assert.ok(inEntry?.includes(`"metadata": { "zt-ignore": { "${ruleId}": "why", "other": "x" } },`));
  const inMetadata = ignored(armVault('      "metadata": {\n        "a": 1\n      },\n'));
  assert.ok(
    inMetadata?.includes(`      "metadata": {\n        "zt-ignore": { "${ruleId}": "why" },\n        "a": 1\n      },`),
  );
  const empty = ignored(armVault('      "metadata": {},\n'));
  assert.ok(empty?.includes(`      "metadata": { "zt-ignore": { "${ruleId}": "why" } },`));
  for (const text of [inEntry, inMetadata, empty]) assert.ok(!told(text ?? '').includes('"Enabled"'));
  const oneLine = ignored(JSON.stringify(JSON.parse(armVault(''))));
  assert.ok(oneLine?.includes(`"name":"kv","metadata": { "zt-ignore": { "${ruleId}": "why" } }, "properties"`));
});

test('a file that has comments gets one, and a value outside of any resource has no place in strict JSON', () => {
  const commented = ignored(armVault('      // the vault\n'));
  assert.ok(commented?.includes(`        // zt-ignore ${ruleId}: why\n        "publicNetworkAccess"`));
  assert.ok(ignored(armVault(''), 'main.jsonc')?.includes(`// zt-ignore ${ruleId}: why`));
  const byVariable = armVault('', `"[variables('access')]"`).replace(
    '  "resources"',
    '  "variables": { "access": "Enabled" },\n  "resources"',
  );
  assert.equal(ignored(byVariable), null);
  const byDefault = armVault('', `"[parameters('access')]"`).replace(
    '  "resources"',
    '  "parameters": { "access": { "type": "string", "defaultValue": "Enabled" } },\n  "resources"',
  );
  assert.ok(ignored(byDefault)?.includes(`"access": { "metadata": { "zt-ignore": { "${ruleId}": "why" } }, "type"`));
});
