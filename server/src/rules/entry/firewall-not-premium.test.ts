import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { firewallNotPremium as rule } from './firewall-not-premium.ts';

const firewall = (sku: string, marker = ''): string => `
resource firewall 'Microsoft.Network/azureFirewalls@2024-05-01' = {${marker}
  name: 'afw'
  properties: {
    ${sku}
  }
}
`;

test('other tiers, and none, which is Standard', () => {
  checkRule(
    rule,
    firewall(
      "sku: { name: 'AZFW_VNet', tier: 'Standard' }\n//                                  ^^^^^^^^^^ information: Azure Firewall afw is of the tier Standard",
    ),
  );
  checkRule(rule, firewall('', '\n//       ^^^^^^^^ information: Azure Firewall afw is of the tier Standard'));
});

test('Premium, what is not known, and what is only referred to', () => {
  checkRule(rule, firewall("sku: { name: 'AZFW_VNet', tier: 'Premium' }"));
  checkRule(rule, `param tier string\n${firewall("sku: { name: 'AZFW_VNet', tier: tier }")}`);
  checkRule(rule, "resource firewall 'Microsoft.Network/azureFirewalls@2024-05-01' existing = { name: 'afw' }");
});

test('a policy that is declared elsewhere stays as it is', () => {
  const before = firewall(
    "sku: { tier: 'Standard' }\n    firewallPolicy: { id: resourceId('Microsoft.Network/firewallPolicies', 'p') }",
  );
  checkRepair(rule, before, 'Set the tier of afw to Premium: it costs more', before.replace('Standard', 'Premium'));
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
