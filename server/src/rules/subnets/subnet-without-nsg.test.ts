import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkQuiet, checkRepair, checkRule, repairTitles } from '../../../../test/check-rule.ts';
import { fileRepairs } from '../../../../test/file-repairs.ts';
import { armTemplate } from '../examples/example-template.ts';
import { exampleNetwork } from '../examples/hub-example.ts';
import { type ExampleResource, resourcesExample } from '../examples/resource-example.ts';
import { exampleDeny, exampleGroup } from '../examples/rule-example.ts';
import { subnetWithoutNsg } from './subnet-without-nsg.ts';

/** A virtual network whose subnets are `subnets`, each line of which is already indented by six blanks. */
const network = (subnets: string) => `
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: {
    subnets: [
${subnets}
    ]
  }
}
`;

const group = `
resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg'
}
`;

test('an inline subnet without a group is reported at its name', () => {
  checkRule(
    subnetWithoutNsg,
    network(`\
      {
        name: 'app'
        //    ^^^^^ warning: Subnet app has no network security group, so nothing at the subnet filters its traffic.
        properties: {
          addressPrefix: '10.0.1.0/24'
        }
      }`),
  );
  checkRule(
    subnetWithoutNsg,
    armTemplate(`\
{
  "type": "Microsoft.Network/virtualNetworks",
  "apiVersion": "2024-05-01",
  "name": "spoke",
  "properties": {
    "subnets": [
      {
        "name": "app",
        //      ^^^^^ warning: Subnet app has no network security group
        "properties": { "addressPrefix": "10.0.1.0/24" }
      }
    ]
  }
}`),
  );
});

test('a subnet that is a resource of its own is reported at its name', () => {
  checkRule(
    subnetWithoutNsg,
    `
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' existing = {
  name: 'spoke'
}
resource app 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
//       ^^^ warning: Subnet app has no network security group
  parent: network
  name: 'app'
  properties: {
    addressPrefix: '10.0.1.0/24'
  }
}
`,
  );
  checkRule(
    subnetWithoutNsg,
    armTemplate(`\
{
  "type": "microsoft.network/VIRTUALNETWORKS/Subnets",
  "apiVersion": "2024-05-01",
  "name": "spoke/app",
  //      ^^^^^^^^^^^ warning: Subnet app has no network security group
  "properties": { "addressPrefix": "10.0.1.0/24" }
}`),
  );
});

test('null and an empty object are no group', () => {
  checkRule(
    subnetWithoutNsg,
    network(`\
      {
        name: 'app'
        //    ^^^^^ warning: Subnet app has no network security group
        properties: {
          networkSecurityGroup: null
        }
      }
      {
        name: 'data'
        //    ^^^^^^ warning: Subnet data has no network security group
        properties: {
          networkSecurityGroup: {}
        }
      }`),
  );
});

test('a group that depends on a condition makes it possible', () => {
  checkRule(
    subnetWithoutNsg,
    `
param filtered bool
${network(`\
      {
        name: 'app'
        //    ^^^^^ hint: Subnet app has no network security group
        properties: {
          networkSecurityGroup: filtered ? { id: group.id } : null
        }
      }`)}
${group}`,
  );
});

test('a subnet of a resource that is deployed on a condition is reported', () => {
  checkRule(
    subnetWithoutNsg,
    `
param deployed bool
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = if (deployed) {
  name: 'spoke'
  properties: {
    subnets: [
      { name: 'app' }
      //      ^^^^^ warning: Subnet app has no network security group
    ]
  }
}
`,
  );
});

test('a subnet with a group is silent, whatever its id is', () => {
  checkRule(
    subnetWithoutNsg,
    `${network(`\
      {
        name: 'app'
        properties: {
          networkSecurityGroup: { id: group.id }
        }
      }`)}${group}`,
  );
  checkRule(
    subnetWithoutNsg,
    `param groupId string
${network("      { name: 'app', properties: { networkSecurityGroup: { id: groupId } } }")}`,
  );
  checkRule(
    subnetWithoutNsg,
    `${network("      { name: 'app', properties: { networkSecurityGroup: { id: resourceId('hub', 'Microsoft.Network/networkSecurityGroups', 'nsg') } } }")}`,
  );
  checkRule(
    subnetWithoutNsg,
    armTemplate(`\
{
  "type": "Microsoft.Network/virtualNetworks",
  "apiVersion": "2024-05-01",
  "name": "spoke",
  "properties": {
    "subnets": [
      {
        "name": "app",
        "properties": {
          "networkSecurityGroup": { "id": "[resourceId('Microsoft.Network/networkSecurityGroups', 'nsg')]" }
        }
      }
    ]
  }
}`),
  );
});

test('subnets that support no group, or need none, are silent and say why', () => {
  const exempt = ['GatewaySubnet', 'AzureFirewallSubnet', 'azurefirewallmanagementsubnet', 'RouteServerSubnet'];
  const reasons = [
    'A virtual network gateway lives in GatewaySubnet, so no network security group is asked for. Azure does not support',
    'Azure Firewall lives in AzureFirewallSubnet, so no network security group is asked for.',
    'Azure Firewall lives in azurefirewallmanagementsubnet',
    'Azure Route Server lives in RouteServerSubnet',
  ];
  exempt.forEach((name, index) => {
    checkQuiet(subnetWithoutNsg, network(`      { name: '${name}' }`), reasons[index] ?? '');
  });
});

test('an exempt name is known through a variable', () => {
  checkRule(subnetWithoutNsg, `var name = 'GatewaySubnet'\n${network('      { name: name }')}`);
});

test('an existing subnet is never accused', () => {
  checkRule(
    subnetWithoutNsg,
    `
resource app 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' existing = {
  name: 'spoke/app'
}
`,
  );
});

test('what is unknown accuses nobody', () => {
  checkRule(subnetWithoutNsg, `param name string\n${network('      { name: name }')}`);
  checkRule(subnetWithoutNsg, `param subnet object\n${network('      subnet')}`);
  checkRule(
    subnetWithoutNsg,
    `param filter object\n${network("      { name: 'app', properties: { networkSecurityGroup: filter } }")}`,
  );
  checkRule(
    subnetWithoutNsg,
    `param names array
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: {
    subnets: [for name in names: { name: name }]
  }
}
`,
  );
});

test('a subnet that also stands as a resource with a group is silent', () => {
  checkRule(
    subnetWithoutNsg,
    `${network("      { name: 'app' }")}
resource app 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: network
  name: 'app'
  properties: {
    networkSecurityGroup: { id: group.id }
  }
}
${group}`,
  );
});

test('a subnet resource without a group replaces what the virtual network says of it', () => {
  checkRule(
    subnetWithoutNsg,
    `${network("      { name: 'app', properties: { networkSecurityGroup: { id: group.id } } }")}
resource app 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
//       ^^^ warning: Subnet app has no network security group
  parent: network
  name: 'app'
  properties: {
    addressPrefix: '10.0.1.0/24'
  }
}
${group}`,
  );
});

test('no repair is offered for the subnet of a service with needs of its own', () => {
  assert.deepEqual(repairTitles(subnetWithoutNsg, network("      { name: 'AzureBastionSubnet' }")), []);
  const delegated =
    "      { name: 'app', properties: { delegations: [{ name: 'd', properties: { serviceName: 'Contoso.Lab/rooms' } }] } }";
  assert.deepEqual(repairTitles(subnetWithoutNsg, network(delegated)), []);
});

test('groups that are added one by one stand in the order of the subnets', () => {
  const subnets = ['web', 'app', 'data'] as const;
  const spoke = (...attached: readonly string[]): ExampleResource => ({
    ...exampleNetwork(
      'spoke',
      '10.0.0.0/16',
      Object.fromEntries(
        subnets.map((name, index) => [
          name,
          {
            addressPrefix: `10.0.${index}.0/24`,
            ...(attached.includes(name) ? { networkSecurityGroup: { id: { idOf: `${name}Nsg` } } } : {}),
          },
        ]),
      ),
    ),
    ...(attached.length === 0 ? {} : { dependsOn: attached.map((name) => `${name}Nsg`) }),
  });
  const described = (direction: string) => ({
    ...exampleDeny,
    description: `Denies all ${direction.toLowerCase()} traffic unless specifically allowed.`,
    direction,
  });
  const denies = { DenyAllInbound: described('Inbound'), DenyAllOutbound: described('Outbound') };
  const groups = Object.fromEntries(
    subnets.map((name) => [name, exampleGroup(`${name}Nsg`, `spoke-${name}-nsg`, denies)]),
  );
  const of = (name: string): readonly ExampleResource[] => (groups[name] === undefined ? [] : [groups[name]]);
  const steps = [
    resourcesExample(spoke()),
    resourcesExample(spoke('web'), ...of('web')),
    resourcesExample(spoke('web', 'app'), ...of('web'), ...of('app')),
    resourcesExample(spoke('web', 'app', 'data'), ...of('web'), ...of('app'), ...of('data')),
  ];
  const title = 'Add a network security group that denies all traffic';
  for (const [at, before] of steps.slice(0, -1).entries()) {
    checkRepair(subnetWithoutNsg, before.bicep, title, steps[at + 1]?.bicep ?? '');
    checkRepair(subnetWithoutNsg, before.json, title, steps[at + 1]?.json ?? '');
  }
  // A group in front of the network says nothing of the order behind it.
  const front = resourcesExample(...of('web'), spoke('web'));
  const behind = resourcesExample(...of('web'), spoke('web', 'app'), ...of('app'));
  checkRepair(subnetWithoutNsg, front.bicep, title, behind.bicep);
  checkRepair(subnetWithoutNsg, front.json, title, behind.json);
});

test('a prefix that is not known keeps no group from the subnet of a service', () => {
  const delegated = (serviceName: string, attached: boolean) => {
    const pool = {
      addressPrefix: { expression: "cidrSubnet('192.168.1.0', 24, 0)" },
      delegations: [{ name: 'pool', properties: { serviceName } }],
      ...(attached ? { networkSecurityGroup: { id: { idOf: 'poolNsg' } } } : {}),
    };
    const spoke = exampleNetwork('spoke', '192.168.1.0/24', { pool });
    return attached ? { ...spoke, dependsOn: 'poolNsg' } : spoke;
  };
  const service = 'Contoso.Lab/pools';
  const bad = resourcesExample(delegated(service, false));
  const good = resourcesExample(delegated(service, true), exampleGroup('poolNsg', 'spoke-pool-nsg', {}));
  for (const [before, after] of [
    [bad.bicep, good.bicep],
    [bad.json, good.json],
  ] as const)
    checkRepair(
      subnetWithoutNsg,
      before,
      'Add a network security group to pool: nothing lets traffic in',
      after.replace(/\[\s+\]/, '[]'),
    );
  const ofApps = resourcesExample(delegated('Microsoft.App/environments', false)).bicep;
  assert.notDeepEqual(repairTitles(subnetWithoutNsg, ofApps), []);
});

test('subnets of a loop get one group, which only denies: a rule that lets something in would be one subnet’s own', () => {
  const bicep = `param names array = ['web', 'app']
resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet'
  location: 'westeurope'
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
    subnets: [
      for (name, index) in names: {
        name: name
        properties: {
          addressPrefix: '10.0.\${index}.0/24'
        }
      }
    ]
  }
}
`;
  const json = JSON.stringify(
    {
      $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
      contentVersion: '1.0.0.0',
      parameters: { names: { type: 'array', defaultValue: ['web', 'app'] } },
      resources: [
        {
          type: 'Microsoft.Network/virtualNetworks',
          apiVersion: '2024-05-01',
          name: 'vnet',
          location: 'westeurope',
          properties: {
            addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
            copy: [
              {
                name: 'subnets',
                count: "[length(parameters('names'))]",
                input: {
                  name: "[parameters('names')[copyIndex('subnets')]]",
                  properties: { addressPrefix: "[format('10.0.{0}.0/24', copyIndex('subnets'))]" },
                },
              },
            ],
          },
        },
      ],
    },
    null,
    2,
  );
  const inBicep = fileRepairs({ 'main.bicep': bicep }, 'main.bicep', 'subnet-without-nsg');
  const inJson = fileRepairs({ 'main.json': json }, 'main.json', 'subnet-without-nsg');
  for (const [repair, ...others] of [inBicep, inJson]) {
    assert.deepEqual(others, []);
    assert.match(
      repair?.title ?? '',
      /^Add a network security group that denies all traffic to web: .*; app gets it too; closes /,
    );
  }
  const text = inBicep[0]?.files['main.bicep'] ?? '';
  assert.match(text, /addressPrefix: '10\.0\.\$\{index\}\.0\/24'\n {10}networkSecurityGroup: \{ id: vnetNsg\.id \}\n/);
  assert.match(text, /\n {2}name: 'vnet-nsg'\n/);
  const { resources } = JSON.parse(inJson[0]?.files['main.json'] ?? '');
  const id = "[resourceId('Microsoft.Network/networkSecurityGroups', 'vnet-nsg')]";
  assert.deepEqual(resources[0].properties.copy[0].input.properties.networkSecurityGroup, { id });
  assert.equal(resources[1].name, 'vnet-nsg');
});

test('silent fixtures outnumber loud ones', () => checkBalance(subnetWithoutNsg));
