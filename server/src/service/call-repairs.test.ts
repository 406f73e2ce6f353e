import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryWorkspace } from '../../../test/memory-workspace.ts';
import { createEngine } from './engine.ts';

/** The findings of `main.bicep` that stand at this text, with the titles of their repairs. */
function repairsAt(files: Readonly<Record<string, string>>, text: string): readonly string[] {
  const { workspace, file } = memoryWorkspace(files);
  const engine = createEngine();
  const main = file('main.bicep');
  const { findings } = engine.analyze(main, { rules: {} }, workspace);
  return findings
    .filter(({ at }) => main.text.slice(at.span.start, at.span.end) === text)
    .map(({ key, ruleId }) => {
      const titles = engine.repairs(main, { rules: {} }, key, workspace).map(({ title }) => title.split(':')[0]);
      return [ruleId, ...titles].join(' | ');
    });
}

test('what a module makes of an argument is not repaired at the call: the module decides what it takes', () => {
  const subnets = `param subnets array
resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet'
  location: resourceGroup().location
  properties: {
    subnets: [for subnet in subnets: {
      name: subnet.name
      properties: {
        addressPrefix: subnet.prefix
        networkSecurityGroup: empty(subnet.?group) ? null : { id: subnet.group }
      }
    }]
  }
}
`;
  const main = `module network 'network.bicep' = {
  params: {
    subnets: [{ name: 'web', prefix: '10.0.0.0/24' }]
  }
}
`;
  assert.deepEqual(repairsAt({ 'main.bicep': main, 'network.bicep': subnets }, "'web'"), ['subnet-without-nsg']);
});

test('a private endpoint that a module would declare is not added beside the call', () => {
  const vault = `param privateEndpoints array = []
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: 'kv'
  location: resourceGroup().location
  properties: { publicNetworkAccess: 'Disabled' }
}
resource endpoints 'Microsoft.Network/privateEndpoints@2024-05-01' = [for one in privateEndpoints: {
  name: one.name
  properties: {
    subnet: { id: one.subnet }
    privateLinkServiceConnections: [{ name: 'a', properties: { privateLinkServiceId: vault.id, groupIds: ['vault'] } }]
  }
}]
`;
  const main = `module keys 'vault.bicep' = {}\n`;
  assert.deepEqual(repairsAt({ 'main.bicep': main, 'vault.bicep': vault }, 'keys'), ['no-private-endpoint']);
});

test('a value or a list that the resource has as it is passed is repaired at the call', () => {
  const vault = `param access string
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: 'kv'
  properties: { publicNetworkAccess: access }
}
`;
  const main = `module keys 'vault.bicep' = { params: { access: 'Enabled' } }\n`;
  assert.deepEqual(repairsAt({ 'main.bicep': main, 'vault.bicep': vault }, "'Enabled'"), [
    'no-public-network-access | Disable public network access to kv',
  ]);
  const group = `param rules array
resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg'
  properties: { securityRules: rules }
}
resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet'
  properties: {
    subnets: [{ name: 'web', properties: { addressPrefix: '10.0.0.0/24', networkSecurityGroup: { id: group.id } } }]
  }
}
`;
  const caller = `module net 'group.bicep' = {
  params: {
    rules: []
  }
}
`;
  assert.deepEqual(repairsAt({ 'main.bicep': caller, 'group.bicep': group }, 'net'), [
    'no-deny-all-inbound | Add DenyAllInbound to nsg',
    'no-deny-all-outbound | Add DenyAllOutbound to nsg',
  ]);
});
