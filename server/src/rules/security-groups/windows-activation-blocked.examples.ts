import { type ExampleFields, exampleDeny, groupExample } from '../examples/rule-example.ts';
import type { Example, Rule } from '../rule.ts';

/** A machine with Windows in a subnet whose way out is an appliance, with the group. */
const machine: Example = {
  bicep: `\
resource table 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'rt-app'
  location: 'westeurope'
  properties: {
    routes: [
      {
        name: 'to-firewall'
        properties: {
          addressPrefix: '0.0.0.0/0'
          nextHopType: 'VirtualAppliance'
          nextHopIpAddress: '10.0.0.4'
        }
      }
    ]
  }
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
        name: 'snet-app'
        properties: {
          addressPrefix: '10.1.2.0/24'
          networkSecurityGroup: {
            id: group.id
          }
          routeTable: {
            id: table.id
          }
        }
      }
    ]
  }
}

resource networkInterface 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic-app'
  location: 'westeurope'
  properties: {
    ipConfigurations: [
      {
        name: 'ipconfig'
        properties: {
          subnet: {
            id: network.properties.subnets[0].id
          }
        }
      }
    ]
  }
}

resource machine 'Microsoft.Compute/virtualMachines@2024-07-01' = {
  name: 'vm-app'
  location: 'westeurope'
  properties: {
    storageProfile: {
      osDisk: {
        osType: 'Windows'
        createOption: 'FromImage'
      }
    }
    networkProfile: {
      networkInterfaces: [
        {
          id: networkInterface.id
        }
      ]
    }
  }
}
`,
  json: [
    {
      type: 'Microsoft.Network/routeTables',
      apiVersion: '2024-05-01',
      name: 'rt-app',
      location: 'westeurope',
      properties: {
        routes: [
          {
            name: 'to-firewall',
            properties: {
              addressPrefix: '0.0.0.0/0',
              nextHopType: 'VirtualAppliance',
              nextHopIpAddress: '10.0.0.4',
            },
          },
        ],
      },
    },
    {
      type: 'Microsoft.Network/virtualNetworks',
      apiVersion: '2024-05-01',
      name: 'vnet-spoke',
      location: 'westeurope',
      properties: {
        addressSpace: { addressPrefixes: ['10.1.0.0/16'] },
        subnets: [
          {
            name: 'snet-app',
            properties: {
              addressPrefix: '10.1.2.0/24',
              networkSecurityGroup: { id: "[resourceId('Microsoft.Network/networkSecurityGroups', 'nsg-app')]" },
              routeTable: { id: "[resourceId('Microsoft.Network/routeTables', 'rt-app')]" },
            },
          },
        ],
      },
    },
    {
      type: 'Microsoft.Network/networkInterfaces',
      apiVersion: '2024-05-01',
      name: 'nic-app',
      location: 'westeurope',
      properties: {
        ipConfigurations: [
          {
            name: 'ipconfig',
            properties: {
              subnet: { id: "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet-spoke', 'snet-app')]" },
            },
          },
        ],
      },
    },
    {
      type: 'Microsoft.Compute/virtualMachines',
      apiVersion: '2024-07-01',
      name: 'vm-app',
      location: 'westeurope',
      properties: {
        storageProfile: { osDisk: { osType: 'Windows', createOption: 'FromImage' } },
        networkProfile: {
          networkInterfaces: [{ id: "[resourceId('Microsoft.Network/networkInterfaces', 'nic-app')]" }],
        },
      },
    },
  ]
    .map((resource) => JSON.stringify(resource, null, 2))
    .join(',\n'),
};

const rules = { DenyAllOutbound: { ...exampleDeny, direction: 'Outbound' } };
const activation: ExampleFields = { direction: 'Outbound', sourceAddressPrefix: '*', destinationPortRange: '1688' };

export const windowsActivationBlockedExamples: Rule['examples'] = {
  bad: groupExample(rules, machine),
  good: groupExample(
    {
      ...rules,
      AllowWindowsActivation1Outbound: { ...activation, priority: 4094, destinationAddressPrefix: '20.118.99.224' },
      AllowWindowsActivation2Outbound: { ...activation, priority: 4095, destinationAddressPrefix: '40.83.235.53' },
    },
    machine,
  ),
};
