import {
  exampleAddress,
  exampleCard,
  exampleNetwork,
  exampleRoutes,
  exampleWindowsMachine,
} from '../examples/hub-example.ts';
import { type ExampleValue, resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';

const sourceAddresses = ['10.0.2.0/24'];

const shopRule: ExampleValue = {
  name: 'AllowShop',
  sourceAddresses,
  protocols: [{ protocolType: 'Https', port: 443 }],
  targetFqdns: ['api.contoso.com'],
};

/** A machine with Windows whose way out is the firewall, with the application rules of that. */
function example(...rules: readonly ExampleValue[]): Example {
  return resourcesExample(
    exampleRoutes({ 'to-firewall': '0.0.0.0/0' }),
    exampleNetwork('spoke', '10.0.0.0/16', {
      app: { addressPrefix: '10.0.2.0/24', routeTable: { id: { idOf: 'routes' } } },
      AzureFirewallSubnet: { addressPrefix: '10.0.0.0/26' },
    }),
    exampleAddress('pip-afw'),
    {
      symbol: 'firewall',
      type: 'azureFirewalls',
      name: 'afw',
      properties: {
        ipConfigurations: [
          {
            name: 'ipconfig',
            properties: {
              subnet: { id: { idOf: 'spoke', subnet: 'AzureFirewallSubnet' } },
              publicIPAddress: { id: { idOf: 'address' } },
            },
          },
        ],
        applicationRuleCollections: [
          { name: 'allow', properties: { priority: 200, action: { type: 'Allow' }, rules: [shopRule, ...rules] } },
        ],
      },
    },
    exampleCard('spoke', 'app'),
    exampleWindowsMachine('spoke'),
  );
}

export const managementNamesDeniedExamples: Rule['examples'] = {
  bad: example(),
  good: example(
    {
      name: 'AllowWindowsManagementHttps',
      sourceAddresses,
      protocols: [{ protocolType: 'Https', port: 443 }],
      targetFqdns: ['sls.update.microsoft.com', 'settings-win.data.microsoft.com', 'v10.events.data.microsoft.com'],
    },
    {
      name: 'AllowWindowsManagementHttp',
      sourceAddresses,
      protocols: [{ protocolType: 'Http', port: 80 }],
      targetFqdns: ['ctldl.windowsupdate.com', 'www.msftconnecttest.com'],
    },
  ),
};
