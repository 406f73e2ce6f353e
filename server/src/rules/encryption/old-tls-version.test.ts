import { test } from 'node:test';
import { checkDemand, type DemandCases } from '../../../../test/check-demand.ts';
import { checkBalance } from '../../../../test/check-rule.ts';
import { oldTlsVersion as rule } from './old-tls-version.ts';

const check = (typed: string, path: string, cases: Partial<DemandCases> = {}): void =>
  checkDemand(rule, {
    typed,
    path,
    wrong: ["'1.0'", "'1.1'"],
    severity: 'warning',
    right: ["'1.2'", "'1.3'"],
    isUnsetWrong: false,
    repair: { title: `Set ${path.replace('properties.', '')} of example to 1.2`, value: "'1.2'" },
    ...cases,
  });

test('a storage account that is told an old version', () => {
  check('Microsoft.Storage/storageAccounts@2024-01-01', 'properties.minimumTlsVersion', {
    wrong: ["'TLS1_0'", "'TLS1_1'"],
    right: ["'TLS1_2'", "'TLS1_3'"],
    repair: { title: 'Set minimumTlsVersion of example to TLS1_2', value: "'TLS1_2'" },
  });
});

test('services that are told an old version', () => {
  check('Microsoft.Web/sites@2024-04-01', 'properties.siteConfig.minTlsVersion');
  check('Microsoft.Sql/servers@2023-08-01', 'properties.minimalTlsVersion');
  check('Microsoft.Cache/redis@2024-11-01', 'properties.minimumTlsVersion', { right: ["'1.2'"] });
  check('Microsoft.ServiceBus/namespaces@2024-01-01', 'properties.minimumTlsVersion');
  check('Microsoft.DocumentDB/databaseAccounts@2024-11-15', 'properties.minimalTlsVersion', {
    wrong: ["'Tls'", "'Tls11'"],
    right: ["'Tls12'"],
    repair: { title: 'Set minimalTlsVersion of example to Tls12', value: "'Tls12'" },
  });
});

test('a SQL server that takes any version', () => {
  check('Microsoft.Sql/servers@2023-08-01', 'properties.minimalTlsVersion', { wrong: ["'None'"] });
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
