import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { armTemplate } from '../examples/example-template.ts';
import { reservedSubnetWithNsgOrRoute } from './reserved-subnet-with-nsg-or-route.ts';

const loud = (text: string): void => checkRule(reservedSubnetWithNsgOrRoute, text);
const silent = loud;

const hub = (name: string, more: string, route = '10.0.0.0/8'): string => `
resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg'
}
resource table 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'routes'
  properties: {
    routes: [
      { name: 'some', properties: { addressPrefix: '${route}', nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.0.9.4' } }
    ]
  }
}
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'hub'
  properties: {
    subnets: [
      {
        name: '${name}'
        properties: {
          addressPrefix: '10.0.1.0/26'
          ${more}
        }
      }
    ]
  }
}
`;
const group = 'networkSecurityGroup: { id: group.id }';
const table = 'routeTable: { id: table.id }';

test('a group on a reserved subnet', () => {
  loud(
    hub(
      'GatewaySubnet',
      `${group}
          //                          ^^^^^^^^ warning: GatewaySubnet has a network security group, which a virtual network gateway does not support. Remove it from the subnet.`,
    ),
  );
  loud(
    hub(
      'azureFirewallSubnet',
      `${group}
          //                          ^^^^^^^^ warning: azureFirewallSubnet has a network security group, which Azure Firewall does not support.`,
    ),
  );
});

test('in JSON, as a resource of its own', () => {
  loud(
    armTemplate(`\
{
  "type": "Microsoft.Network/virtualNetworks/subnets",
  "apiVersion": "2024-05-01",
  "name": "hub/RouteServerSubnet",
  "properties": {
    "addressPrefix": "10.0.2.0/26",
    "routeTable": { "id": "[resourceId('Microsoft.Network/routeTables', 'routes')]" }
    //                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: RouteServerSubnet has a route table, which Azure Route Server
  }
}`),
  );
});

test('a route for 0.0.0.0/0 at a gateway', () => {
  loud(
    hub(
      'GatewaySubnet',
      `${table}
          //                ^^^^^^^^ warning: The route table of GatewaySubnet has a route for 0.0.0.0/0 (some), which a gateway does not support.`,
      '0.0.0.0/0',
    ),
  );
  silent(hub('GatewaySubnet', table));
  silent(
    hub('GatewaySubnet', "routeTable: { id: resourceId('Microsoft.Network/routeTables', 'elsewhere') }", '0.0.0.0/0'),
  );
});

test('what these subnets support is silent, and so is any other subnet', () => {
  silent(hub('AzureBastionSubnet', group));
  silent(hub('AzureFirewallSubnet', table, '0.0.0.0/0'));
  silent(hub('app', `${group}\n          ${table}`, '0.0.0.0/0'));
  silent(hub('GatewaySubnet', ''));
  silent(hub('GatewaySubnet', 'networkSecurityGroup: null'));
});

test('what is not known accuses nobody', () => {
  silent(`param name string\n${hub('x', group).replace("'x'", 'name')}`);
  silent(`param settings object\n${hub('GatewaySubnet', 'networkSecurityGroup: settings.group')}`);
});

test('the repair takes the property away', () => {
  const before = hub('AzureBastionSubnet', table);
  checkRepair(
    reservedSubnetWithNsgOrRoute,
    before,
    'Remove the route table from AzureBastionSubnet',
    before.replace(`\n          ${table}`, ''),
  );
});

test('silent fixtures outnumber loud ones', () => checkBalance(reservedSubnetWithNsgOrRoute));
