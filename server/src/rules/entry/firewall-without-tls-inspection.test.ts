import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { firewallWithoutTlsInspection as rule } from './firewall-without-tls-inspection.ts';

const policy = (properties: string): string => `
resource policy 'Microsoft.Network/firewallPolicies@2024-05-01' = {
  name: 'afwp'
  properties: { ${properties} }
}
`;
const premium = "sku: { tier: 'Premium' }";

test('a Premium policy without a certificate', () => {
  checkRule(
    rule,
    policy(premium).replace(
      '  name',
      '//       ^^^^^^ information: Firewall policy afwp has no transportSecurity\n  name',
    ),
  );
});

test('one with it, policies that inherit it, and other tiers', () => {
  checkRule(rule, policy(`${premium}, transportSecurity: { certificateAuthority: { name: 'ca' } }`));
  checkRule(rule, policy(`${premium}, basePolicy: { id: 'above' }`));
  checkRule(rule, policy("sku: { tier: 'Standard' }"));
  checkRule(rule, `param security object\n${policy(`${premium}, transportSecurity: security`)}`);
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
