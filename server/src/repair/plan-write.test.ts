import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { changedLines, type Finder, repaired } from '../../../test/repair-plans.ts';
import type { Intent } from '../deployment/intent.ts';

/** The subnet has a route table whose route leads to the firewall of the template. */
const routed = (find: Finder): Intent => {
  const subnet = find('virtualNetworks/subnets', 'web');
  return {
    kind: 'write',
    resource: subnet,
    path: 'properties.routeTable.id',
    value: {
      take: 'id',
      of: {
        type: 'Microsoft.Network/routeTables',
        name: { take: 'text', parts: [{ take: 'name', of: subnet }, '-rt'] },
        words: ['web', 'rt'],
        beside: subnet,
        properties: {
          address: {
            take: 'property',
            of: find('azureFirewalls'),
            path: 'ipConfigurations[0].properties.privateIPAddress',
            otherwise: { take: 'parameter', name: 'firewallIp', description: 'Private IP address of the firewall' },
          },
        },
      },
    },
  };
};

const flowLog = (find: Finder): Intent => ({
  kind: 'write',
  resource: find('flowLogs'),
  path: 'properties.targetResourceId',
  value: { take: 'id', of: find('virtualNetworks') },
});

const vnet = (more = '') => `resource vnet 'Microsoft.Network/virtualNetworks@2023-11-01' = {
  name: 'v'
  location: 'westeurope'
  properties: {
    subnets: [
      { name: 'web', properties: { addressPrefix: '10.0.0.0/24'${more} } }
    ]
  }
}
`;

const firewall = (subnet = "'elsewhere'") => `
resource firewall 'Microsoft.Network/azureFirewalls@2023-11-01' = {
  name: 'fw'
  location: 'westeurope'
  properties: { ipConfigurations: [{ name: 'ip', properties: { subnet: { id: ${subnet} } } }] }
}
`;

const table = (address: string) => `
resource webRt 'Microsoft.Network/routeTables@2023-11-01' = {
  name: 'web-rt'
  location: 'westeurope'
  properties: { address: ${address} }
}
`;

describe('writing what resources give', () => {
  test('where nothing is given: the id of a new resource, which reads what Azure says of another', () => {
    const address = 'firewall.properties.ipConfigurations[0].properties.privateIPAddress';
    assert.equal(
      repaired(vnet() + firewall(), routed),
      vnet(', routeTable: { id: webRt.id }') + table(address) + firewall(),
    );
  });

  test('not so that one waits for the other: the firewall of the same network is a parameter', () => {
    const before = vnet() + firewall('vnet.properties.subnets[0].id');
    const after = repaired(before, routed) ?? '';
    assert.ok(after.includes(table('firewallIp')), after);
    assert.ok(
      after.startsWith("@description('Private IP address of the firewall.')\nparam firewallIp string\n"),
      after,
    );
  });

  test('not of what may not be deployed', () => {
    const after = repaired(vnet() + firewall().replace('= {', '= if (1 == 2) {'), routed) ?? '';
    assert.ok(after.includes(table('firewallIp')), after);
  });

  test('in place of what refers to another', () => {
    const before = `${vnet()}
resource nsg 'Microsoft.Network/networkSecurityGroups@2023-11-01' = {
  name: 'n'
  location: 'westeurope'
}

resource log 'Microsoft.Network/networkWatchers/flowLogs@2023-11-01' = {
  name: 'w/log'
  properties: { targetResourceId: nsg.id }
}
`;
    assert.deepEqual(changedLines(before, repaired(before, flowLog)), [
      '-  properties: { targetResourceId: nsg.id }',
      '+  properties: { targetResourceId: vnet.id }',
    ]);
    // Many read a parameter; only the use is the resource's own.
    const byParameter = `param target string\n${before.replace('targetResourceId: nsg.id', 'targetResourceId: target')}`;
    assert.deepEqual(changedLines(byParameter, repaired(byParameter, flowLog)), [
      '-  properties: { targetResourceId: target }',
      '+  properties: { targetResourceId: vnet.id }',
    ]);
  });

  test('in JSON, where it waits for what it names', () => {
    const json = (...resources: readonly object[]): string =>
      `${JSON.stringify({ $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#', resources }, null, 2)}\n`;
    const network = { type: 'Microsoft.Network/virtualNetworks', apiVersion: '2023-11-01', name: 'v', properties: {} };
    const group = { type: 'Microsoft.Network/networkSecurityGroups', apiVersion: '2023-11-01', name: 'n' };
    const id = (type: string, name: string) => `[resourceId('Microsoft.Network/${type}', '${name}')]`;
    const log = (targetResourceId: string, dependsOn: readonly string[]) => ({
      type: 'Microsoft.Network/networkWatchers/flowLogs',
      apiVersion: '2023-11-01',
      name: 'w/log',
      dependsOn,
      properties: { targetResourceId },
    });
    const [ofGroup, ofNetwork] = [id('networkSecurityGroups', 'n'), id('virtualNetworks', 'v')];
    assert.equal(
      repaired(json(network, group, log(ofGroup, [ofGroup])), flowLog),
      json(network, group, log(ofNetwork, [ofGroup, ofNetwork])),
    );
  });
});
