import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { oldGatewayTlsPolicy as rule } from './old-gateway-tls-policy.ts';

const gateway = (lines: readonly string[], version = '2024-05-01'): string => `
resource gateway 'Microsoft.Network/applicationGateways@${version}' = {
  name: 'agw'
  properties: {
    httpListeners: [{ name: 'web', properties: { protocol: 'Https' } }]
${lines.map((line) => (line.startsWith('//') ? line : `    ${line}`)).join('\n')}
  }
}
`;

test('predefined policies before those of 2022', () => {
  checkRule(
    rule,
    gateway([
      "sslPolicy: { policyType: 'Predefined', policyName: 'AppGwSslPolicy20170401S' }",
      '//                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^ warning: Application gateway agw has the TLS policy AppGwSslPolicy20170401S',
    ]),
  );
});

test('a custom policy for old versions, also in a profile', () => {
  const profile =
    "sslProfiles: [{ name: 'old', properties: { sslPolicy: { policyType: 'Custom', minProtocolVersion: 'TLSv1_0' } } }]";
  checkRule(rule, found(gateway([profile]), "'TLSv1_0'", 'warning: Application gateway agw accepts TLSv1_0'));
});

test('no policy before the API of 2023-02-01', () => {
  checkRule(
    rule,
    gateway([], '2022-09-01').replace(
      '  name',
      '//       ^^^^^^^ hint: Application gateway agw chooses no TLS policy, and the default of API version 2022-09-01 was one of 2015\n  name',
    ),
  );
});

test('new policies, by choice or by default', () => {
  checkRule(rule, gateway([]));
  checkRule(
    rule,
    gateway(["sslPolicy: { policyType: 'Predefined', policyName: 'AppGwSslPolicy20220101S' }"], '2022-09-01'),
  );
  checkRule(rule, gateway(["sslPolicy: { policyType: 'CustomV2', minProtocolVersion: 'TLSv1_2' }"], '2022-09-01'));
});

test('a gateway without TLS, what is not known, and what is only referred to', () => {
  checkRule(rule, gateway([], '2022-09-01').replace("'Https'", "'Http'"));
  checkRule(rule, `param name string\n${gateway(['sslPolicy: { policyName: name }'], '2022-09-01')}`);
  checkRule(rule, "resource gateway 'Microsoft.Network/applicationGateways@2022-09-01' existing = { name: 'agw' }");
});

test('the policy of 2022 is chosen', () => {
  const named = gateway(["sslPolicy: { policyType: 'Predefined', policyName: 'AppGwSslPolicy20150501' }"]);
  checkRepair(rule, named, 'Choose the TLS policy AppGwSslPolicy20220101', named.replace('20150501', '20220101'));
  const custom = gateway(["sslPolicy: { policyType: 'Custom', minProtocolVersion: 'TLSv1_1' }"]);
  checkRepair(rule, custom, 'Set minProtocolVersion of agw to TLSv1_2', custom.replace('TLSv1_1', 'TLSv1_2'));
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
