import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { applicationGatewayWithoutWaf as rule } from './application-gateway-without-waf.ts';

const open = "publicIPAddress: { id: resourceId('Microsoft.Network/publicIPAddresses', 'pip') }";
const closed = "subnet: { id: 'x' }";

const gateway = (tier: string, frontend: string, ...more: readonly string[]): string => `
resource gateway 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: 'agw'
  properties: {
    sku: { name: ${tier}, tier: ${tier} }
    frontendIPConfigurations: [{ name: 'front', properties: { ${frontend} } }]
${more.map((line) => `    ${line}\n`).join('')}  }
}
`;
const marked = (text: string, said: string): string =>
  text.replace(
    /( +sku: .*tier: )(.*) }\n/,
    (line, before: string, tier: string) =>
      `${line}//${' '.repeat(before.length - 2)}${'^'.repeat(tier.length)} ${said}\n`,
  );

test('a tier without a firewall', () => {
  checkRule(
    rule,
    marked(
      gateway("'Standard_v2'", open),
      'warning: Application gateway agw has the tier Standard_v2, which has no web application firewall: requests from the Internet reach the application uninspected.',
    ),
  );
  checkRule(rule, marked(gateway("'Basic'", open), 'warning: Application gateway agw has the tier Basic'));
});

test('a firewall without a policy', () => {
  checkRule(
    rule,
    gateway("'WAF_v2'", open).replace(
      '  name',
      '//       ^^^^^^^ warning: Application gateway agw names no WAF policy: requests\n  name',
    ),
  );
});

test('a policy, of the gateway, of a listener, and a configuration inside of it', () => {
  checkRule(rule, gateway("'WAF_v2'", open, "firewallPolicy: { id: 'x' }"));
  checkRule(rule, gateway("'WAF_v2'", open, "httpListeners: [{ properties: { firewallPolicy: { id: 'x' } } }]"));
  checkRule(rule, gateway("'WAF_v2'", open, 'webApplicationFirewallConfiguration: { enabled: true }'));
});

test('gateways that the Internet does not reach by themselves', () => {
  checkRule(rule, gateway("'Standard_v2'", closed));
  checkRule(
    rule,
    `${gateway("'Standard_v2'", open)}
resource door 'Microsoft.Cdn/profiles@2024-02-01' = { name: 'afd', sku: { name: 'Premium_AzureFrontDoor' } }
resource guard 'Microsoft.Cdn/profiles/securityPolicies@2024-02-01' = { parent: door, name: 'waf' }
`,
  );
});

test('version 1, what is not known, and what is only referred to', () => {
  checkRule(rule, gateway("'Standard'", open));
  checkRule(rule, `param tier string\n${gateway('tier', open)}`);
  checkRule(rule, `param policy object\n${gateway("'WAF_v2'", open, 'firewallPolicy: policy')}`);
  checkRule(rule, "resource gateway 'Microsoft.Network/applicationGateways@2024-05-01' existing = { name: 'agw' }");
});

test('the policy that the template has is taken', () => {
  const policy = `
resource policy 'Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies@2024-05-01' = {
  name: 'waf'
  properties: { policySettings: { mode: 'Prevention' } }
}
`;
  const before = `${policy}${gateway("'Standard_v2'", open)}`;
  const after = before
    .replaceAll('Standard_v2', 'WAF_v2')
    .replace('} }]\n', '} }]\n    firewallPolicy: { id: policy.id }\n');
  checkRepair(rule, before, 'Add a web application firewall to agw: it costs more, and requests', after);
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
