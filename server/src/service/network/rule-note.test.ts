import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { deploymentOf } from '../../../../test/deployment.ts';
import { securityGroup, securityRule, subnetOf } from '../../../../test/network-fixture.ts';
import { securityRulesAt } from './rule-note.ts';

/** The sentences about the rules at the first place of a text. */
function sentencesAt(text: string, place: string): readonly string[] {
  const offset = text.indexOf(place);
  assert.ok(offset >= 0, place);
  return securityRulesAt(deploymentOf(text), 'main', offset).flatMap(({ sentences }) => sentences);
}

const reference = path.resolve(import.meta.dirname, '../../../../test-fixtures/reference');

test('a rule in a network: its tier, what it decides, what flows in the end; in both languages', () => {
  for (const [language, quote] of [
    ['bicep', "'"],
    ['json', '"'],
  ] as const) {
    const text = readFileSync(path.join(reference, `iaas-spoke.${language}`), 'utf8');
    const at = (name: string): readonly string[] => sentencesAt(text, `${quote}${name}${quote}`);
    assert.deepEqual(at('Allow-Web-to-App-Inbound'), [
      'Inbound rule of the tier app.',
      'Allows TCP 443 from web to app.',
      'In the end app is reached by web (TCP 443); nothing else.',
    ]);
  }
});

const allow = { access: 'Allow', protocol: 'Tcp', destinationPortRange: '443' };

test('a rule that rules before it take everything from', () => {
  const text = (first: string): string =>
    securityGroup(
      securityRule('First', { ...allow, access: first, priority: 100, destinationPortRange: '400-500' }),
      securityRule('Second', { ...allow, priority: 110 }),
      securityRule('Never', { ...allow, priority: 120, sourceAddressPrefixes: [], sourceAddressPrefix: '10.0.0.0/24' }),
      securityRule('DenyAllInbound'),
    ) + subnetOf('group.id');
  assert.ok(
    sentencesAt(text('Allow'), "'Second'").includes(
      'Never decides: it is shadowed by First (100), with the same outcome.',
    ),
  );
  assert.ok(
    sentencesAt(text('Deny'), "'Second'").includes(
      'Never decides: First (100) decides all of it before, some of it the other way.',
    ),
  );
});

test('of a group that nobody uses only the rules themselves are spoken of', () => {
  const text = securityGroup(
    securityRule('First', { ...allow, priority: 100 }),
    securityRule('Second', { ...allow, priority: 110 }),
  );
  assert.deepEqual(sentencesAt(text, "'First'"), ['The rules after it would decide the same.']);
  assert.deepEqual(sentencesAt(text, "'Second'"), [
    'Never decides: it is shadowed by First (100), with the same outcome.',
  ]);
});

test('a rule that is there on a condition has its note', () => {
  const rule = securityRule('First', { ...allow, priority: 100 });
  const text = `param open bool\n${securityGroup()
    .replace('securityRules: [', `securityRules: open ? [] : [ ${rule} ]\n//`)
    .replace(/\n {4}\]/, '')}${subnetOf('group.id')}`;
  assert.ok(sentencesAt(text, "'First'").some((sentence) => sentence.startsWith('Inbound rule of the tier app')));
});

test('elsewhere nothing is said', () => {
  const text = securityGroup(securityRule('First', { priority: 100 })) + subnetOf('group.id');
  assert.deepEqual(sentencesAt(text, "name: 'spoke'"), []);
  assert.deepEqual(sentencesAt(text, "name: 'nsg'"), []);
  assert.deepEqual(sentencesAt('param a string', 'param'), []);
});
