import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { endpointNetwork, zoneGroupOf, zoneLinkTo, zoneOf } from '../../../test/endpoint-fixture.ts';
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

const addedZone = `
resource vaultcorePrivateDnsZone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: 'privatelink.vaultcore.azure.net'
  location: 'global'
}

resource vaultcorePrivateDnsZoneLink 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = {
  parent: vaultcorePrivateDnsZone
  name: 'spoke'
  location: 'global'
  properties: {
    registrationEnabled: false
    virtualNetwork: { id: network.id }
  }
}
`;

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
    'Write the address of pe-keys into privatelink.vaultcore.azure.net, a new zone that is linked to spoke; its id is handed over by the new output vaultcorePrivateDnsZoneResourceId';
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
          'Write the address of pe-keys into privatelink.vaultcore.azure.net; its id is handed over by the new output vaultsId',
        files: {
          'main.bicep': main('shared.outputs.vaultsId'),
          'shared.bicep': `${zones + link + outputs()}output vaultsId string = vaults.id\n`,
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
