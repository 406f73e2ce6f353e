import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRule, repairTitles } from '../../../../test/check-rule.ts';
import { inlineWafConfiguration as rule } from './inline-waf-configuration.ts';

const gateway = (...properties: readonly string[]): string => `
resource gateway 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: 'agw'
  location: 'westeurope'
  properties: {
    sku: { name: 'WAF_v2', tier: 'WAF_v2' }
${properties.map((line) => (line.startsWith('//') ? line : `    ${line}`)).join('\n')}
  }
}
`;
const configuration = "webApplicationFirewallConfiguration: { enabled: true, firewallMode: 'Prevention' }";

test('a configuration inside of the gateway', () => {
  checkRule(
    rule,
    gateway(
      configuration,
      '//                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: The web application firewall of agw is configured inside of it',
    ),
  );
});

test('a policy, alone or besides', () => {
  checkRule(rule, `param policy string\n${gateway('firewallPolicy: { id: policy }')}`);
  checkRule(rule, `param policy string\n${gateway('firewallPolicy: { id: policy }', configuration)}`);
});

test('no configuration, and one that is not known', () => {
  checkRule(rule, gateway());
  checkRule(rule, gateway('webApplicationFirewallConfiguration: null'));
  checkRule(rule, `param given object?\n${gateway('webApplicationFirewallConfiguration: given')}`);
});

test('what a new policy would not have is left to a person', () => {
  const rules = "ruleSetType: 'OWASP', ruleSetVersion: '3.2'";
  const titles = (more: string): readonly string[] =>
    repairTitles(rule, gateway(configuration.replace(' }', `, ${rules}${more} }`)));
  assert.deepEqual(titles(''), [
    'Move the firewall of agw into a WAF policy in prevention mode: requests that its rules match are refused',
  ]);
  assert.deepEqual(titles(", exclusions: [{ matchVariable: 'RequestHeaderNames' }]"), []);
  assert.deepEqual(titles(", disabledRuleGroups: [{ ruleGroupName: 'General' }]"), []);
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
