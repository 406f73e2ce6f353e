import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { changedLines, type Finder, repaired } from '../../../test/repair-plans.ts';
import type { Intent } from '../deployment/intent.ts';

const endpoint =
  (...dnsZones: string[]) =>
  (find: Finder): Intent => ({ kind: 'addPrivateEndpoint', resource: find('vaults'), groupId: 'vault', dnsZones });

const zone = 'privatelink.vaultcore.azure.net';

/** The lines that are added, without the sign in front. */
function added(text: string, ...dnsZones: string[]): readonly string[] {
  const lines = changedLines(text, repaired(text, endpoint(...dnsZones)));
  return lines.map((line) => (line.startsWith('+') ? line.slice(1) : `changed: ${line}`));
}

describe('a private endpoint for each resource of a loop, in Bicep', () => {
  const vaults = (header: string, end = ']'): string => `param subnetId string
param names array = ['a', 'b']
param privateEndpointSubnetId string

resource vaults 'Microsoft.KeyVault/vaults@2024-11-01' = ${header}{
  name: 'kv-\${name}'
  location: resourceGroup().location
}${end}
`;

  test('turns over the same list, with the number of the turn', () => {
    assert.deepEqual(added(vaults('[for name in names: ')), [
      "resource vaultsPrivateEndpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = [for (name, index) in names: {",
      "  name: '${vaults[index].name}-vault-pe'",
      '  location: resourceGroup().location',
      '  properties: {',
      '    subnet: {',
      '      id: privateEndpointSubnetId',
      '    }',
      '    privateLinkServiceConnections: [',
      '      {',
      "        name: '${vaults[index].name}-vault-pe'",
      '        properties: {',
      '          privateLinkServiceId: vaults[index].id',
      "          groupIds: ['vault']",
      '        }',
      '      }',
      '    ]',
      '  }',
      '}]',
      '',
    ]);
  });

  test('under the condition of each turn, with the name that the number has', () => {
    const [first] = added(vaults("[for (name, at) in names: if (name != 'b') "));
    assert.match(first ?? '', /= \[for \(name, at\) in names: if \(name != 'b'\) \{$/);
  });

  test('and a zone group for each, but one zone', () => {
    const text = repaired(vaults('[\n  for name in names: ', '\n]'), endpoint(zone)) ?? '';
    assert.match(text, /privateEndpoints@2024-05-01' = \[\n {2}for \(name, index\) in names: \{\n {4}name: /);
    assert.match(text, /privateDnsZones@2024-06-01' = \{\n/);
    assert.match(
      text,
      /privateDnsZoneGroups@2024-05-01' = \[\n {2}for \(name, index\) in names: \{\n {4}parent: vaultsPrivateEndpoint\[index\]\n/,
    );
  });

  test('not for what a loop around it declares', () => {
    const nested = `resource groups 'Microsoft.Foo/bars@2024-01-01' = [for name in ['a', 'b']: {
  name: name
  resource vault 'vaults@2024-11-01' = {
    name: 'kv'
  }
}]
`;
    assert.equal(repaired(nested, endpoint()), null);
  });
});

describe('a private endpoint for each resource of a loop, in JSON', () => {
  const vaults = (name: string, count: string): string => `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "parameters": {
    "names": { "type": "array", "defaultValue": ["a", "b"] },
    "privateEndpointSubnetId": { "type": "string" }
  },
  "resources": [
    {
      "type": "Microsoft.KeyVault/vaults",
      "apiVersion": "2024-11-01",
      "name": "${name}",
      "copy": { "name": "vaults", "count": ${count} }
    }
  ]
}
`;

  test('counts as the loop does', () => {
    for (const [count, name] of [
      [`"[length(parameters('names'))]"`, "concat('kv-', parameters('names')[copyIndex()])"],
      ['2', "concat('kv-', copyIndex(1))"],
      ['"[length(range(0, 2))]"', "concat('kv-', copyIndex())"],
    ] as const) {
      const id = `resourceId('Microsoft.KeyVault/vaults', ${name})`;
      assert.deepEqual(added(vaults(`[${name}]`, count)).slice(0, 13), [
        '    },',
        '    {',
        '      "copy": {',
        '        "name": "privateEndpoints",',
        `        "count": ${count}`,
        '      },',
        '      "type": "Microsoft.Network/privateEndpoints",',
        '      "apiVersion": "2024-05-01",',
        `      "name": "[${name.slice(0, -1)}, '-vault-pe')]",`,
        '      "location": "[resourceGroup().location]",',
        `      "dependsOn": ["[${id}]"],`,
        '      "properties": {',
        `        "subnet": { "id": "[parameters('privateEndpointSubnetId')]" },`,
      ]);
    }
  });

  test('with a zone group for each in a loop of another name', () => {
    const text = repaired(vaults("[concat('kv-', copyIndex())]", '2'), endpoint(zone)) ?? '';
    const { resources } = JSON.parse(text);
    assert.deepEqual(
      resources.map((one: { type: string; copy?: { name: string } }) => [one.type.split('/').at(-1), one.copy?.name]),
      [
        ['vaults', 'vaults'],
        ['privateEndpoints', 'privateEndpoints'],
        ['privateDnsZones', undefined],
        ['virtualNetworkLinks', undefined],
        ['privateDnsZoneGroups', 'privateDnsZoneGroups'],
      ],
    );
  });

  test('not where the text names its loop, which means nothing in another', () => {
    assert.equal(repaired(vaults("[concat('kv-', copyIndex('vaults'))]", '2'), endpoint()), null);
  });
});
