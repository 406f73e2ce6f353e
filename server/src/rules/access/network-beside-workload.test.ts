import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { networkBesideWorkload as rule } from './network-beside-workload.ts';

const network = (symbol = 'network'): string =>
  `resource ${symbol} 'Microsoft.Network/virtualNetworks@2024-05-01' = { name: 'vnet-${symbol}' }\n`;
const machine = `resource machine 'Microsoft.Compute/virtualMachines@2024-07-01' = { name: 'vm' }\n`;
const storage = `resource logs 'Microsoft.Storage/storageAccounts@2023-05-01' = { name: 'logs' }\n`;
const message = 'information: vnet-network is in one resource group with vm';

test('a network beside a machine, once for a group', () => {
  checkRule(rule, found(network() + machine, 'network', message, 'resource network'));
  checkRule(rule, found(network() + network('other') + machine, 'network', message, 'resource network'));
});

test('a network alone, a workload alone, what belongs to either', () => {
  checkRule(rule, network() + network('other'));
  checkRule(rule, machine + storage);
  checkRule(
    rule,
    `${network()}resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = { name: 'pe' }
resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = { name: 'nsg' }
`,
  );
});

test('storage that takes the logs of the network', () => {
  checkRule(
    rule,
    `${network()}${storage}
resource setting 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: network
  name: 'all'
  properties: { storageAccountId: logs.id }
}
`,
  );
  checkRule(
    rule,
    `${network()}${storage}
param id string
resource log 'Microsoft.Network/networkWatchers/flowLogs@2024-05-01' = {
  name: 'watcher/log'
  properties: { targetResourceId: network.id, storageId: id }
}
`,
  );
});

test('a network or a workload that is only referred to', () => {
  checkRule(rule, network().replace("' =", "' existing =") + machine);
  checkRule(rule, network() + machine.replace("' =", "' existing ="));
});

test('more silent fixtures than loud ones', () => {
  checkBalance(rule);
});
