/** For tests: a template of a subscription that calls a module with the network. */

/** A module that makes a network of the subnets that it is given. */
export const networkOfSubnets = `param subnets array
resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet'
  location: resourceGroup().location
  properties: {
    subnets: [for subnet in subnets: {
      name: subnet.name
      properties: {
        addressPrefix: subnet.prefix
        networkSecurityGroup: empty(subnet.?group) ? null : { id: subnet.group }
      }
    }]
  }
}
`;

/** Calls `network.bicep` for the subnets `web` and `app`. */
export const landingZone = `targetScope = 'subscription'
resource rg 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg'
  location: 'westeurope'
}
module network 'network.bicep' = {
  scope: rg
  params: {
    subnets: [
      { name: 'web', prefix: '10.0.0.0/24' }
      { name: 'app', prefix: '10.0.1.0/24' }
    ]
  }
}
`;
