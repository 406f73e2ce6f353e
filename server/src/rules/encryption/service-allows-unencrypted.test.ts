import { test } from 'node:test';
import { checkDemand } from '../../../../test/check-demand.ts';
import { checkBalance } from '../../../../test/check-rule.ts';
import { serviceAllowsUnencrypted as rule } from './service-allows-unencrypted.ts';

const cases = { wrong: ['true'], severity: 'warning', right: ['false'], isUnsetWrong: false };

test('a cache with the port that is not encrypted', () => {
  checkDemand(rule, {
    typed: 'Microsoft.Cache/redis@2024-11-01',
    path: 'properties.enableNonSslPort',
    ...cases,
    repair: { title: 'Set enableNonSslPort of example to false', value: 'false' },
  });
});

test('a managed Redis database without TLS', () => {
  checkDemand(rule, {
    ...cases,
    typed: 'Microsoft.Cache/redisEnterprise/databases@2024-10-01',
    path: 'properties.clientProtocol',
    wrong: ["'Plaintext'"],
    right: ["'Encrypted'"],
    repair: { title: 'Set clientProtocol of example to Encrypted', value: "'Encrypted'" },
  });
});

test('a container app that takes HTTP', () => {
  checkDemand(rule, {
    typed: 'Microsoft.App/containerApps@2024-03-01',
    path: 'properties.configuration.ingress.allowInsecure',
    ...cases,
    repair: { title: 'Set configuration.ingress.allowInsecure of example to false', value: 'false' },
  });
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
