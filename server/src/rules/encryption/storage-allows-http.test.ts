import { test } from 'node:test';
import { checkDemand } from '../../../../test/check-demand.ts';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { storageAllowsHttp as rule } from './storage-allows-http.ts';

const type = 'Microsoft.Storage/storageAccounts';
const path = 'properties.supportsHttpsTrafficOnly';

test('reported where it is false, and set to true', () => {
  checkDemand(rule, {
    typed: `${type}@2024-01-01`,
    path,
    wrong: ['false'],
    severity: 'warning',
    right: ['true'],
    isUnsetWrong: false,
    repair: { title: 'Set supportsHttpsTrafficOnly of example to true', value: 'true' },
  });
});

test('not set is as good from the API of 2019-04-01 on', () => {
  checkDemand(rule, {
    typed: `${type}@2018-11-01`,
    path,
    wrong: [],
    severity: 'warning',
    right: ['true'],
    isUnsetWrong: true,
  });
});

test('containers that are mounted by NFS', () => {
  checkRule(
    rule,
    `resource example '${type}@2024-01-01' = {
  name: 'example'
  properties: { isNfsV3Enabled: true, supportsHttpsTrafficOnly: false }
}
`,
  );
});

test('file shares that are mounted by NFS', () => {
  const account = (protocol: string, marker = ''): string => `resource example '${type}@2024-01-01' = {
  name: 'example'
  kind: 'FileStorage'
  properties: { supportsHttpsTrafficOnly: false }
${marker}  resource files 'fileServices' = {
    name: 'default'
    resource share 'shares' = { name: 'work', properties: { enabledProtocols: '${protocol}' } }
  }
}
`;
  checkRule(rule, account('NFS'));
  const said = '^^^^^ warning: supportsHttpsTrafficOnly of example is false';
  checkRule(rule, account('SMB', `  //                                      ${said}\n`));
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
