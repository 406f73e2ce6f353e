import { armTemplate } from '../examples/example-template.ts';
import type { Rule } from '../rule.ts';

export const lateralMovementExamples: Rule['examples'] = {
  bad: {
    bicep: `\
resource groupWeb 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-web'
  location: 'westeurope'
  properties: {
    securityRules: [
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

resource groupApp 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-app'
  location: 'westeurope'
  properties: {
    securityRules: [
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

resource groupData 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-data'
  location: 'westeurope'
  properties: {
    securityRules: [
      {
        name: 'AllowAppToData'
        properties: {
          priority: 105
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceApplicationSecurityGroups: [
            {
              id: asgApp.id
            }
          ]
          sourcePortRange: '*'
          destinationApplicationSecurityGroups: [
            {
              id: asgData.id
            }
          ]
          destinationPortRange: '1433'
        }
      }
    ]
  }
}

resource asgWeb 'Microsoft.Network/applicationSecurityGroups@2024-05-01' = {
  name: 'asg-web'
  location: 'westeurope'
}

resource asgApp 'Microsoft.Network/applicationSecurityGroups@2024-05-01' = {
  name: 'asg-app'
  location: 'westeurope'
}

resource asgData 'Microsoft.Network/applicationSecurityGroups@2024-05-01' = {
  name: 'asg-data'
  location: 'westeurope'
}

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-spoke'
  location: 'westeurope'
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
          networkSecurityGroup: {
            id: groupWeb.id
          }
        }
      }
      {
        name: 'snet-app'
        properties: {
          addressPrefix: '10.1.2.0/24'
          networkSecurityGroup: {
            id: groupApp.id
          }
        }
      }
      {
        name: 'snet-data'
        properties: {
          addressPrefix: '10.1.3.0/24'
          networkSecurityGroup: {
            id: groupData.id
          }
        }
      }
    ]
  }
}

resource cardWeb 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic-web'
  location: 'westeurope'
  properties: {
    ipConfigurations: [
      {
        name: 'ipconfig'
        properties: {
          privateIPAllocationMethod: 'Dynamic'
          subnet: {
            id: resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, 'snet-web')
          }
          applicationSecurityGroups: [
            {
              id: asgWeb.id
            }
          ]
        }
      }
    ]
  }
}

resource cardApp 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic-app'
  location: 'westeurope'
  properties: {
    ipConfigurations: [
      {
        name: 'ipconfig'
        properties: {
          privateIPAllocationMethod: 'Dynamic'
          subnet: {
            id: resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, 'snet-app')
          }
          applicationSecurityGroups: [
            {
              id: asgApp.id
            }
          ]
        }
      }
    ]
  }
}

resource cardData 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic-data'
  location: 'westeurope'
  properties: {
    ipConfigurations: [
      {
        name: 'ipconfig'
        properties: {
          privateIPAllocationMethod: 'Dynamic'
          subnet: {
            id: resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, 'snet-data')
          }
          applicationSecurityGroups: [
            {
              id: asgData.id
            }
          ]
        }
      }
    ]
  }
}
`,
    json: armTemplate(`\
{
  "type": "Microsoft.Network/networkSecurityGroups",
  "apiVersion": "2024-05-01",
  "name": "nsg-web",
  "location": "westeurope",
  "properties": {
    "securityRules": [
      {
        "name": "DenyAllInbound",
        "properties": {
          "priority": 4096,
          "direction": "Inbound",
          "access": "Deny",
          "protocol": "*",
          "sourceAddressPrefix": "*",
          "sourcePortRange": "*",
          "destinationAddressPrefix": "*",
          "destinationPortRange": "*"
        }
      }
    ]
  }
},
{
  "type": "Microsoft.Network/networkSecurityGroups",
  "apiVersion": "2024-05-01",
  "name": "nsg-app",
  "location": "westeurope",
  "properties": {
    "securityRules": [
      {
        "name": "DenyAllInbound",
        "properties": {
          "priority": 4096,
          "direction": "Inbound",
          "access": "Deny",
          "protocol": "*",
          "sourceAddressPrefix": "*",
          "sourcePortRange": "*",
          "destinationAddressPrefix": "*",
          "destinationPortRange": "*"
        }
      }
    ]
  }
},
{
  "type": "Microsoft.Network/networkSecurityGroups",
  "apiVersion": "2024-05-01",
  "name": "nsg-data",
  "location": "westeurope",
  "properties": {
    "securityRules": [
      {
        "name": "AllowAppToData",
        "properties": {
          "priority": 105,
          "direction": "Inbound",
          "access": "Allow",
          "protocol": "Tcp",
          "sourceApplicationSecurityGroups": [
            {
              "id": "[resourceId('Microsoft.Network/applicationSecurityGroups', 'asg-app')]"
            }
          ],
          "sourcePortRange": "*",
          "destinationApplicationSecurityGroups": [
            {
              "id": "[resourceId('Microsoft.Network/applicationSecurityGroups', 'asg-data')]"
            }
          ],
          "destinationPortRange": "1433"
        }
      }
    ]
  }
},
{
  "type": "Microsoft.Network/applicationSecurityGroups",
  "apiVersion": "2024-05-01",
  "name": "asg-web",
  "location": "westeurope"
},
{
  "type": "Microsoft.Network/applicationSecurityGroups",
  "apiVersion": "2024-05-01",
  "name": "asg-app",
  "location": "westeurope"
},
{
  "type": "Microsoft.Network/applicationSecurityGroups",
  "apiVersion": "2024-05-01",
  "name": "asg-data",
  "location": "westeurope"
},
{
  "type": "Microsoft.Network/virtualNetworks",
  "apiVersion": "2024-05-01",
  "name": "vnet-spoke",
  "location": "westeurope",
  "properties": {
    "addressSpace": {
      "addressPrefixes": [
        "10.1.0.0/16"
      ]
    },
    "subnets": [
      {
        "name": "snet-web",
        "properties": {
          "addressPrefix": "10.1.1.0/24",
          "networkSecurityGroup": {
            "id": "[resourceId('Microsoft.Network/networkSecurityGroups', 'nsg-web')]"
          }
        }
      },
      {
        "name": "snet-app",
        "properties": {
          "addressPrefix": "10.1.2.0/24",
          "networkSecurityGroup": {
            "id": "[resourceId('Microsoft.Network/networkSecurityGroups', 'nsg-app')]"
          }
        }
      },
      {
        "name": "snet-data",
        "properties": {
          "addressPrefix": "10.1.3.0/24",
          "networkSecurityGroup": {
            "id": "[resourceId('Microsoft.Network/networkSecurityGroups', 'nsg-data')]"
          }
        }
      }
    ]
  }
},
{
  "type": "Microsoft.Network/networkInterfaces",
  "apiVersion": "2024-05-01",
  "name": "nic-web",
  "location": "westeurope",
  "properties": {
    "ipConfigurations": [
      {
        "name": "ipconfig",
        "properties": {
          "privateIPAllocationMethod": "Dynamic",
          "subnet": {
            "id": "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet-spoke', 'snet-web')]"
          },
          "applicationSecurityGroups": [
            {
              "id": "[resourceId('Microsoft.Network/applicationSecurityGroups', 'asg-web')]"
            }
          ]
        }
      }
    ]
  }
},
{
  "type": "Microsoft.Network/networkInterfaces",
  "apiVersion": "2024-05-01",
  "name": "nic-app",
  "location": "westeurope",
  "properties": {
    "ipConfigurations": [
      {
        "name": "ipconfig",
        "properties": {
          "privateIPAllocationMethod": "Dynamic",
          "subnet": {
            "id": "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet-spoke', 'snet-app')]"
          },
          "applicationSecurityGroups": [
            {
              "id": "[resourceId('Microsoft.Network/applicationSecurityGroups', 'asg-app')]"
            }
          ]
        }
      }
    ]
  }
},
{
  "type": "Microsoft.Network/networkInterfaces",
  "apiVersion": "2024-05-01",
  "name": "nic-data",
  "location": "westeurope",
  "properties": {
    "ipConfigurations": [
      {
        "name": "ipconfig",
        "properties": {
          "privateIPAllocationMethod": "Dynamic",
          "subnet": {
            "id": "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet-spoke', 'snet-data')]"
          },
          "applicationSecurityGroups": [
            {
              "id": "[resourceId('Microsoft.Network/applicationSecurityGroups', 'asg-data')]"
            }
          ]
        }
      }
    ]
  }
}
`),
  },
  good: {
    bicep: `\
resource groupWeb 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-web'
  location: 'westeurope'
  properties: {
    securityRules: [
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

resource groupApp 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-app'
  location: 'westeurope'
  properties: {
    securityRules: [
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

resource groupData 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-data'
  location: 'westeurope'
  properties: {
    securityRules: [
      {
        name: 'AllowAppToData'
        properties: {
          priority: 105
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceApplicationSecurityGroups: [
            {
              id: asgApp.id
            }
          ]
          sourcePortRange: '*'
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

resource asgWeb 'Microsoft.Network/applicationSecurityGroups@2024-05-01' = {
  name: 'asg-web'
  location: 'westeurope'
}

resource asgApp 'Microsoft.Network/applicationSecurityGroups@2024-05-01' = {
  name: 'asg-app'
  location: 'westeurope'
}

resource asgData 'Microsoft.Network/applicationSecurityGroups@2024-05-01' = {
  name: 'asg-data'
  location: 'westeurope'
}

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-spoke'
  location: 'westeurope'
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
          networkSecurityGroup: {
            id: groupWeb.id
          }
        }
      }
      {
        name: 'snet-app'
        properties: {
          addressPrefix: '10.1.2.0/24'
          networkSecurityGroup: {
            id: groupApp.id
          }
        }
      }
      {
        name: 'snet-data'
        properties: {
          addressPrefix: '10.1.3.0/24'
          networkSecurityGroup: {
            id: groupData.id
          }
        }
      }
    ]
  }
}

resource cardWeb 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic-web'
  location: 'westeurope'
  properties: {
    ipConfigurations: [
      {
        name: 'ipconfig'
        properties: {
          privateIPAllocationMethod: 'Dynamic'
          subnet: {
            id: resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, 'snet-web')
          }
          applicationSecurityGroups: [
            {
              id: asgWeb.id
            }
          ]
        }
      }
    ]
  }
}

resource cardApp 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic-app'
  location: 'westeurope'
  properties: {
    ipConfigurations: [
      {
        name: 'ipconfig'
        properties: {
          privateIPAllocationMethod: 'Dynamic'
          subnet: {
            id: resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, 'snet-app')
          }
          applicationSecurityGroups: [
            {
              id: asgApp.id
            }
          ]
        }
      }
    ]
  }
}

resource cardData 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic-data'
  location: 'westeurope'
  properties: {
    ipConfigurations: [
      {
        name: 'ipconfig'
        properties: {
          privateIPAllocationMethod: 'Dynamic'
          subnet: {
            id: resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, 'snet-data')
          }
          applicationSecurityGroups: [
            {
              id: asgData.id
            }
          ]
        }
      }
    ]
  }
}
`,
    json: armTemplate(`\
{
  "type": "Microsoft.Network/networkSecurityGroups",
  "apiVersion": "2024-05-01",
  "name": "nsg-web",
  "location": "westeurope",
  "properties": {
    "securityRules": [
      {
        "name": "DenyAllInbound",
        "properties": {
          "priority": 4096,
          "direction": "Inbound",
          "access": "Deny",
          "protocol": "*",
          "sourceAddressPrefix": "*",
          "sourcePortRange": "*",
          "destinationAddressPrefix": "*",
          "destinationPortRange": "*"
        }
      }
    ]
  }
},
{
  "type": "Microsoft.Network/networkSecurityGroups",
  "apiVersion": "2024-05-01",
  "name": "nsg-app",
  "location": "westeurope",
  "properties": {
    "securityRules": [
      {
        "name": "DenyAllInbound",
        "properties": {
          "priority": 4096,
          "direction": "Inbound",
          "access": "Deny",
          "protocol": "*",
          "sourceAddressPrefix": "*",
          "sourcePortRange": "*",
          "destinationAddressPrefix": "*",
          "destinationPortRange": "*"
        }
      }
    ]
  }
},
{
  "type": "Microsoft.Network/networkSecurityGroups",
  "apiVersion": "2024-05-01",
  "name": "nsg-data",
  "location": "westeurope",
  "properties": {
    "securityRules": [
      {
        "name": "AllowAppToData",
        "properties": {
          "priority": 105,
          "direction": "Inbound",
          "access": "Allow",
          "protocol": "Tcp",
          "sourceApplicationSecurityGroups": [
            {
              "id": "[resourceId('Microsoft.Network/applicationSecurityGroups', 'asg-app')]"
            }
          ],
          "sourcePortRange": "*",
          "destinationApplicationSecurityGroups": [
            {
              "id": "[resourceId('Microsoft.Network/applicationSecurityGroups', 'asg-data')]"
            }
          ],
          "destinationPortRange": "1433"
        }
      },
      {
        "name": "DenyAllInbound",
        "properties": {
          "priority": 4096,
          "direction": "Inbound",
          "access": "Deny",
          "protocol": "*",
          "sourceAddressPrefix": "*",
          "sourcePortRange": "*",
          "destinationAddressPrefix": "*",
          "destinationPortRange": "*"
        }
      }
    ]
  }
},
{
  "type": "Microsoft.Network/applicationSecurityGroups",
  "apiVersion": "2024-05-01",
  "name": "asg-web",
  "location": "westeurope"
},
{
  "type": "Microsoft.Network/applicationSecurityGroups",
  "apiVersion": "2024-05-01",
  "name": "asg-app",
  "location": "westeurope"
},
{
  "type": "Microsoft.Network/applicationSecurityGroups",
  "apiVersion": "2024-05-01",
  "name": "asg-data",
  "location": "westeurope"
},
{
  "type": "Microsoft.Network/virtualNetworks",
  "apiVersion": "2024-05-01",
  "name": "vnet-spoke",
  "location": "westeurope",
  "properties": {
    "addressSpace": {
      "addressPrefixes": [
        "10.1.0.0/16"
      ]
    },
    "subnets": [
      {
        "name": "snet-web",
        "properties": {
          "addressPrefix": "10.1.1.0/24",
          "networkSecurityGroup": {
            "id": "[resourceId('Microsoft.Network/networkSecurityGroups', 'nsg-web')]"
          }
        }
      },
      {
        "name": "snet-app",
        "properties": {
          "addressPrefix": "10.1.2.0/24",
          "networkSecurityGroup": {
            "id": "[resourceId('Microsoft.Network/networkSecurityGroups', 'nsg-app')]"
          }
        }
      },
      {
        "name": "snet-data",
        "properties": {
          "addressPrefix": "10.1.3.0/24",
          "networkSecurityGroup": {
            "id": "[resourceId('Microsoft.Network/networkSecurityGroups', 'nsg-data')]"
          }
        }
      }
    ]
  }
},
{
  "type": "Microsoft.Network/networkInterfaces",
  "apiVersion": "2024-05-01",
  "name": "nic-web",
  "location": "westeurope",
  "properties": {
    "ipConfigurations": [
      {
        "name": "ipconfig",
        "properties": {
          "privateIPAllocationMethod": "Dynamic",
          "subnet": {
            "id": "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet-spoke', 'snet-web')]"
          },
          "applicationSecurityGroups": [
            {
              "id": "[resourceId('Microsoft.Network/applicationSecurityGroups', 'asg-web')]"
            }
          ]
        }
      }
    ]
  }
},
{
  "type": "Microsoft.Network/networkInterfaces",
  "apiVersion": "2024-05-01",
  "name": "nic-app",
  "location": "westeurope",
  "properties": {
    "ipConfigurations": [
      {
        "name": "ipconfig",
        "properties": {
          "privateIPAllocationMethod": "Dynamic",
          "subnet": {
            "id": "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet-spoke', 'snet-app')]"
          },
          "applicationSecurityGroups": [
            {
              "id": "[resourceId('Microsoft.Network/applicationSecurityGroups', 'asg-app')]"
            }
          ]
        }
      }
    ]
  }
},
{
  "type": "Microsoft.Network/networkInterfaces",
  "apiVersion": "2024-05-01",
  "name": "nic-data",
  "location": "westeurope",
  "properties": {
    "ipConfigurations": [
      {
        "name": "ipconfig",
        "properties": {
          "privateIPAllocationMethod": "Dynamic",
          "subnet": {
            "id": "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet-spoke', 'snet-data')]"
          },
          "applicationSecurityGroups": [
            {
              "id": "[resourceId('Microsoft.Network/applicationSecurityGroups', 'asg-data')]"
            }
          ]
        }
      }
    ]
  }
}
`),
  },
};
