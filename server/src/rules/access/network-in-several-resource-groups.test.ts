import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { networkInSeveralResourceGroups as rule } from './network-in-several-resource-groups.ts';

const subnet = (group: string): string => `
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet'
  properties: {
    subnets: [
      { name: 'app', properties: { networkSecurityGroup: { id: ${group} } } }
    ]
  }
}
`;
const gateway = (id: string): string => `
resource gateway 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: 'agw'
  properties: {
    gatewayIPConfigurations: [{ name: 'ip', properties: { subnet: { id: ${id} } } }]
  }
}
`;
const elsewhere = "resourceId('rg-shared', 'Microsoft.Network/networkSecurityGroups', 'nsg')";
const farSubnet = "resourceId('rg-network', 'Microsoft.Network/virtualNetworks/subnets', 'vnet', 'agw')";

test('a group that is named', () => {
  checkRule(rule, found(subnet(elsewhere), elsewhere, 'hint: app and its network security group nsg are in different'));
  checkRule(
    rule,
    found(gateway(farSubnet), farSubnet, 'hint: agw and its subnet agw are in different resource groups'),
  );
});

test('a group by its whole id', () => {
  const id = "'/subscriptions/0/resourceGroups/one/providers/Microsoft.Network/networkSecurityGroups/nsg'";
  checkRule(rule, found(subnet(id), id, 'hint: app and its network security group nsg are in different'));
});

test('the group of the template', () => {
  checkRule(rule, subnet("resourceId('Microsoft.Network/networkSecurityGroups', 'nsg')"));
  checkRule(rule, subnet(elsewhere.replace("'rg-shared'", 'resourceGroup().name')));
  checkRule(
    rule,
    `resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = { name: 'nsg' }${subnet('group.id')}`,
  );
});

test('what is not known accuses nobody', () => {
  checkRule(rule, `param group string\n${subnet('group')}`);
  checkRule(rule, `param name string\n${subnet(elsewhere.replace("'rg-shared'", 'name'))}`);
  checkRule(rule, gateway("''").replace(/\[\{.*\}\]/, '[]'));
});

test('more silent fixtures than loud ones', () => {
  checkBalance(rule);
});
