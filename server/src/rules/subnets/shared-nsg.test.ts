import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { endpointOf } from '../../../../test/endpoint-fixture.ts';
import { sharedNsg as rule } from './shared-nsg.ts';

const group = `
resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = { name: 'nsg' }
resource own 'Microsoft.Network/networkSecurityGroups@2024-05-01' = { name: 'nsg-own' }
`;

/** A subnet with a group; `service` is what it is delegated to. */
const subnet = (name: string, third: number, service = '', nsg = 'group.id') => `
      {
        name: '${name}'
        properties: {
          addressPrefix: '10.0.${third}.0/24'
          networkSecurityGroup: { id: ${nsg} }
          ${service === '' ? '' : `delegations: [{ name: 'd', properties: { serviceName: '${service}' } }]`}
        }
      }`;
const network = (...subnets: readonly string[]) => `${group}
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: { subnets: [${subnets.join('')}
    ] }
}
`;
const app = 'Microsoft.ContainerInstance/containerGroups';
const data = 'Microsoft.DBforMySQL/flexibleServers';

/** The text with a finding at the group of the last subnet. */
const marked = (text: string, finding: string): string => {
  const line = '          networkSecurityGroup: { id: group.id }\n';
  const end = text.lastIndexOf(line) + line.length;
  return `${text.slice(0, end)}//${' '.repeat(line.indexOf('group.id') - 2)}${'^'.repeat(8)} ${finding}\n${text.slice(end)}`;
};

test('subnets of two tiers', () => {
  checkRule(
    rule,
    marked(
      network(subnet('one', 1, app), subnet('two', 2, data)),
      'warning: nsg is the network security group of one and two, which differ in what they need.',
    ),
  );
});

test('subnets whose tiers only names tell', () => {
  checkRule(
    rule,
    marked(
      network(subnet('web', 1), subnet('sql', 2)),
      'hint: nsg is the network security group of web and sql, which differ in what they need.',
    ),
  );
  checkRule(
    rule,
    marked(
      network(subnet('one', 1), subnet('web-1', 2), subnet('web-2', 3), subnet('sql', 4)),
      'hint: nsg is the network security group of one, web-1 and 2 more',
    ),
  );
});

test('a group for each, and subnets of one tier', () => {
  checkRule(rule, network(subnet('one', 1, app), subnet('two', 2, data, 'own.id')));
  checkRule(rule, network(subnet('one', 1, app), subnet('two', 2, app)));
  checkRule(rule, network(subnet('web-1', 1), subnet('web-2', 2)));
  checkRule(rule, network(subnet('one', 1), subnet('two', 2)));
  checkRule(rule, network(subnet('web', 1), subnet('two', 2)));
});

test('endpoints', () => {
  checkRule(
    rule,
    network(subnet('one', 1, app), subnet('two', 2)) +
      endpointOf("resourceId('Microsoft.KeyVault/vaults', 'v')", 'vault', 'network.properties.subnets[1].id'),
  );
});

test('what is unknown or existing accuses nobody', () => {
  checkRule(rule, `param id string\n${network(subnet('one', 1, app), subnet('two', 2, data, 'id'))}`);
  checkRule(
    rule,
    network(subnet('one', 1, app), subnet('two', 2, data)).replace(
      "' = { name: 'nsg' }",
      "' existing = { name: 'nsg' }",
    ),
  );
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
