import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addedZone, endpointNetwork, zoneGroupOf, zoneLinkTo, zoneOf } from '../../../test/endpoint-fixture.ts';
import { fileRepairs } from '../../../test/file-repairs.ts';

const wrongZone = 'wrong-private-dns-zone';

/** Makes an endpoint for a target, with its address in a zone. */
const endpointModule = `param name string
param target string
param groupId string
param subnetId string
param zones { id: string }[]

resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: name
  location: resourceGroup().location
  properties: {
    subnet: { id: subnetId }
    privateLinkServiceConnections: [{ name: 'c', properties: { privateLinkServiceId: target, groupIds: [groupId] } }]
  }
}
${zoneGroupOf('zones[0].id')}`;

const endpointCall = (symbol: string, target: string, groupId: string, zoneId: string, loop = '') => `
module ${symbol} 'endpoint.bicep' = ${loop}{
  name: '${symbol}'
  params: {
    name: 'pe-${symbol}'
    target: resourceId('${target}', 'orders')
    groupId: '${groupId}'
    subnetId: shared.outputs.subnetId
    zones: [
      { id: ${zoneId} }
    ]
  }
}${loop === '' ? '' : ']'}
`;

const sharedCall = (condition = '') => `module shared 'shared.bicep' = ${condition}{
  name: 'shared'
}
`;

const keysIn = (zoneId: string, loop = '') => endpointCall('keys', 'Microsoft.KeyVault/vaults', 'vault', zoneId, loop);
const serverIn = (zoneId: string) => endpointCall('server', 'Microsoft.Sql/servers', 'sqlServer', zoneId);

const outputs = (more = '') => `
output subnetId string = network.properties.subnets[0].id
output zoneResourceId string = zone.id
${more}`;

const shared = endpointNetwork.trimStart() + zoneOf('privatelink.database.windows.net') + zoneLinkTo();

const sharedWithBoth =
  endpointNetwork.trimStart() + zoneOf('privatelink.database.windows.net') + addedZone + zoneLinkTo();

const wrongId = 'shared.outputs.zoneResourceId';
const rightId = 'shared.outputs.vaultcorePrivateDnsZoneResourceId';

const filesOf = (main: string, of: Readonly<Record<string, string>> = {}) => ({
  'main.bicep': main,
  'endpoint.bicep': endpointModule,
  'shared.bicep': shared + outputs(),
  ...of,
});

describe('a zone of another name, which a module gives', () => {
  const title =
    'Write the address of pe-keys into privatelink.vaultcore.azure.net, a new zone that is linked to spoke; the new output vaultcorePrivateDnsZoneResourceId gives the id of privatelink.vaultcore.azure.net';
  const output = 'output vaultcorePrivateDnsZoneResourceId string = vaultcorePrivateDnsZone.id\n';

  test('the module declares the right one beside it, and gives its id too', () => {
    const main = (zoneId: string) => sharedCall() + serverIn(wrongId) + keysIn(zoneId);
    assert.deepEqual(fileRepairs(filesOf(main(wrongId)), 'main.bicep', wrongZone), [
      { title, files: { 'main.bicep': main(rightId), 'shared.bicep': sharedWithBoth + outputs(output) } },
    ]);
  });

  test('one text of a loop is changed for all its turns', () => {
    const loop = "[for turn in ['init', 'idem']: ";
    const main = (zoneId: string) => sharedCall() + serverIn(wrongId) + keysIn(zoneId, loop);
    const [repair, ...others] = fileRepairs(filesOf(main(wrongId)), 'main.bicep', wrongZone);
    assert.deepEqual(others, []);
    assert.equal(repair?.title, `${title} (changes 2 resources)`);
    assert.equal(repair?.files['main.bicep'], main(rightId));
  });

  test('its outputs are described where others are', () => {
    const described = (more = '') =>
      `\n@description('The zone.')\noutput zoneResourceId string = zone.id\n${more}\n@description('The subnet.')\noutput subnetId string = network.properties.subnets[0].id\n`;
    const main = (zoneId: string) => sharedCall() + serverIn(wrongId) + keysIn(zoneId);
    const files = filesOf(main(wrongId), { 'shared.bicep': shared + described() });
    const added = `\n@description('Resource id of privatelink.vaultcore.azure.net.')\n${output}`;
    const [repair] = fileRepairs(files, 'main.bicep', wrongZone);
    assert.equal(repair?.files['shared.bicep'], sharedWithBoth + described(added));
  });

  test('a zone that the module has and does not give is given', () => {
    const zones = shared + zoneOf('privatelink.vaultcore.azure.net').replace('resource zone ', 'resource vaults ');
    const link = zoneLinkTo()
      .replace('resource zoneLink', 'resource vaultsLink')
      .replace('parent: zone', 'parent: vaults');
    const main = (zoneId: string) => sharedCall() + keysIn(zoneId);
    const files = filesOf(main(wrongId), { 'shared.bicep': zones + link + outputs() });
    assert.deepEqual(fileRepairs(files, 'main.bicep', wrongZone), [
      {
        title:
          'Write the address of pe-keys into privatelink.vaultcore.azure.net; the new output vaultsResourceId gives the id of privatelink.vaultcore.azure.net',
        files: {
          'main.bicep': main('shared.outputs.vaultsResourceId'),
          'shared.bicep': `${zones + link + outputs()}output vaultsResourceId string = vaults.id\n`,
        },
      },
    ]);
  });

  test('nothing is written where the module has other callers, a condition or another author', () => {
    const main = sharedCall() + serverIn(wrongId) + keysIn(wrongId);
    const other = { 'other.bicep': sharedCall() };
    assert.deepEqual(fileRepairs(filesOf(main, other), 'main.bicep', wrongZone), []);
    const conditional = `param deploys bool\n${sharedCall('if (deploys) ')}${serverIn('shared!.outputs.zoneResourceId')}${keysIn('shared!.outputs.zoneResourceId')}`;
    assert.deepEqual(
      fileRepairs(filesOf(conditional.replaceAll('shared.outputs', 'shared!.outputs')), 'main.bicep', wrongZone),
      [],
    );
    const restored = {
      ...filesOf(main.replaceAll("'shared.bicep'", "'restored/shared.bicep'")),
      'restored/shared.bicep': shared + outputs(),
    };
    assert.deepEqual(fileRepairs(restored, 'main.bicep', wrongZone), []);
  });
});

/** Makes an endpoint, with a zone group if it is given one. */
const askingModule = `param subnetId string
param privateDnsZoneGroup groupType?

type groupType = {
  name: string?
  privateDnsZoneGroupConfigs: { privateDnsZoneResourceId: string }[]
}

resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: 'pe-keys'
  location: resourceGroup().location
  properties: {
    subnet: { id: subnetId }
    privateLinkServiceConnections: [{ name: 'c', properties: { privateLinkServiceId: resourceId('Microsoft.KeyVault/vaults', 'orders'), groupIds: ['vault'] } }]
  }
}

resource group 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = if (!empty(privateDnsZoneGroup)) {
  parent: endpoint
  name: privateDnsZoneGroup.?name ?? 'default'
  properties: {
    privateDnsZoneConfigs: [for one in privateDnsZoneGroup!.privateDnsZoneGroupConfigs: {
      name: 'zone'
      properties: { privateDnsZoneId: one.privateDnsZoneResourceId }
    }]
  }
}
`;

describe('an endpoint of a module that takes a zone group', () => {
  const without = 'endpoint-without-zone-group';
  const keys = (more = '') => `
module keys 'restored/endpoint.bicep' = {
  name: 'keys'
  params: {
    subnetId: network.properties.subnets[0].id
${more}  }
}
`;
  const given = `    privateDnsZoneGroup: {
      privateDnsZoneGroupConfigs: [
        { privateDnsZoneResourceId: ZONE.id }
      ]
    }
`;
  const filesWith = (main: string, module = askingModule) => ({
    'main.bicep': main,
    'restored/endpoint.bicep': module,
  });
  const rightZone = zoneOf('privatelink.vaultcore.azure.net') + zoneLinkTo();

  test('gets the zone of the template as an argument', () => {
    const main = (more = '') => endpointNetwork.trimStart() + rightZone + keys(more);
    assert.deepEqual(fileRepairs(filesWith(main()), 'main.bicep', without), [
      {
        title: 'Add a zone group to pe-keys: its address is written into privatelink.vaultcore.azure.net',
        files: { 'main.bicep': main(given.replace('ZONE', 'zone')) },
      },
    ]);
  });

  test('and a new one where it has none', () => {
    const main = (zone = '', more = '') => endpointNetwork.trimStart() + zone + keys(more);
    const [repair, ...others] = fileRepairs(filesWith(main()), 'main.bicep', without);
    assert.deepEqual(others, []);
    assert.deepEqual(repair?.files, {
      'main.bicep': main(addedZone, given.replace('ZONE', 'vaultcorePrivateDnsZone')),
    });
  });

  test('nothing is written in place of what the call says, or where the type is not told', () => {
    const chosen = '    privateDnsZoneGroup: joins ? { privateDnsZoneGroupConfigs: [] } : null\n';
    const main = `param joins bool = false\n${endpointNetwork}${rightZone}${keys(chosen)}`;
    assert.deepEqual(fileRepairs(filesWith(main), 'main.bicep', without), []);
    const untold = askingModule.replace('privateDnsZoneGroup groupType?', 'privateDnsZoneGroup object?');
    assert.notEqual(untold, askingModule);
    assert.deepEqual(fileRepairs(filesWith(endpointNetwork + rightZone + keys(), untold), 'main.bicep', without), []);
  });
});
