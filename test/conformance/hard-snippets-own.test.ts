/** The hard snippets whose templates aren't in the corpus: code of our own with the same shape (spec: languages, section 5, 10 and 15). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sceneOf } from './snippet-scene.ts';

const networks = 'Microsoft.Network/virtualNetworks';

test('10: ids that are written out of parts mean the resource with that name; special subnets go without a group', () => {
  const scene = sceneOf(`
param subnets array = [
  { name: 'GatewaySubnet', range: '10.0.0.0/26' }
  { name: 'AzureBastionSubnet', range: '10.0.1.0/26' }
  { name: 'work', range: '10.0.2.0/24', group: workGroup.id }
  { name: 'open', range: '10.0.3.0/24' }
]
param bastionEnabled bool = true
param bastionGroupName string = 'nsg-bastion'
var listed = map(range(0, length(subnets)), i => {
  name: subnets[i].name
  range: subnets[i].range
  group: contains(subnets[i], 'group') ? subnets[i].group : ''
})
var made = [for subnet in listed: {
  name: subnet.name
  properties: {
    addressPrefix: subnet.range
    networkSecurityGroup: (subnet.name == 'AzureBastionSubnet' && bastionEnabled) ? {
      id: '\${resourceGroup().id}/providers/Microsoft.Network/networkSecurityGroups/\${bastionGroupName}'
    } : empty(subnet.group) ? null : { id: subnet.group }
  }
}]
resource hub 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'hub'
  location: 'westeurope'
  properties: { addressSpace: { addressPrefixes: ['10.0.0.0/16'] }, subnets: made }
}
resource bastionGroup 'Microsoft.Network/networkSecurityGroups@2024-05-01' = if (bastionEnabled) { name: bastionGroupName, location: 'westeurope' }
resource workGroup 'Microsoft.Network/networkSecurityGroups@2024-05-01' = { name: 'nsg-work', location: 'westeurope' }
`);
  const groupOf = (index: number): unknown =>
    scene.values(networks, `properties.subnets.${index}.properties.networkSecurityGroup.id`)[0];
  const link = (name: string): unknown => ({ type: 'Microsoft.Network/networkSecurityGroups', name, path: 'id' });
  assert.deepEqual([0, 1, 2, 3].map(groupOf), ['omitted', link('nsg-bastion'), link('nsg-work'), 'omitted']);
  assert.deepEqual(scene.findings('subnet-without-nsg'), ['certain: subnet.name']);
  assert.deepEqual(scene.places(networks, 'properties.subnets.3.name'), [`'open'`]);
});

const nested = (subnets: string): string => `{
  "$schema": "https://schema.management.azure.com/schemas/2019-08-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "parameters": {
    "gatewayRange": { "type": "string", "defaultValue": "10.0.0.0/26" },
    "workRange": { "type": "string", "defaultValue": "" },
    "protect": { "type": "string", "defaultValue": "Yes" }
  },
  "variables": {
    "gateway": [{ "name": "GatewaySubnet", "properties": { "addressPrefix": "[parameters('gatewayRange')]" } }],
    "work": [{ "name": "work", "properties": { "addressPrefix": "[parameters('workRange')]" } }]
  },
  "resources": [
    {
      "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "hub",
      "properties": {
        "mode": "Incremental",
        "template": {
          "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
          "contentVersion": "1.0.0.0",
          "parameters": { "gatewayRange": { "type": "string", "defaultValue": "192.168.0.0/26" } },
          "resources": [
            {
              "type": "Microsoft.Network/virtualNetworks", "apiVersion": "2024-05-01", "name": "hub", "location": "westeurope",
              "properties": {
                "enableDdosProtection": "[if(equals(parameters('protect'), 'Yes'), 'true', 'false')]",
                "ddosProtectionPlan": "[if(equals(parameters('protect'), 'No'), createObject('id', 'x'), json('null'))]",
                "subnets": "${subnets}"
              }
            }
          ]
        }
      }
    }
  ]
}`;

test('15: an embedded template reads the parameters around it, also in expressions over several lines', () => {
  const expression = `[\\n  union(\\n    if(not(empty(parameters('gatewayRange'))),\\n      variables('gateway'), json('[]')),\\n    if(not(empty(parameters('workRange'))),\\n      variables('work'), json('[]')))\\n]`;
  for (const subnets of [expression, expression.replaceAll('\\\\n', '\\n')]) {
    const scene = sceneOf(nested(subnets));
    assert.deepEqual(scene.values(networks, 'properties.subnets'), [
      [{ name: 'GatewaySubnet', properties: { addressPrefix: '10.0.0.0/26' } }],
    ]);
    assert.deepEqual(scene.values(networks, 'properties.enableDdosProtection'), ['true']);
    assert.deepEqual(scene.values(networks, 'properties.ddosProtectionPlan'), ['omitted']);
    assert.deepEqual(scene.places(networks, 'properties.subnets.0.properties.addressPrefix'), ['"10.0.0.0/26"']);
    assert.deepEqual(scene.places(networks, 'properties.enableDdosProtection'), [`'true'`]);
    assert.deepEqual(scene.findings('subnet-without-nsg'), []);
  }
  const open = sceneOf(nested(expression).replace('"defaultValue": ""', '"defaultValue": "10.0.2.0/24"'));
  assert.deepEqual(open.findings('subnet-without-nsg'), [`certain: "work"`]);
});

test('15: a text counts as the boolean that it spells', () => {
  for (const [isOpen, findings] of [
    ['Yes', [`certain: 'true'`]],
    ['No', []],
  ] as const) {
    const scene = sceneOf(`{
      "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
      "contentVersion": "1.0.0.0",
      "parameters": { "open": { "type": "string", "defaultValue": "${isOpen}" } },
      "resources": [{
        "type": "Microsoft.Automation/automationAccounts", "apiVersion": "2023-11-01", "name": "jobs", "location": "westeurope",
        "properties": { "publicNetworkAccess": "[if(equals(parameters('open'), 'Yes'), 'true', 'false')]" }
      }]
    }`);
    assert.deepEqual(scene.findings('no-public-network-access'), findings);
  }
});
