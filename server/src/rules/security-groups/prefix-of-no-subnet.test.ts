import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { securityGroup, securityRule } from '../../../../test/network-fixture.ts';
import { prefixOfNoSubnet as rule } from './prefix-of-no-subnet.ts';

const network = `
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
    subnets: [
      { name: 'app', properties: { addressPrefix: '10.0.1.0/24' } }
      { name: 'data', properties: { addressPrefix: '10.0.2.0/24', networkSecurityGroup: { id: group.id } } }
    ]
  }
}
`;

/** A rule with this source, and a finding at it. */
function fixture(source: string, finding = '', access = 'Allow'): string {
  const plain = securityGroup(securityRule('AllowSql', { access, priority: 105, sourceAddressPrefix: 'X' }));
  const marker = finding === '' ? '' : `//                   ${'^'.repeat(source.length)} ${finding}\n`;
  return plain.replace("sourceAddressPrefix: 'X', ", `\nsourceAddressPrefix: ${source}\n${marker}`) + network;
}

test('addresses that no subnet has', () => {
  checkRule(
    rule,
    fixture(
      "'10.0.3.0/24'",
      'warning: AllowSql names 10.0.3.0/24, which lies in spoke, but no subnet there has an address of it.',
    ),
  );
  checkRule(rule, fixture("'10.0.9.4'", 'warning: AllowSql names 10.0.9.4'));
});

test('a network that is handed out may get more subnets', () => {
  checkRule(rule, `${fixture("'10.0.3.0/24'", 'hint: AllowSql names 10.0.3.0/24')}\noutput id string = network.id\n`);
});

test('addresses of subnets, of other networks, and tags', () => {
  for (const source of ["'10.0.1.0/24'", "'10.0.1.4'", "'10.0.0.0/16'", "'10.9.0.0/24'", "'VirtualNetwork'", "'*'"])
    checkRule(rule, fixture(source));
  checkRule(rule, fixture("'10.0.3.0/24'", '', 'Deny'));
});

test('what is unknown accuses nobody', () => {
  checkRule(rule, `param source string\n${fixture('source')}`);
  checkRule(rule, `param prefix string\n${fixture("'10.0.3.0/24'").replace("'10.0.1.0/24'", 'prefix')}`);
  checkRule(rule, `param more array\n${fixture("'10.0.3.0/24'").replace("['10.0.0.0/16']", 'more')}`);
  checkRule(rule, fixture("'10.0.3.0/24'").replace('networkSecurityGroup: { id: group.id }', ''));
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
