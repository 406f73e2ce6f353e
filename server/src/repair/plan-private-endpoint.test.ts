import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { changedLines, type Finder, repaired, ways } from '../../../test/repair-plans.ts';
import type { Intent } from '../deployment/intent.ts';

const blobEndpoint = (find: Finder): Intent => ({
  kind: 'addPrivateEndpoint',
  resource: find('storageAccounts'),
  groupId: 'blob',
  dnsZones: ['privatelink.blob.core.windows.net'],
});

const storage = `resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stlogs'
  location: location
}
`;

const network = (subnets: string) => `resource vnet 'Microsoft.Network/virtualNetworks@2023-11-01' = {
  name: 'vnet'
  location: 'westeurope'
  properties: {
    subnets: [
${subnets}    ]
  }
}

`;

const zoneInBicep = `resource blobPrivateDnsZone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: 'privatelink.blob.core.windows.net'
  location: 'global'
}
`;

describe('adding a private endpoint, in Bicep', () => {
  test('without a subnet: its id is a parameter, from which the network follows', () => {
    const before = `@description('Where.')\nparam location string\n\n${storage}`;
    assert.equal(
      repaired(before, blobEndpoint),
      `@description('Where.')
param location string

@description('Resource id of the subnet for private endpoints.')
param privateEndpointSubnetId string

${storage}
resource storagePrivateEndpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: '\${storage.name}-blob-pe'
  location: location
  properties: {
    subnet: {
      id: privateEndpointSubnetId
    }
    privateLinkServiceConnections: [
      {
        name: '\${storage.name}-blob-pe'
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

${zoneInBicep}
resource blobPrivateDnsZoneLink 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = {
  parent: blobPrivateDnsZone
  name: 'private-endpoints-link'
  location: 'global'
  properties: {
    registrationEnabled: false
    virtualNetwork: {
      id: split(privateEndpointSubnetId, '/subnets/')[0]
    }
  }
}

resource storagePrivateEndpointZoneGroup 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = {
  parent: storagePrivateEndpoint
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      {
        name: 'privatelink-blob-core-windows-net'
        properties: {
          privateDnsZoneId: blobPrivateDnsZone.id
        }
      }
    ]
  }
}
`,
    );
  });

  test('a second time, the parameter, the zone and its link are used again', () => {
    const vault = `
resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'kv'
  location: location
}
`;
    const first = repaired(`param location string\n\n${storage}${vault}`, blobEndpoint) ?? '';
    const second = repaired(first, (find) => ({
      kind: 'addPrivateEndpoint',
      resource: find('vaults'),
      groupId: 'vault',
      dnsZones: ['privatelink.blob.core.windows.net'],
    }));
    const added = changedLines(first, second).filter(
      (line) => line.startsWith('+resource') || line.startsWith('+param'),
    );
    assert.deepEqual(added, [
      "+resource vaultPrivateEndpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {",
      "+resource vaultPrivateEndpointZoneGroup 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = {",
    ]);
    assert.ok(second?.includes('      id: privateEndpointSubnetId\n'));
  });

  test('in the subnet named for endpoints, at the place and in the apiVersion of its network', () => {
    const subnets = "      { name: 'snet-web', properties: {} }\n      { name: 'snet-pe', properties: {} }\n";
    const result = repaired(`param location string\n\n${network(subnets)}${storage}`, blobEndpoint) ?? '';
    assert.ok(
      result.includes(
        "'Microsoft.Network/privateEndpoints@2023-11-01' = {\n  name: '${storage.name}-blob-pe'\n  location: 'westeurope'\n",
      ),
      result,
    );
    assert.ok(result.includes("id: '${vnet.id}/subnets/snet-pe'"), result);
    assert.ok(result.includes("name: '${vnet.name}-link'"), result);
    assert.ok(result.includes('virtualNetwork: {\n      id: vnet.id\n    }'), result);
  });

  test('in the only subnet that nothing special occupies', () => {
    const subnets =
      "      { name: 'GatewaySubnet', properties: {} }\n" +
      "      { name: 'one', properties: {} }\n" +
      "      { name: 'two', properties: { delegations: [{ name: 'd', properties: { serviceName: 'Microsoft.Web/serverFarms' } }] } }\n";
    const result = repaired(`param location string\n\n${network(subnets)}${storage}`, blobEndpoint) ?? '';
    assert.ok(result.includes("id: '${vnet.id}/subnets/one'"), result);
  });

  test('not in the subnet of an application gateway, nor in one for private link services', () => {
    const subnets =
      "      { name: 'snet-agw', properties: {} }\n" +
      "      { name: 'snet-private-link', properties: { privateLinkServiceNetworkPolicies: 'Disabled' } }\n" +
      "      { name: 'snet-data', properties: {} }\n";
    const gateway = `resource gateway 'Microsoft.Network/applicationGateways@2023-11-01' = {
  name: 'agw'
  properties: {
    gatewayIPConfigurations: [{ name: 'ip', properties: { subnet: { id: vnet.properties.subnets[0].id } } }]
  }
}

`;
    const result = repaired(`param location string\n\n${network(subnets)}${gateway}${storage}`, blobEndpoint) ?? '';
    assert.ok(result.includes("id: '${vnet.id}/subnets/snet-data'"), result);
  });

  test('in each where several subnets would do, first those in which nothing stands; last in one that a parameter names', () => {
    const subnets = "      { name: 'one', properties: {} }\n      { name: 'two', properties: {} }\n";
    const host = `resource nic 'Microsoft.Network/networkInterfaces@2023-11-01' = {
  name: 'nic'
  properties: { ipConfigurations: [{ name: 'ip', properties: { subnet: { id: vnet.properties.subnets[0].id } } }] }
}

`;
    const idIn = (text: string): string =>
      /subnet: \{\s+id: (.+?)(?: \}|\n)/.exec(text.split("'Microsoft.Network/privateEndpoints@")[1] ?? '')?.[1] ?? '';
    const places = (before: string): readonly string[] =>
      ways(before, (find) => [blobEndpoint(find)])
        .filter((text) => !text.includes('privateEndpointNetworkPolicies'))
        .map(idIn);
    const text = (more: string): string => `param location string\n\n${network(subnets)}${more}${storage}`;
    const one = "'${vnet.id}/subnets/one'";
    const two = "'${vnet.id}/subnets/two'";
    assert.deepEqual(places(text('')), [one, two, 'privateEndpointSubnetId']);
    assert.deepEqual(places(text(host)), [two, one, 'privateEndpointSubnetId']);
    // Only one of them is written, so none needs a number to tell it from the others.
    const symbols = ways(text(''), (find) => [blobEndpoint(find)]).map((way) =>
      [...way.matchAll(/^resource (\w+)/gm)].map(([, symbol]) => symbol).slice(1),
    );
    const [first] = symbols;
    assert.deepEqual(
      symbols,
      symbols.map(() => first),
    );
    assert.ok(first?.includes('storagePrivateEndpoint'), String(first));
  });

  test('last in the subnet in which a service lives, by what stands there or by what its group admits', () => {
    const group = (source: string): string => `resource nsg 'Microsoft.Network/networkSecurityGroups@2023-11-01' = {
  name: 'nsg'
  properties: {
    securityRules: [
      { name: 'Sync', properties: { priority: 101, direction: 'Inbound', access: 'Allow', protocol: 'Tcp', sourceAddressPrefix: '${source}', sourcePortRange: '*', destinationAddressPrefix: '*', destinationPortRange: '443' } }
    ]
  }
}

`;
    const occupant = `resource domain 'Microsoft.AAD/domainServices@2022-12-01' = {
  name: 'domain'
  properties: { replicaSets: [{ subnetId: vnet.properties.subnets[0].id }] }
}

`;
    const filtered = 'networkSecurityGroup: { id: nsg.id }';
    const policies = "privateEndpointNetworkPolicies: 'Disabled'";
    const firstPlace = (properties: string, more: string): string => {
      const subnets = `      { name: 'one', properties: { ${properties} } }\n      { name: 'two', properties: {} }\n`;
      const text = repaired(`param location string\n\n${network(subnets)}${more}${storage}`, blobEndpoint) ?? '';
      return /\/subnets\/(\w+)'/.exec(text.split("'Microsoft.Network/privateEndpoints@")[1] ?? '')?.[1] ?? text;
    };
    assert.equal(firstPlace('', ''), 'one');
    assert.equal(firstPlace('', occupant), 'two');
    assert.equal(firstPlace(policies, occupant), 'two');
    assert.equal(firstPlace(filtered, group('AzureActiveDirectoryDomainServices')), 'two');
    // Anybody may admit this.
    assert.equal(firstPlace(filtered, group('VirtualNetwork')), 'one');
    assert.equal(firstPlace(policies, ''), 'one');
  });

  test('rather in the subnet of the data tier than in that of the app, and last in that of the web', () => {
    const subnets = ['snet-web', 'snet-app', 'snet-data'].map((name) => `      { name: '${name}', properties: {} }\n`);
    const text = `param location string\n\n${network(subnets.join(''))}${storage}`;
    const places = ways(text, (find) => [blobEndpoint(find)]).flatMap(
      (way) => /\/subnets\/snet-(\w+)'/.exec(way)?.[1] ?? [],
    );
    assert.deepEqual([...new Set(places)], ['data', 'app', 'web']);
  });

  test('in the subnet with a short name for endpoints', () => {
    for (const name of ['pes', 'snet-plink', 'PrivateLinkSubnet', 'snetpe']) {
      const subnets = `      { name: 'snet-web', properties: {} }\n      { name: '${name}', properties: {} }\n`;
      const text = repaired(`param location string\n\n${network(subnets)}${storage}`, blobEndpoint) ?? '';
      assert.ok(text.includes(`/subnets/${name}'`), text);
    }
  });

  test('in a subnet of its own, which is referred to by its symbol', () => {
    const subnet = `resource endpoints 'Microsoft.Network/virtualNetworks/subnets@2023-11-01' = {
  parent: vnet
  name: 'snet'
  properties: {
    privateEndpointNetworkPolicies: 'Enabled'
  }
}

`;
    const subnets = "      { name: 'one', properties: {} }\n";
    const result = repaired(`param location string\n\n${network(subnets)}${subnet}${storage}`, blobEndpoint) ?? '';
    assert.ok(result.includes('subnet: {\n      id: endpoints.id\n    }'), result);
    assert.ok(result.includes('virtualNetwork: {\n      id: vnet.id\n    }'), result);
  });

  test('with the zone that the template has; a link only if the network has none', () => {
    const zone = `resource zone 'Microsoft.Network/privateDnsZones@2020-06-01' = {
  name: 'privatelink.blob.\${environment().suffixes.storage}'
  location: 'global'
}

`;
    const link = `resource link 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2020-06-01' = {
  parent: zone
  name: 'link'
  location: 'global'
  properties: { virtualNetwork: { id: vnet.id } }
}

`;
    const before = (more: string) =>
      `param location string\n\n${network("      { name: 'one', properties: {} }\n")}${more}${storage}`;
    const declared = (text: string) =>
      changedLines(text, repaired(text, blobEndpoint)).filter((line) => line.startsWith('+resource'));
    assert.deepEqual(declared(before(zone)), [
      "+resource storagePrivateEndpoint 'Microsoft.Network/privateEndpoints@2023-11-01' = {",
      "+resource zoneLink 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2020-06-01' = {",
      "+resource storagePrivateEndpointZoneGroup 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2023-11-01' = {",
    ]);
    assert.equal(declared(before(zone + link)).length, 2);
    const existing = before(zone.replace("' = {", "' existing = {").replace("  location: 'global'\n", ''));
    assert.equal(declared(existing).length, 2);
    assert.ok(repaired(existing, blobEndpoint)?.includes('privateDnsZoneId: zone.id'));
  });

  test('with the zone whose name ends as the cloud has it', () => {
    const zone =
      "var zoneName = 'privatelink${environment().suffixes.sqlServerHostname}'\nresource zone 'Microsoft.Network/privateDnsZones@2020-06-01' = {\n  name: zoneName\n  location: 'global'\n}\n";
    const result = repaired(`param location string\n${zone}${storage}`, (find) => ({
      kind: 'addPrivateEndpoint',
      resource: find('storageAccounts'),
      groupId: 'sqlServer',
      dnsZones: ['privatelink.database.windows.net'],
    }));
    assert.ok(result?.includes('privateDnsZoneId: zone.id'), result ?? '');
  });

  test('not where the template declares zones that may be the one', () => {
    const zone =
      "param zoneName string\nresource zone 'Microsoft.Network/privateDnsZones@2020-06-01' = {\n  name: zoneName\n  location: 'global'\n}\n";
    assert.equal(repaired(`param location string\n${zone}${storage}`, blobEndpoint), null);
    const zones =
      "param names array\nresource zones 'Microsoft.Network/privateDnsZones@2020-06-01' = [for n in names: {\n  name: n\n  location: 'global'\n}]\n";
    assert.equal(repaired(`param location string\n${zones}${storage}`, blobEndpoint), null);
  });

  test('under the conditions of all that it connects', () => {
    const account = storage.replace("' = {", "' = if (withStorage) {");
    const spoke = network("      { name: 'one', properties: {} }\n").replace("' = {", "' = if (region == 'west') {");
    const result =
      repaired(
        `param location string\nparam withStorage bool\nparam region string\n\n${spoke}${account}`,
        blobEndpoint,
      ) ?? '';
    const all = "= if (withStorage && (region == 'west')) {\n";
    assert.equal(result.split(all).length, 5, result);
  });

  test('without a zone, no zone and no zone group', () => {
    const before = `param location string\nparam privateEndpointSubnetId string\n\n${storage}`;
    const result = repaired(before, (find) => ({
      kind: 'addPrivateEndpoint',
      resource: find('storageAccounts'),
      groupId: 'web',
      dnsZones: [],
    }));
    assert.deepEqual(
      changedLines(before, result).filter((line) => line.startsWith('+resource')),
      ["+resource storagePrivateEndpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {"],
    );
  });

  test('not outside of resource groups', () => {
    const account =
      "param names array\nparam location string\nresource storage 'Microsoft.Storage/storageAccounts@2023-05-01' = {\n  name: 'x'\n  location: location\n}\n";
    assert.equal(repaired(`targetScope = 'subscription'\n${account}`, blobEndpoint), null);
  });
});

const jsonTemplate = (resources: string, parameters = '') => `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
${parameters}  "resources": [
${resources}
  ]
}
`;

const jsonStorage = `    {
      "type": "Microsoft.Storage/storageAccounts",
      "apiVersion": "2023-05-01",
      "name": "stlogs",
      "location": "westeurope"
    }`;

describe('adding a private endpoint, in JSON', () => {
  test('without a subnet: its id is a parameter, from which the network follows', () => {
    assert.equal(
      repaired(jsonTemplate(jsonStorage), blobEndpoint),
      jsonTemplate(
        `${jsonStorage},
    {
      "type": "Microsoft.Network/privateEndpoints",
      "apiVersion": "2024-05-01",
      "name": "stlogs-blob-pe",
      "location": "westeurope",
      "dependsOn": [
        "[resourceId('Microsoft.Storage/storageAccounts', 'stlogs')]"
      ],
      "properties": {
        "subnet": {
          "id": "[parameters('privateEndpointSubnetId')]"
        },
        "privateLinkServiceConnections": [
          {
            "name": "stlogs-blob-pe",
            "properties": {
              "privateLinkServiceId": "[resourceId('Microsoft.Storage/storageAccounts', 'stlogs')]",
              "groupIds": [
                "blob"
              ]
            }
          }
        ]
      }
    },
    {
      "type": "Microsoft.Network/privateDnsZones",
      "apiVersion": "2024-06-01",
      "name": "privatelink.blob.core.windows.net",
      "location": "global"
    },
    {
      "type": "Microsoft.Network/privateDnsZones/virtualNetworkLinks",
      "apiVersion": "2024-06-01",
      "name": "privatelink.blob.core.windows.net/private-endpoints-link",
      "location": "global",
      "dependsOn": [
        "[resourceId('Microsoft.Network/privateDnsZones', 'privatelink.blob.core.windows.net')]"
      ],
      "properties": {
        "registrationEnabled": false,
        "virtualNetwork": {
          "id": "[split(parameters('privateEndpointSubnetId'), '/subnets/')[0]]"
        }
      }
    },
    {
      "type": "Microsoft.Network/privateEndpoints/privateDnsZoneGroups",
      "apiVersion": "2024-05-01",
      "name": "stlogs-blob-pe/default",
      "dependsOn": [
        "[resourceId('Microsoft.Network/privateEndpoints', 'stlogs-blob-pe')]",
        "[resourceId('Microsoft.Network/privateDnsZones', 'privatelink.blob.core.windows.net')]"
      ],
      "properties": {
        "privateDnsZoneConfigs": [
          {
            "name": "privatelink-blob-core-windows-net",
            "properties": {
              "privateDnsZoneId": "[resourceId('Microsoft.Network/privateDnsZones', 'privatelink.blob.core.windows.net')]"
            }
          }
        ]
      }
    }`,
        `  "parameters": {
    "privateEndpointSubnetId": {
      "type": "string",
      "metadata": {
        "description": "Resource id of the subnet for private endpoints."
      }
    }
  },
`,
      ),
    );
  });

  test('in a subnet of the template, with expressions for names', () => {
    const before = jsonTemplate(
      `    {
      "type": "Microsoft.Network/virtualNetworks",
      "apiVersion": "2023-11-01",
      "name": "[variables('vnet')]",
      "location": "[resourceGroup().location]",
      "properties": { "subnets": [{ "name": "[parameters('subnet')]", "properties": {} }] }
    },
    {
      "condition": "[parameters('deploy')]",
      "type": "Microsoft.Storage/storageAccounts",
      "apiVersion": "2023-05-01",
      "name": "[concat('st', parameters('suffix'))]",
      "location": "global"
    }`,
      '  "variables": { "vnet": "v" },\n',
    );
    const lines = changedLines(before, repaired(before, blobEndpoint));
    for (const line of [
      '+      "condition": "[parameters(\'deploy\')]",',
      "+      \"name\": \"[concat('st', parameters('suffix'), '-blob-pe')]\",",
      '+      "location": "[resourceGroup().location]",',
      "+        \"[resourceId('Microsoft.Storage/storageAccounts', concat('st', parameters('suffix')))]\",",
      "+        \"[resourceId('Microsoft.Network/virtualNetworks', variables('vnet'))]\"",
      '+        "subnet": { "id": "[resourceId(\'Microsoft.Network/virtualNetworks/subnets\', variables(\'vnet\'), parameters(\'subnet\'))]" },',
      "+      \"name\": \"[concat('privatelink.blob.core.windows.net/', variables('vnet'), '-link')]\",",
      "+      \"name\": \"[concat('st', parameters('suffix'), '-blob-pe/default')]\",",
    ]) {
      assert.ok(lines.includes(line), `${line}\n${lines.join('\n')}`);
    }
  });

  test('last in the subnet in which a service lives', () => {
    const before = jsonTemplate(
      `    {
      "type": "Microsoft.Network/virtualNetworks",
      "apiVersion": "2023-11-01",
      "name": "v",
      "location": "[resourceGroup().location]",
      "properties": { "subnets": [{ "name": "one", "properties": {} }, { "name": "two", "properties": {} }] }
    },
    {
      "type": "Microsoft.AAD/domainServices",
      "apiVersion": "2022-12-01",
      "name": "domain",
      "properties": { "replicaSets": [{ "subnetId": "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'v', 'one')]" }] }
    },
    {
      "type": "Microsoft.Storage/storageAccounts",
      "apiVersion": "2023-05-01",
      "name": "stlogs",
      "location": "westeurope"
    }`,
    );
    const lines = changedLines(before, repaired(before, blobEndpoint));
    const subnet =
      '+        "subnet": { "id": "[resourceId(\'Microsoft.Network/virtualNetworks/subnets\', \'v\', \'two\')]" },';
    assert.ok(lines.includes(subnet), lines.join('\n'));
  });

  test('with symbolic names', () => {
    const before = `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "languageVersion": "2.0",
  "parameters": { "privateEndpointSubnetId": { "type": "string" } },
  "resources": {
    "logs": {
      "type": "Microsoft.Storage/storageAccounts",
      "apiVersion": "2023-05-01",
      "name": "stlogs",
      "location": "westeurope"
    }
  }
}
`;
    const lines = changedLines(before, repaired(before, blobEndpoint));
    assert.deepEqual(
      lines.filter((line) => /^\+ {4}"/.test(line)),
      [
        '+    "logsPrivateEndpoint": {',
        '+    "blobPrivateDnsZone": {',
        '+    "blobPrivateDnsZoneLink": {',
        '+    "logsPrivateEndpointZoneGroup": {',
      ],
    );
    assert.ok(
      lines.includes('+        "logsPrivateEndpoint",') && lines.includes('+        "blobPrivateDnsZone"'),
      lines.join('\n'),
    );
  });
});

/** A template in JSON whose first resource is a nested deployment of these resources. */
const nestedInJson = (
  scope: 'inner' | 'outer',
  resources: readonly object[],
  beside: readonly object[] = [],
  { outputs, ...more }: { readonly outputs?: object; readonly condition?: string } = {},
): string =>
  `${JSON.stringify(
    {
      $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
      contentVersion: '1.0.0.0',
      resources: [
        {
          type: 'Microsoft.Resources/deployments',
          apiVersion: '2022-09-01',
          name: 'nested',
          ...more,
          properties: {
            mode: 'Incremental',
            expressionEvaluationOptions: { scope },
            template: {
              $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
              contentVersion: '1.0.0.0',
              resources,
              ...(outputs === undefined ? {} : { outputs }),
            },
          },
        },
        ...beside,
      ],
    },
    null,
    2,
  )}\n`;

describe('adding a private endpoint beside nested deployments', () => {
  const account = {
    type: 'Microsoft.Storage/storageAccounts',
    apiVersion: '2023-05-01',
    name: 'stlogs',
    location: 'westeurope',
  };
  const subnets = [{ name: 'endpoints', properties: { addressPrefix: '10.0.0.0/24' } }];
  const vnet = {
    type: 'Microsoft.Network/virtualNetworks',
    apiVersion: '2023-11-01',
    name: 'vnet',
    location: 'westeurope',
    properties: { subnets },
  };
  const zone = {
    type: 'Microsoft.Network/privateDnsZones',
    apiVersion: '2024-06-01',
    name: 'privatelink.blob.core.windows.net',
    location: 'global',
  };

  /** What the first way makes of the templates, outside and inside. */
  const nestedRepair = (before: string) => {
    const text = repaired(before, blobEndpoint);
    if (text === null) return null;
    const root = JSON.parse(text);
    const [deployment] = root.resources;
    const { parameters, template } = deployment.properties;
    const endpointOf = (resources: readonly { readonly type: string }[]) =>
      resources.find(({ type }) => type === 'Microsoft.Network/privateEndpoints');
    return {
      asked: root.parameters,
      dependsOn: deployment.dependsOn,
      given: parameters?.privateEndpointSubnetId?.value,
      parts: Object.keys(deployment.properties),
      inside: Object.keys(template.parameters ?? {}),
      endpointInside: endpointOf(template.resources),
      endpointOutside: endpointOf(root.resources),
    };
  };
  const subnetId = "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet', 'endpoints')]";
  const nestedId = "[resourceId('Microsoft.Resources/deployments', 'nested')]";

  test('inside of one that has names of its own: the id of the subnet is passed to it', () => {
    const alone = nestedRepair(nestedInJson('inner', [account]));
    assert.deepEqual(alone?.inside, ['privateEndpointSubnetId']);
    assert.equal(alone?.given, "[parameters('privateEndpointSubnetId')]");
    assert.deepEqual(Object.keys(alone?.asked ?? {}), ['privateEndpointSubnetId']);
    assert.deepEqual(alone?.parts, ['mode', 'expressionEvaluationOptions', 'parameters', 'template']);
    assert.ok(alone?.endpointInside);
    const beside = nestedRepair(nestedInJson('inner', [account], [vnet]));
    assert.equal(beside?.given, subnetId);
    assert.deepEqual(beside?.dependsOn, ["[resourceId('Microsoft.Network/virtualNetworks', 'vnet')]"]);
    assert.equal(beside?.asked, undefined);
    assert.ok(beside?.endpointInside);
  });

  test('not where the network waits for the deployment, nor where names are those of the template around it', () => {
    assert.equal(nestedRepair(nestedInJson('inner', [account], [{ ...vnet, dependsOn: [nestedId] }])), null);
    assert.equal(nestedRepair(nestedInJson('outer', [account])), null);
  });

  test('in a subnet of which a nested deployment gives the id, or that of its network', () => {
    const place = (value: string, condition = {}): string | undefined => {
      const outputs = { id: { type: 'string', value } };
      const found = nestedRepair(nestedInJson('inner', [vnet], [account], { outputs, ...condition }));
      if (found === null) return undefined;
      const { dependsOn, properties } = found.endpointOutside as unknown as {
        readonly dependsOn: readonly string[];
        readonly properties: { readonly subnet: { readonly id: string } };
      };
      assert.deepEqual(dependsOn, ["[resourceId('Microsoft.Storage/storageAccounts', 'stlogs')]", nestedId]);
      return properties.subnet.id;
    };
    const given = "reference(resourceId('Microsoft.Resources/deployments', 'nested')).outputs.id.value";
    assert.equal(place(subnetId), `[${given}]`);
    const networkId = "[resourceId('Microsoft.Network/virtualNetworks', 'vnet')]";
    assert.equal(place(networkId), `[concat(${given}, '/subnets/endpoints')]`);
    assert.equal(place('other'), undefined);
    assert.equal(place(subnetId, { condition: "[equals(resourceGroup().name, 'a')]" }), undefined);
  });

  test('none in a subnet, or with a zone, that a nested deployment declares', () => {
    assert.equal(repaired(nestedInJson('inner', [vnet], [account]), blobEndpoint), null);
    assert.equal(repaired(nestedInJson('inner', [zone], [account, vnet]), blobEndpoint), null);
  });

  test('what else nested deployments declare is no hindrance', () => {
    const other = {
      type: 'Microsoft.Insights/components',
      apiVersion: '2020-02-02',
      name: 'ai',
      location: 'westeurope',
    };
    assert.match(repaired(nestedInJson('inner', [other], [account, vnet, zone]), blobEndpoint) ?? '', /stlogs-blob-pe/);
  });
});
