import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { armTemplate } from '../examples/example-template.ts';
import { nsgWithoutEffectOnPrivateEndpoints } from './nsg-without-effect-on-private-endpoints.ts';

const group = `
resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg'
}
`;

const endpointIn = (subnet: string, name = 'pe'): string => `
resource ${name} 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: '${name}'
  properties: {
    subnet: { id: ${subnet} }
  }
}
`;

/** A subnet with the group, and with further lines of its properties. */
const subnet = (more: string, version = '2024-05-01'): string => `${group}
resource network 'Microsoft.Network/virtualNetworks@${version}' = {
  name: 'spoke'
  properties: {
    subnets: [
      {
        name: 'endpoints'
        properties: {
          addressPrefix: '10.0.2.0/24'
          networkSecurityGroup: { id: group.id }
          ${more}
        }
      }
    ]
  }
}
`;

const inSubnet = "resourceId('Microsoft.Network/virtualNetworks/subnets', 'spoke', 'endpoints')";

const loud = (text: string): void => checkRule(nsgWithoutEffectOnPrivateEndpoints, text);
const silent = loud;

test('a subnet with endpoints of which the group does not count is reported at the value', () => {
  loud(
    `${subnet(`privateEndpointNetworkPolicies: 'Disabled'
          //                              ^^^^^^^^^^ warning: The network security group of subnet endpoints does not filter what reaches pe: privateEndpointNetworkPolicies is Disabled. Set it to NetworkSecurityGroupEnabled.`)}${endpointIn(inSubnet)}`,
  );
  loud(
    `${subnet(
      `privateEndpointNetworkPolicies: 'Disabled'
          //                              ^^^^^^^^^^ warning: The network security group of subnet endpoints does not filter what reaches pe and other: privateEndpointNetworkPolicies is Disabled. Set it to Enabled.`,
      '2022-11-01',
    )}${endpointIn(inSubnet)}${endpointIn('network.properties.subnets[0].id', 'other')}`,
  );
});

test('endpoints of one name, as where a loop deploys the same twice, are named once', () => {
  const twice = `${endpointIn(inSubnet)}${endpointIn(inSubnet, 'again').replace("name: 'again'", "name: 'pe'")}`;
  loud(
    `${subnet(`privateEndpointNetworkPolicies: 'Disabled'
          //                              ^^^^^^^^^^ warning: The network security group of subnet endpoints does not filter what reaches pe: privateEndpointNetworkPolicies is Disabled. Set it to NetworkSecurityGroupEnabled.`)}${twice}`,
  );
});

test('in JSON, and a value for routes only', () => {
  loud(
    armTemplate(`\
{
  "type": "Microsoft.Network/virtualNetworks/subnets",
  "apiVersion": "2024-05-01",
  "name": "spoke/endpoints",
  "properties": {
    "addressPrefix": "10.0.2.0/24",
    "networkSecurityGroup": { "id": "[resourceId('Microsoft.Network/networkSecurityGroups', 'nsg')]" },
    "privateEndpointNetworkPolicies": "RouteTableEnabled"
    //                                ^^^^^^^^^^^^^^^^^^^ warning: The network security group of subnet endpoints
  }
},
{
  "type": "Microsoft.Network/privateEndpoints",
  "apiVersion": "2024-05-01",
  "name": "pe",
  "properties": { "subnet": { "id": "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'spoke', 'endpoints')]" } }
}`),
  );
});

test('left out it means Disabled from 2022-09-01 on', () => {
  const text = (version: string, marker: string): string => `${group}
resource network 'Microsoft.Network/virtualNetworks@${version}' existing = {
  name: 'spoke'
}
resource endpoints 'Microsoft.Network/virtualNetworks/subnets@${version}' = {
${marker}
  parent: network
  name: 'endpoints'
  properties: {
    addressPrefix: '10.0.2.0/24'
    networkSecurityGroup: { id: group.id }
  }
}
${endpointIn('endpoints.id')}`;
  loud(
    text(
      '2022-09-01',
      '//       ^^^^^^^^^ warning: The network security group of subnet endpoints does not filter what reaches pe: leaving out privateEndpointNetworkPolicies means Disabled in API version 2022-09-01. Set it to Enabled.',
    ),
  );
  silent(text('2021-08-01', ''));
  silent(text('2022-01-01', ''));
});

test('policies that count, endpoints elsewhere, and subnets without a group are silent', () => {
  silent(`${subnet(`privateEndpointNetworkPolicies: 'Enabled'`)}${endpointIn(inSubnet)}`);
  silent(`${subnet(`privateEndpointNetworkPolicies: 'networksecuritygroupenabled'`)}${endpointIn(inSubnet)}`);
  silent(subnet(`privateEndpointNetworkPolicies: 'Disabled'`));
  silent(`${subnet('')}${endpointIn("resourceId('Microsoft.Network/virtualNetworks/subnets', 'spoke', 'other')")}`);
  silent(`${subnet('').replace('networkSecurityGroup: { id: group.id }', '')}${endpointIn(inSubnet)}`);
  silent(`param subnetId string${subnet(`privateEndpointNetworkPolicies: 'Disabled'`)}${endpointIn('subnetId')}`);
});

test('what is not known accuses nobody', () => {
  silent(`param policies string${subnet('privateEndpointNetworkPolicies: policies')}${endpointIn(inSubnet)}`);
  silent(`
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' existing = {
  name: 'spoke'
  resource endpoints 'subnets' existing = { name: 'endpoints' }
}
${endpointIn('network::endpoints.id')}`);
});

test('a subnet that is also declared by itself is judged there', () => {
  silent(`${subnet('')}
resource endpoints 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: network
  name: 'endpoints'
  properties: {
    addressPrefix: '10.0.2.0/24'
    networkSecurityGroup: { id: group.id }
    privateEndpointNetworkPolicies: 'Enabled'
  }
}
${endpointIn('endpoints.id')}`);
});

test('the repair takes the value that the version knows', () => {
  const before = `${subnet(`privateEndpointNetworkPolicies: 'Disabled'`, '2023-04-01')}${endpointIn(inSubnet)}`;
  checkRepair(
    nsgWithoutEffectOnPrivateEndpoints,
    before,
    'Set privateEndpointNetworkPolicies of endpoints to Enabled',
    before.replace("'Disabled'", "'Enabled'"),
  );
  const routes = `${subnet(`privateEndpointNetworkPolicies: 'RouteTableEnabled'`)}${endpointIn(inSubnet)}`;
  checkRepair(
    nsgWithoutEffectOnPrivateEndpoints,
    routes,
    'Set privateEndpointNetworkPolicies of endpoints to Enabled',
    routes.replace("'RouteTableEnabled'", "'Enabled'"),
  );
});

test('there are more silent fixtures than loud ones', () => {
  checkBalance(nsgWithoutEffectOnPrivateEndpoints);
});
