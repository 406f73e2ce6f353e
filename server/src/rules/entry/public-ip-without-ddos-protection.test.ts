import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { publicIpWithoutDdosProtection as rule } from './public-ip-without-ddos-protection.ts';

const address = (settings = ''): string => `
resource address 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: 'pip'
  sku: { name: 'Standard' }
  properties: {
    publicIPAllocationMethod: 'Static'
    ${settings}
  }
}
`;
const network = (more = ''): string =>
  `resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = { name: 'vnet', properties: { ${more} } }\n`;
const header = (text: string, said: string): string => found(text, 'address', said, 'resource address');
const said = 'Neither public IP address pip nor a virtual network of the template has DDoS protection';
const mode = (value: string): string => `ddosSettings: { protectionMode: ${value} }`;

test('an address that inherits no protection, or has it turned off', () => {
  checkRule(rule, header(address() + network(), `information: ${said}`));
  const off = found(
    address(mode("'Disabled'")),
    "'Disabled'",
    'information: DDoS protection of public IP address pip is turned off',
  );
  checkRule(rule, off);
  checkRule(rule, off + network('enableDdosProtection: true'));
});

test('an address alone may inherit it from elsewhere', () => {
  checkRule(
    rule,
    header(
      address(),
      'hint: The public IP address pip has no DDoS protection of its own: unless its virtual network has',
    ),
  );
});

test('an address that has it, or whose network has', () => {
  checkRule(rule, address(mode("'Enabled'")) + network());
  checkRule(rule, address() + network('enableDdosProtection: true'));
  checkRule(rule, `param isProtected bool\n${address()}${network('enableDdosProtection: isProtected')}`);
  checkRule(rule, `param mode string\n${address(mode('mode'))}${network()}`);
});

test('addresses of NAT gateways', () => {
  checkRule(
    rule,
    `${address()}${network()}resource nat 'Microsoft.Network/natGateways@2024-05-01' = { name: 'nat', properties: { publicIpAddresses: [{ id: address.id }] } }\n`,
  );
});

test('it is enabled for the address', () => {
  const before = address(mode("'Disabled'"));
  checkRepair(rule, before, 'Set protectionMode of pip to Enabled', before.replace('Disabled', 'Enabled'));
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
