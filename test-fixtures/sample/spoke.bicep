// The network and the services of an order portal: a spoke with three tiers. It deploys, and it is open in several ways.
targetScope = 'resourceGroup'

@description('Region of all resources.')
param location string = resourceGroup().location

@description('Short name of the workload, part of every name.')
param workload string = 'orders'

@description('Login of the administrator of the database server.')
param sqlAdministrator string

@secure()
param sqlPassword string

var addressSpace = '10.20.0.0/16'

resource webSecurityGroup 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-${workload}-web'
  location: location
  properties: {
    securityRules: [
      {
        name: 'AllowHttpsFromGateway'
        properties: {
          description: 'The application gateway of the hub.'
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '10.0.1.0/24'
          sourcePortRange: '*'
          destinationAddressPrefix: '10.20.1.0/24'
          destinationPortRange: '443'
        }
      }
      {
        name: 'AllowRdp'
        properties: {
          description: 'For the days of the migration.'
          priority: 200
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '3389'
        }
      }
    ]
  }
}

resource dataSecurityGroup 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-${workload}-data'
  location: location
  properties: {
    securityRules: [
      {
        name: 'AllowSqlFromApp'
        properties: {
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '10.20.2.0/24'
          sourcePortRange: '*'
          destinationAddressPrefix: '10.20.3.0/24'
          destinationPortRange: '1433'
        }
      }
      {
        name: 'DenyAllInbound'
        properties: {
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
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-${workload}'
  location: location
  properties: {
    addressSpace: {
      addressPrefixes: [addressSpace]
    }
    subnets: [
      {
        name: 'snet-web'
        properties: {
          addressPrefix: cidrSubnet(addressSpace, 24, 1)
          networkSecurityGroup: { id: webSecurityGroup.id }
        }
      }
      {
        name: 'snet-app'
        properties: {
          addressPrefix: cidrSubnet(addressSpace, 24, 2)
        }
      }
      {
        name: 'snet-data'
        properties: {
          addressPrefix: cidrSubnet(addressSpace, 24, 3)
          networkSecurityGroup: { id: dataSecurityGroup.id }
        }
      }
    ]
  }
}

resource documents 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'st${workload}documents'
  location: location
  sku: { name: 'Standard_ZRS' }
  kind: 'StorageV2'
  properties: {
    minimumTlsVersion: 'TLS1_2'
    allowBlobPublicAccess: false
    publicNetworkAccess: 'Enabled'
  }
}

resource sqlServer 'Microsoft.Sql/servers@2023-08-01' = {
  name: 'sql-${workload}'
  location: location
  properties: {
    administratorLogin: sqlAdministrator
    administratorLoginPassword: sqlPassword
    minimalTlsVersion: '1.2'
  }

  resource ordersDatabase 'databases' = {
    name: 'orders'
    location: location
    sku: { name: 'S1' }
  }
}
