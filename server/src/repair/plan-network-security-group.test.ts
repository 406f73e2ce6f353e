import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { denyAllInbound, type Finder, repaired, ways } from '../../../test/repair-plans.ts';
import type { Intent } from '../deployment/intent.ts';

const attachTo =
  (label: string) =>
  (find: Finder): Intent => ({
    kind: 'attachNetworkSecurityGroup',
    subnet: find('virtualNetworks/subnets', label),
    rules: [denyAllInbound],
  });

const rulesInBicep = `    securityRules: [
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
    ]
`;

describe('attaching a network security group, in Bicep', () => {
  test('to a subnet inside its network: declared behind the network, named after both', () => {
    const before = `param location string = resourceGroup().location
param tags object

resource vnet 'Microsoft.Network/virtualNetworks@2023-11-01' = {
  name: 'vnet-\${location}'
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
    subnets: [
      {
        name: 'snet-web' // the front end
        properties: {
          addressPrefix: '10.0.0.0/24' // 251 hosts
        }
      }
      { name: 'snet-app', properties: { addressPrefix: '10.0.1.0/24' } }
    ]
  }
}

output id string = vnet.id
`;
    assert.equal(
      repaired(before, attachTo('snet-web')),
      `param location string = resourceGroup().location
param tags object

resource vnet 'Microsoft.Network/virtualNetworks@2023-11-01' = {
  name: 'vnet-\${location}'
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
    subnets: [
      {
        name: 'snet-web' // the front end
        properties: {
          addressPrefix: '10.0.0.0/24' // 251 hosts
          networkSecurityGroup: { id: webNsg.id }
        }
      }
      { name: 'snet-app', properties: { addressPrefix: '10.0.1.0/24' } }
    ]
  }
}

resource webNsg 'Microsoft.Network/networkSecurityGroups@2023-11-01' = {
  name: 'vnet-\${location}-snet-web-nsg'
  location: location
  tags: tags
  properties: {
${rulesInBicep}  }
}

output id string = vnet.id
`,
    );
    const app = repaired(before, attachTo('snet-app')) ?? '';
    const line =
      "      { name: 'snet-app', properties: { addressPrefix: '10.0.1.0/24', networkSecurityGroup: { id: appNsg.id } } }\n";
    assert.ok(app.includes(line), app);
  });

  test('to a subnet of its own: declared behind it, under its conditions', () => {
    const before = `resource hub 'Microsoft.Network/virtualNetworks@2020-01-01' existing = {
  name: 'hub'
}

resource web_subnet 'Microsoft.Network/virtualNetworks/subnets@2020-01-01' = if (hub.tags.web == 'yes') {
  parent: hub
  name: 'web'
  properties: {
    addressPrefix: '10.0.0.0/24'
  }
}
`;
    assert.equal(
      repaired(before, attachTo('web')),
      before.replace("'10.0.0.0/24'\n", "'10.0.0.0/24'\n    networkSecurityGroup: {\n      id: web_nsg.id\n    }\n") +
        `
resource web_nsg 'Microsoft.Network/networkSecurityGroups@2024-05-01' = if (hub.tags.web == 'yes') {
  name: 'hub-web-nsg'
  location: resourceGroup().location
  properties: {
${rulesInBicep}  }
}
`,
    );
  });

  test('to a nested subnet, and where the group is null', () => {
    const before = `resource vnet 'Microsoft.Network/virtualNetworks@2023-11-01' = {
  name: 'v'
  location: 'westeurope'

  resource web 'subnets' = {
    name: 'web'
    properties: {
      networkSecurityGroup: null
    }
  }
}
`;
    assert.equal(
      repaired(before, attachTo('web')),
      before.replace('networkSecurityGroup: null', 'networkSecurityGroup: {\n        id: webNsg.id\n      }') +
        `
resource webNsg 'Microsoft.Network/networkSecurityGroups@2023-11-01' = {
  name: 'v-web-nsg'
  location: 'westeurope'
  properties: {
${rulesInBicep}  }
}
`,
    );
  });

  test('to a subnet that stands in a variable', () => {
    const before = `var subnets = [
  {
    name: 'web'
    properties: {}
  }
]

resource vnet 'Microsoft.Network/virtualNetworks@2023-11-01' = {
  name: 'v'
  location: 'westeurope'
  properties: {
    subnets: subnets
  }
}
`;
    const result = repaired(before, attachTo('web')) ?? '';
    assert.ok(
      result.startsWith(
        "var subnets = [\n  {\n    name: 'web'\n    properties: {\n      networkSecurityGroup: {\n        id: webNsg.id\n      }\n    }\n  }\n]\n",
      ),
      result,
    );
  });

  test('not to one in the default of a parameter, which may not refer to resources', () => {
    const before = `param subnets array = [{ name: 'web', properties: {} }]

resource vnet 'Microsoft.Network/virtualNetworks@2023-11-01' = {
  name: 'v'
  location: 'westeurope'
  properties: { subnets: subnets }
}
`;
    assert.equal(repaired(before, attachTo('web')), null);
  });

  test('names are never taken twice', () => {
    const before = `param webNsg string

resource vnet 'Microsoft.Network/virtualNetworks@2023-11-01' = {
  name: webNsg
  location: 'westeurope'
  properties: {
    subnets: [
      { name: 'web' }
      { name: 'snet' }
    ]
  }
}
`;
    const [both] = ways(before, (find) => [attachTo('web')(find), attachTo('snet')(find)]);
    assert.ok(both?.includes("{ name: 'web', properties: { networkSecurityGroup: { id: webNsg2.id } } }"), both);
    assert.ok(
      both?.includes(
        "resource webNsg2 'Microsoft.Network/networkSecurityGroups@2023-11-01' = {\n  name: '${webNsg}-web-nsg'",
      ),
      both,
    );
    assert.ok(both?.includes("resource subnetNsg 'Microsoft.Network/networkSecurityGroups@2023-11-01' = {"), both);
  });
});

describe('attaching a network security group, in JSON', () => {
  const subnet = (group: string) => `{
            "name": "snet-web",
            "properties": {
              "addressPrefix": "10.0.0.0/24"${group}
            }
          }`;
  const rules = `"securityRules": [
          {
            "name": "DenyAllInbound",
            "properties": {
              "description": "Denies all inbound traffic unless specifically allowed.",
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
        ]`;

  test('the network depends on the group', () => {
    const id =
      "[resourceId('Microsoft.Network/networkSecurityGroups', concat(parameters('vnetName'), '-snet-web-nsg'))]";
    const template = (group: string, dependsOn: string, more: string) => `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "parameters": { "vnetName": { "type": "string" } },
  "resources": [
    {
      "type": "Microsoft.Network/virtualNetworks",
      "apiVersion": "2023-11-01",
      "name": "[parameters('vnetName')]",
      "location": "[resourceGroup().location]",
${dependsOn}      "properties": {
        "subnets": [
          ${subnet(group)}
        ]
      }
    }${more}
  ]
}
`;
    assert.equal(
      repaired(template('', '', ''), attachTo('snet-web')),
      template(
        `,\n              "networkSecurityGroup": {\n                "id": "${id}"\n              }`,
        `      "dependsOn": [\n        "${id}"\n      ],\n`,
        `,
    {
      "type": "Microsoft.Network/networkSecurityGroups",
      "apiVersion": "2023-11-01",
      "name": "[concat(parameters('vnetName'), '-snet-web-nsg')]",
      "location": "[resourceGroup().location]",
      "properties": {
        ${rules}
      }
    }`,
      ),
    );
  });

  test('with symbolic names, by the symbol', () => {
    const template = (group: string, dependsOn: string, more: string) => `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "languageVersion": "2.0",
  "resources": {
    "vnet": {
      "type": "Microsoft.Network/virtualNetworks",
      "apiVersion": "2023-11-01",
      "name": "vnet",
      "location": "westeurope",
${dependsOn}      "properties": {
        "subnets": [
          ${subnet(group)}
        ]
      }
    }${more}
  }
}
`;
    assert.equal(
      repaired(template('', '', ''), attachTo('snet-web')),
      template(
        `,\n              "networkSecurityGroup": {\n                "id": "[resourceId('Microsoft.Network/networkSecurityGroups', 'vnet-snet-web-nsg')]"\n              }`,
        '      "dependsOn": [\n        "webNsg"\n      ],\n',
        `,
    "webNsg": {
      "type": "Microsoft.Network/networkSecurityGroups",
      "apiVersion": "2023-11-01",
      "name": "vnet-snet-web-nsg",
      "location": "westeurope",
      "properties": {
        ${rules}
      }
    }`,
      ),
    );
  });

  test('to a subnet by name, which depends on it itself', () => {
    const before = `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "resources": [
    {
      "type": "Microsoft.Network/virtualNetworks/subnets",
      "apiVersion": "2023-11-01",
      "name": "[format('{0}/{1}', parameters('vnet'), 'web')]",
      "dependsOn": [
        "vnet"
      ],
      "properties": {}
    }
  ]
}
`;
    const result = repaired(before, attachTo('web')) ?? '';
    assert.ok(
      result.includes(
        '"dependsOn": [\n        "vnet",\n        "[resourceId(\'Microsoft.Network/networkSecurityGroups\', \'web-nsg\')]"\n      ],',
      ),
      result,
    );
    assert.ok(result.includes('"location": "[resourceGroup().location]",'), result);
  });
});

describe('attaching a network security group in a nested deployment', () => {
  const $schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';
  const web = [{ name: 'web', properties: { addressPrefix: '10.0.0.0/24' } }];
  const nested = (subnets: unknown, values: object): string =>
    `${JSON.stringify(
      {
        $schema,
        contentVersion: '1.0.0.0',
        resources: [
          {
            type: 'Microsoft.Resources/deployments',
            apiVersion: '2022-09-01',
            name: 'nested',
            resourceGroup: 'other',
            properties: {
              mode: 'Incremental',
              expressionEvaluationOptions: { scope: 'inner' },
              parameters: values,
              template: {
                $schema,
                contentVersion: '1.0.0.0',
                parameters: { subnets: { type: 'array', defaultValue: [] } },
                resources: [
                  {
                    type: 'Microsoft.Network/virtualNetworks',
                    apiVersion: '2023-11-01',
                    name: 'vnet',
                    location: 'westeurope',
                    properties: { subnets },
                  },
                ],
              },
            },
          },
        ],
      },
      null,
      2,
    )}\n`;

  test('not in an argument of the deployment: an id there would be one of another resource group', () => {
    assert.equal(repaired(nested("[parameters('subnets')]", { subnets: { value: web } }), attachTo('web')), null);
  });

  test('in its own text', () => {
    assert.match(repaired(nested(web, {}), attachTo('web')) ?? '', /"vnet-web-nsg"/);
  });
});
