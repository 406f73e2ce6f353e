import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkRepair, repairTitles } from '../../../test/check-rule.ts';
import { deploymentOf } from '../../../test/deployment.ts';
import { securityGroup, securityRule, subnetOf } from '../../../test/network-fixture.ts';
import { runRules } from './engine.ts';
import { type ExampleFields, exampleDeny, groupExample } from './examples/rule-example.ts';
import { bastionSubnetExample } from './security-groups/missing-bastion-rule.examples.ts';
import { missingBastionRule } from './security-groups/missing-bastion-rule.ts';
import { noDenyAllInbound } from './security-groups/no-deny-all-inbound.ts';
import { noDenyAllOutbound } from './security-groups/no-deny-all-outbound.ts';

const gateway = `
resource gateway 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: 'gateway'
  properties: {
    sku: { name: 'WAF_v2', tier: 'WAF_v2' }
    gatewayIPConfigurations: [
      { name: 'ip', properties: { subnet: { id: resourceId('Microsoft.Network/virtualNetworks/subnets', 'spoke', 'gateway') } } }
    ]
  }
}
`;
const management = securityRule('AllowManagement', {
  priority: 105,
  access: 'Allow',
  protocol: 'Tcp',
  sourceAddressPrefix: 'GatewayManager',
  destinationPortRange: '65200-65535',
});
const behindGateway = (...rules: readonly string[]) =>
  securityGroup(...rules) + subnetOf('group.id', 'gateway', ", addressPrefix: '10.0.0.0/24'") + gateway;

test('the deny of a gateway comes with the probes that it needs, where its management is allowed', () => {
  const [title] = repairTitles(noDenyAllInbound, behindGateway(management));
  assert.match(
    title ?? '',
    /^Add (?:\w+, )*AllowAzureLoadBalancerInbound and DenyAllInbound to nsg: keeps what an application gateway in gateway requires/,
  );
});

test('no deny is asked for of what a gateway must reach', () => {
  assert.deepEqual(runRules([noDenyAllOutbound], deploymentOf(behindGateway(management)), {}).findings, []);
});

const ofBastion = (rules: Readonly<Record<string, ExampleFields>>) =>
  groupExample(rules, bastionSubnetExample, '', 'nsg-bastion');
const anyOfNetwork: ExampleFields = {
  protocol: '*',
  sourceAddressPrefix: 'VirtualNetwork',
  destinationAddressPrefix: 'VirtualNetwork',
  destinationPortRange: '',
  destinationPortRanges: ['8080', '5701'],
};
const bastionIn = (priority: number): Readonly<Record<string, ExampleFields>> => ({
  AllowInternet443Inbound: { priority, sourceAddressPrefix: 'Internet' },
  AllowGatewayManager443Inbound: { priority: priority + 1, sourceAddressPrefix: 'GatewayManager' },
  AllowAzureLoadBalancer443Inbound: { priority: priority + 2, sourceAddressPrefix: 'AzureLoadBalancer' },
  AllowVirtualNetwork8080And5701Inbound: { ...anyOfNetwork, priority: priority + 3 },
});

test('the deny of Bastion comes with all four rules of its direction, though the group has none of them today', () => {
  for (const language of ['bicep', 'json'] as const)
    checkRepair(
      noDenyAllInbound,
      ofBastion({})[language],
      'Add AllowInternet443Inbound, AllowGatewayManager443Inbound, AllowAzureLoadBalancer443Inbound, AllowVirtualNetwork8080And5701Inbound and DenyAllInbound to nsg-bastion: keeps what Azure Bastion in AzureBastionSubnet requires, blocks',
      ofBastion({
        ...bastionIn(4092),
        DenyAllInbound: { description: 'Denies all inbound traffic unless specifically allowed.', ...exampleDeny },
      })[language],
    );
});

test('the rules of Bastion are added where the denies are missing too, which stay findings of their own', () => {
  const out: ExampleFields = { direction: 'Outbound', sourceAddressPrefix: '*' };
  for (const language of ['bicep', 'json'] as const)
    checkRepair(
      missingBastionRule,
      ofBastion(bastionIn(100))[language],
      'Add the 2 rules that AzureBastionSubnet requires to nsg-bastion: ',
      ofBastion({
        ...bastionIn(100),
        AllowVirtualNetwork22And3389Outbound: {
          ...out,
          priority: 4094,
          protocol: '*',
          destinationAddressPrefix: 'VirtualNetwork',
          destinationPortRange: '',
          destinationPortRanges: ['22', '3389'],
        },
        AllowAzureCloud443Outbound: { ...out, priority: 4095, destinationAddressPrefix: 'AzureCloud' },
      })[language],
    );
});

test('what a rule stops already is allowed before that rule, and what it lets in is told', () => {
  const stops = securityRule('DenyManagement', { priority: 200, sourceAddressPrefix: 'GatewayManager' });
  const address = `
resource address 'Microsoft.Network/publicIPAddresses@2024-05-01' = { name: 'address', sku: { name: 'Standard' }, properties: { publicIPAllocationMethod: 'Static' } }
resource bastion 'Microsoft.Network/bastionHosts@2024-05-01' = {
  name: 'bastion'
  properties: { ipConfigurations: [{ name: 'ip', properties: { subnet: { id: network.properties.subnets[0].id }, publicIPAddress: { id: address.id } } }] }
}
`;
  const text = securityGroup(stops) + subnetOf('group.id', 'AzureBastionSubnet') + address;
  const [title] = repairTitles(noDenyAllInbound, text);
  assert.match(
    title ?? '',
    /^Add (?:\w+, )*AllowVirtualNetwork8080And5701Inbound and DenyAllInbound to nsg: .*; opens internet -> management TCP 443$/,
  );
});
