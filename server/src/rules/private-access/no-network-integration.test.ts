import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { noNetworkIntegration as rule } from './no-network-integration.ts';

const network = `
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: { subnets: [{ name: 'integration', properties: { addressPrefix: '10.0.1.0/26' } }] }
}
`;

/** An app with these properties on one line. */
const app = (properties = '', more = network) => `
resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: 'orders'
  properties: { httpsOnly: true ${properties} }
}
${more}`;
const marked = (text: string, finding: string) => text.replace('= {\n', `= {\n//       ^^^ ${finding}\n`);
const plan = (sku: string, properties = '') => `${network}
resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan'
  sku: { name: '${sku}' }
  properties: { ${properties} }
}
`;

test('an app beside a virtual network', () => {
  checkRule(
    rule,
    marked(
      app(),
      'warning: orders has no virtual network integration: it reaches no private endpoint, and nothing filters what it sends.',
    ),
  );
  checkRule(rule, marked(app(', serverFarmId: plan.id', plan('P1v3')), 'warning: orders has no virtual network'));
  checkRule(rule, marked(app(", virtualNetworkSubnetId: ''"), 'warning: orders has no virtual network'));
});

test('a template without a network may leave it to another', () => {
  checkRule(rule, marked(app('', ''), 'hint: orders has no virtual network integration'));
});

test('integrated apps', () => {
  checkRule(rule, app(', virtualNetworkSubnetId: network.properties.subnets[0].id'));
  checkRule(rule, `param id string\n${app(', virtualNetworkSubnetId: id')}`);
  checkRule(
    rule,
    app(
      '',
      `${network}
resource integration 'Microsoft.Web/sites/networkConfig@2024-04-01' = {
  parent: app
  name: 'virtualNetwork'
  properties: { subnetResourceId: network.properties.subnets[0].id }
}
`,
    ),
  );
});

test('environments, and plans that have no integration', () => {
  const subnet = 'network: { virtualNetworkSubnetId: network.properties.subnets[0].id }';
  checkRule(rule, app(', serverFarmId: plan.id', plan('P1v4', subnet)));
  checkRule(rule, app(", hostingEnvironmentProfile: { id: resourceId('Microsoft.Web/hostingEnvironments', 'ase') }"));
  checkRule(
    rule,
    app(
      ', serverFarmId: plan.id',
      plan('I1v2', "hostingEnvironmentProfile: { id: resourceId('Microsoft.Web/hostingEnvironments', 'ase') }"),
    ),
  );
  checkRule(rule, app(', serverFarmId: plan.id', plan('Y1')));
  checkRule(rule, app(', serverFarmId: plan.id', plan('F1')));
});

test('what is unknown or existing accuses nobody', () => {
  checkRule(rule, `param sku string\n${app(', serverFarmId: plan.id', plan('X')).replace("'X'", 'sku')}`);
  checkRule(rule, `${network}resource app 'Microsoft.Web/sites@2024-04-01' existing = { name: 'orders' }\n`);
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
