import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkRepair, repairTitles } from '../../../test/check-rule.ts';
import { contractOf, deploymentOf } from '../../../test/deployment.ts';
import type { RuleEnd } from '../deployment/intent.ts';
import { proposalsFor, runRules } from './engine.ts';
import { armTemplate } from './examples/example-template.ts';
import type { Rule } from './rule.ts';
import { noDenyAllInbound } from './security-groups/no-deny-all-inbound.ts';
import { noDenyAllOutbound } from './security-groups/no-deny-all-outbound.ts';
import { subnetWithoutNsg } from './subnets/subnet-without-nsg.ts';

const network = `
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
    subnets: [
      { name: 'snet-web', properties: { addressPrefix: '10.0.1.0/24' } }
      { name: 'snet-app', properties: { addressPrefix: '10.0.2.0/24', networkSecurityGroup: { id: group.id } } }
      { name: 'snet-data', properties: { addressPrefix: '10.0.3.0/24' } }
    ]
  }
}
`;
const group = (rules: string) => `resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg'
  properties: {
    securityRules: [
${rules}    ]
  }
}
`;
const held = `      {
        name: 'AllowWebToAppInbound'
        properties: {
          priority: 105
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Udp'
          sourceAddressPrefix: '10.0.1.0/24'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '53'
        }
      }
`;

test('the flow between tiers is kept in front of the deny, by a name and a priority that are free', () => {
  checkRepair(
    noDenyAllInbound,
    group(held) + network,
    'Add AllowWebToApp443Inbound and DenyAllInbound to nsg: keeps web -> app TCP 443, blocks what AllowVnetInBound (65000) lets in; closes web -> app',
    group(`${held}      {
        name: 'AllowWebToApp443Inbound'
        properties: {
          description: 'Allows TCP 443 from web to app.'
          priority: 115
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '10.0.1.0/24'
          sourcePortRange: '*'
          destinationAddressPrefix: '10.0.2.0/24'
          destinationPortRange: '443'
        }
      }
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
`) + network,
  );
});

const json = (rules: string) =>
  armTemplate(`\
{
  "type": "Microsoft.Network/networkSecurityGroups",
  "apiVersion": "2024-05-01",
  "name": "nsg",
  "properties": {
    "securityRules": [${rules}]
  }
},
{
  "type": "Microsoft.Network/virtualNetworks",
  "apiVersion": "2024-05-01",
  "name": "spoke",
  "dependsOn": ["[resourceId('Microsoft.Network/networkSecurityGroups', 'nsg')]"],
  "properties": {
    "addressSpace": { "addressPrefixes": ["10.0.0.0/16"] },
    "subnets": [
      { "name": "snet-data", "properties": { "addressPrefix": "10.0.3.0/24" } },
      {
        "name": "snet-app",
        "properties": {
          "addressPrefix": "10.0.2.0/24",
          "networkSecurityGroup": { "id": "[resourceId('Microsoft.Network/networkSecurityGroups', 'nsg')]" }
        }
      }
    ]
  }
}`);

test('the same outbound in JSON', () => {
  const titles = repairTitles(noDenyAllOutbound, json(''));
  const [keeping = '', plain = ''] = titles;
  assert.equal(titles.length, 2);
  assert.match(
    keeping,
    /^Add AllowAppToDataOutbound and DenyAllOutbound to nsg: keeps app -> data TCP 1433, blocks .*; closes app -> internet any, app -> data any but TCP 1433(?:,| and) /,
  );
  assert.match(plain, /^Add DenyAllOutbound to nsg: blocks .*; closes app -> internet any, app -> data any(?:,| and) /);
});

/** The rules that the first proposal for a rule's first finding adds, in short, in a workspace that declares these flows, or none. */
function rulesFor(rule: Rule, text: string, ...flows: readonly string[]): readonly string[] {
  const deployment = deploymentOf(text, flows.length === 0 ? undefined : contractOf(...flows));
  const [finding] = runRules([rule], deployment, {}).findings;
  const [proposal] = proposalsFor([rule], deployment, finding?.key ?? '');
  const rules = proposal?.intents.flatMap((intent) => ('rules' in intent ? intent.rules : [])) ?? [];
  const shown = (end: RuleEnd): string => (typeof end === 'string' ? end : JSON.stringify(end));
  return rules.map(({ name, properties: { sourceAddressPrefix, destinationAddressPrefix, ...rest } }) =>
    [
      name,
      rest.priority,
      rest.protocol,
      shown(sourceAddressPrefix),
      shown(destinationAddressPrefix),
      rest.destinationPortRange,
    ].join(' '),
  );
}

test('what the workspace declares is kept, and nothing else', () => {
  const text = group('') + network;
  assert.deepEqual(rulesFor(noDenyAllInbound, text, 'web -> app: tcp/8080-8090, udp/53', 'data -> app: none'), [
    'AllowWebToAppInbound 105 Tcp 10.0.1.0/24 10.0.2.0/24 8080-8090',
    'AllowWebToApp53Inbound 115 Udp 10.0.1.0/24 10.0.2.0/24 53',
    'DenyAllInbound 4096 * * * *',
  ]);
  assert.deepEqual(rulesFor(noDenyAllInbound, text, 'web -> data: tcp/1433'), ['DenyAllInbound 4096 * * * *']);
  // Any protocol says what may flow, not what has to.
  assert.deepEqual(rulesFor(noDenyAllInbound, text, 'web -> app: *'), ['DenyAllInbound 4096 * * * *']);
});

test('a new group keeps what flows to and from its subnet', () => {
  const text = group(held) + network.replace(', networkSecurityGroup: { id: group.id }', '');
  const middle = text.replace(
    "'snet-web', properties: {",
    "'snet-web', properties: { networkSecurityGroup: { id: group.id },",
  );
  assert.deepEqual(rulesFor(subnetWithoutNsg, middle, 'web -> app: tcp/443', 'app -> data: tcp/1433'), [
    'AllowWebToAppInbound 105 Tcp 10.0.1.0/24 10.0.2.0/24 443',
    'AllowAppToDataOutbound 105 Tcp 10.0.2.0/24 10.0.3.0/24 1433',
    'DenyAllInbound 4096 * * * *',
    'DenyAllOutbound 4096 * * * *',
  ]);
});

test('private endpoints are reached on the ports of their services', () => {
  const endpoint = (name: string, groupId: string) => `
resource ${name} 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: '${name}'
  properties: {
    subnet: { id: network.properties.subnets[1].id }
    privateLinkServiceConnections: [{ name: '${name}', properties: { groupIds: ['${groupId}'] } }]
  }
}
`;
  const text =
    group('') +
    network
      .replace('snet-app', 'snet-pe')
      .replace("{ name: 'snet-data', properties: { addressPrefix: '10.0.3.0/24' } }", '');
  const endpoints = endpoint('one', 'sqlServer') + endpoint('two', 'blob');
  const filtered = text.replace("'10.0.2.0/24',", "'10.0.2.0/24', privateEndpointNetworkPolicies: 'Enabled',");
  const needed = [
    'AllowWebToEndpointsInbound 105 Tcp 10.0.1.0/24 10.0.2.0/24 443',
    'AllowWebToEndpoints1433Inbound 115 Tcp 10.0.1.0/24 10.0.2.0/24 1433',
    'DenyAllInbound 4096 * * * *',
  ];
  assert.deepEqual(rulesFor(noDenyAllInbound, filtered + endpoints), needed);
  // Endpoints that no group filters need no rule, unless a new group is to filter them.
  assert.deepEqual(rulesFor(noDenyAllInbound, text + endpoints), ['DenyAllInbound 4096 * * * *']);
  const bare = text
    .replace(', networkSecurityGroup: { id: group.id }', '')
    .replace(
      "{ name: 'snet-web', properties: { addressPrefix: '10.0.1.0/24' } }",
      "{ name: 'snet-web', properties: { addressPrefix: '10.0.1.0/24', networkSecurityGroup: { id: group.id } } }",
    );
  assert.deepEqual(rulesFor(subnetWithoutNsg, bare + endpoints), [...needed, 'DenyAllOutbound 4096 * * * *']);
});

test('several subnets of a tier share a rule', () => {
  const two = network.replace('snet-data', 'snet-web-2');
  assert.deepEqual(rulesFor(noDenyAllInbound, group('') + two, 'web -> app: tcp/443, tcp/8443'), [
    'AllowWebToAppInbound 105 Tcp ["10.0.1.0/24","10.0.3.0/24"] 10.0.2.0/24 443',
    'AllowWebToApp8443Inbound 115 Tcp ["10.0.1.0/24","10.0.3.0/24"] 10.0.2.0/24 8443',
    'DenyAllInbound 4096 * * * *',
  ]);
});

test('what does not pass today gets no rule', () => {
  const closed = network.replace(
    "name: 'snet-web', properties: { ",
    "name: 'snet-web', properties: { networkSecurityGroup: { id: shut.id }, ",
  );
  const shut = `resource shut 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'shut'
  properties: {
    securityRules: [
      { name: 'DenyAllOutbound', properties: { priority: 4096, direction: 'Outbound', access: 'Deny', protocol: '*', sourceAddressPrefix: '*', sourcePortRange: '*', destinationAddressPrefix: '*', destinationPortRange: '*' } }
    ]
  }
}
`;
  assert.deepEqual(rulesFor(noDenyAllInbound, group('') + closed + shut, 'web -> app: tcp/443'), [
    'DenyAllInbound 4096 * * * *',
  ]);
});

test('what passes all groups, and then rests on an appliance, is kept', () => {
  const routes = `
resource routes 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'rt'
  properties: {
    routes: [
      { name: 'all', properties: { addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.9.0.4' } }
    ]
  }
}
`;
  const routed = network.replace("'10.0.3.0/24'", "'10.0.3.0/24', routeTable: { id: routes.id }");
  const filtered = routed.replace("'10.0.1.0/24'", "'10.0.1.0/24', networkSecurityGroup: { id: group.id }");
  assert.deepEqual(rulesFor(subnetWithoutNsg, group('') + filtered + routes, 'data -> internet: tcp/443'), [
    'AllowDataToInternetOutbound 105 Tcp 10.0.3.0/24 Internet 443',
    'DenyAllInbound 4096 * * * *',
    'DenyAllOutbound 4096 * * * *',
  ]);
});
