import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRule, relatedTexts } from '../../../../test/check-rule.ts';
import { type RuleFields, securityGroup, securityRule } from '../../../../test/network-fixture.ts';
import { mixedAddressFamilies } from './mixed-address-families.ts';

const rule = mixedAddressFamilies;

function child(source: string, destination: string, finding?: string): string {
  const line = `    destinationAddressPrefix: ${destination}`;
  const marker =
    finding === undefined
      ? ''
      : `    //${' '.repeat(line.length - destination.length - 6)}${'^'.repeat(destination.length)} ${finding}\n`;
  return `
resource b 'Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01' = {
  name: 'nsg/AllowWeb'
  properties: {
    priority: 100
    sourceAddressPrefix: ${source}
${line}
${marker}    direction: 'Inbound'
  }
}
`;
}

test('both families across the sides are reported', () => {
  checkRule(
    rule,
    child("'10.0.0.0/8'", "'fd00::/8'", 'error: AllowWeb names 10.0.0.0/8 (IPv4) and fd00::/8 (IPv6). Azure refuses'),
  );
  checkRule(rule, child("'::/0'", "'10.0.1.4'", 'error: AllowWeb names ::/0 (IPv6) and 10.0.1.4 (IPv4).'));
});

test('both families in one list are reported', () => {
  checkRule(
    rule,
    `
resource b 'Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01' = {
  name: 'nsg/AllowWeb'
  properties: {
    sourceAddressPrefixes: ['0.0.0.0/0', '::/0']
    //                                   ^^^^^^ error: AllowWeb names 0.0.0.0/0 (IPv4) and ::/0 (IPv6)
  }
}
`,
  );
});

test('one family, tags and * are silent', () => {
  const silent: readonly (readonly [string, string])[] = [
    ["'10.0.0.0/8'", "'10.0.1.0/24'"],
    ["'fd00::/8'", "'fd00:1::/64'"],
    ["'fd00::/8'", "'*'"],
    ["'Internet'", "'fd00:1::/64'"],
    ["'VirtualNetwork'", "'10.0.0.0/8'"],
  ];
  for (const [source, destination] of silent) checkRule(rule, child(source, destination));
  const lists: readonly RuleFields[] = [{ sourceAddressPrefixes: ['10.0.0.0/8', '10.1.0.4'], sourceAddressPrefix: '' }];
  for (const fields of lists) checkRule(rule, securityGroup(securityRule('A', fields)));
});

test('what is unknown accuses nobody', () => {
  checkRule(rule, `param prefix string\n${child('prefix', "'fd00::/8'")}`);
  checkRule(
    rule,
    `param prefixes array\n${securityGroup(securityRule('A').replace("sourceAddressPrefix: '*'", 'sourceAddressPrefixes: prefixes'))}`,
  );
});

test('the finding leads to the address of the other family', () => {
  assert.deepEqual(relatedTexts(rule, child("'10.0.0.0/8'", "'fd00::/8'")), [
    "'10.0.0.0/8': 10.0.0.0/8 (IPv4) is of the other family.",
  ]);
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
