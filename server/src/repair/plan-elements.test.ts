import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { changedLines, type Finder, repaired } from '../../../test/repair-plans.ts';
import type { Intent } from '../deployment/intent.ts';

const delegation = (find: Finder): Intent => ({
  kind: 'include',
  resource: find('virtualNetworks/subnets'),
  path: 'properties.delegations',
  elements: [{ value: { name: 'web', properties: { serviceName: 'Microsoft.Web/serverFarms' } } }],
});

/** The first address of the interface in an application security group. */
const member =
  (label?: string) =>
  (find: Finder): Intent => {
    const nic = find('networkInterfaces');
    const of =
      label === undefined
        ? {
            type: 'Microsoft.Network/applicationSecurityGroups',
            name: 'asg-web',
            words: ['web', 'asg'],
            beside: nic,
            properties: {},
          }
        : find('applicationSecurityGroups', label);
    return {
      kind: 'include',
      resource: nic,
      path: 'properties.ipConfigurations.0.properties.applicationSecurityGroups',
      elements: [{ value: { id: { take: 'id', of } } }],
    };
  };

const route = (find: Finder): Intent => ({
  kind: 'include',
  resource: find('routeTables'),
  path: 'properties.routes',
  elements: [
    {
      name: 'to-firewall',
      value: {
        name: 'to-firewall',
        properties: {
          addressPrefix: '0.0.0.0/0',
          nextHopType: 'VirtualAppliance',
          nextHopIpAddress: {
            take: 'parameter',
            name: 'firewallIp',
            description: 'Private IP address of the firewall',
          },
        },
      },
    },
  ],
});

const json = (...resources: readonly object[]): string =>
  `${JSON.stringify({ $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#', resources }, null, 2)}\n`;

const network = (properties: object) => ({
  type: 'Microsoft.Network/virtualNetworks',
  apiVersion: '2023-11-01',
  name: 'v',
  properties: { subnets: [{ name: 'web', properties }] },
});

const subnetInBicep = (more: string) => `resource web 'Microsoft.Network/virtualNetworks/subnets@2023-11-01' = {
  name: 'v/web'
  properties: {
    addressPrefix: '10.0.0.0/24'
${more}  }
}
`;

describe('an element of a list', () => {
  test('is added to those that are there, or is the first', () => {
    const added = `      {
        name: 'web'
        properties: {
          serviceName: 'Microsoft.Web/serverFarms'
        }
      }
`;
    assert.equal(repaired(subnetInBicep(''), delegation), subnetInBicep(`    delegations: [\n${added}    ]\n`));
    const other = "      { name: 'other' }\n";
    const flat = "      { name: 'web', properties: { serviceName: 'Microsoft.Web/serverFarms' } }\n";
    const before = subnetInBicep(`    delegations: [\n${other}    ]\n`);
    assert.equal(repaired(before, delegation), before.replace(other, other + flat));
    const written = { name: 'web', properties: { serviceName: 'Microsoft.Web/serverFarms' } };
    assert.equal(
      repaired(json(network({ addressPrefix: '10.0.0.0/24' })), delegation),
      json(network({ addressPrefix: '10.0.0.0/24', delegations: [written] })),
    );
  });

  const nicInBicep = (more: string) => `resource nic 'Microsoft.Network/networkInterfaces@2023-11-01' = {
  name: 'nic'
  location: 'westeurope'
  properties: {
    ipConfigurations: [
      {
        name: 'ip'
        properties: {
          primary: true
${more}        }
      }
    ]
  }
}
`;
  const membership = (symbol: string) => `          applicationSecurityGroups: [
            {
              id: ${symbol}.id
            }
          ]
`;

  test('names a group of the template, or one that is declared for it', () => {
    const group = `
resource app 'Microsoft.Network/applicationSecurityGroups@2022-07-01' = {
  name: 'asg-app'
  location: 'westeurope'
}
`;
    assert.equal(repaired(nicInBicep('') + group, member('asg-app')), nicInBicep(membership('app')) + group);
    assert.equal(
      repaired(nicInBicep(''), member()),
      `${nicInBicep(membership('webAsg'))}
resource webAsg 'Microsoft.Network/applicationSecurityGroups@2023-11-01' = {
  name: 'asg-web'
  location: 'westeurope'
  properties: {}
}
`,
    );
    // Nobody knows whether a group under a condition is there.
    assert.equal(repaired(nicInBicep('') + group.replace('= {', '= if (1 == 2) {'), member('asg-app')), null);
  });

  test('waits in JSON for what it names', () => {
    const nic = (more: object, dependsOn: object) => ({
      type: 'Microsoft.Network/networkInterfaces',
      apiVersion: '2023-11-01',
      name: 'nic',
      location: 'westeurope',
      ...dependsOn,
      properties: { ipConfigurations: [{ name: 'ip', properties: { primary: true, ...more } }] },
    });
    const id = "[resourceId('Microsoft.Network/applicationSecurityGroups', 'asg-web')]";
    const group = {
      type: 'Microsoft.Network/applicationSecurityGroups',
      apiVersion: '2023-11-01',
      name: 'asg-web',
      location: 'westeurope',
      properties: {},
    };
    assert.equal(
      repaired(json(nic({}, {})), member()),
      json(nic({ applicationSecurityGroups: [{ id }] }, { dependsOn: [id] }), group),
    );
  });

  const table = "resource table 'Microsoft.Network/routeTables@2023-11-01' = {\n  name: 'rt'\n}\n";

  test('is a child of its own where the template has such only so', () => {
    const child = `
resource other 'Microsoft.Network/routeTables/routes@2023-11-01' = {
  parent: table
  name: 'other'
  properties: {
    addressPrefix: '10.9.0.0/16'
    nextHopType: 'None'
  }
}
`;
    assert.equal(
      repaired(`${table}${child}`, route),
      `param firewallIp string

${table}${child}
resource toFirewall 'Microsoft.Network/routeTables/routes@2023-11-01' = {
  parent: table
  name: 'to-firewall'
  properties: {
    addressPrefix: '0.0.0.0/0'
    nextHopType: 'VirtualAppliance'
    nextHopIpAddress: firewallIp
  }
}
`.replace('param firewallIp', "@description('Private IP address of the firewall.')\nparam firewallIp"),
    );
  });

  test('asks once for what the template has a parameter for', () => {
    const before = `param firewallIp string\n\n${table}`;
    assert.deepEqual(changedLines(before, repaired(before, route)), [
      '+  properties: {',
      '+    routes: [',
      '+      {',
      "+        name: 'to-firewall'",
      '+        properties: {',
      "+          addressPrefix: '0.0.0.0/0'",
      "+          nextHopType: 'VirtualAppliance'",
      '+          nextHopIpAddress: firewallIp',
      '+        }',
      '+      }',
      '+    ]',
      '+  }',
    ]);
  });

  test('is one more argument where the list is joined already', () => {
    const joined = (argument: string): string =>
      `param more array\nvar common = [for id in ['a']: { name: id }]\n\n${subnetInBicep(`    delegations: ${argument}\n`)}`;
    const written = "[{ name: 'web', properties: { serviceName: 'Microsoft.Web/serverFarms' } }]";
    assert.equal(repaired(joined('concat(more, common)'), delegation), joined(`concat(more, common, ${written})`));
    assert.equal(
      repaired(joined('concat(\n      more, // all\n      common // both\n    )'), delegation),
      joined(`concat(\n      more, // all\n      common, // both\n      ${written}\n    )`),
    );
    const inJson = (delegations: string): string => json(network({ addressPrefix: '10.0.0.0/24', delegations }));
    const template = (text: string): string =>
      text.replace('"resources"', '"parameters": {\n    "a": { "type": "array" }\n  },\n  "resources"');
    assert.equal(
      repaired(template(inJson("[concat(parameters('a'), parameters('a'))]")), delegation),
      template(
        inJson(
          "[concat(parameters('a'), parameters('a'), createArray(createObject('name', 'web', 'properties', createObject('serviceName', 'Microsoft.Web/serverFarms'))))]",
        ),
      ),
    );
  });
});
