/** The same template in both languages is asked of Azure in the same words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lower } from '../../../test/deployment.ts';
import { buildDeployment } from '../deployment/build.ts';
import { type LoadedTemplate, noFiles } from '../evaluate/files.ts';
import type { ScenarioContext } from '../evaluate/scenario.ts';
import { evaluatedTemplate } from './evaluate.ts';

interface Pair {
  readonly bicep: string;
  readonly json: string;
  /** Modules of the Bicep file; JSON has them inside. */
  readonly modules?: Readonly<Record<string, string>>;
}

const template = (content: string): string => `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  ${content}
}`;

/** All that both languages say, resources in the order of types and names. */
function said(text: string, { modules = {} }: Pair, context: ScenarioContext): object {
  const load = (_: string, reference: string): LoadedTemplate => ({
    file: reference,
    lowered: lower(modules[reference] ?? ''),
  });
  const files = { ...noFiles, load };
  const deployment = buildDeployment({
    file: 'main',
    lowered: lower(text),
    files,
    scenario: { parameters: null, context },
  });
  const { resources, outputs, scope, unknowns } = evaluatedTemplate(deployment);
  const lines = resources
    .filter(({ existing }) => !existing)
    .map(({ symbolicName: _, source: __, existing: ___, ...rest }) => rest)
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return { scope, resources: lines, outputs, unknowns };
}

function keyOf({ type, name }: { readonly type: string; readonly name: unknown }): string {
  return `${type} ${JSON.stringify(name)}`;
}

const scenarios: readonly ScenarioContext[] = [{}, { subscriptionId: 's1', resourceGroup: 'rg1' }];

function agree(title: string, pair: Pair): void {
  test(title, () => {
    for (const context of scenarios) {
      const bicep = said(pair.bicep, pair, context);
      assert.ok(JSON.stringify(bicep).includes('"type"'), 'the pair deploys something');
      assert.deepEqual(said(pair.json, pair, context), bicep);
    }
  });
}

agree('a network with groups made by loops, and what refers to them', {
  bicep: `
param prefix string = 'web'
param zones array = ['a', 'b']
param withLock bool
var rules = [for (port, i) in [80, 443]: {
  name: 'allow-\${port}'
  properties: { priority: 100 + i, destinationPortRange: string(port) }
}]
resource groups 'Microsoft.Network/networkSecurityGroups@2024-05-01' = [for zone in zones: {
  name: 'nsg-\${prefix}-\${zone}'
  location: resourceGroup().location
  properties: { securityRules: rules }
}]
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-\${prefix}'
  location: 'westeurope'
  tags: { owner: null }
  properties: {
    subnets: [for (zone, i) in zones: {
      name: zone
      properties: { networkSecurityGroup: { id: groups[i].id } }
    }]
  }
}
resource late 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: network
  name: 'late'
  properties: { networkSecurityGroup: { id: groups[0].id } }
}
resource keep 'Microsoft.Authorization/locks@2020-05-01' = if (withLock) {
  name: 'keep'
  scope: network
  properties: { level: withLock ? 'CanNotDelete' : 'ReadOnly' }
}
output subnet string = late.id
output network string = network.name
`,
  json: template(`
  "parameters": {
    "prefix": { "type": "string", "defaultValue": "web" },
    "zones": { "type": "array", "defaultValue": ["a", "b"] },
    "withLock": { "type": "bool" }
  },
  "variables": {
    "copy": [{
      "name": "rules",
      "count": "[length(createArray(80, 443))]",
      "input": {
        "name": "[format('allow-{0}', createArray(80, 443)[copyIndex('rules')])]",
        "properties": {
          "priority": "[add(100, copyIndex('rules'))]",
          "destinationPortRange": "[string(createArray(80, 443)[copyIndex('rules')])]"
        }
      }
    }]
  },
  "resources": [
    {
      "type": "Microsoft.Authorization/locks",
      "apiVersion": "2020-05-01",
      "name": "keep",
      "condition": "[parameters('withLock')]",
      "scope": "[format('Microsoft.Network/virtualNetworks/{0}', format('vnet-{0}', parameters('prefix')))]",
      "metadata": { "description": "says nothing to Azure" },
      "properties": { "level": "[if(parameters('withLock'), 'CanNotDelete', 'ReadOnly')]" },
      "dependsOn": ["[resourceId('Microsoft.Network/virtualNetworks', format('vnet-{0}', parameters('prefix')))]"]
    },
    {
      "copy": { "name": "groups", "count": "[length(parameters('zones'))]" },
      "type": "Microsoft.Network/networkSecurityGroups",
      "apiVersion": "2024-05-01",
      "name": "[format('nsg-{0}-{1}', parameters('prefix'), parameters('zones')[copyIndex()])]",
      "location": "[resourceGroup().location]",
      "comments": "nor does this",
      "properties": { "securityRules": "[variables('rules')]" }
    },
    {
      "type": "Microsoft.Network/virtualNetworks",
      "apiVersion": "2024-05-01",
      "name": "[format('vnet-{0}', parameters('prefix'))]",
      "location": "westeurope",
      "tags": { "owner": null },
      "properties": {
        "copy": [{
          "name": "subnets",
          "count": "[length(parameters('zones'))]",
          "input": {
            "name": "[parameters('zones')[copyIndex('subnets')]]",
            "properties": {
              "networkSecurityGroup": {
                "id": "[resourceId('Microsoft.Network/networkSecurityGroups', format('nsg-{0}-{1}', parameters('prefix'), parameters('zones')[copyIndex('subnets')]))]"
              }
            }
          }
        }]
      }
    },
    {
      "type": "Microsoft.Network/virtualNetworks/subnets",
      "apiVersion": "2024-05-01",
      "name": "[format('{0}/{1}', format('vnet-{0}', parameters('prefix')), 'late')]",
      "properties": {
        "networkSecurityGroup": {
          "id": "[resourceId('Microsoft.Network/networkSecurityGroups', format('nsg-{0}-{1}', parameters('prefix'), parameters('zones')[0]))]"
        }
      }
    }
  ],
  "outputs": {
    "subnet": {
      "type": "string",
      "value": "[resourceId('Microsoft.Network/virtualNetworks/subnets', format('vnet-{0}', parameters('prefix')), 'late')]"
    },
    "network": { "type": "string", "value": "[format('vnet-{0}', parameters('prefix'))]" }
  }`),
});

agree('values that depend on parameters without a value', {
  bicep: `
param env string
@allowed(['Standard_LRS', 'Standard_ZRS'])
param sku string
param open bool
param extra array
@secure()
param key string
resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'st\${env}data'
  sku: { name: sku }
  kind: 'StorageV2'
  properties: {
    publicNetworkAccess: open ? 'Enabled' : 'Disabled'
    allowSharedKeyAccess: open && env == 'dev'
    ips: concat(['10.0.0.1'], extra)
    key: 'x\${key}'
  }
}
resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' = {
  parent: account
  name: 'default'
  properties: { account: account.id }
}
`,
  json: template(`
  "parameters": {
    "env": { "type": "string" },
    "sku": { "type": "string", "allowedValues": ["Standard_LRS", "Standard_ZRS"] },
    "open": { "type": "bool" },
    "extra": { "type": "array" },
    "key": { "type": "securestring" }
  },
  "resources": [
    {
      "type": "Microsoft.Storage/storageAccounts",
      "apiVersion": "2023-05-01",
      "name": "[format('st{0}data', parameters('env'))]",
      "sku": { "name": "[parameters('sku')]" },
      "kind": "StorageV2",
      "properties": {
        "publicNetworkAccess": "[if(parameters('open'), 'Enabled', 'Disabled')]",
        "allowSharedKeyAccess": "[and(parameters('open'), equals(parameters('env'), 'dev'))]",
        "ips": "[concat(createArray('10.0.0.1'), parameters('extra'))]",
        "key": "[format('x{0}', parameters('key'))]"
      },
      "resources": [
        {
          "type": "blobServices",
          "apiVersion": "2023-05-01",
          "name": "default",
          "properties": { "account": "[resourceId('Microsoft.Storage/storageAccounts', format('st{0}data', parameters('env')))]" }
        }
      ]
    }
  ]`),
});

agree('a module and a nested deployment', {
  modules: {
    'vault.bicep': `
param name string
param public bool = false
resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'kv-\${name}'
  properties: { publicNetworkAccess: public ? 'Enabled' : 'Disabled' }
}
output id string = vault.id`,
  },
  bicep: `
param many bool
module vault 'vault.bicep' = { name: 'one', params: { name: 'main', public: many } }
module others 'vault.bicep' = [for i in range(0, 2): if (many) { name: 'more\${i}', params: { name: 'x\${i}' } }]
resource link 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: 'pe'
  properties: { privateLinkServiceId: vault.outputs.id }
}
`,
  json: template(`
  "languageVersion": "2.0",
  "parameters": { "many": { "type": "bool" } },
  "resources": {
    "vault": {
      "type": "Microsoft.Resources/deployments",
      "apiVersion": "2022-09-01",
      "name": "one",
      "properties": {
        "expressionEvaluationOptions": { "scope": "inner" },
        "mode": "Incremental",
        "parameters": { "name": { "value": "main" }, "public": { "value": "[parameters('many')]" } },
        "template": VAULT
      }
    },
    "others": {
      "copy": { "name": "others", "count": "[length(range(0, 2))]" },
      "condition": "[parameters('many')]",
      "type": "Microsoft.Resources/deployments",
      "apiVersion": "2022-09-01",
      "name": "[format('more{0}', range(0, 2)[copyIndex()])]",
      "properties": {
        "expressionEvaluationOptions": { "scope": "inner" },
        "mode": "Incremental",
        "parameters": { "name": { "value": "[format('x{0}', range(0, 2)[copyIndex()])]" } },
        "template": VAULT
      }
    },
    "link": {
      "type": "Microsoft.Network/privateEndpoints",
      "apiVersion": "2024-05-01",
      "name": "pe",
      "properties": {
        "privateLinkServiceId": "[reference('vault').outputs.id.value]"
      }
    }
  }`).replaceAll(
    'VAULT',
    template(`
    "parameters": { "name": { "type": "string" }, "public": { "type": "bool", "defaultValue": false } },
    "resources": [
      {
        "type": "Microsoft.KeyVault/vaults",
        "apiVersion": "2023-07-01",
        "name": "[format('kv-{0}', parameters('name'))]",
        "properties": { "publicNetworkAccess": "[if(parameters('public'), 'Enabled', 'Disabled')]" }
      }
    ],
    "outputs": {
      "id": { "type": "string", "value": "[resourceId('Microsoft.KeyVault/vaults', format('kv-{0}', parameters('name')))]" }
    }`),
  ),
});
