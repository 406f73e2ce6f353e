// "Apply Zero Trust principles to segmenting Azure-based network communication": what its summary has as default behavior, taken to the letter:
// subnets that are open to each other, networks that are peered with each other, a machine with a public address and its own firewall alone.
param location string = resourceGroup().location

resource orders 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-orders'
  location: location
  properties: {
    addressSpace: {
      addressPrefixes: [
        '10.1.0.0/16'
      ]
    }
    subnets: [
      {
        name: 'snet-web'
        properties: {
          addressPrefix: '10.1.1.0/24'
        }
      }
      {
        name: 'snet-data'
        properties: {
          addressPrefix: '10.1.2.0/24'
        }
      }
    ]
  }
}

resource billing 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-billing'
  location: location
  properties: {
    addressSpace: {
      addressPrefixes: [
        '10.2.0.0/16'
      ]
    }
    subnets: [
      {
        name: 'snet-billing'
        properties: {
          addressPrefix: '10.2.1.0/24'
        }
      }
    ]
  }
}

resource ordersToBilling 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01' = {
  name: 'vnet-orders/to-vnet-billing'
  properties: {
    remoteVirtualNetwork: {
      id: billing.id
    }
    allowVirtualNetworkAccess: true
    allowForwardedTraffic: true
  }
  dependsOn: [
    orders
  ]
}

resource billingToOrders 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01' = {
  name: 'vnet-billing/to-vnet-orders'
  properties: {
    remoteVirtualNetwork: {
      id: orders.id
    }
    allowVirtualNetworkAccess: true
    allowForwardedTraffic: true
  }
  dependsOn: [
    billing
  ]
}

resource webAddress 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: 'pip-web'
  location: location
  sku: {
    name: 'Standard'
  }
  properties: {
    publicIPAllocationMethod: 'Static'
  }
}

resource webInterface 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic-web'
  location: location
  properties: {
    ipConfigurations: [
      {
        name: 'ipconfig'
        properties: {
          subnet: {
            id: resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet-orders', 'snet-web')
          }
          privateIPAllocationMethod: 'Dynamic'
          publicIPAddress: {
            id: webAddress.id
          }
        }
      }
    ]
  }
  dependsOn: [
    orders
  ]
}

resource dataInterface 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic-data'
  location: location
  properties: {
    ipConfigurations: [
      {
        name: 'ipconfig'
        properties: {
          subnet: {
            id: resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet-orders', 'snet-data')
          }
          privateIPAllocationMethod: 'Dynamic'
        }
      }
    ]
  }
  dependsOn: [
    orders
  ]
}

resource billingInterface 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic-billing'
  location: location
  properties: {
    ipConfigurations: [
      {
        name: 'ipconfig'
        properties: {
          subnet: {
            id: resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet-billing', 'snet-billing')
          }
          privateIPAllocationMethod: 'Dynamic'
        }
      }
    ]
  }
  dependsOn: [
    billing
  ]
}
