import { test } from 'node:test';
import { checkDemand } from '../../../../test/check-demand.ts';
import { checkBalance } from '../../../../test/check-rule.ts';
import { appServiceAllowsHttp as rule } from './app-service-allows-http.ts';

const cases = {
  path: 'properties.httpsOnly',
  wrong: ['false'],
  severity: 'warning',
  right: ['true'],
  isUnsetWrong: true,
  repair: { title: 'Set httpsOnly of example to true', value: 'true' },
};

test('reported of apps and their slots', () => {
  checkDemand(rule, { typed: 'Microsoft.Web/sites@2024-04-01', ...cases });
  checkDemand(rule, { typed: 'Microsoft.Web/sites/slots@2024-04-01', ...cases });
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
