import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule, repairTitles } from '../../../../test/check-rule.ts';
import { found, group, network } from '../../../../test/flow-fixture.ts';
import { nsgFlowLog as rule } from './nsg-flow-log.ts';

const log = (target: string): string => `
resource log 'Microsoft.Network/networkWatchers/flowLogs@2024-05-01' = {
  name: 'watcher/log'
  properties: {
    targetResourceId: ${target}
    enabled: true
  }
}
`;
const message = 'Azure has refused new logs of groups since 30 June 2025';

test('a flow log of a security group, here or elsewhere', () => {
  checkRule(
    rule,
    found(
      group('nsg-app') + log('nsgapp.id'),
      'nsgapp.id',
      `warning: log logs the network security group nsg-app. ${message}`,
    ),
  );
  const outside = "resourceId('Microsoft.Network/networkSecurityGroups', 'nsg-web')";
  checkRule(rule, found(log(outside), outside, `warning: log logs the network security group nsg-web. ${message}`));
});

test('silent: a virtual network, a subnet, what is not known, a log that exists', () => {
  checkRule(rule, network() + log('network.id'));
  checkRule(rule, log("resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet', 'snet')"));
  checkRule(rule, `param target string\n${log('target')}`);
  checkRule(
    rule,
    "resource log 'Microsoft.Network/networkWatchers/flowLogs@2024-05-01' existing = { name: 'watcher/log' }\n",
  );
});

test('a parameter says which network it is where the template does not show it; of several nobody knows', () => {
  const outside = "resourceId('Microsoft.Network/networkSecurityGroups', 'nsg-web')";
  checkRepair(
    rule,
    log(outside),
    'Log a virtual network with log instead: it records all flows of the network; the resource id of the virtual network whose flows are logged has to be given as flowLogVirtualNetworkId',
    `param flowLogVirtualNetworkId string

${log('flowLogVirtualNetworkId').trimStart()}`.replace(
      'param',
      "\n@description('Resource id of the virtual network whose flows are logged.')\nparam",
    ),
  );
  const networkWith = (name: string): string => `
resource ${name} 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${name}'
  properties: {
    subnets: [{ name: 'app', properties: { networkSecurityGroup: { id: nsgapp.id } } }]
  }
}
`;
  const one = group('nsg-app') + networkWith('first');
  checkRepair(rule, one + log('nsgapp.id'), 'Log the virtual network first with log', one + log('first.id'));
  assert.deepEqual(repairTitles(rule, one + networkWith('second') + log('nsgapp.id')), []);
});

test('fixtures are more often silent than loud', () => {
  checkBalance(rule);
});
