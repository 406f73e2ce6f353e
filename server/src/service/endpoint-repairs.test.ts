import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileRepairs } from '../../../test/file-repairs.ts';

/** What each repair of the lack of an endpoint, or of another finding, makes of the files that it changes. */
const endpointRepairs = (
  files: Readonly<Record<string, string>>,
  main = 'main.bicep',
  ruleId = 'no-private-endpoint',
) => fileRepairs(files, main, ruleId);

/** A module that makes endpoints of what it is given, with the type of one of them. */
const vaultModule = (type: string): string => `${type}
param name string
param privateEndpoints endpointType[]?

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: resourceGroup().location
  properties: { publicNetworkAccess: 'Disabled' }
}

resource endpoints 'Microsoft.Network/privateEndpoints@2024-05-01' = [for one in (privateEndpoints ?? []): {
  name: '\${name}-pe'
  location: resourceGroup().location
  properties: {
    subnet: { id: one.subnetResourceId }
    privateLinkServiceConnections: [{ name: 'vault', properties: { privateLinkServiceId: vault.id, groupIds: [one.?service ?? 'vault'] } }]
  }
}]

resource groups 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = [for (one, index) in (privateEndpoints ?? []): {
  parent: endpoints[index]
  name: 'default'
  properties: { privateDnsZoneConfigs: [{ name: 'vault', properties: { privateDnsZoneId: 'zone' } }] }
}]
`;

const configs = `type endpointType = {
  name: string?
  service: string?
  subnetResourceId: string
  privateDnsZoneGroup: {
    name: string?
    privateDnsZoneGroupConfigs: { name: string?, privateDnsZoneResourceId: string }[]
  }?
  lock: unknownType?
}
`;

const network = `resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet'
  location: resourceGroup().location
  properties: {
    addressSpace: {
      addressPrefixes: [
        '10.0.0.0/16'
      ]
    }
  }
}

resource endpointSubnet 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: vnet
  name: 'snet-pe'
  properties: { addressPrefix: '10.0.1.0/24', privateEndpointNetworkPolicies: 'Enabled' }
}
`;

const call = (params: string): string => `module keys 'restored/vault.bicep' = {
  name: 'keys'
  params: {
    name: 'kv'
${params}  }
}
`;

describe('a private endpoint through the argument of a module', () => {
  test('in the shape of its type, with the zone and link that the template lacks', () => {
    const files = { 'main.bicep': `${network}\n${call('')}`, 'restored/vault.bicep': vaultModule(configs) };
    const [first, ...others] = endpointRepairs(files);
    assert.deepEqual(others, []);
    assert.match(
      first?.title ?? '',
      /^Add a private endpoint for kv \(vault\), with privatelink\.vaultcore\.azure\.net/,
    );
    assert.deepEqual(first?.files, {
      'main.bicep': `${network}
${call(`    privateEndpoints: [
      {
        service: 'vault'
        subnetResourceId: endpointSubnet.id
        privateDnsZoneGroup: {
          privateDnsZoneGroupConfigs: [
            {
              privateDnsZoneResourceId: vaultcorePrivateDnsZone.id
            }
          ]
        }
      }
    ]
`)}
resource vaultcorePrivateDnsZone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: 'privatelink.vaultcore.azure.net'
  location: 'global'
}

resource vaultcorePrivateDnsZoneLink 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = {
  parent: vaultcorePrivateDnsZone
  name: '\${vnet.name}-link'
  location: 'global'
  properties: {
    registrationEnabled: false
    virtualNetwork: {
      id: vnet.id
    }
  }
}
`,
    });
  });

  test('into the list that is passed, and with ids of zones where the type wants these', () => {
    const ids = 'type endpointType = { subnetResourceId: string, privateDnsZoneResourceIds: string[]? }\n';
    const zone = `resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' existing = {
  name: 'privatelink.vaultcore.azure.net'
}
`;
    const before = (list: string): string => `${network}\n${zone}\n${call(`    privateEndpoints: ${list}\n`)}`;
    const [first] = endpointRepairs({ 'main.bicep': before('[]'), 'restored/vault.bicep': vaultModule(ids) });
    assert.deepEqual(first?.files, {
      'main.bicep': before(`[
      {
        subnetResourceId: endpointSubnet.id
        privateDnsZoneResourceIds: [
          zone.id
        ]
      }
    ]`),
    });
  });

  const outputs = `param other string = ''
${network}
resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: 'privatelink.vaultcore.azure.net'
  location: 'global'
}

resource link 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = {
  parent: zone
  name: 'link'
  location: 'global'
  properties: { registrationEnabled: false, virtualNetwork: { id: vnet.id } }
}

output subnets array = ['none', endpointSubnet.id]
output subnetId string = endpointSubnet.id
output zoneId string = zone.id
`;
  const networkCall = (params: string): string => `targetScope = 'subscription'

module net 'network.bicep' = {
  scope: resourceGroup('rg')
  name: 'net'
${params}}

`;
  const scopedCall = (params: string): string =>
    call(params).replace("  name: 'keys'\n", "  scope: resourceGroup('rg')\n  name: 'keys'\n");
  const given = (subnet: string, zone: string): string => `    privateEndpoints: [
      {
        service: 'vault'
        subnetResourceId: ${subnet}
        privateDnsZoneGroup: {
          privateDnsZoneGroupConfigs: [
            {
              privateDnsZoneResourceId: ${zone}
            }
          ]
        }
      }
    ]
`;

  test('with the subnet and the zone that another module gives', () => {
    const [first] = endpointRepairs({
      'main.bicep': networkCall('') + scopedCall(''),
      'network.bicep': outputs,
      'restored/vault.bicep': vaultModule(configs),
    });
    assert.deepEqual(first?.files, {
      'main.bicep': networkCall('') + scopedCall(given('net.outputs.subnetId', 'net.outputs.zoneId')),
    });
  });

  test('a zone that is new is linked to the network that the module gives', () => {
    const giving = `${network}\noutput subnetId string = endpointSubnet.id\noutput networkId string = vnet.id\n`;
    const main = "module net 'network.bicep' = {\n  name: 'net'\n}\n";
    const [first] = endpointRepairs({
      'main.bicep': `${main}\n${call('')}`,
      'network.bicep': giving,
      'restored/vault.bicep': vaultModule(configs),
    });
    const text = first?.files['main.bicep'] ?? '';
    assert.match(text, /subnetResourceId: net\.outputs\.subnetId\n/);
    assert.match(text, /virtualNetwork: \{\n {6}id: net\.outputs\.networkId\n/);
  });

  test('not with what a module gives that waits for this one: parameters then', () => {
    const waiting = networkCall('  params: { other: keys.outputs.id }\n');
    const [first] = endpointRepairs({
      'main.bicep': waiting + scopedCall(''),
      'network.bicep': outputs,
      'restored/vault.bicep': `${vaultModule(configs)}\noutput id string = vault.id\n`,
    });
    const parameters = `@description('Resource id of the subnet for private endpoints.')
param privateEndpointSubnetId string

@description('Resource id of the private DNS zone privatelink.vaultcore.azure.net.')
param vaultcorePrivateDnsZoneId string
`;
    assert.deepEqual(first?.files, {
      'main.bicep':
        waiting.replace("'subscription'\n", `'subscription'\n\n${parameters}`) +
        scopedCall(given('privateEndpointSubnetId', 'vaultcorePrivateDnsZoneId')),
    });
    assert.match(first?.title ?? '', /; the id of its subnet has to be given as privateEndpointSubnetId; the id of /);
  });

  test('none where the type is not told, wants more, or takes no zone', () => {
    const none = [
      'type endpointType = object\n',
      'type endpointType = { subnetResourceId: string, costCenter: string, privateDnsZoneResourceIds: string[]? }\n',
      'type endpointType = { subnetResourceId: string }\n',
      'type endpointType = { subnet: string, privateDnsZoneResourceIds: string[]? }\n',
    ];
    for (const type of none) {
      const files = { 'main.bicep': `${network}\n${call('')}`, 'restored/vault.bicep': vaultModule(type) };
      assert.deepEqual(endpointRepairs(files), [], type);
    }
  });

  test('where the module then closes public access itself, the title says so, and nothing else is offered', () => {
    const closing = vaultModule(configs).replace("'Disabled' }", "empty(privateEndpoints) ? 'Enabled' : 'Disabled' }");
    const files = { 'main.bicep': `${network}\n${call('')}`, 'restored/vault.bicep': closing };
    assert.deepEqual(
      endpointRepairs(files).map(({ title }) => title.replace(/ \(changes.*/, '')),
      [
        'Add a private endpoint for kv (vault), with privatelink.vaultcore.azure.net; public network access is disabled with it',
      ],
    );
  });

  test('and public access is disabled by another argument where the module takes one', () => {
    const open = vaultModule(configs)
      .replace('param name string', "param access string = 'Enabled'\nparam name string")
      .replace("'Disabled' }", 'access }');
    const files = { 'main.bicep': `${network}\n${call('')}`, 'restored/vault.bicep': open };
    const [first, second, ...others] = endpointRepairs(files);
    assert.deepEqual(others, []);
    assert.doesNotMatch(first?.title ?? '', /public network access/);
    assert.match(second?.title ?? '', /, and disable public network access: only private networks reach it then/);
    assert.match(second?.files['main.bicep'] ?? '', /\n {4}access: 'Disabled'\n/);
    assert.equal(second?.files['main.bicep']?.replace("    access: 'Disabled'\n", ''), first?.files['main.bicep']);
  });
});

describe('a value that a module asks for is passed by all who call it', () => {
  const vault = `resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: 'kv'
  location: resourceGroup().location
  properties: { publicNetworkAccess: 'Disabled' }
}
`;
  const calling = (argument: string): string => `module keys 'vault.bicep' = {\n  name: 'keys'\n${argument}}\n`;
  const passed = '  params: {\n    privateEndpointSubnetId: privateEndpointSubnetId\n  }\n';
  const parameter =
    "@description('Resource id of the subnet for private endpoints.')\nparam privateEndpointSubnetId string\n";

  test('those of other deployments too, as the title says', () => {
    const [first] = endpointRepairs(
      { 'vault.bicep': vault, 'one.bicep': calling(''), 'two.bicep': calling('') },
      'vault.bicep',
    );
    assert.match(first?.title ?? '', /; the id of its subnet has to be given as privateEndpointSubnetId in each of 2 /);
    assert.deepEqual(Object.keys(first?.files ?? {}).sort(), ['one.bicep', 'two.bicep', 'vault.bicep']);
    for (const file of ['one.bicep', 'two.bicep'])
      assert.equal(first?.files[file], `${parameter}\n${calling(passed)}`, file);
  });

  test('the subnet of another module is passed by its output, or by that of its network', () => {
    const main = (argument: string): string =>
      `module net 'network.bicep' = {\n  name: 'net'\n}\n\n${calling(argument)}`;
    const given = (output: string): string | undefined => {
      const files = { 'main.bicep': main(''), 'network.bicep': `${network}\n${output}`, 'vault.bicep': vault };
      const [first] = endpointRepairs(files, 'vault.bicep');
      return first?.files['main.bicep'];
    };
    const passing = (id: string): string => main(`  params: {\n    privateEndpointSubnetId: ${id}\n  }\n`);
    assert.equal(given('output subnetId string = endpointSubnet.id\n'), passing('net.outputs.subnetId'));
    assert.equal(given('output networkId string = vnet.id\n'), passing("'${net.outputs.networkId}/subnets/snet-pe'"));
    assert.equal(given(''), passing('net.outputs.endpointSubnetId'));
    const restored = (text: string): string => text.replace('network.bicep', 'restored/network.bicep');
    const files = { 'main.bicep': restored(main('')), 'restored/network.bicep': network, 'vault.bicep': vault };
    const [first] = endpointRepairs(files, 'vault.bicep');
    assert.equal(first?.files['main.bicep'], `${parameter}\n${restored(main(passed))}`);
  });

  test('where one has something else of that name, there is no repair', () => {
    const other = `var privateEndpointSubnetId = 3\n${calling('')}`;
    const files = { 'vault.bicep': vault, 'one.bicep': calling(''), 'two.bicep': other };
    assert.deepEqual(endpointRepairs(files, 'vault.bicep'), []);
  });
});
