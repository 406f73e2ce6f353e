import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Finder, repaired, ways } from '../../../test/repair-plans.ts';
import type { Intent } from '../deployment/intent.ts';
import type { NewResource } from '../deployment/new-resource.ts';

const workspace = {
  take: 'parameter',
  name: 'logAnalyticsWorkspaceId',
  description: 'Resource id of the Log Analytics workspace',
} as const;

/** What a firewall logs is kept. */
const logs = (find: Finder): Intent => {
  const firewall = find('azureFirewalls');
  const resource: NewResource = {
    type: 'Microsoft.Insights/diagnosticSettings',
    name: 'to-workspace',
    words: ['firewall', 'logs'],
    beside: firewall,
    scope: firewall,
    properties: { workspaceId: workspace, logs: [{ categoryGroup: 'allLogs', enabled: true }] },
  };
  return { kind: 'declare', resource };
};

/** A public address, and what has it. */
const bastion = (find: Finder): Intent => {
  const network = find('virtualNetworks');
  const address: NewResource = {
    type: 'Microsoft.Network/publicIPAddresses',
    name: 'bastion-pip',
    words: ['bastion', 'pip'],
    beside: network,
    settings: { sku: { name: 'Standard' } },
    properties: { publicIPAllocationMethod: 'Static' },
  };
  const resource: NewResource = {
    type: 'Microsoft.Network/bastionHosts',
    name: { take: 'text', parts: [{ take: 'name', of: network }, '-bastion'] },
    words: ['bastion'],
    beside: network,
    properties: {
      ipConfigurations: [
        {
          name: 'ipconfig',
          properties: {
            subnet: { id: { take: 'childId', of: network, child: 'subnets', name: 'AzureBastionSubnet' } },
            publicIPAddress: { id: { take: 'id', of: address } },
          },
        },
      ],
    },
  };
  return { kind: 'declare', resource };
};

const bicep = `param location string
param tags object

resource vnet 'Microsoft.Network/virtualNetworks@2023-11-01' = if (location != '') {
  name: 'vnet'
  location: location
  tags: tags
}
resource firewall 'Microsoft.Network/azureFirewalls@2023-11-01' = {
  name: 'fw'
  location: location
}
`;

const $schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';

const template = (...resources: readonly object[]): string =>
  `${JSON.stringify({ $schema, contentVersion: '1.0.0.0', resources }, null, 2)}\n`;

const network = {
  condition: "[equals(1, variables('one'))]",
  type: 'Microsoft.Network/virtualNetworks',
  apiVersion: '2023-11-01',
  name: 'vnet',
  location: 'westeurope',
};
const firewall = {
  type: 'Microsoft.Network/azureFirewalls',
  apiVersion: '2023-11-01',
  name: 'fw',
  location: 'westeurope',
};
const firewallId = "[resourceId('Microsoft.Network/azureFirewalls', 'fw')]";
const networkId = "[resourceId('Microsoft.Network/virtualNetworks', 'vnet')]";
const addressId = "[resourceId('Microsoft.Network/publicIPAddresses', 'bastion-pip')]";

describe('declaring a resource', () => {
  test('that extends another, with a parameter for what nobody declares', () => {
    assert.equal(
      repaired(bicep, logs),
      `${bicep.replace('param tags object\n', 'param tags object\nparam logAnalyticsWorkspaceId string\n')}
resource firewallLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: firewall
  name: 'to-workspace'
  properties: {
    workspaceId: logAnalyticsWorkspaceId
    logs: [
      {
        categoryGroup: 'allLogs'
        enabled: true
      }
    ]
  }
}
`,
    );
    const setting = {
      type: 'Microsoft.Insights/diagnosticSettings',
      apiVersion: '2021-05-01-preview',
      scope: firewallId,
      name: 'to-workspace',
      dependsOn: [firewallId],
      properties: {
        workspaceId: "[parameters('logAnalyticsWorkspaceId')]",
        logs: [{ categoryGroup: 'allLogs', enabled: true }],
      },
    };
    const after = JSON.parse(repaired(template(firewall), logs) ?? '{}');
    assert.deepEqual(after.resources, [firewall, setting]);
    assert.deepEqual(Object.keys(after.parameters), ['logAnalyticsWorkspaceId']);
  });

  test('with one that it names, both under the conditions and with the tags of what they belong to', () => {
    const declared = `
resource bastionPip 'Microsoft.Network/publicIPAddresses@2023-11-01' = if (location != '') {
  name: 'bastion-pip'
  location: location
  tags: tags
  sku: {
    name: 'Standard'
  }
  properties: {
    publicIPAllocationMethod: 'Static'
  }
}

resource bastion 'Microsoft.Network/bastionHosts@2023-11-01' = if (location != '') {
  name: 'vnet-bastion'
  location: location
  tags: tags
  properties: {
    ipConfigurations: [
      {
        name: 'ipconfig'
        properties: {
          subnet: {
            id: '\${vnet.id}/subnets/AzureBastionSubnet'
          }
          publicIPAddress: {
            id: bastionPip.id
          }
        }
      }
    ]
  }
}
`;
    assert.equal(repaired(bicep, bastion), bicep.replace('}\nresource firewall', `}\n${declared}\nresource firewall`));
    const { condition, location, apiVersion } = network;
    const pip = {
      condition,
      type: 'Microsoft.Network/publicIPAddresses',
      apiVersion,
      name: 'bastion-pip',
      location,
      sku: { name: 'Standard' },
      properties: { publicIPAllocationMethod: 'Static' },
    };
    const id = "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet', 'AzureBastionSubnet')]";
    const host = {
      condition,
      type: 'Microsoft.Network/bastionHosts',
      apiVersion,
      name: 'vnet-bastion',
      location,
      dependsOn: [networkId, addressId],
      properties: {
        ipConfigurations: [{ name: 'ipconfig', properties: { subnet: { id }, publicIPAddress: { id: addressId } } }],
      },
    };
    assert.equal(repaired(template(network, firewall), bastion), template(network, pip, host, firewall));
  });

  test('in JSON with symbolic names, by the symbol', () => {
    const symbolic = (resources: object): string =>
      `${JSON.stringify({ $schema, languageVersion: '2.0', contentVersion: '1.0.0.0', resources }, null, 2)}\n`;
    const text = repaired(symbolic({ network, firewall }), bastion) ?? '{}';
    const { resources } = JSON.parse(text);
    assert.deepEqual(Object.keys(resources), ['network', 'bastionPip', 'bastion', 'firewall']);
    assert.deepEqual(resources.bastion.dependsOn, ['network', 'bastionPip']);
  });

  test('once, though two intents name it', () => {
    const [text] = ways(bicep, (find) => [bastion(find), bastion(find)]);
    assert.equal(text, repaired(bicep, bastion));
  });

  test('not where the file has no name for what it extends, or deploys no resource groups', () => {
    const looped = bicep.replace("@2023-11-01' = {\n  name: 'fw'", "@2023-11-01' = [for i in [1, 2]: {\n  name: 'fw'");
    assert.equal(repaired(`${looped.trimEnd()}]\n`, logs), null);
    assert.equal(repaired(`targetScope = 'subscription'\n${bicep}`, logs), null);
  });
});
