import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { firewallIntrusionDetection as rule } from './firewall-intrusion-detection.ts';

const policy = (...properties: readonly string[]): string => `
resource policy 'Microsoft.Network/firewallPolicies@2024-05-01' = {
  name: 'afwp'
  properties: {
${properties.map((line) => (line.startsWith('//') ? line : `    ${line}`)).join('\n')}
  }
}
`;
const premium = "sku: { tier: 'Premium' }";

test('off by default, off, or only alerting', () => {
  checkRule(
    rule,
    policy(premium).replace('  name', '//       ^^^^^^ warning: intrusionDetection.mode of afwp is not set.\n  name'),
  );
  checkRule(
    rule,
    policy(
      premium,
      "intrusionDetection: { mode: 'Alert' }",
      '//                              ^^^^^^^ warning: intrusionDetection.mode of afwp is Alert.',
    ),
  );
});

test('refusing', () => {
  checkRule(rule, policy(premium, "intrusionDetection: { mode: 'Deny' }"));
});

test('tiers that have none, and policies that inherit it', () => {
  checkRule(rule, policy("sku: { tier: 'Standard' }"));
  checkRule(rule, policy());
  checkRule(rule, policy(premium, "basePolicy: { id: 'above' }"));
});

test('what is not known', () => {
  checkRule(rule, `param tier string\n${policy('sku: { tier: tier }')}`);
  checkRule(rule, `param mode string\n${policy(premium, 'intrusionDetection: { mode: mode }')}`);
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
