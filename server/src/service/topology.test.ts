import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deploymentOf } from '../../../test/deployment.ts';
import type { Severity } from '../config/severity.ts';
import type { Finding } from '../rules/finding.ts';
import type { TopologyNode } from './model.ts';
import { topologyOf } from './topology.ts';

/** The tree as an indented listing: type and name of each node, its worst finding, and what speaks for its place. */
function listing(text: string, findings: readonly Finding[] = []): string {
  const lines: string[] = [];
  const write = (node: TopologyNode, indentation: string): void => {
    const type = node.type.slice(node.type.lastIndexOf('/') + 1);
    lines.push(`${indentation}${node.name} (${type})${node.worst === null ? '' : ` ${node.worst.toUpperCase()}`}`);
    for (const { kind, detail } of node.evidence) lines.push(`${indentation}  · ${kind}: ${detail}`);
    for (const child of node.children) write(child, `${indentation}  `);
  };
  for (const tier of topologyOf(deploymentOf(text), findings).tiers) {
    lines.push(tier.title);
    for (const node of tier.nodes) write(node, '  ');
  }
  return lines.join('\n');
}

/** Demands the same listing of the Bicep text, of its form with CRLF, and of the JSON text with and without symbolic names. */
function checkTree(bicep: string, resources: Readonly<Record<string, object>>, expected: string): void {
  assert.equal(listing(bicep), expected.trim());
  assert.equal(listing(bicep.replaceAll('\n', '\r\n')), expected.trim());
  const declared = Object.values(resources).filter((resource) => !('existing' in resource));
  assert.equal(listing(template(declared)), expected.trim());
  assert.equal(listing(template(resources)), expected.trim());
}

function template(resources: object): string {
  const head = {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    ...(Array.isArray(resources) ? {} : { languageVersion: '2.0' }),
    contentVersion: '1.0.0.0',
    parameters: { given: { type: 'string' } },
  };
  return JSON.stringify({ ...head, resources }, null, 2);
}

const id = (type: string, ...names: string[]): { id: string } => ({
  id: `[resourceId('${type}', ${names.map((name) => `'${name}'`).join(', ')})]`,
});
const subnetId = (name: string) => id('Microsoft.Network/virtualNetworks/subnets', 'vnet-spoke', name);

test('a subnet is placed by what Azure demands and by what stands in it, and by its name last', () => {
  checkTree(
    `
param given string
resource network 'Microsoft.Network/virtualNetworks@2025-05-01' = {
  name: 'vnet-spoke'
  properties: {
    subnets: [
      { name: 'AzureBastionSubnet' }
      { name: 'snet-one', properties: { delegations: [{ name: 'd', properties: { serviceName: 'Microsoft.Web/serverFarms' } }] } }
      { name: 'snet-two', properties: { networkSecurityGroup: { id: rules.id } } }
      { name: 'snet-app', properties: { networkSecurityGroup: { id: rules.id }, routeTable: { id: routes.id } } }
      { name: 'snet-three' }
      { name: 'snet-web' }
    ]
  }
}
resource rules 'Microsoft.Network/networkSecurityGroups@2025-05-01' = {
  name: 'nsg-shared'
}
resource routes 'Microsoft.Network/routeTables@2025-05-01' = {
  name: 'rt-shared'
}
resource entrance 'Microsoft.Network/applicationGateways@2025-05-01' = {
  name: 'front'
  properties: {
    gatewayIPConfigurations: [{ name: 'c', properties: { subnet: { id: resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet-spoke', 'snet-two') } } }]
    frontendIPConfigurations: [{ name: 'f', properties: { publicIPAddress: { id: address.id } } }]
  }
}
resource address 'Microsoft.Network/publicIPAddresses@2025-05-01' = {
  name: 'pip'
}
resource group 'Microsoft.Network/applicationSecurityGroups@2025-05-01' = {
  name: 'asg-data'
}
resource card 'Microsoft.Network/networkInterfaces@2025-05-01' = {
  name: 'nic-1'
  properties: {
    ipConfigurations: [
      {
        name: 'c'
        properties: {
          subnet: { id: resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet-spoke', 'snet-app') }
          applicationSecurityGroups: [{ id: group.id }]
        }
      }
    ]
  }
}
resource machine 'Microsoft.Compute/virtualMachines@2024-07-01' = {
  name: 'vm-1'
  properties: { networkProfile: { networkInterfaces: [{ id: card.id }] } }
}
`,
    {
      network: {
        type: 'Microsoft.Network/virtualNetworks',
        apiVersion: '2025-05-01',
        name: 'vnet-spoke',
        properties: {
          subnets: [
            { name: 'AzureBastionSubnet' },
            {
              name: 'snet-one',
              properties: { delegations: [{ name: 'd', properties: { serviceName: 'Microsoft.Web/serverFarms' } }] },
            },
            {
              name: 'snet-two',
              properties: { networkSecurityGroup: id('Microsoft.Network/networkSecurityGroups', 'nsg-shared') },
            },
            {
              name: 'snet-app',
              properties: {
                networkSecurityGroup: id('Microsoft.Network/networkSecurityGroups', 'nsg-shared'),
                routeTable: id('Microsoft.Network/routeTables', 'rt-shared'),
              },
            },
            { name: 'snet-three' },
            { name: 'snet-web' },
          ],
        },
      },
      rules: { type: 'Microsoft.Network/networkSecurityGroups', apiVersion: '2025-05-01', name: 'nsg-shared' },
      routes: { type: 'Microsoft.Network/routeTables', apiVersion: '2025-05-01', name: 'rt-shared' },
      entrance: {
        type: 'Microsoft.Network/applicationGateways',
        apiVersion: '2025-05-01',
        name: 'front',
        properties: {
          gatewayIPConfigurations: [{ name: 'c', properties: { subnet: subnetId('snet-two') } }],
          frontendIPConfigurations: [
            { name: 'f', properties: { publicIPAddress: id('Microsoft.Network/publicIPAddresses', 'pip') } },
          ],
        },
      },
      address: { type: 'Microsoft.Network/publicIPAddresses', apiVersion: '2025-05-01', name: 'pip' },
      group: { type: 'Microsoft.Network/applicationSecurityGroups', apiVersion: '2025-05-01', name: 'asg-data' },
      card: {
        type: 'Microsoft.Network/networkInterfaces',
        apiVersion: '2025-05-01',
        name: 'nic-1',
        properties: {
          ipConfigurations: [
            {
              name: 'c',
              properties: {
                subnet: subnetId('snet-app'),
                applicationSecurityGroups: [id('Microsoft.Network/applicationSecurityGroups', 'asg-data')],
              },
            },
          ],
        },
      },
      machine: {
        type: 'Microsoft.Compute/virtualMachines',
        apiVersion: '2024-07-01',
        name: 'vm-1',
        properties: { networkProfile: { networkInterfaces: [id('Microsoft.Network/networkInterfaces', 'nic-1')] } },
      },
    },
    `
Gateway
  snet-two (subnets)
    · service: front (Microsoft.Network/applicationGateways) stands in it.
    nsg-shared (networkSecurityGroups)
      · used by: snet-two uses it.
    front (applicationGateways)
      · stands in: It stands in snet-two.
      · resource type: Resources of type Microsoft.Network/applicationGateways let traffic in.
  pip (publicIPAddresses)
    · used by: front (Microsoft.Network/applicationGateways) uses it.
Front end
  snet-web (subnets)
    · name: Its name contains the word web.
Data
  snet-app (subnets)
    · application security group: nic-1 (Microsoft.Network/networkInterfaces) stands in it and is in the application security group asg-data.
    nsg-shared (networkSecurityGroups)
      · used by: snet-app uses it.
    rt-shared (routeTables)
      · used by: snet-app uses it.
    vm-1 (virtualMachines)
      · stands in: It stands in snet-app.
      · application security group: It is in the application security group asg-data.
      nic-1 (networkInterfaces)
        · used by: vm-1 uses it.
        · application security group: It is in the application security group asg-data.
  asg-data (applicationSecurityGroups)
    · name: Its name contains the word data.
Egress
  snet-one (subnets)
    · delegation: It is delegated to Microsoft.Web/serverFarms.
Management
  AzureBastionSubnet (subnets)
    · reserved name: Azure reserves the name AzureBastionSubnet for Azure Bastion.
    · name: Its name contains the word bastion.
Unassigned
  snet-three (subnets)
    · none: Nothing in the template tells its tier.
`,
  );
});

test('services are placed by their type, private endpoints under their subnet', () => {
  checkTree(
    `
param given string
resource network 'Microsoft.Network/virtualNetworks@2025-05-01' existing = {
  name: 'vnet-spoke'
}
resource room 'Microsoft.Network/virtualNetworks/subnets@2025-05-01' = {
  parent: network
  name: 'snet-data'
}
resource link 'Microsoft.Network/privateEndpoints@2025-05-01' = {
  name: 'one'
  properties: {
    subnet: { id: room.id }
    privateLinkServiceConnections: [{ name: 'c', properties: { privateLinkServiceId: server.id, groupIds: ['sqlServer'] } }]
  }
}
resource link2 'Microsoft.Network/privateEndpoints@2025-05-01' = {
  name: 'two'
  properties: {
    subnet: { id: given }
    privateLinkServiceConnections: [{ name: 'c', properties: { privateLinkServiceId: given, groupIds: ['vault'] } }]
  }
}
resource set 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2025-05-01' = {
  parent: link
  name: 'default'
}
resource server 'Microsoft.Sql/servers@2023-08-01' = {
  name: 'webserver'
}
resource content 'Microsoft.Sql/servers/databases@2023-08-01' = {
  parent: server
  name: 'orders'
}
resource site 'Microsoft.Web/sites@2024-04-01' = {
  name: 'app-contoso'
  properties: { virtualNetworkSubnetId: exit.id }
}
resource nightly 'Microsoft.Web/sites@2024-04-01' = {
  name: 'contoso-web-jobs'
  kind: 'functionapp,linux'
}
resource exit 'Microsoft.Network/virtualNetworks/subnets@2025-05-01' = {
  parent: network
  name: 'snet-app'
}
resource tagged 'Microsoft.Compute/virtualMachines@2024-07-01' = {
  name: 'vm-web'
  tags: { tier: 'app' }
}
`,
    {
      network: {
        existing: true,
        type: 'Microsoft.Network/virtualNetworks',
        apiVersion: '2025-05-01',
        name: 'vnet-spoke',
      },
      room: {
        type: 'Microsoft.Network/virtualNetworks/subnets',
        apiVersion: '2025-05-01',
        name: 'vnet-spoke/snet-data',
      },
      link: {
        type: 'Microsoft.Network/privateEndpoints',
        apiVersion: '2025-05-01',
        name: 'one',
        properties: {
          subnet: subnetId('snet-data'),
          privateLinkServiceConnections: [
            {
              name: 'c',
              properties: {
                privateLinkServiceId: id('Microsoft.Sql/servers', 'webserver').id,
                groupIds: ['sqlServer'],
              },
            },
          ],
        },
      },
      link2: {
        type: 'Microsoft.Network/privateEndpoints',
        apiVersion: '2025-05-01',
        name: 'two',
        properties: {
          subnet: { id: "[parameters('given')]" },
          privateLinkServiceConnections: [
            { name: 'c', properties: { privateLinkServiceId: "[parameters('given')]", groupIds: ['vault'] } },
          ],
        },
      },
      set: {
        type: 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups',
        apiVersion: '2025-05-01',
        name: 'one/default',
      },
      server: { type: 'Microsoft.Sql/servers', apiVersion: '2023-08-01', name: 'webserver' },
      content: { type: 'Microsoft.Sql/servers/databases', apiVersion: '2023-08-01', name: 'webserver/orders' },
      site: {
        type: 'Microsoft.Web/sites',
        apiVersion: '2024-04-01',
        name: 'app-contoso',
        properties: { virtualNetworkSubnetId: subnetId('snet-app').id },
      },
      nightly: {
        type: 'Microsoft.Web/sites',
        apiVersion: '2024-04-01',
        name: 'contoso-web-jobs',
        kind: 'functionapp,linux',
      },
      exit: {
        type: 'Microsoft.Network/virtualNetworks/subnets',
        apiVersion: '2025-05-01',
        name: 'vnet-spoke/snet-app',
      },
      tagged: {
        type: 'Microsoft.Compute/virtualMachines',
        apiVersion: '2024-07-01',
        name: 'vm-web',
        tags: { tier: 'app' },
      },
    },
    `
Front end
  app-contoso (sites)
    · resource type: Web apps mostly serve web pages.
App
  contoso-web-jobs (sites)
    · resource type: Its kind is functionapp,linux: it runs functions.
    · name: Its name contains the word jobs.
  vm-web (virtualMachines)
    · tag: Its tag tier is app.
Data
  webserver (servers)
    · resource type: Resources of type Microsoft.Sql/servers keep data.
    orders (databases)
      · belongs to: It belongs to webserver.
      · resource type: Resources of type Microsoft.Sql/servers/databases keep data.
Private endpoints
  snet-data (subnets)
    · private endpoint: one (Microsoft.Network/privateEndpoints) stands in it.
    one (privateEndpoints)
      · stands in: It stands in snet-data.
      · endpoint target: It leads to webserver (Microsoft.Sql/servers).
      · resource type: Resources of type Microsoft.Network/privateEndpoints make services reachable privately.
      default (privateDnsZoneGroups)
        · belongs to: It belongs to one.
        · resource type: Resources of type Microsoft.Network/privateEndpoints/privateDnsZoneGroups make services reachable privately.
  two (privateEndpoints)
    · resource type: Resources of type Microsoft.Network/privateEndpoints make services reachable privately.
Egress
  snet-app (subnets)
    · virtual network integration: app-contoso (Microsoft.Web/sites) sends its traffic through it.
`,
  );
});

const plain = `
resource network 'Microsoft.Network/virtualNetworks@2025-05-01' = {
  name: 'vnet'
  properties: {
    subnets: [{ name: 'snet-web', properties: { networkSecurityGroup: { id: rules.id } } }]
  }
}
resource rules 'Microsoft.Network/networkSecurityGroups@2025-05-01' = {
  name: 'nsg-web'
  properties: {
    securityRules: [{ name: 'AllowAll', properties: {} }]
  }
}
resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: 'vault'
}
`;

/** A finding about a resource, at the first occurrence of a text. */
function finding(
  text: string,
  at: string,
  severity: Severity,
  type: string,
  name: string,
  symbolicName: string | null,
): Finding {
  const start = text.indexOf(at);
  return {
    key: `${severity} ${at}`,
    ruleId: 'rule',
    severity,
    certainty: 'certain',
    message: '',
    at: { file: 'main', span: { start, end: start + at.length } },
    resource: { type, name, symbolicName },
    instances: 1,
    scenarios: [],
    related: [],
  };
}

test('a node shows the worst finding of itself and of what it holds', () => {
  const rule = 'Microsoft.Network/networkSecurityGroups/securityRules';
  const subnet = 'Microsoft.Network/virtualNetworks/subnets';
  const findings = [
    finding(plain, "'AllowAll'", 'error', rule, 'AllowAll', null),
    finding(plain, "'snet-web'", 'information', subnet, 'snet-web', null),
    finding(plain, 'vault', 'hint', 'Microsoft.KeyVault/vaults', 'vault', 'vault'),
    finding(plain, 'vault', 'warning', 'Microsoft.KeyVault/vaults', 'vault', 'vault'),
    finding(plain, 'vault', 'error', 'Microsoft.KeyVault/vaults', 'another', 'another'),
  ];
  assert.equal(
    listing(plain, findings).replaceAll(/\n *·.*/g, ''),
    `
Front end
  snet-web (subnets) ERROR
    nsg-web (networkSecurityGroups) ERROR
Data
  vault (vaults) WARNING
`.trim(),
  );
});

test('what traffic does not reach is left out, and so are virtual networks that show by their subnets', () => {
  const others = [
    ['Microsoft.Authorization/roleAssignments', 'assignment'],
    ['Microsoft.Authorization/roleDefinitions', 'definition'],
    ['Microsoft.Authorization/locks', 'lock'],
    ['Microsoft.ManagedIdentity/userAssignedIdentities', 'identity'],
    ['Microsoft.Insights/diagnosticSettings', 'settings'],
    ['Microsoft.Compute/virtualMachines/extensions', 'vm/extension'],
    ['Microsoft.Network/virtualNetworks/virtualNetworkPeerings', 'vnet/peering'],
    ['Microsoft.Network/networkSecurityGroups/securityRules', 'nsg-web/rule'],
    ['Microsoft.Web/sites/config', 'site/web'],
  ].map(([type, name], index) => `resource r${index} '${type}@2024-01-01' = {\n  name: '${name}'\n}\n`);
  assert.equal(listing(plain + others.join('')), listing(plain));
  assert.equal(
    listing("resource network 'Microsoft.Network/virtualNetworks@2025-05-01' = {\n  name: 'vnet-hub'\n}\n"),
    'Hub\n  vnet-hub (virtualNetworks)\n    · name: Its name contains the word hub.',
  );
});

test('existing resources say so, and give way to a declaration', () => {
  const existing = "resource old 'Microsoft.KeyVault/vaults@2025-05-01' existing = {\n  name: 'vault'\n}\n";
  const declared = existing.replace('old', 'new').replace(' existing', '');
  assert.equal(
    listing(existing),
    `
Data
  vault (vaults)
    · resource type: Resources of type Microsoft.KeyVault/vaults keep secrets.
    · existing: The template refers to it as existing and does not deploy it.
`.trim(),
  );
  assert.equal(listing(existing + declared), listing(declared));
});

test('a resource counts once, also where part of its name is not known, and not at all where a condition leaves it out', () => {
  const name = 'param part string\nparam other string\n';
  const declared = "resource one 'Microsoft.KeyVault/vaults@2025-05-01' = {\n  name: 'vault-${part}'\n}\n";
  const existing = declared.replace('one', 'same').replace("' =", "' existing =");
  assert.equal(listing(name + existing + declared), listing(name + declared));
  const absent = declared.replace('one', 'none').replace('part', 'other').replace("' =", "' = if (false)");
  assert.equal(listing(name + declared + absent), listing(name + declared));
  assert.match(listing(name + declared + absent.replace('if (false) ', '')), /vault-….*vault-…/s);
});

test('a name that is not known does not matter, the symbolic name helps', () => {
  assert.equal(
    listing(`
param name string
resource webRules 'Microsoft.Network/networkSecurityGroups@2025-05-01' = {
  name: name
}
resource other 'Contoso.Custom/things@2025-05-01' = {
  name: 'thing-\${name}'
}
`),
    `
Front end
  webRules (networkSecurityGroups)
    · symbolic name: Its symbolic name contains the word web.
Unassigned
  thing-… (things)
    · none: Nothing in the template tells its tier.
`.trim(),
  );
});

test('places are those of the text', () => {
  const [tier] = topologyOf(deploymentOf(plain), []).tiers;
  const [subnet] = tier?.nodes ?? [];
  const [group] = subnet?.children ?? [];
  const textOf = (node: TopologyNode | undefined, place: 'declaration' | 'nameToken'): string =>
    plain.slice(node?.[place].span.start, node?.[place].span.end);
  assert.match(textOf(subnet, 'declaration'), /^\{ name: 'snet-web',.*\}$/);
  assert.equal(textOf(subnet, 'nameToken'), "'snet-web'");
  assert.match(textOf(group, 'declaration'), /^resource rules [\s\S]*\}$/);
  assert.equal(textOf(group, 'nameToken'), 'rules');
});

test('ids are unique, also where a resource is shown twice', () => {
  const shared = plain.replace(
    'subnets: [{',
    "subnets: [{ name: 'snet-data', properties: { networkSecurityGroup: { id: rules.id } } }, {",
  );
  const idsOf = (node: TopologyNode): string[] => [node.id, ...node.children.flatMap(idsOf)];
  const ids = topologyOf(deploymentOf(shared), []).tiers.flatMap((tier) => tier.nodes.flatMap(idsOf));
  assert.equal(ids.length, 5);
  assert.equal(new Set(ids).size, 5);
});

test('a template without resources has no tiers', () => {
  assert.deepEqual(topologyOf(deploymentOf(''), []), { path: 'main', tiers: [] });
  assert.deepEqual(topologyOf(deploymentOf('param a string\n'), []), { path: 'main', tiers: [] });
});
