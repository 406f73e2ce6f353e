import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Configuration } from '../config/configuration.ts';
import { createEngine } from './engine.ts';
import type { SourceFile } from './model.ts';

const defaults: Configuration = { rules: {} };

/** Findings as `line: severity rule message`, all others turned off. */
function accessFindings(text: string, rules: Configuration['rules'] = {}): readonly string[] {
  const file: SourceFile = { path: 'main', text, format: text.startsWith('{') ? 'json' : 'bicep' };
  const { findings } = createEngine().analyze(file, { rules: { ...rules, 'no-private-endpoint': 'off' } });
  return findings.map((finding) => {
    const line = text.slice(0, finding.at.span.start).split('\n').length;
    return `${line}: ${finding.severity} ${finding.ruleId}${finding.instances > 1 ? ` x${finding.instances}` : ''}`;
  });
}

function messageOf(text: string): string {
  const { findings } = createEngine().analyze({ path: 'main', text, format: 'bicep' }, defaults);
  return findings.find((finding) => finding.ruleId === 'no-public-network-access')?.message ?? 'none';
}

const vault = (access: string) => `resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: 'kv'
  properties: {
    publicNetworkAccess: ${access}
  }
}
`;

test('certain: each alternative breaks the rule', () => {
  assert.deepEqual(accessFindings(vault(`'Enabled'`)), ['4: warning no-public-network-access']);
  assert.deepEqual(accessFindings(`param a bool\n${vault(`a ? 'Enabled' : 'enabled'`)}`), [
    '5: warning no-public-network-access',
  ]);
});

test('possible: some alternative does, and the message names what it depends on', () => {
  const text = `param isOpen bool\n${vault(`isOpen ? 'Enabled' : 'Disabled'`)}`;
  assert.deepEqual(accessFindings(text), ['5: hint no-public-network-access']);
  assert.match(messageOf(text), /This depends on parameter isOpen\./);
});

test('possible: conditions that make no difference are not told', () => {
  const access = `isLoud ? (isOpen ? 'Enabled' : 'Disabled') : (isOpen ? 'enabled' : 'disabled')`;
  const text = `param isLoud bool\nparam isOpen bool\n${vault(access)}`;
  assert.match(messageOf(text), /This depends on parameter isOpen\./);
  const both = `param isLoud bool\nparam isOpen bool\n${vault(`isLoud && isOpen ? 'Enabled' : 'Disabled'`)}`;
  assert.match(messageOf(both), /This depends on parameter isLoud and parameter isOpen\./);
  const either = `param isLoud bool\nparam isOpen bool\n${vault(`isLoud || isOpen ? 'Enabled' : 'Disabled'`)}`;
  assert.match(messageOf(either), /This depends on parameter isLoud\./);
});

test('silent: only unknowns, or none', () => {
  assert.deepEqual(accessFindings(`param access string\n${vault('access')}`), []);
  assert.deepEqual(accessFindings(vault(`'Disabled'`)), []);
});

test('a default decides, at the place of the default, and the message says so', () => {
  const text = `param access string = 'Enabled'\n${vault('access')}`;
  assert.deepEqual(accessFindings(text), ['1: warning no-public-network-access']);
  assert.match(messageOf(text), /by default/);
});

test('a condition of the resource does not make its breach doubtful', () => {
  const text = `param deployIt bool\n${vault(`'Enabled'`).replace('= {', '= if (deployIt) {')}`;
  assert.deepEqual(accessFindings(text), ['5: warning no-public-network-access']);
  assert.match(messageOf(text), /The resource is deployed on a condition\./);
});

test('one text that decides several resources is one finding with a count', () => {
  const text = `resource vaults 'Microsoft.KeyVault/vaults@2024-11-01' = [for name in ['a', 'b', 'c']: {
  name: name
  properties: { publicNetworkAccess: 'Enabled' }
}]
`;
  assert.deepEqual(accessFindings(text), ['3: warning no-public-network-access x3']);
  assert.match(messageOf(text), /The same text decides 3 resources\./);
});

test('settings change severities and turn rules off; what is only possible stays a hint', () => {
  assert.deepEqual(accessFindings(vault(`'Enabled'`), { 'no-public-network-access': 'error' }), [
    '4: error no-public-network-access',
  ]);
  assert.deepEqual(accessFindings(vault(`'Enabled'`), { 'no-public-network-access': 'off' }), []);
  assert.deepEqual(
    accessFindings(`param isOpen bool\n${vault(`isOpen ? 'Enabled' : 'Disabled'`)}`, {
      'no-public-network-access': 'error',
    }),
    ['5: hint no-public-network-access'],
  );
});

test('#disable-next-line silences the line below it, and nothing else', () => {
  const silenced = vault(`'Enabled'`).replace(
    '    publicNetworkAccess',
    '    #disable-next-line no-public-network-access\n    publicNetworkAccess',
  );
  assert.deepEqual(accessFindings(silenced), []);
  const other = silenced.replace('next-line no-public-network-access', 'next-line no-hardcoded-location');
  assert.deepEqual(accessFindings(other), ['5: warning no-public-network-access']);
});

test('a finding survives a syntax error elsewhere', () => {
  const broken = `resource other 'Microsoft.Storage/storageAccounts@2023-05-01' = {\n  name: \n  properties: {\n\n${vault(`'Enabled'`)}`;
  assert.ok(accessFindings(broken).includes('8: warning no-public-network-access'));
});

test('the answers depend on nothing but the arguments', () => {
  const files: SourceFile[] = [
    { path: 'a', text: vault(`'Enabled'`), format: 'bicep' },
    { path: 'b', text: vault(`'Disabled'`), format: 'bicep' },
    { path: 'c', text: '{ "name": "no template" }', format: 'json' },
    { path: 'd', text: '', format: 'bicep' },
  ];
  const used = createEngine();
  for (const file of [...files, ...files].reverse()) used.topology(file, defaults);
  for (const file of files) {
    assert.deepEqual(used.analyze(file, defaults), createEngine().analyze(file, defaults));
    assert.deepEqual(used.topology(file, defaults), createEngine().topology(file, defaults));
  }
});

test('a file that is no template has no language, and nothing is said about it', () => {
  const { language, problems, findings } = createEngine().analyze(
    { path: 'x', text: '{ "a": [', format: 'json' },
    defaults,
  );
  assert.deepEqual([language, problems, findings], [null, [], []]);
});
