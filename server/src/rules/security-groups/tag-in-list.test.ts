import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule, repairTitles } from '../../../../test/check-rule.ts';
import { securityGroup, securityRule } from '../../../../test/network-fixture.ts';
import { tagInList } from './tag-in-list.ts';

const rule = tagInList;

function sources(list: string, finding?: string): string {
  const line = `    sourceAddressPrefixes: ${list}`;
  const [, before = '', value = ''] =
    /^(.*?)(\*|'(?:\*|Any|[A-Za-z][\w.]*)')/.exec(line.replace(/'[0-9][^']*'/g, (text) => '~'.repeat(text.length))) ??
    [];
  const marker =
    finding === undefined ? '' : `    //${' '.repeat(before.length - 6)}${'^'.repeat(value.length)} ${finding}\n`;
  return `
resource b 'Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01' = {
  name: 'nsg/AllowWeb'
  properties: {
    priority: 100
${line}
${marker}    direction: 'Inbound'
  }
}
`;
}

test('a service tag in a list is reported', () => {
  for (const tag of ['VirtualNetwork', 'Internet', 'AzureLoadBalancer', 'Storage.WestEurope', 'AzureFrontDoor.Backend'])
    checkRule(
      rule,
      sources(
        `['10.0.1.0/24', '${tag}']`,
        `error: sourceAddressPrefixes of AllowWeb holds the service tag ${tag}. Azure refuses`,
      ),
    );
});

test('* in a list is reported', () => {
  checkRule(
    rule,
    sources(
      "['*']",
      'error: sourceAddressPrefixes of AllowWeb holds *. Azure refuses this in a list of addresses. Write it in sourceAddressPrefix.',
    ),
  );
});

test('addresses in lists, and tags in the singular property, are silent', () => {
  checkRule(rule, sources("['10.0.1.0/24', '192.168.0.4', '10.0.0.1-10.0.0.9', 'fd00::/8']"));
  checkRule(rule, sources('[]'));
  for (const sourceAddressPrefix of ['*', 'VirtualNetwork', 'Storage'])
    checkRule(rule, securityGroup(securityRule('A', { sourceAddressPrefix })));
});

test('what is unknown accuses nobody', () => {
  checkRule(rule, `param prefix string\n${sources("[prefix, '10.0.0.0/8']")}`);
  checkRule(rule, `param prefixes array\n${sources('prefixes')}`);
  checkRule(rule, sources("['<prefix of the hub>']"));
});

test('the repair writes one value in the singular property', () => {
  checkRepair(
    rule,
    securityGroup(securityRule('A', { destinationAddressPrefix: '', destinationAddressPrefixes: ['VirtualNetwork'] })),
    'Move VirtualNetwork to destinationAddressPrefix of A',
    securityGroup(securityRule('A', { destinationAddressPrefix: 'VirtualNetwork' })).replace(
      /destinationAddressPrefix: .*, (destinationPortRange: '\*')/,
      "destinationAddressPrefix: 'VirtualNetwork', $1",
    ),
  );
});

test('a tag beside addresses needs a rule of its own, which nobody can name', () => {
  const fields = { sourceAddressPrefix: '', sourceAddressPrefixes: ['10.0.0.0/8', 'Internet'] };
  assert.deepEqual(repairTitles(rule, securityGroup(securityRule('A', fields))), []);
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
