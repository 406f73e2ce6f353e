import { test } from 'node:test';
import { checkDemand, type DemandCases } from '../../../../test/check-demand.ts';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { firewallThreatIntelligence as rule } from './firewall-threat-intelligence.ts';

const cases: Omit<DemandCases, 'typed'> = {
  path: 'properties.threatIntelMode',
  wrong: ["'Alert'", "'Off'"],
  severity: 'warning',
  right: ["'Deny'"],
  isUnsetWrong: true,
  repair: { title: 'Set threatIntelMode of example to Deny', value: "'Deny'" },
};

test('reported of policies, and of firewalls without one', () => {
  checkDemand(rule, { typed: 'Microsoft.Network/firewallPolicies@2024-05-01', ...cases });
  checkDemand(rule, { typed: 'Microsoft.Network/azureFirewalls@2024-05-01', ...cases });
});

const resource = (type: string, properties: string): string =>
  `resource it 'Microsoft.Network/${type}@2024-05-01' = { name: 'it', properties: { ${properties} } }`;

test('where it is decided elsewhere, and the tier that can only alert', () => {
  checkRule(rule, resource('firewallPolicies', "basePolicy: { id: 'above' }"));
  checkRule(rule, resource('firewallPolicies', "sku: { tier: 'Basic' }"));
  checkRule(rule, resource('azureFirewalls', "firewallPolicy: { id: 'policy' }"));
  checkRule(rule, resource('azureFirewalls', "sku: { name: 'AZFW_Hub' }, virtualHub: { id: 'hub' }"));
});

test('a policy that says less than the one above may say', () => {
  checkRule(
    rule,
    `resource it 'Microsoft.Network/firewallPolicies@2024-05-01' = {
  name: 'it'
  properties: {
    basePolicy: { id: 'above' }
    threatIntelMode: 'Alert'
//                   ^^^^^^^ warning: threatIntelMode of it is Alert.
  }
}
`,
  );
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
