import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { virtualNetworkNotEncrypted as rule } from './virtual-network-not-encrypted.ts';

const network = (more = ''): string => `
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet'
  properties: {
    addressSpace: { addressPrefixes: ['10.1.0.0/16'] }
    ${more}
  }
}
`;
const said = 'hint: Virtual network vnet does not encrypt what its machines send each other.';

test('not set, or turned off', () => {
  checkRule(rule, found(network(), 'network', said, 'resource network'));
  checkRule(rule, found(network("encryption: { enabled: false, enforcement: 'AllowUnencrypted' }"), 'false', said));
});

test('turned on, not known, or only referred to', () => {
  checkRule(rule, network("encryption: { enabled: true, enforcement: 'AllowUnencrypted' }"));
  checkRule(rule, `param isOn bool\n${network('encryption: { enabled: isOn }')}`);
  checkRule(rule, "resource network 'Microsoft.Network/virtualNetworks@2024-05-01' existing = { name: 'vnet' }");
});

test('templates with what does not work in an encrypted network', () => {
  checkRule(
    rule,
    `${network()}resource service 'Microsoft.Network/privateLinkServices@2024-05-01' = { name: 'pls' }\n`,
  );
  checkRule(rule, `${network()}resource resolver 'Microsoft.Network/dnsResolvers@2022-07-01' = { name: 'dns' }\n`);
});

test('it is turned on', () => {
  const before = network('encryption: { enabled: false }');
  checkRepair(rule, before, 'Turn on encryption of vnet', before.replace('false', 'true'));
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
