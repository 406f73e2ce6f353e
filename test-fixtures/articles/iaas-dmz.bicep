// The early draft of "Apply Zero Trust principles to a spoke virtual network" for virtual machines, as its text says, with its mistakes:
// a DMZ of appliances before three tiers, three rules of one priority, source ports of services, port 433, balancers as source.
param location string = resourceGroup().location

@secure()
param adminPublicKey string

@description('Resource id of the virtual network of the hub.')
param hubVnetId string

@description('Resource id of the storage account of the flow logs.')
param logStorageId string

resource asgWeb 'Microsoft.Network/applicationSecurityGroups@2024-05-01' = {
  name: 'asg-web'
  location: location
}

resource asgBusiness 'Microsoft.Network/applicationSecurityGroups@2024-05-01' = {
  name: 'asg-business'
  location: location
}

resource asgData 'Microsoft.Network/applicationSecurityGroups@2024-05-01' = {
  name: 'asg-data'
  location: location
}

resource nsgDmz 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-dmz'
  location: location
  properties: {
    securityRules: [
      {
        name: 'AllowInternettoDMZLBInbound'
        properties: {
          priority: 105
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: 'Internet'
          sourcePortRange: '443'
          destinationAddressPrefix: '10.1.0.0/24'
          destinationPortRange: '443'
        }
      }
      {
        name: 'AllowInternettoDMZLBOutbound'
        properties: {
          priority: 105
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: 'Internet'
          sourcePortRange: '443'
          destinationAddressPrefix: '10.1.0.0/24'
          destinationPortRange: '443'
        }
      }
      {
        name: 'DenyAllInbound'
        properties: {
          description: 'Denies all inbound traffic unless specifically allowed.'
          priority: 4096
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
      {
        name: 'DenyAllOutbound'
        properties: {
          description: 'Denies all outbound traffic unless specifically allowed.'
          priority: 4096
          direction: 'Outbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource nsgWeb 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-web'
  location: location
  properties: {
    securityRules: [
      {
        name: 'AllowDMZtoWebLBInbound'
        properties: {
          priority: 105
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '10.1.0.0/24'
          sourcePortRange: '433'
          destinationAddressPrefix: '10.1.1.4'
          destinationPortRange: '433'
        }
      }
      {
        name: 'AllowDMZtoWebLBOutbound'
        properties: {
          priority: 105
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '10.1.0.0/24'
          sourcePortRange: '433'
          destinationAddressPrefix: '10.1.1.4'
          destinationPortRange: '433'
        }
      }
      {
        name: 'DenyAllInbound'
        properties: {
          description: 'Denies all inbound traffic unless specifically allowed.'
          priority: 4096
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
      {
        name: 'DenyAllOutbound'
        properties: {
          description: 'Denies all outbound traffic unless specifically allowed.'
          priority: 4096
          direction: 'Outbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource nsgBusiness 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-business'
  location: location
  properties: {
    securityRules: [
      {
        name: 'AllowWebtoBusinessLBInbound'
        properties: {
          priority: 105
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceApplicationSecurityGroups: [
            {
              id: asgWeb.id
            }
          ]
          sourcePortRange: '443'
          destinationAddressPrefix: '10.1.2.4'
          destinationPortRange: '443'
        }
      }
      {
        name: 'AllowWebtoBusinessLBOutbound'
        properties: {
          priority: 105
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceApplicationSecurityGroups: [
            {
              id: asgWeb.id
            }
          ]
          sourcePortRange: '443'
          destinationAddressPrefix: '10.1.2.4'
          destinationPortRange: '443'
        }
      }
      {
        name: 'DenyAllInbound'
        properties: {
          description: 'Denies all inbound traffic unless specifically allowed.'
          priority: 4096
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
      {
        name: 'DenyAllOutbound'
        properties: {
          description: 'Denies all outbound traffic unless specifically allowed.'
          priority: 4096
          direction: 'Outbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource nsgData 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-data'
  location: location
  properties: {
    securityRules: [
      {
        name: 'AllowBusinesstoSQLLBInbound'
        properties: {
          priority: 105
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceApplicationSecurityGroups: [
            {
              id: asgBusiness.id
            }
          ]
          sourcePortRange: '1433'
          destinationAddressPrefix: '10.1.3.4'
          destinationPortRange: '1433'
        }
      }
      {
        name: 'AllowBusinesstoSQLLBOutbound'
        properties: {
          priority: 105
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceApplicationSecurityGroups: [
            {
              id: asgBusiness.id
            }
          ]
          sourcePortRange: '1433'
          destinationAddressPrefix: '10.1.3.4'
          destinationPortRange: '1433'
        }
      }
      {
        name: 'AllowSQLLBtoSQLVMInbound'
        properties: {
          priority: 105
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '10.1.3.4'
          sourcePortRange: '1433'
          destinationApplicationSecurityGroups: [
            {
              id: asgData.id
            }
          ]
          destinationPortRange: '1433'
        }
      }
      {
        name: 'AllowSQLLBtoSQLVMOutbound'
        properties: {
          priority: 105
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '10.1.3.4'
          sourcePortRange: '1433'
          destinationApplicationSecurityGroups: [
            {
              id: asgData.id
            }
          ]
          destinationPortRange: '1433'
        }
      }
      {
        name: 'AllowSQLVMtoSQLVMInbound'
        properties: {
          priority: 105
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceApplicationSecurityGroups: [
            {
              id: asgData.id
            }
          ]
          sourcePortRange: '1433'
          destinationApplicationSecurityGroups: [
            {
              id: asgData.id
            }
          ]
          destinationPortRange: '1433'
        }
      }
      {
        name: 'AllowSQLVMtoSQLVMOutbound'
        properties: {
          priority: 105
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceApplicationSecurityGroups: [
            {
              id: asgData.id
            }
          ]
          sourcePortRange: '1433'
          destinationApplicationSecurityGroups: [
            {
              id: asgData.id
            }
          ]
          destinationPortRange: '1433'
        }
      }
      {
        name: 'DenyAllInbound'
        properties: {
          description: 'Denies all inbound traffic unless specifically allowed.'
          priority: 4096
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
      {
        name: 'DenyAllOutbound'
        properties: {
          description: 'Denies all outbound traffic unless specifically allowed.'
          priority: 4096
          direction: 'Outbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-spoke'
  location: location
  properties: {
    addressSpace: {
      addressPrefixes: [
        '10.1.0.0/22'
      ]
    }
    subnets: [
      {
        name: 'snet-dmz'
        properties: {
          addressPrefix: '10.1.0.0/24'
          networkSecurityGroup: {
            id: nsgDmz.id
          }
        }
      }
      {
        name: 'snet-web'
        properties: {
          addressPrefix: '10.1.1.0/24'
          networkSecurityGroup: {
            id: nsgWeb.id
          }
        }
      }
      {
        name: 'snet-business'
        properties: {
          addressPrefix: '10.1.2.0/24'
          networkSecurityGroup: {
            id: nsgBusiness.id
          }
        }
      }
      {
        name: 'snet-data'
        properties: {
          addressPrefix: '10.1.3.0/24'
          networkSecurityGroup: {
            id: nsgData.id
          }
        }
      }
    ]
  }
}

resource toHub 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01' = {
  parent: vnet
  name: 'to-hub'
  properties: {
    remoteVirtualNetwork: {
      id: hubVnetId
    }
    allowVirtualNetworkAccess: true
    allowForwardedTraffic: true
  }
}

resource dmzAddress 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: 'pip-dmz'
  location: location
  sku: {
    name: 'Standard'
  }
  properties: {
    publicIPAllocationMethod: 'Static'
  }
}

resource lbDmz 'Microsoft.Network/loadBalancers@2024-05-01' = {
  name: 'lb-dmz'
  location: location
  sku: {
    name: 'Standard'
  }
  properties: {
    frontendIPConfigurations: [
      {
        name: 'frontend'
        properties: {
          publicIPAddress: {
            id: dmzAddress.id
          }
        }
      }
    ]
    backendAddressPools: [
      {
        name: 'backend'
      }
    ]
    probes: [
      {
        name: 'probe'
        properties: {
          protocol: 'Tcp'
          port: 443
          intervalInSeconds: 5
          numberOfProbes: 2
        }
      }
    ]
    loadBalancingRules: [
      {
        name: 'rule'
        properties: {
          protocol: 'Tcp'
          frontendPort: 443
          backendPort: 443
          disableOutboundSnat: true
          frontendIPConfiguration: {
            id: resourceId('Microsoft.Network/loadBalancers/frontendIPConfigurations', 'lb-dmz', 'frontend')
          }
          backendAddressPool: {
            id: resourceId('Microsoft.Network/loadBalancers/backendAddressPools', 'lb-dmz', 'backend')
          }
          probe: {
            id: resourceId('Microsoft.Network/loadBalancers/probes', 'lb-dmz', 'probe')
          }
        }
      }
    ]
  }
  dependsOn: [
    vnet
  ]
}

resource lbWeb 'Microsoft.Network/loadBalancers@2024-05-01' = {
  name: 'lb-web'
  location: location
  sku: {
    name: 'Standard'
  }
  properties: {
    frontendIPConfigurations: [
      {
        name: 'frontend'
        properties: {
          privateIPAllocationMethod: 'Static'
          privateIPAddress: '10.1.1.4'
          subnet: {
            id: resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet-spoke', 'snet-web')
          }
        }
      }
    ]
    backendAddressPools: [
      {
        name: 'backend'
      }
    ]
    probes: [
      {
        name: 'probe'
        properties: {
          protocol: 'Tcp'
          port: 443
          intervalInSeconds: 5
          numberOfProbes: 2
        }
      }
    ]
    loadBalancingRules: [
      {
        name: 'rule'
        properties: {
          protocol: 'Tcp'
          frontendPort: 443
          backendPort: 443
          disableOutboundSnat: true
          frontendIPConfiguration: {
            id: resourceId('Microsoft.Network/loadBalancers/frontendIPConfigurations', 'lb-web', 'frontend')
          }
          backendAddressPool: {
            id: resourceId('Microsoft.Network/loadBalancers/backendAddressPools', 'lb-web', 'backend')
          }
          probe: {
            id: resourceId('Microsoft.Network/loadBalancers/probes', 'lb-web', 'probe')
          }
        }
      }
    ]
  }
  dependsOn: [
    vnet
  ]
}

resource lbBusiness 'Microsoft.Network/loadBalancers@2024-05-01' = {
  name: 'lb-business'
  location: location
  sku: {
    name: 'Standard'
  }
  properties: {
    frontendIPConfigurations: [
      {
        name: 'frontend'
        properties: {
          privateIPAllocationMethod: 'Static'
          privateIPAddress: '10.1.2.4'
          subnet: {
            id: resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet-spoke', 'snet-business')
          }
        }
      }
    ]
    backendAddressPools: [
      {
        name: 'backend'
      }
    ]
    probes: [
      {
        name: 'probe'
        properties: {
          protocol: 'Tcp'
          port: 443
          intervalInSeconds: 5
          numberOfProbes: 2
        }
      }
    ]
    loadBalancingRules: [
      {
        name: 'rule'
        properties: {
          protocol: 'Tcp'
          frontendPort: 443
          backendPort: 443
          disableOutboundSnat: true
          frontendIPConfiguration: {
            id: resourceId('Microsoft.Network/loadBalancers/frontendIPConfigurations', 'lb-business', 'frontend')
          }
          backendAddressPool: {
            id: resourceId('Microsoft.Network/loadBalancers/backendAddressPools', 'lb-business', 'backend')
          }
          probe: {
            id: resourceId('Microsoft.Network/loadBalancers/probes', 'lb-business', 'probe')
          }
        }
      }
    ]
  }
  dependsOn: [
    vnet
  ]
}

resource lbData 'Microsoft.Network/loadBalancers@2024-05-01' = {
  name: 'lb-data'
  location: location
  sku: {
    name: 'Standard'
  }
  properties: {
    frontendIPConfigurations: [
      {
        name: 'frontend'
        properties: {
          privateIPAllocationMethod: 'Static'
          privateIPAddress: '10.1.3.4'
          subnet: {
            id: resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet-spoke', 'snet-data')
          }
        }
      }
    ]
    backendAddressPools: [
      {
        name: 'backend'
      }
    ]
    probes: [
      {
        name: 'probe'
        properties: {
          protocol: 'Tcp'
          port: 1433
          intervalInSeconds: 5
          numberOfProbes: 2
        }
      }
    ]
    loadBalancingRules: [
      {
        name: 'rule'
        properties: {
          protocol: 'Tcp'
          frontendPort: 1433
          backendPort: 1433
          disableOutboundSnat: true
          frontendIPConfiguration: {
            id: resourceId('Microsoft.Network/loadBalancers/frontendIPConfigurations', 'lb-data', 'frontend')
          }
          backendAddressPool: {
            id: resourceId('Microsoft.Network/loadBalancers/backendAddressPools', 'lb-data', 'backend')
          }
          probe: {
            id: resourceId('Microsoft.Network/loadBalancers/probes', 'lb-data', 'probe')
          }
        }
      }
    ]
  }
  dependsOn: [
    vnet
  ]
}

resource dmzInterfaces 'Microsoft.Network/networkInterfaces@2024-05-01' = [for i in range(1, 2): {
  name: 'nic-dmz-${i}'
  location: location
  properties: {
    enableIPForwarding: true
    ipConfigurations: [
      {
        name: 'ipconfig'
        properties: {
          subnet: {
            id: resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet-spoke', 'snet-dmz')
          }
          privateIPAllocationMethod: 'Dynamic'
          loadBalancerBackendAddressPools: [
            {
              id: resourceId('Microsoft.Network/loadBalancers/backendAddressPools', 'lb-dmz', 'backend')
            }
          ]
        }
      }
    ]
  }
  dependsOn: [
    vnet
  ]
}]

resource dmzMachines 'Microsoft.Compute/virtualMachines@2024-07-01' = [for i in range(0, 2): {
  name: 'vm-dmz-${i + 1}'
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
      computerName: 'vm-dmz-${i + 1}'
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
          id: dmzInterfaces[i].id
        }
      ]
    }
  }
}]

resource webInterfaces 'Microsoft.Network/networkInterfaces@2024-05-01' = [for i in range(1, 2): {
  name: 'nic-web-${i}'
  location: location
  properties: {
    ipConfigurations: [
      {
        name: 'ipconfig'
        properties: {
          subnet: {
            id: resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet-spoke', 'snet-web')
          }
          privateIPAllocationMethod: 'Dynamic'
          applicationSecurityGroups: [
            {
              id: asgWeb.id
            }
          ]
          loadBalancerBackendAddressPools: [
            {
              id: resourceId('Microsoft.Network/loadBalancers/backendAddressPools', 'lb-web', 'backend')
            }
          ]
        }
      }
    ]
  }
  dependsOn: [
    vnet
  ]
}]

resource webMachines 'Microsoft.Compute/virtualMachines@2024-07-01' = [for i in range(0, 2): {
  name: 'vm-web-${i + 1}'
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
      computerName: 'vm-web-${i + 1}'
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
          id: webInterfaces[i].id
        }
      ]
    }
  }
}]

resource businessInterfaces 'Microsoft.Network/networkInterfaces@2024-05-01' = [for i in range(1, 2): {
  name: 'nic-business-${i}'
  location: location
  properties: {
    ipConfigurations: [
      {
        name: 'ipconfig'
        properties: {
          subnet: {
            id: resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet-spoke', 'snet-business')
          }
          privateIPAllocationMethod: 'Dynamic'
          applicationSecurityGroups: [
            {
              id: asgBusiness.id
            }
          ]
          loadBalancerBackendAddressPools: [
            {
              id: resourceId('Microsoft.Network/loadBalancers/backendAddressPools', 'lb-business', 'backend')
            }
          ]
        }
      }
    ]
  }
  dependsOn: [
    vnet
  ]
}]

resource businessMachines 'Microsoft.Compute/virtualMachines@2024-07-01' = [for i in range(0, 2): {
  name: 'vm-business-${i + 1}'
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
      computerName: 'vm-business-${i + 1}'
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
          id: businessInterfaces[i].id
        }
      ]
    }
  }
}]

resource dataInterfaces 'Microsoft.Network/networkInterfaces@2024-05-01' = [for i in range(1, 2): {
  name: 'nic-data-${i}'
  location: location
  properties: {
    ipConfigurations: [
      {
        name: 'ipconfig'
        properties: {
          subnet: {
            id: resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet-spoke', 'snet-data')
          }
          privateIPAllocationMethod: 'Dynamic'
          applicationSecurityGroups: [
            {
              id: asgData.id
            }
          ]
          loadBalancerBackendAddressPools: [
            {
              id: resourceId('Microsoft.Network/loadBalancers/backendAddressPools', 'lb-data', 'backend')
            }
          ]
        }
      }
    ]
  }
  dependsOn: [
    vnet
  ]
}]

resource dataMachines 'Microsoft.Compute/virtualMachines@2024-07-01' = [for i in range(0, 2): {
  name: 'vm-data-${i + 1}'
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
      computerName: 'vm-data-${i + 1}'
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
          id: dataInterfaces[i].id
        }
      ]
    }
  }
}]

resource flowLog 'Microsoft.Network/networkWatchers/flowLogs@2024-05-01' = {
  name: 'NetworkWatcher_westeurope/nsg-data'
  location: location
  properties: {
    targetResourceId: nsgData.id
    storageId: logStorageId
    enabled: true
    format: {
      type: 'JSON'
      version: 2
    }
  }
}
