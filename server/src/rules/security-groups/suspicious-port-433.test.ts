import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { type RuleFields, securityGroup, securityRule } from '../../../../test/network-fixture.ts';
import { suspiciousPort433 } from './suspicious-port-433.ts';

const rule = suspiciousPort433;
const allow = (name: string, fields: RuleFields = {}) =>
  securityGroup(
    securityRule(name, { priority: 100, access: 'Allow', protocol: 'Tcp', destinationPortRange: '433', ...fields }),
  );

function marked(text: string, finding: string): string {
  return text.replace(
    /( *\{ name: .*)'433'(.*)\n/,
    (line: string, before: string) => `${line}//${' '.repeat(before.length - 2)}^^^^^ ${finding}\n`,
  );
}

test('433 where the rule speaks of HTTPS is reported', () => {
  checkRule(
    rule,
    marked(
      allow('AllowHttpsInbound'),
      'warning: AllowHttpsInbound allows port 433, and its name speaks of HTTPS. HTTPS is port 443.',
    ),
  );
  checkRule(
    rule,
    marked(
      allow('AllowWeb', { description: 'TLS from the gateway' }),
      'warning: AllowWeb allows port 433, and its description',
    ),
  );
  checkRule(
    rule,
    marked(
      allow('Allow443', { protocol: '*', destinationPortRange: '', destinationPortRanges: ['80', '433'] }),
      'warning: Allow443 allows port 433',
    ),
  );
});

test('433 from the subnet of an application gateway is reported', () => {
  checkRule(
    rule,
    `${marked(allow('AllowGateway', { sourceAddressPrefix: '10.0.9.0/24' }), 'warning: AllowGateway allows port 433, and its source is the subnet of application gateway agw')}
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: { subnets: [{ name: 'gateways', properties: { addressPrefix: '10.0.9.0/24' } }] }
}
resource gateway 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: 'agw'
  properties: {
    gatewayIPConfigurations: [{ name: 'ip', properties: { subnet: { id: network.properties.subnets[0].id } } }]
  }
}
`.replace(
      'network.properties.subnets[0].id',
      "resourceId('Microsoft.Network/virtualNetworks/subnets', 'spoke', 'gateways')",
    ),
  );
});

test('433 at a service of Azure is reported', () => {
  checkRule(
    rule,
    marked(
      allow('AllowStorage', { direction: 'Outbound', destinationAddressPrefix: 'Storage.WestEurope' }),
      'warning: AllowStorage allows port 433, and the service that it leads to is reached by HTTPS. HTTPS is port 443.',
    ),
  );
});

test('433 without a sign is possible', () => {
  checkRule(rule, marked(allow('AllowNews'), 'hint: AllowNews allows port 433. HTTPS is port 443.'));
});

test('other ports, protocols and denies are silent', () => {
  checkRule(rule, allow('AllowHttps', { destinationPortRange: '443' }));
  checkRule(rule, allow('AllowHttps', { destinationPortRange: '400-500' }));
  checkRule(rule, allow('AllowHttps', { destinationPortRange: '4330' }));
  checkRule(rule, allow('AllowHttps', { destinationPortRange: '*', sourcePortRange: '433' }));
  checkRule(rule, allow('AllowHttps', { protocol: 'Udp' }));
  checkRule(rule, allow('DenyHttps', { access: 'Deny' }));
  checkRule(rule, allow('AllowHttps', { destinationPortRange: '', destinationPortRanges: ['443', '8433'] }));
});

test('what is unknown accuses nobody', () => {
  checkRule(rule, `param port string\n${allow('AllowHttps', { destinationPortRange: 'P' }).replace("'P'", 'port')}`);
  checkRule(rule, `param rules array\n${securityGroup('...rules')}`);
});

test('the repair sets 443', () => {
  checkRepair(
    rule,
    allow('AllowHttps'),
    'Set the port of AllowHttps to 443',
    allow('AllowHttps').replace("'433'", "'443'"),
  );
  const list = allow('AllowHttps', { destinationPortRange: '', destinationPortRanges: ['80', '433'] });
  checkRepair(rule, list, 'Set the port of AllowHttps to 443', list.replace("'433'", "'443'"));
});

const gateway = (port: string, protocol: string, marker = ''): string => `
resource gateway 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: 'agw'
  properties: {
    backendHttpSettingsCollection: [
      { name: 'http', properties: { port: 80, protocol: 'Http' } }
      {
        name: 'web'
        properties: {
          protocol: '${protocol}'
          port: ${port}
${marker}        }
      }
    ]
  }
}
`;

test('backend settings of a gateway that send HTTPS to 433', () => {
  const finding = 'warning: The backend settings web of agw send HTTPS to port 433. HTTPS is port 443.';
  checkRule(rule, gateway('433', 'Https', `//              ^^^ ${finding}\n`));
  checkRepair(rule, gateway('433', 'Https'), 'Set the port of web of agw to 443', gateway('443', 'Https'));
  checkRule(rule, gateway('443', 'Https'));
  checkRule(rule, gateway('433', 'Http'));
  checkRule(rule, `param port int\n${gateway('port', 'Https')}`);
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
