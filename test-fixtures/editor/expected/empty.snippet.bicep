var tags = {
  workload: 'shop'
}

@description('Resource id of the subnet that holds the private endpoint of the storage account.')
param storageEndpointSubnetId string

resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: 'stcontoso001'
  location: resourceGroup().location
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    publicNetworkAccess: 'Disabled'
    networkAcls: {
      defaultAction: 'Deny'
      bypass: 'None'
    }
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    allowCrossTenantReplication: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource storageEndpoint 'Microsoft.Network/privateEndpoints@2025-05-01' = {
  name: 'pe-storage'
  location: resourceGroup().location
  properties: {
    subnet: { id: storageEndpointSubnetId }
    privateLinkServiceConnections: [
      {
        name: 'pe-storage'
        properties: {
          privateLinkServiceId: storage.id
          groupIds: [
            'blob'
          ]
        }
      }
    ]
  }
}

resource storageZone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: 'privatelink.blob.${environment().suffixes.storage}'
  location: 'global'
}

resource storageZoneLink 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = {
  parent: storageZone
  name: 'link-storage'
  location: 'global'
  properties: {
    registrationEnabled: false
    virtualNetwork: { id: split(storageEndpointSubnetId, '/subnets/')[0] }
  }
}

resource storageZoneGroup 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2025-05-01' = {
  parent: storageEndpoint
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      {
        name: 'storage'
        properties: { privateDnsZoneId: storageZone.id }
      }
    ]
  }
}