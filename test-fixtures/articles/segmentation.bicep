// "Apply Zero Trust principles to segmenting Azure-based network communication": what its summary has as default behavior, taken to the letter,
// beside a hub with Azure Firewall: open subnets, networks that are peered with each other past a default route to the firewall or have none, a machine
// with a public address and its own firewall alone. What is meant to flow is declared in segmentation.config.json.
param location string = resourceGroup().location

@secure()
param adminPublicKey string

var firewallAddress = '10.0.0.4'

resource routesOrders 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'rt-orders'
  location: location
  properties: {
    disableBgpRoutePropagation: true
    routes: [
      {
        name: 'to-firewall'
        properties: {
          addressPrefix: '0.0.0.0/0'
          nextHopType: 'VirtualAppliance'
          nextHopIpAddress: firewallAddress
        }
      }
    ]
  }
}

resource routesBilling 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'rt-billing'
  location: location
  properties: {
    disableBgpRoutePropagation: true
    routes: []
  }
}

resource hub 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-hub'
  location: location
  properties: {
    addressSpace: {
      addressPrefixes: [
        '10.0.0.0/16'
      ]
    }
    subnets: [
      {
        name: 'AzureFirewallSubnet'
        properties: {
          addressPrefix: '10.0.0.0/26'
        }
      }
    ]
  }
}

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
        name: 'snet-orders'
        properties: {
          addressPrefix: '10.1.0.0/24'
          routeTable: {
            id: routesOrders.id
          }
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
          addressPrefix: '10.2.0.0/24'
          routeTable: {
            id: routesBilling.id
          }
        }
      }
    ]
  }
}

resource hubToOrders 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01' = {
  parent: hub
  name: 'to-orders'
  properties: {
    remoteVirtualNetwork: {
      id: orders.id
    }
    allowVirtualNetworkAccess: true
    allowForwardedTraffic: true
  }
}

resource hubToBilling 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01' = {
  parent: hub
  name: 'to-billing'
  properties: {
    remoteVirtualNetwork: {
      id: billing.id
    }
    allowVirtualNetworkAccess: true
    allowForwardedTraffic: true
  }
}

resource ordersToHub 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01' = {
  parent: orders
  name: 'to-hub'
  properties: {
    remoteVirtualNetwork: {
      id: hub.id
    }
    allowVirtualNetworkAccess: true
    allowForwardedTraffic: true
  }
}

resource billingToHub 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01' = {
  parent: billing
  name: 'to-hub'
  properties: {
    remoteVirtualNetwork: {
      id: hub.id
    }
    allowVirtualNetworkAccess: true
    allowForwardedTraffic: true
  }
}

resource ordersToBilling 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01' = {
  parent: orders
  name: 'to-billing'
  properties: {
    remoteVirtualNetwork: {
      id: billing.id
    }
    allowVirtualNetworkAccess: true
    allowForwardedTraffic: true
  }
}

resource billingToOrders 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01' = {
  parent: billing
  name: 'to-orders'
  properties: {
    remoteVirtualNetwork: {
      id: orders.id
    }
    allowVirtualNetworkAccess: true
    allowForwardedTraffic: true
  }
}

resource firewallPublicAddress 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: 'pip-firewall'
  location: location
  sku: {
    name: 'Standard'
  }
  properties: {
    publicIPAllocationMethod: 'Static'
  }
}

resource firewallPolicy 'Microsoft.Network/firewallPolicies@2024-05-01' = {
  name: 'afwp-hub'
  location: location
  properties: {
    sku: {
      tier: 'Premium'
    }
    threatIntelMode: 'Alert'
  }
}

resource firewallRules 'Microsoft.Network/firewallPolicies/ruleCollectionGroups@2024-05-01' = {
  parent: firewallPolicy
  name: 'spokes'
  properties: {
    priority: 200
    ruleCollections: [
      {
        ruleCollectionType: 'FirewallPolicyFilterRuleCollection'
        name: 'between-spokes'
        priority: 200
        action: {
          type: 'Allow'
        }
        rules: [
          {
            ruleType: 'NetworkRule'
            name: 'billing-to-orders'
            ipProtocols: [
              'TCP'
            ]
            sourceAddresses: [
              '10.2.0.0/24'
            ]
            destinationAddresses: [
              '10.1.0.0/24'
            ]
            destinationPorts: [
              '443'
            ]
          }
        ]
      }
      {
        ruleCollectionType: 'FirewallPolicyFilterRuleCollection'
        name: 'to-internet'
        priority: 300
        action: {
          type: 'Allow'
        }
        rules: [
          {
            ruleType: 'ApplicationRule'
            name: 'updates'
            protocols: [
              {
                protocolType: 'Https'
                port: 443
              }
            ]
            sourceAddresses: [
              '10.1.0.0/24'
            ]
            fqdnTags: [
              'WindowsUpdate'
            ]
          }
        ]
      }
    ]
  }
}

resource firewall 'Microsoft.Network/azureFirewalls@2024-05-01' = {
  name: 'afw-hub'
  location: location
  properties: {
    sku: {
      name: 'AZFW_VNet'
      tier: 'Premium'
    }
    firewallPolicy: {
      id: firewallPolicy.id
    }
    ipConfigurations: [
      {
        name: 'ipconfig'
        properties: {
          subnet: {
            id: resourceId('Microsoft.Network/virtualNetworks/subnets', hub.name, 'AzureFirewallSubnet')
          }
          publicIPAddress: {
            id: firewallPublicAddress.id
          }
        }
      }
    ]
  }
}

resource ordersAddress 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: 'pip-orders'
  location: location
  sku: {
    name: 'Standard'
  }
  properties: {
    publicIPAllocationMethod: 'Static'
  }
}

resource ordersInterface 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic-orders'
  location: location
  properties: {
    ipConfigurations: [
      {
        name: 'ipconfig'
        properties: {
          privateIPAllocationMethod: 'Dynamic'
          subnet: {
            id: resourceId('Microsoft.Network/virtualNetworks/subnets', orders.name, 'snet-orders')
          }
          publicIPAddress: {
            id: ordersAddress.id
          }
        }
      }
    ]
  }
}

resource ordersMachine 'Microsoft.Compute/virtualMachines@2024-07-01' = {
  name: 'vm-orders'
  location: location
  properties: {
    hardwareProfile: {
      vmSize: 'Standard_D2s_v5'
    }
    storageProfile: {
      imageReference: {
        publisher: 'Canonical'
        offer: 'ubuntu-24_04-lts'
        sku: 'server'
        version: 'latest'
      }
      osDisk: {
        createOption: 'FromImage'
      }
    }
    osProfile: {
      computerName: 'vm-orders'
      adminUsername: 'azureuser'
      linuxConfiguration: {
        disablePasswordAuthentication: true
        ssh: {
          publicKeys: [
            {
              path: '/home/azureuser/.ssh/authorized_keys'
              keyData: adminPublicKey
            }
          ]
        }
      }
    }
    networkProfile: {
      networkInterfaces: [
        {
          id: ordersInterface.id
        }
      ]
    }
  }
}

resource billingInterface 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic-billing'
  location: location
  properties: {
    ipConfigurations: [
      {
        name: 'ipconfig'
        properties: {
          privateIPAllocationMethod: 'Dynamic'
          subnet: {
            id: resourceId('Microsoft.Network/virtualNetworks/subnets', billing.name, 'snet-billing')
          }
        }
      }
    ]
  }
}

resource billingMachine 'Microsoft.Compute/virtualMachines@2024-07-01' = {
  name: 'vm-billing'
  location: location
  properties: {
    hardwareProfile: {
      vmSize: 'Standard_D2s_v5'
    }
    storageProfile: {
      imageReference: {
        publisher: 'Canonical'
        offer: 'ubuntu-24_04-lts'
        sku: 'server'
        version: 'latest'
      }
      osDisk: {
        createOption: 'FromImage'
      }
    }
    osProfile: {
      computerName: 'vm-billing'
      adminUsername: 'azureuser'
      linuxConfiguration: {
        disablePasswordAuthentication: true
        ssh: {
          publicKeys: [
            {
              path: '/home/azureuser/.ssh/authorized_keys'
              keyData: adminPublicKey
            }
          ]
        }
      }
    }
    networkProfile: {
      networkInterfaces: [
        {
          id: billingInterface.id
        }
      ]
    }
  }
}
