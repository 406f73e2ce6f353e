import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Finder, repaired } from '../../../test/repair-plans.ts';
import type { Intent } from '../deployment/intent.ts';

const disable =
  (type: string) =>
  (find: Finder): Intent => ({
    kind: 'set',
    resource: find(type),
    path: 'properties.publicNetworkAccess',
    value: 'Disabled',
  });

const vault = (
  version: string,
  more: string,
  after = '',
): string => `resource vault 'Microsoft.KeyVault/vaults@${version}' = {
  name: 'secrets'
  properties: {
    tenantId: tenant().tenantId
${more}  }
${after}}
`;

const closed = "    publicNetworkAccess: 'Disabled'\n";

test('a version that came before the property is raised to the first stable one that has it', () => {
  assert.equal(repaired(vault('2019-09-01', ''), disable('vaults')), vault('2021-10-01', closed));
  assert.equal(repaired(vault('2021-04-01-preview', ''), disable('vaults')), vault('2021-10-01', closed));
});

test('a version that has the property stays, be it a preview', () => {
  assert.equal(repaired(vault('2021-06-01-preview', ''), disable('vaults')), vault('2021-06-01-preview', closed));
});

test('in JSON the version is raised where it is written as such', () => {
  const json = (version: string, more: string, before = ''): string => `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
${before}  "resources": [
    {
      "type": "Microsoft.KeyVault/vaults",
      "apiVersion": "${version}",
      "name": "secrets",
      "properties": {
        "enableSoftDelete": true${more}
      }
    }
  ]
}
`;
  assert.equal(
    repaired(json('2019-09-01', ''), disable('vaults')),
    json('2021-10-01', ',\n        "publicNetworkAccess": "Disabled"'),
  );
  const variables = '  "variables": { "version": "2019-09-01" },\n';
  assert.equal(repaired(json("[variables('version')]", '', variables), disable('vaults')), null);
});

test('nothing is written where a newer version drops what the resource uses', () => {
  const network = (
    version: string,
    subnet: string,
  ): string => `resource network 'Microsoft.Network/networkInterfaces@${version}' = {
  name: 'nic'
  properties: {
${subnet}  }
}
`;
  const untracked = (find: Finder): Intent => ({
    kind: 'set',
    resource: find('networkInterfaces'),
    path: 'properties.disableTcpStateTracking',
    value: true,
  });
  assert.equal(
    repaired(network('2016-03-30', '    enableIPForwarding: true\n'), untracked),
    network('2022-05-01', '    enableIPForwarding: true\n    disableTcpStateTracking: true\n'),
  );
  assert.equal(repaired(network('2016-03-30', "    virtualMachine: { id: 'x' }\n"), untracked), null);
  // What a parameter holds can't be seen.
  assert.equal(repaired(`param all object\n${network('2016-03-30', '    ...all\n')}`, untracked), null);
});

test('nested resources that have the version of their parent keep it from being raised', () => {
  const nested = (type: string): string => `  resource entry '${type}' = {
    name: 'entry'
    properties: { value: 'x' }
  }
`;
  assert.equal(repaired(vault('2019-09-01', '', nested('secrets')), disable('vaults')), null);
  assert.equal(
    repaired(vault('2019-09-01', '', nested('secrets@2019-09-01')), disable('vaults')),
    vault('2021-10-01', closed, nested('secrets@2019-09-01')),
  );
});

test('an element of an array is written in the version of the resource that holds it', () => {
  const network = (
    version: string,
    more: string,
  ): string => `resource network 'Microsoft.Network/virtualNetworks@${version}' = {
  name: 'spoke'
  properties: {
    subnets: [
      {
        name: 'work'
        properties: {
          addressPrefix: '10.0.0.0/24'
${more}        }
      }
    ]
  }
}
`;
  const closedOutbound = (find: Finder): Intent => ({
    kind: 'set',
    resource: find('subnets'),
    path: 'properties.defaultOutboundAccess',
    value: false,
  });
  assert.equal(
    repaired(network('2022-01-01', ''), closedOutbound),
    network('2023-05-01', '          defaultOutboundAccess: false\n'),
  );
});
