import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { flowLogWithoutAnalytics as rule } from './flow-log-without-analytics.ts';

const log = (analytics: string, enabled = 'true'): string => `
param given bool
resource log 'Microsoft.Network/networkWatchers/flowLogs@2024-05-01' = {
  name: 'watcher/spoke'
  properties: {
    enabled: ${enabled}
    ${analytics}
  }
}
`;
const analytics = (fields: string): string =>
  `flowAnalyticsConfiguration: { networkWatcherFlowAnalyticsConfiguration: { ${fields} } }`;
const workspace = "workspaceResourceId: 'w'";
const message = 'information: Flow log spoke goes to a storage account only';

test('no workspace, or one that is not used', () => {
  checkRule(rule, found(log(''), 'log', message, 'resource log'));
  const off = log(analytics(`enabled: false, ${workspace}`));
  checkRule(rule, found(off, 'false', message));
  checkRepair(rule, off, 'Analyse flow log spoke', off.replace('false', 'true'));
});

test('a log that is analysed, and one that is not written', () => {
  checkRule(rule, log(analytics(`enabled: true, ${workspace}`)));
  checkRule(rule, log('', 'false'));
});

test('what is not known accuses nobody', () => {
  checkRule(rule, log(analytics(`enabled: given, ${workspace}`)));
  checkRule(rule, `param settings object\n${log('flowAnalyticsConfiguration: settings')}`);
  checkRule(
    rule,
    "resource log 'Microsoft.Network/networkWatchers/flowLogs@2024-05-01' existing = { name: 'watcher/spoke' }\n",
  );
});

test('more silent fixtures than loud ones', () => {
  checkBalance(rule);
});
