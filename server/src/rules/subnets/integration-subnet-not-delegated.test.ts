import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { integrationSubnetNotDelegated as rule } from './integration-subnet-not-delegated.ts';

const network = (delegations = '', finding = '') => `
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: {
    subnets: [
      {
        name: 'apps'
${finding === '' ? '' : `        //    ^^^^^^ ${finding}`}
        properties: { addressPrefix: '10.0.1.0/26' ${delegations} }
      }
    ]
  }
}
`;
const app = (subnet = 'network.properties.subnets[0].id') => `
resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: 'orders'
  properties: { virtualNetworkSubnetId: ${subnet} }
}
`;
const delegated = (service: string) => `, delegations: [{ name: 'd', properties: { serviceName: '${service}' } }]`;

test('a subnet without delegation', () => {
  const finding =
    'warning: orders sends its traffic through subnet apps, which is not delegated to Microsoft.Web/serverFarms. Delegate it';
  checkRule(rule, network('', finding) + app());
  checkRule(rule, network(', delegations: []', finding) + app());
});

test('delegated subnets', () => {
  checkRule(rule, network(delegated('Microsoft.Web/serverFarms')) + app());
  checkRule(rule, network(delegated('Microsoft.App/environments')) + app());
  checkRule(
    rule,
    `${network()}${app()}
resource apps 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: network
  name: 'apps'
  properties: { addressPrefix: '10.0.1.0/26' ${delegated('Microsoft.Web/serverFarms')} }
}
`,
  );
});

test('subnets that no app is integrated with', () => {
  checkRule(rule, network());
  checkRule(rule, network() + app("resourceId('Microsoft.Network/virtualNetworks/subnets', 'hub', 'apps')"));
});

test('what is unknown or existing accuses nobody', () => {
  checkRule(rule, `param id string\n${network()}${app('id')}`);
  checkRule(rule, `param services array\n${network(', delegations: services')}${app()}`);
  checkRule(
    rule,
    network()
      .replace("Networks@2024-05-01' =", "Networks@2024-05-01' existing =")
      .replace(/ {2}properties: \{[\s\S]*\n {2}\}\n\}/, '}') + app(),
  );
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
