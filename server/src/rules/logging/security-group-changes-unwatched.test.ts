import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { securityGroupChangesUnwatched as rule } from './security-group-changes-unwatched.ts';

const alert = (symbol: string, ...conditions: readonly string[]): string => `
param given string
resource ${symbol} 'Microsoft.Insights/activityLogAlerts@2020-10-01' = {
  name: '${symbol}'
  properties: {
    condition: {
      allOf: [${conditions.join(', ')}]
    }
  }
}
`;
const equals = (field: string, value: string): string => `{ field: '${field}', equals: ${value} }`;
const administrative = equals('category', "'Administrative'");
const onRoutes = alert('routes', administrative, equals('operationName', "'Microsoft.Network/routeTables/write'"));
const message = 'information: These alerts on changes of resources leave network security groups out';

test('alerts on changes of other things', () => {
  checkRule(rule, found(onRoutes, 'routes', message, 'resource routes'));
  const health = alert('health', equals('category', "'ServiceHealth'")).replace('param given string\n', '');
  checkRule(rule, health + found(onRoutes, 'routes', message, 'resource routes'));
});

const others = (...conditions: readonly string[]): string =>
  alert('other', ...conditions).replace('param given string\n', '');

test('alerts that see changes of groups', () => {
  const operation = "'Microsoft.Network/networkSecurityGroups/securityRules/write'";
  checkRule(rule, onRoutes + others(administrative, equals('operationName', operation)));
  checkRule(rule, onRoutes + others(administrative, `{ anyOf: [${equals('operationName', operation)}] }`));
  checkRule(rule, onRoutes + others(administrative));
  checkRule(
    rule,
    onRoutes + others(administrative, equals('resourceType', "'Microsoft.Network/networkSecurityGroups'")),
  );
});

test('alerts on something else than changes', () => {
  checkRule(
    rule,
    alert('keys', administrative, equals('operationName', "'Microsoft.Storage/storageAccounts/listKeys/action'")),
  );
  checkRule(rule, alert('health', equals('category', "'ServiceHealth'")));
});

test('what is not known accuses nobody', () => {
  checkRule(rule, alert('other', administrative, equals('operationName', 'given')));
  checkRule(rule, onRoutes + others(administrative, equals('operationName', 'given')));
});

test('more silent fixtures than loud ones', () => {
  checkBalance(rule);
});
