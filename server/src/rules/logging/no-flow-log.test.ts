import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { noFlowLog as rule } from './no-flow-log.ts';

const network = (name: string): string => `
resource ${name} 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${name}'
  properties: { subnets: [{ name: 'app' }] }
}
`;
const log = (target: string): string => `
resource log 'Microsoft.Network/networkWatchers/flowLogs@2024-05-01' = {
  name: 'watcher/log'
  properties: { targetResourceId: ${target} }
}
`;
const watcher = `resource watcher 'Microsoft.Network/networkWatchers@2024-05-01' = { name: 'watcher' }\n`;
const workspace = `resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = { name: 'logs' }\n`;
const loud = (name: string, severity: string): string =>
  found(network(name), name, `${severity}: The flows of ${name} are not logged`, 'resource ');

test('a network beside one that is logged, and beside a watcher', () => {
  checkRule(rule, network('hub') + loud('spoke', 'warning') + log('hub.id'));
  checkRule(rule, watcher + loud('spoke', 'warning'));
});

test('where logs are kept they may be written, too: once', () => {
  checkRule(rule, workspace + loud('hub', 'hint') + network('spoke'));
});

test('a part of a deployment', () => {
  checkRule(rule, network('hub') + network('spoke'));
  checkRule(rule, network('hub') + watcher.replace("' =", "' existing ="));
});

test('networks that are logged, whole or in part', () => {
  checkRule(rule, watcher + network('hub') + log('hub.id'));
  checkRule(rule, watcher + network('hub') + log('hub.properties.subnets[0].id'));
  checkRule(rule, watcher + network('hub') + log("resourceId('rg', 'Microsoft.Network/networkInterfaces', 'nic')"));
});

test('what is not known, or may be done by a module', () => {
  checkRule(rule, `param id string\n${watcher}${network('hub')}${log('id')}`);
  checkRule(
    rule,
    `${watcher}${network('hub')}module log 'br/public:avm/res/network/network-watcher:0.1.0' = { params: { target: hub.id } }\n`,
  );
  checkRule(rule, `${watcher}resource hub 'Microsoft.Network/virtualNetworks@2024-05-01' existing = { name: 'hub' }\n`);
});

test('more silent fixtures than loud ones', () => {
  checkBalance(rule);
});
