import { armTemplate } from '../examples/example-template.ts';
import { type ExampleResource, resourcesPart } from '../examples/resource-example.ts';
import { exampleVault } from '../examples/vault-example.ts';
import type { Example, Rule } from '../rule.ts';

const vault = resourcesPart(exampleVault('Disabled'));

/** In Bicep the network is deployed elsewhere, in JSON beside the vault. */
const existingNetwork = `\
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' existing = {
  name: 'spoke'
}

resource endpoints 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' existing = {
  parent: network
  name: 'endpoints'
}
`;

function network(policies: Readonly<Record<string, string>>): ExampleResource {
  const group = { expression: "resourceId('Microsoft.Network/networkSecurityGroups', 'nsg-endpoints')" };
  return {
    symbol: 'network',
    type: 'virtualNetworks',
    name: 'spoke',
    properties: {
      addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
      subnets: [
        {
          name: 'endpoints',
          properties: { addressPrefix: '10.0.1.0/24', networkSecurityGroup: { id: group }, ...policies },
        },
      ],
    },
  };
}

/** What the repair adds, as it writes it. */
const privateEndpoint: Example = {
  bicep: `\
resource vaultPrivateEndpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: '\${vault.name}-vault-pe'
  location: 'westeurope'
  properties: {
    subnet: {
      id: endpoints.id
    }
    privateLinkServiceConnections: [
      {
        name: '\${vault.name}-vault-pe'
        properties: {
          privateLinkServiceId: vault.id
          groupIds: [
            'vault'
          ]
        }
      }
    ]
  }
}

resource vaultcorePrivateDnsZone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: 'privatelink.vaultcore.azure.net'
  location: 'global'
}

resource vaultcorePrivateDnsZoneLink 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = {
  parent: vaultcorePrivateDnsZone
  name: '\${network.name}-link'
  location: 'global'
  properties: {
    registrationEnabled: false
    virtualNetwork: {
      id: network.id
    }
  }
}

resource vaultPrivateEndpointZoneGroup 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = {
  parent: vaultPrivateEndpoint
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      {
        name: 'privatelink-vaultcore-azure-net'
        properties: {
          privateDnsZoneId: vaultcorePrivateDnsZone.id
        }
      }
    ]
  }
}
`,
  json: `\
{
  "type": "Microsoft.Network/privateEndpoints",
  "apiVersion": "2024-05-01",
  "name": "kv-orders-vault-pe",
  "location": "westeurope",
  "dependsOn": [
    "[resourceId('Microsoft.KeyVault/vaults', 'kv-orders')]",
    "[resourceId('Microsoft.Network/virtualNetworks', 'spoke')]"
  ],
  "properties": {
    "subnet": {
      "id": "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'spoke', 'endpoints')]"
    },
    "privateLinkServiceConnections": [
      {
        "name": "kv-orders-vault-pe",
        "properties": {
          "privateLinkServiceId": "[resourceId('Microsoft.KeyVault/vaults', 'kv-orders')]",
          "groupIds": [
            "vault"
          ]
        }
      }
    ]
  }
},
{
  "type": "Microsoft.Network/privateDnsZones",
  "apiVersion": "2024-06-01",
  "name": "privatelink.vaultcore.azure.net",
  "location": "global"
},
{
  "type": "Microsoft.Network/privateDnsZones/virtualNetworkLinks",
  "apiVersion": "2024-06-01",
  "name": "privatelink.vaultcore.azure.net/spoke-link",
  "location": "global",
  "dependsOn": [
    "[resourceId('Microsoft.Network/privateDnsZones', 'privatelink.vaultcore.azure.net')]",
    "[resourceId('Microsoft.Network/virtualNetworks', 'spoke')]"
  ],
  "properties": {
    "registrationEnabled": false,
    "virtualNetwork": {
      "id": "[resourceId('Microsoft.Network/virtualNetworks', 'spoke')]"
    }
  }
},
{
  "type": "Microsoft.Network/privateEndpoints/privateDnsZoneGroups",
  "apiVersion": "2024-05-01",
  "name": "kv-orders-vault-pe/default",
  "dependsOn": [
    "[resourceId('Microsoft.Network/privateEndpoints', 'kv-orders-vault-pe')]",
    "[resourceId('Microsoft.Network/privateDnsZones', 'privatelink.vaultcore.azure.net')]"
  ],
  "properties": {
    "privateDnsZoneConfigs": [
      {
        "name": "privatelink-vaultcore-azure-net",
        "properties": {
          "privateDnsZoneId": "[resourceId('Microsoft.Network/privateDnsZones', 'privatelink.vaultcore.azure.net')]"
        }
      }
    ]
  }
}
`,
};

export const noPrivateEndpointExamples: Rule['examples'] = {
  bad: {
    bicep: `${existingNetwork}\n${vault.bicep}`,
    json: armTemplate(`${resourcesPart(network({})).json},\n${vault.json}`),
  },
  good: {
    bicep: `${existingNetwork}\n${vault.bicep}\n${privateEndpoint.bicep}`,
    json: armTemplate(
      [
        resourcesPart(network({ privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled' })).json,
        vault.json,
        privateEndpoint.json,
      ].join(',\n'),
    ),
  },
};
