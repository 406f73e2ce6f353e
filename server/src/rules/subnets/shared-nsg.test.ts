import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { endpointOf, markedAt } from '../../../../test/endpoint-fixture.ts';
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

test('subnets of two tiers', () => {
  checkRule(
    rule,
    markedAt(
      'group',
      network(subnet('one', 1, app), subnet('two', 2, data)),
      'warning: nsg is the network security group of one and two, which differ in what they need.',
    ),
  );
});

test('subnets whose tiers only names tell', () => {
  checkRule(
    rule,
    markedAt(
      'group',
      network(subnet('web', 1), subnet('sql', 2)),
      'hint: nsg is the network security group of web and sql',
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
