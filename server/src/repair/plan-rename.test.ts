import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Finder, repaired } from '../../../test/repair-plans.ts';
import type { Intent } from '../deployment/intent.ts';

const rename = (find: Finder): Intent => ({
  kind: 'rename',
  resource: find('privateDnsZones', 'old.net'),
  name: 'new.net',
});

const after = (text: string): string => text.replaceAll('old.net', 'new.net');

const zone = (name = "'old.net'") => `resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: ${name}
  location: 'global'
}
`;

/** A template with a zone of this name and others. */
const template = (name: string, ...others: readonly string[]) => `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "variables": {
    "zoneName": "old.net"
  },
  "resources": [
${[
  `    {
      "type": "Microsoft.Network/privateDnsZones",
      "apiVersion": "2024-06-01",
      "name": "${name}",
      "location": "global"
    }`,
  ...others,
].join(',\n')}
  ]
}
`;

const link = (name: string, ...awaited: readonly string[]) => `    {
      "type": "Microsoft.Network/privateDnsZones/virtualNetworkLinks",
      "apiVersion": "2024-06-01",
      "name": "${name}",
      "location": "global",
      "dependsOn": [${awaited.map((one) => `"${one}"`).join(', ')}],
      "properties": { "registrationEnabled": false }
    }`;

const group = (id: string, label = 'zone') => `    {
      "type": "Microsoft.Network/privateEndpoints/privateDnsZoneGroups",
      "apiVersion": "2024-05-01",
      "name": "pe/default",
      "properties": { "privateDnsZoneConfigs": [{ "name": "${label}", "properties": { "privateDnsZoneId": "${id}" } }] }
    }`;

const idOf = (name: string, group = '') => `[resourceId(${group}'Microsoft.Network/privateDnsZones', ${name})]`;

/** With a variable that nobody else than the text says. */
const withoutVariable = (text: string) => text.replace('"zoneName": "old.net"', '"zoneName": "x"');

describe('another name', () => {
  test('in JSON ids, names of children and what waits follow', () => {
    for (const others of [
      [link('old.net/spoke', idOf("'old.net'")), group(idOf("'old.net'"))],
      [link("[concat('old.net', '/spoke')]", 'Microsoft.Network/privateDnsZones/old.net')],
      [link("[concat('old.net/', resourceGroup().name)]", 'old.net')],
      [link("[format('{0}/{1}', 'old.net', 'spoke')]", "[concat('Microsoft.Network/privateDnsZones/', 'old.net')]")],
      [group("[resourceId('MICROSOFT.NETWORK/privatednszones', 'OLD.net')]".replace('OLD', 'old'))],
    ]) {
      const text = withoutVariable(template('old.net', ...others));
      assert.equal(repaired(text, rename), after(text));
    }
  });

  test('what a variable says is changed there', () => {
    const text = template("[variables('zoneName')]", link("[concat(variables('zoneName'), '/spoke')]"));
    assert.equal(repaired(text, rename), after(text));
  });

  test('what an expression makes is followed where the same expression is', () => {
    const made = "concat('old', '.net')";
    const text = withoutVariable(template(`[${made}]`, group(idOf(made))));
    assert.equal(repaired(text, rename), text.replace(`"[${made}]"`, '"new.net"').replace(made, "'new.net'"));
  });

  test('what is something else keeps its name', () => {
    const elsewhere = group(idOf("'old.net'", "'hub', "), 'old.net');
    const text = withoutVariable(template('old.net', elsewhere));
    assert.equal(repaired(text, rename), text.replace('"old.net"', '"new.net"'));
  });

  test('none where it is not known what a text means', () => {
    assert.equal(repaired(template('old.net'), rename), null);
    assert.equal(repaired(withoutVariable(template('old.net', group('/subscriptions/x/old.net'))), rename), null);
    const second = template('old.net', link('old.net/spoke')).replace('"x"', '"old.net"');
    assert.equal(repaired(second, rename), null);
  });

  test('in Bicep references follow by themselves, ids that are made of the name with it', () => {
    const child = `
resource link 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = {
  parent: zone
  name: 'link'
}
`;
    const text = `${zone()}${child}
output byName string = resourceId('Microsoft.Network/privateDnsZones', 'old.net')
`;
    assert.equal(repaired(text, rename), after(text));
    const again = `
resource same 'Microsoft.Network/privateDnsZones@2024-06-01' existing = {
  name: 'old.net'
}

resource other 'Microsoft.Network/privateDnsZones@2024-06-01' existing = {
  name: 'old.net'
  scope: resourceGroup('hub')
}
`;
    assert.equal(
      repaired(zone() + again, rename),
      (zone() + again).replaceAll(/'old\.net'(?!\n {2}scope)/g, "'new.net'"),
    );
    assert.equal(repaired(`var known = ['old.net']\n\n${zone()}`, rename), null);
  });
});
