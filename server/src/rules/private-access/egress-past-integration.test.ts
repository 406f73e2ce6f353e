import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { armTemplate } from '../examples/example-template.ts';
import { egressPastIntegration as rule } from './egress-past-integration.ts';

const subnet = "resourceId('Microsoft.Network/virtualNetworks/subnets', 'spoke', 'integration')";

/** An app with these lines among its properties. */
const app = (lines: string, more = '', version = '2024-04-01') => `
resource app 'Microsoft.Web/sites@${version}' = {
  name: 'orders'
  properties: {
${lines}
  }
}
${more}`;

const integrated = `    virtualNetworkSubnetId: ${subnet}`;
const marked = (text: string, finding: string) => text.replace('= {\n', `= {\n//       ^^^ ${finding}\n`);
const missing =
  'warning: vnetRouteAllEnabled of orders is not set, so what it sends to public addresses goes past the virtual network';

test('an integrated app without the setting', () => {
  checkRule(rule, marked(app(integrated), missing));
  checkRule(
    rule,
    armTemplate(`\
{
  "type": "Microsoft.Web/sites",
  "apiVersion": "2024-04-01",
  "name": "orders",
  //      ^^^^^^^^ ${missing}
  "properties": { "virtualNetworkSubnetId": "[${subnet}]" }
}`),
  );
});

test('the property is the one of the version', () => {
  checkRule(
    rule,
    marked(app(integrated, '', '2024-11-01'), 'warning: outboundVnetRouting.allTraffic of orders is not set'),
  );
  checkRule(
    rule,
    marked(app(integrated, '', '2021-03-01'), 'warning: siteConfig.vnetRouteAllEnabled of orders is not set'),
  );
});

test('the setting is off', () => {
  checkRule(
    rule,
    app(`${integrated}
    vnetRouteAllEnabled: false
    //                   ^^^^^ warning: vnetRouteAllEnabled of orders is off`),
  );
  checkRule(
    rule,
    `param all bool = false
${app(`${integrated}\n    vnetRouteAllEnabled: all`).replace('\n', '')}`.replace(
      'bool = false\n',
      'bool = false\n//               ^^^^^ warning: vnetRouteAllEnabled of orders is off\n',
    ),
  );
});

test('all traffic goes through the network', () => {
  checkRule(rule, app(`${integrated}\n    vnetRouteAllEnabled: true`));
  checkRule(rule, app(`${integrated}\n    siteConfig: { vnetRouteAllEnabled: true }`));
  checkRule(rule, app(`${integrated}\n    outboundVnetRouting: { allTraffic: true }`, '', '2024-11-01'));
  checkRule(rule, app(`${integrated}\n    outboundVnetRouting: { applicationTraffic: true }`, '', '2024-11-01'));
  checkRule(
    rule,
    app(`${integrated}\n    siteConfig: { appSettings: [{ name: 'WEBSITE_VNET_ROUTE_ALL', value: '1' }] }`),
  );
  const web = (name: string, properties: string) => `
resource web 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: app
  name: '${name}'
  properties: { ${properties} }
}
`;
  checkRule(rule, app(integrated, web('web', 'vnetRouteAllEnabled: true')));
  checkRule(rule, app(integrated, web('appsettings', "WEBSITE_VNET_ROUTE_ALL: '1'")));
});

test('settings that are merged with those of the app may hold the former one', () => {
  const settings = `
resource settings 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: app
  name: 'appsettings'
  properties: union(list('\${app.id}/config/appsettings', '2024-04-01').properties, { COLOR: 'blue' })
}
`;
  checkRule(rule, marked(app(integrated, settings), 'hint: vnetRouteAllEnabled of orders is not set'));
});

test('apps without integration, and Flex Consumption', () => {
  checkRule(rule, app('    httpsOnly: true'));
  checkRule(rule, app('    virtualNetworkSubnetId: null'));
  checkRule(rule, app("    virtualNetworkSubnetId: ''"));
  checkRule(rule, app(`${integrated}\n    functionAppConfig: { runtime: { name: 'node' } }`));
});

test('what is unknown, existing or deployed again accuses nobody', () => {
  checkRule(rule, `param all bool\n${app(`${integrated}\n    vnetRouteAllEnabled: all`)}`);
  checkRule(rule, `param settings array\n${app(`${integrated}\n    siteConfig: { appSettings: settings }`)}`);
  checkRule(rule, `param id string\n${app('    virtualNetworkSubnetId: id\n    vnetRouteAllEnabled: true')}`);
  checkRule(rule, "resource app 'Microsoft.Web/sites@2024-04-01' existing = { name: 'orders' }\n");
});

test('the setting is set where the version has it', () => {
  const title = 'Send all outbound traffic of orders through its virtual network';
  checkRepair(
    rule,
    app(integrated, '', '2024-11-01'),
    title,
    app(`${integrated}\n    outboundVnetRouting: {\n      allTraffic: true\n    }`, '', '2024-11-01'),
  );
  checkRepair(
    rule,
    app(`${integrated}\n    vnetRouteAllEnabled: false`),
    title,
    app(`${integrated}\n    vnetRouteAllEnabled: true`),
  );
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
