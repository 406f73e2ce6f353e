import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { endpointNetwork, endpointOf } from '../../../../test/endpoint-fixture.ts';
import { serviceFirewallOnly as rule } from './service-firewall-only.ts';

/** A vault with these properties, each on a line. */
const vault = (...lines: readonly string[]) => `
resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'orders'
  properties: {
    networkAcls: {
${lines.join('\n')}
    }
  }
}
`;
const rules = "ipRules: [{ value: '203.0.113.10' }]";
const caret = (finding: string) => `//                 ${'^'.repeat(14)} ${finding}`;
const server = (marker = '', more = '') => `
resource server 'Microsoft.Sql/servers@2021-11-01' = {
  name: 'orders'
  properties: { minimalTlsVersion: '1.2' ${more} }
}

resource office 'Microsoft.Sql/servers/firewallRules@2021-11-01' = {
  parent: server
  name: 'office'
  properties: { startIpAddress: '203.0.113.10', endIpAddress: '203.0.113.10' }
${marker}
}
`;

test('addresses that a service admits by itself', () => {
  checkRule(
    rule,
    vault(
      rules,
      caret(
        'warning: orders has no private endpoint and is guarded by its own firewall alone, which admits public addresses.',
      ),
    ),
  );
  checkRule(
    rule,
    server(
      '//                              ^^^^^^^^^^^^^^ warning: orders has no private endpoint and is guarded by its own firewall alone, which admits public addresses (office).',
    ),
  );
});

test('a service that is handed out may get its endpoint elsewhere', () => {
  checkRule(rule, `${vault(rules, caret('hint: orders has no private endpoint'))}\noutput id string = vault.id\n`);
});

test('services with an endpoint', () => {
  checkRule(rule, vault(rules) + endpointNetwork + endpointOf('vault.id'));
  checkRule(rule, server() + endpointNetwork + endpointOf('server.id', 'sqlServer'));
});

test('services that are closed, or whose firewall admits nobody', () => {
  checkRule(rule, server('', ", publicNetworkAccess: 'Disabled'"));
  checkRule(rule, vault(rules).replace('networkAcls:', "publicNetworkAccess: 'SecuredByPerimeter', networkAcls:"));
  checkRule(rule, vault("defaultAction: 'Deny'"));
  checkRule(rule, vault('ipRules: []'));
});

test('what is unknown or existing accuses nobody', () => {
  checkRule(rule, `param addresses array\n${vault('ipRules: addresses')}`);
  checkRule(rule, server().replace("servers@2021-11-01' =", "servers@2021-11-01' existing ="));
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
