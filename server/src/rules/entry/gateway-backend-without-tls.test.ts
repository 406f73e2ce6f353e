import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { gatewayBackendWithoutTls as rule } from './gateway-backend-without-tls.ts';

const settings = (name: string, protocol: string, marker = ''): string => `{
        name: '${name}'
        properties: {
          protocol: ${protocol}${marker === '' ? '' : `\n//                  ${marker}`}
        }
      }`;

const gateway = (...collection: readonly string[]): string => `
resource gateway 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: 'agw'
  properties: {
    backendHttpSettingsCollection: [
      ${collection.join('\n      ')}
    ]
  }
}
`;

test('backends that are spoken to by HTTP', () => {
  const said = 'information: By the backend settings web, agw sends requests on by HTTP';
  checkRule(rule, gateway(settings('web', "'Http'", `^^^^^^ ${said}`)));
  checkRule(
    rule,
    gateway(
      settings('safe', "'Https'"),
      settings('one', "'Http'", '^^^^^^ information: By the backend settings one and two, agw sends'),
      settings('two', "'http'"),
    ),
  );
});

test('HTTPS, none, and what is not known', () => {
  checkRule(rule, gateway(settings('web', "'Https'")));
  checkRule(rule, gateway());
  checkRule(rule, `param protocol string\n${gateway(settings('web', 'protocol'))}`);
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
