import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRule, repairTitles } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { frontDoorWithoutWaf as rule } from './front-door-without-waf.ts';

const profile = (sku = "'Premium_AzureFrontDoor'"): string => `
resource door 'Microsoft.Cdn/profiles@2024-09-01' = {
  name: 'afd'
  sku: { name: ${sku} }
}
`;
const child = (type: string, name: string): string => `
resource ${name} 'Microsoft.Cdn/profiles/${type}@2024-09-01' = {
  parent: door
  name: '${name}'
}
`;
const endpoint = child('afdEndpoints', 'web');
const header = (text: string, said: string): string => found(text, 'door', said, 'resource door');

test('endpoints without a security policy', () => {
  const said = 'warning: Front Door afd has endpoints but no security policy';
  checkRule(rule, header(profile() + endpoint, said));
  checkRule(rule, header(profile("'Standard_AzureFrontDoor'") + endpoint, said));
});

test('a security policy, and a profile without endpoints', () => {
  checkRule(rule, profile() + endpoint + child('securityPolicies', 'waf'));
  checkRule(rule, profile());
});

test('profiles of the content delivery network, and what is not known', () => {
  checkRule(rule, profile("'Standard_Microsoft'") + endpoint);
  checkRule(rule, `param sku string\n${profile('sku')}${endpoint}`);
  checkRule(
    rule,
    `${profile()
      .replace('= {', 'existing = {')
      .replace(/ {2}sku.*\n/, '')}${endpoint}`,
  );
});

test('who gets the id may add it elsewhere', () => {
  checkRule(rule, header(`${profile()}${endpoint}output id string = door.id\n`, 'hint: Front Door afd has endpoints'));
});

test('without managed rules a firewall would refuse nothing, so it is no repair', () => {
  const title = 'Add a web application firewall to afd: requests that its rules match are refused';
  assert.deepEqual(repairTitles(rule, profile() + endpoint), [title]);
  assert.deepEqual(repairTitles(rule, profile("'Standard_AzureFrontDoor'") + endpoint), []);
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
