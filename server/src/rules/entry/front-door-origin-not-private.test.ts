import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { frontDoorOriginNotPrivate as rule } from './front-door-origin-not-private.ts';

const origin = (host: string, more = '', sku = 'Premium_AzureFrontDoor'): string => `
resource door 'Microsoft.Cdn/profiles@2024-09-01' = {
  name: 'afd'
  sku: { name: '${sku}' }
}
resource group 'Microsoft.Cdn/profiles/originGroups@2024-09-01' = {
  parent: door
  name: 'orders'
}
resource origin 'Microsoft.Cdn/profiles/originGroups/origins@2024-09-01' = {
  parent: group
  name: 'app'
  properties: {
    hostName: ${host}
    ${more}
  }
}
`;
const header = (text: string, said: string): string => found(text, 'origin', said, 'resource origin');
const said =
  'Front Door reaches origin app over its public endpoint, which others reach too, past the firewall at the front. Use Private Link';

test('services that could be reached by Private Link', () => {
  checkRule(rule, header(origin("'app.azurewebsites.net'"), `information: ${said}, and close`));
  checkRule(
    rule,
    header(
      origin("'st.blob.core.windows.net'", '', 'Standard_AzureFrontDoor'),
      `information: ${said}, which needs the SKU Premium_AzureFrontDoor, and close`,
    ),
  );
});

test('where it is not known what the origin is', () => {
  checkRule(rule, header(`param host string\n${origin('host')}`, `hint: ${said}`));
});

test('Private Link, and names of other hosts', () => {
  checkRule(rule, origin("'app.azurewebsites.net'", "sharedPrivateLinkResource: { privateLink: { id: 'x' } }"));
  checkRule(rule, origin("'www.example.org'"));
  checkRule(rule, `param link object\n${origin("'app.azurewebsites.net'", 'sharedPrivateLinkResource: link')}`);
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
