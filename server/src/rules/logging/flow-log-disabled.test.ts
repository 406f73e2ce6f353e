import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { flowLogDisabled as rule } from './flow-log-disabled.ts';

const log = (properties: string): string => `
resource log 'Microsoft.Network/networkWatchers/flowLogs@2024-05-01' = {
  name: 'watcher/spoke'
  properties: { targetResourceId: 'v', ${properties} }
}
`;

test('a flow log that is not enabled', () => {
  checkRule(rule, found(log('enabled: false'), 'false', 'warning: enabled of spoke is false. No traffic is logged.'));
});

test('enabled, not said, not known', () => {
  checkRule(rule, log('enabled: true'));
  checkRule(rule, log("storageId: 's'"));
  checkRule(rule, `param on bool\n${log('enabled: on')}`);
});

test('more silent fixtures than loud ones', () => {
  checkBalance(rule);
});
