import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { gatewayListenerWithoutTls as rule } from './gateway-listener-without-tls.ts';

const listener = (name: string, protocol: string, marker = ''): string => `{
        name: '${name}'
        properties: {
          protocol: ${protocol}${marker === '' ? '' : `\n//                  ${marker}`}
        }
      }`;
const ruleFor = (name: string, more: string): string =>
  `{ name: 'r', properties: { httpListener: { id: resourceId('Microsoft.Network/applicationGateways/httpListeners', 'agw', '${name}') }, ${more} } }`;
const redirect =
  "redirectConfiguration: { id: resourceId('Microsoft.Network/applicationGateways/redirectConfigurations', 'agw', 'https') }";
const backend =
  "backendAddressPool: { id: resourceId('Microsoft.Network/applicationGateways/backendAddressPools', 'agw', 'web') }";

const gateway = (listeners: readonly string[], ...rules: readonly string[]): string => `
resource gateway 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: 'agw'
  properties: {
    httpListeners: [
      ${listeners.join('\n      ')}
    ]
    requestRoutingRules: [
${rules.map((text) => `      ${text}`).join('\n')}
    ]
  }
}
`;

test('a listener for HTTP that leads to the application', () => {
  checkRule(
    rule,
    gateway(
      [listener('web', "'Http'", '^^^^^^ warning: Listener web of agw takes requests by HTTP')],
      ruleFor('web', backend),
    ),
  );
});

test('several of them stand at the first', () => {
  checkRule(
    rule,
    gateway([
      listener('safe', "'Https'"),
      listener('one', "'Http'", '^^^^^^ warning: Listeners one and two of agw take requests by HTTP'),
      listener('two', "'Http'"),
    ]),
  );
});

test('listeners for HTTPS, and those that only redirect to them', () => {
  checkRule(rule, gateway([listener('web', "'Https'")], ruleFor('web', backend)));
  checkRule(
    rule,
    gateway(
      [listener('web', "'Https'"), listener('http', "'Http'")],
      ruleFor('web', backend),
      ruleFor('http', redirect),
    ),
  );
});

test('what is not known', () => {
  checkRule(rule, `param protocol string\n${gateway([listener('web', 'protocol')])}`);
  checkRule(
    rule,
    `param rules array\n${gateway([listener('web', "'Http'")]).replace(/requestRoutingRules: \[\n\n {4}\]/, 'requestRoutingRules: rules')}`,
  );
  checkRule(rule, "resource gateway 'Microsoft.Network/applicationGateways@2024-05-01' existing = { name: 'agw' }");
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
