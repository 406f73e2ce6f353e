import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { snippetFiles } from '../scripts/generate-snippets.ts';
import { attempt } from '../server/src/deployment/alternatives.ts';
import { createEngine } from '../server/src/service/engine.ts';
import type { FileAnalysis, SourceFile } from '../server/src/service/model.ts';
import { deploymentOf } from '../test/deployment.ts';
import { contributedSnippets, type SnippetTemplate, snippetTemplates } from '../test/snippet-templates.ts';

const root = path.resolve(import.meta.dirname, '..');
const templates = snippetTemplates();

function analyze(file: SourceFile): FileAnalysis {
  return createEngine().analyze(file, { rules: {} });
}

/** What the engine says of a file, one line each. */
function complaints(file: SourceFile): string[] {
  const { language, problems, findings } = analyze(file);
  const lines = [...problems.map(({ message }) => message), ...findings.map(({ message }) => message)];
  return (language === null ? ['no template', ...lines] : lines).map((line) => `${file.path}: ${line}`);
}

function templateOf(prefix: string, form: SnippetTemplate['form']): SourceFile {
  const found = templates.find((template) => template.prefix === prefix && template.form === form);
  assert.ok(found, `${prefix} exists as ${form}`);
  return found.file;
}

test('the generated files are up to date', () => {
  for (const { path: name, text } of snippetFiles()) {
    assert.equal(readFileSync(path.join(root, name), 'utf8').replaceAll('\r\n', '\n'), text, name);
  }
});

test('every snippet comes in Bicep and in both forms of ARM JSON', () => {
  const prefixes = Object.values(contributedSnippets()).map(({ prefix }) => prefix);
  assert.deepEqual(prefixes, [
    'zt-nsg',
    'zt-asg',
    'zt-spoke',
    'zt-private-endpoint',
    'zt-storage',
    'zt-sql',
    'zt-key-vault',
    'zt-web-app',
    'zt-network-role',
    'zt-network-role-subscription',
  ]);
  for (const form of ['bicep', 'elements', 'members']) {
    const found = templates.filter((template) => template.form === form).map(({ prefix }) => prefix);
    assert.deepEqual(found.toSorted(), prefixes.toSorted(), form);
  }
});

function isOfZone(line: string): boolean {
  return /writes its address into \S+, but the name of the service leads to /.test(line);
}

test('every snippet parses without a problem and gives no finding, whatever is chosen', () => {
  for (const { file } of [...templates, ...snippetTemplates(1), ...snippetTemplates(4)]) {
    // The n-th type of services, the n-th group id and the n-th zone need not belong together; then that is what is told.
    const told = (text: string): string[] =>
      complaints({ ...file, text }).filter((line) => templates.some((each) => each.file === file) || !isOfZone(line));
    assert.deepEqual(told(file.text), []);
    assert.deepEqual(told(file.text.replaceAll('\n', '\r\n')), []);
    if (file.format === 'json') assert.doesNotThrow(() => JSON.parse(file.text), file.path);
  }
});

test('the same snippets give findings once they are weakened', () => {
  const weakened: [string, RegExp, string][] = [
    ['zt-spoke', /Deny(?!A)/g, 'Allow'],
    ['zt-spoke', /networkSecurityGroup\b(?!s)/g, 'routeTable'],
    ['zt-storage', /publicNetworkAccess('|")?: ('|")Disabled/g, 'publicNetworkAccess$1: $2Enabled'],
    ['zt-sql', /publicNetworkAccess('|")?: ('|")Disabled/g, 'publicNetworkAccess$1: $2Enabled'],
    ['zt-key-vault', /publicNetworkAccess('|")?: ('|")Disabled/g, 'publicNetworkAccess$1: $2Enabled'],
    ['zt-web-app', /publicNetworkAccess('|")?: ('|")Disabled/g, 'publicNetworkAccess$1: $2Enabled'],
    ['zt-storage', /privateLinkServiceId/g, 'otherId'],
    ['zt-sql', /privateLinkServiceId/g, 'otherId'],
    ['zt-key-vault', /privateLinkServiceId/g, 'otherId'],
    ['zt-web-app', /privateLinkServiceId/g, 'otherId'],
  ];
  for (const [prefix, secure, weak] of weakened) {
    for (const form of ['bicep', 'elements', 'members'] as const) {
      const file = templateOf(prefix, form);
      const text = file.text.replaceAll(secure, weak);
      assert.notDeepEqual(complaints({ ...file, text }), [], `${file.path} with ${weak}`);
    }
  }
});

test('both languages declare the same resources', () => {
  const declared = (file: SourceFile): string[] => {
    const deployment = deploymentOf(file.text);
    const views = deployment.keys.flatMap((key) => deployment.viewOf(key) ?? []);
    return views.map((view) => `${view.type}@${view.apiVersion} ${attempt(() => view.name) ?? ''}`).sort();
  };
  for (const { prefix, form, file } of templates) {
    if (form !== 'bicep') assert.deepEqual(declared(file), declared(templateOf(prefix, 'bicep')), file.path);
  }
});

test('the deny rules have the fields that the articles give', () => {
  const deployment = deploymentOf(templateOf('zt-nsg', 'elements').text);
  const rules = deployment.keys
    .flatMap((key) => deployment.viewOf(key) ?? [])
    .filter((view) => view.label.startsWith('DenyAll'))
    .map((view) => ({ name: view.name, properties: view.read('properties') }));
  const denied = (direction: 'Inbound' | 'Outbound') => ({
    name: `DenyAll${direction}`,
    properties: {
      description: `Denies all ${direction.toLowerCase()} traffic unless specifically allowed.`,
      priority: 4096,
      direction,
      access: 'Deny',
      protocol: '*',
      sourceAddressPrefix: '*',
      sourcePortRange: '*',
      destinationAddressPrefix: '*',
      destinationPortRange: '*',
    },
  });
  assert.deepEqual(rules, [denied('Inbound'), denied('Outbound')]);
});

test('the building blocks of a workload fit into one file', () => {
  const blocks = ['zt-spoke', 'zt-storage', 'zt-sql', 'zt-key-vault', 'zt-web-app', 'zt-network-role'];
  const bicep = blocks.map((prefix) => templateOf(prefix, 'bicep').text).join('\n');
  const names = [...bicep.matchAll(/^(?:param|resource) (\w+)/gm)].map((match) => match[1]);
  assert.deepEqual(names, [...new Set(names)]);
  assert.deepEqual(complaints({ path: 'main.bicep', text: bicep, format: 'bicep' }), []);

  const resources = Object.assign(
    {},
    ...blocks.map((prefix) => JSON.parse(templateOf(prefix, 'members').text).resources),
  );
  const merged = { ...JSON.parse(templateOf('zt-spoke', 'members').text), resources };
  assert.equal(Object.keys(resources).length, [...bicep.matchAll(/^resource /gm)].length);
  assert.deepEqual(complaints({ path: 'main.json', text: JSON.stringify(merged), format: 'json' }), []);
});

test('placeholders come in order', () => {
  for (const [title, { body }] of Object.entries(contributedSnippets())) {
    const numbers = [...body.join('\n').matchAll(/(?<!\\)\$\{(\d+)[:|]/g)].map((match) => Number(match[1]));
    assert.deepEqual(
      numbers,
      numbers.toSorted((a, b) => a - b),
      title,
    );
  }
});
