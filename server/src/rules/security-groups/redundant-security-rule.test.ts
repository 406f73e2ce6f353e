import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRule, relatedTexts } from '../../../../test/check-rule.ts';
import { type RuleFields, securityGroup, securityRule, subnetOf } from '../../../../test/network-fixture.ts';
import { redundantSecurityRule } from './redundant-security-rule.ts';

const rule = redundantSecurityRule;
const allow = (name: string, fields: RuleFields = {}) =>
  securityRule(name, { priority: 100, access: 'Allow', protocol: 'Tcp', destinationPortRange: '443', ...fields });
const denyAll = securityRule('DenyAll');

function marked(text: string, finding: string): string {
  const name = /name: ('[^']*')/.exec(text)?.[1] ?? '';
  return `${text}\n      //${' '.repeat(text.indexOf(name) - 2)}${'^'.repeat(name.length)} ${finding}`;
}

const narrow = allow('Narrow', { sourceAddressPrefix: '10.0.1.0/24' });
const wide = allow('Wide', { priority: 200, sourceAddressPrefix: '10.0.0.0/16' });

test('an allow in front of a wider allow is reported', () => {
  checkRule(
    rule,
    securityGroup(
      marked(narrow, 'hint: Narrow (100) changes nothing: without it Wide (200) would allow the same.'),
      wide,
      denyAll,
    ),
  );
});

test('a deny in front of a complete deny is a guard', () => {
  const deny = securityRule('DenyRdp', { priority: 300, destinationPortRange: '3389' });
  checkRule(rule, securityGroup(wide, deny, denyAll));
});

test('the finding leads to the rule that would do', () => {
  assert.deepEqual(relatedTexts(rule, securityGroup(narrow, wide, denyAll)), [
    "'Wide': Wide (200) would allow the same.",
  ]);
});

test('rules that matter are silent', () => {
  checkRule(rule, securityGroup(narrow, denyAll));
  checkRule(
    rule,
    securityGroup(
      wide,
      allow('Other', { priority: 300, sourceAddressPrefix: '10.0.1.0/24', destinationPortRange: '80' }),
      denyAll,
    ),
  );
  const deny = securityRule('DenyOne', {
    priority: 150,
    destinationPortRange: '443',
    sourceAddressPrefix: '10.0.2.0/24',
  });
  checkRule(rule, securityGroup(narrow, deny, wide, denyAll).replace(narrow, ''));
});

test('what default rules would do is silent', () => {
  checkRule(
    rule,
    securityGroup(
      allow('FromNetwork', { sourceAddressPrefix: 'VirtualNetwork', destinationAddressPrefix: 'VirtualNetwork' }),
    ),
  );
  checkRule(
    rule,
    securityGroup(
      allow('Probes', { sourceAddressPrefix: 'AzureLoadBalancer', protocol: '*', destinationPortRange: '*' }),
    ),
  );
  checkRule(rule, securityGroup(securityRule('DenyInternet', { sourceAddressPrefix: 'Internet' })));
});

test('what a service demands is silent', () => {
  checkRule(rule, securityGroup(narrow, wide, denyAll) + subnetOf('group.id', 'AzureBastionSubnet'));
  checkRule(
    rule,
    securityGroup(narrow, wide, denyAll, allow('Manager', { priority: 400, sourceAddressPrefix: 'GatewayManager' })),
  );
});

test('what is unknown accuses nobody', () => {
  checkRule(rule, `param rules array\n${securityGroup(narrow, wide, denyAll, '...rules')}`);
  checkRule(rule, `param source string\n${securityGroup(narrow, wide.replace("'10.0.0.0/16'", 'source'), denyAll)}`);
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
