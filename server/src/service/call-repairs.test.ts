import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networkOfSubnets } from '../../../test/landing-zone-fixture.ts';
import { memoryWorkspace } from '../../../test/memory-workspace.ts';
import { denyAllInboundLines } from '../../../test/repair-plans.ts';
import { applyEdits } from '../text/edit.ts';
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

/** What the first repair of the first finding of `main.bicep` at this text makes of that file, which is all that it changes. */
function firstRepaired(files: Readonly<Record<string, string>>, text: string): string {
  const { workspace, file } = memoryWorkspace(files);
  const engine = createEngine();
  const main = file('main.bicep');
  const { findings } = engine.analyze(main, { rules: {} }, workspace);
  const found = findings.find(({ at }) => main.text.slice(at.span.start, at.span.end) === text);
  const [repair] = found === undefined ? [] : engine.repairs(main, { rules: {} }, found.key, workspace);
  assert.deepEqual(repair?.edits.map(({ path }) => path) ?? [], ['main.bicep']);
  return applyEdits(main.text, repair?.edits.flatMap(({ edits }) => edits) ?? []);
}

test('what an element of an argument lacks is declared beside the call and given there', () => {
  const main = `module network 'network.bicep' = {
  params: {
    subnets: [{ name: 'web', prefix: '10.0.0.0/24' }]
  }
}
`;
  const files = { 'main.bicep': main, 'network.bicep': networkOfSubnets };
  assert.deepEqual(repairsAt(files, "'web'"), [
    'subnet-without-nsg | Add a network security group that denies all traffic to web',
  ]);
  const after = firstRepaired(files, "'web'");
  const [call, group] = after.split('\n\n');
  assert.equal(call, main.trimEnd().replace("'10.0.0.0/24'", "'10.0.0.0/24', group: webNsg.id"));
  const nsg = "resource webNsg 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {\n  name: 'vnet-web-nsg'\n";
  assert.ok(group?.startsWith(`${nsg}  location: resourceGroup().location\n`), group);
});

test('where a loop deploys one network again and again its subnet gets one group; where it deploys several, one text stands for all of them', () => {
  const looped = (name: string): string => `module network 'network.bicep' = [
  for turn in ['a', 'b']: {
    params: {
      name: ${name}
      subnets: [{ name: 'web', prefix: '10.0.0.0/24' }]
    }
  }
]
`;
  const files = (name: string) => ({
    'main.bicep': looped(name),
    'network.bicep': `param name string\n${networkOfSubnets.replace("'vnet'", 'name')}`,
  });
  const after = firstRepaired(files("'vnet'"), "'web'");
  assert.match(after, /prefix: '10\.0\.0\.0\/24', group: webNsg\.id \}/);
  assert.match(after, /\n\]\n\nresource webNsg .* = \{\n {2}name: 'vnet-web-nsg'\n/);
  assert.deepEqual(repairsAt(files("'vnet-${turn}'"), "'web'"), ['subnet-without-nsg']);
  // What the other turn deploys is the same subnet, and no other to which the group would go too.
  const two = files("'vnet'");
  const both = two['main.bicep'].replace('}]', "}, { name: 'app', prefix: '10.0.1.0/24' }]");
  assert.deepEqual(repairsAt({ ...two, 'main.bicep': both }, "'web'"), [
    'subnet-without-nsg | Add a network security group that denies all other traffic to web | Add a network security group that denies all traffic to web',
  ]);
});

test('a new group repeats the name that a call passes; where that can only be said under a condition it is named for the subnet alone', () => {
  const network = `param name string\n${networkOfSubnets.replace("'vnet'", 'name')}`;
  const bicep = (name: string): string => `param prefix string
param names object
module network 'network.bicep' = {
  params: {
    name: ${name}
    subnets: union([{ name: 'web', prefix: '10.0.0.0/24' }], [])
  }
}
`;
  const named = bicep("'vnet-${prefix}-${uniqueString(resourceGroup().id)}'");
  const after = firstRepaired({ 'main.bicep': named, 'network.bicep': network }, "'web'");
  assert.match(after, /prefix: '10\.0\.0\.0\/24', group: webNsg\.id \}/);
  assert.match(after, /\n {2}name: 'vnet-\$\{prefix\}-\$\{uniqueString\(resourceGroup\(\)\.id\)\}-web-nsg'\n/);
  const doubtful = { 'main.bicep': bicep('names.network'), 'network.bicep': network };
  assert.match(firstRepaired(doubtful, "'web'"), /\n {2}name: 'web-nsg'\n/);
  const json = JSON.stringify(
    {
      $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
      contentVersion: '1.0.0.0',
      parameters: { prefix: { type: 'string' } },
      resources: [
        {
          type: 'Microsoft.Resources/deployments',
          apiVersion: '2022-09-01',
          name: 'network',
          properties: {
            mode: 'Incremental',
            templateLink: { relativePath: 'network.bicep' },
            parameters: {
              name: { value: "[concat('vnet-', parameters('prefix'))]" },
              subnets: { value: [{ name: 'web', prefix: '10.0.0.0/24' }] },
            },
          },
        },
      ],
    },
    null,
    2,
  );
  const { workspace, file } = memoryWorkspace({ 'main.json': json, 'network.bicep': network });
  const engine = createEngine();
  const main = file('main.json');
  const finding = engine
    .analyze(main, { rules: {} }, workspace)
    .findings.find(({ ruleId }) => ruleId === 'subnet-without-nsg');
  const [repair] = engine.repairs(main, { rules: {} }, finding?.key ?? '', workspace);
  const text = applyEdits(main.text, repair?.edits.flatMap(({ edits }) => edits) ?? []);
  const { resources } = JSON.parse(text);
  const groupName = "concat('vnet-', parameters('prefix'), '-web-nsg')";
  const id = `[resourceId('Microsoft.Network/networkSecurityGroups', ${groupName})]`;
  assert.equal(resources[1].name, `[${groupName}]`);
  assert.deepEqual(resources[0].dependsOn, [id]);
  assert.equal(resources[0].properties.parameters.subnets.value[0].group, id);
});

test('a JSON template of a subscription declares no group: hover says why and what to do', () => {
  const call = {
    type: 'Microsoft.Resources/deployments',
    apiVersion: '2022-09-01',
    name: 'network',
    resourceGroup: 'rg',
    properties: {
      mode: 'Incremental',
      templateLink: { relativePath: 'network.bicep' },
      parameters: { subnets: { value: [{ name: 'web', prefix: '10.0.0.0/24' }] } },
    },
  };
  const json = JSON.stringify(
    {
      $schema: 'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#',
      contentVersion: '1.0.0.0',
      resources: [call],
    },
    null,
    2,
  );
  const { workspace, file } = memoryWorkspace({ 'main.json': json, 'network.bicep': networkOfSubnets });
  const engine = createEngine();
  const main = file('main.json');
  const { findings } = engine.analyze(main, { rules: {} }, workspace);
  const [finding] = findings.filter(({ ruleId }) => ruleId === 'subnet-without-nsg');
  assert.ok(finding !== undefined);
  assert.deepEqual(engine.repairs(main, { rules: {} }, finding.key, workspace), []);
  const [refused] = engine.refusals(main, { rules: {} }, finding.key, workspace);
  assert.deepEqual(refused?.refusal, {
    kind: 'scope',
    message:
      'Microsoft.Network/networkSecurityGroups stands in a resource group, and the template that would declare it is deployed to a subscription',
  });
  assert.match(
    engine.whyNoRepair(main, { rules: {} }, finding.key, workspace) ?? '',
    /^No repair: Microsoft\.Network\/networkSecurityGroups stands in a resource group, .*; declare it in a module that is deployed there, and name it from here\.$/,
  );
});

test('a group that a module would take is declared beside the call, not in the module for all its callers', () => {
  const subnet = `param name string
param group string?
resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' existing = {
  name: 'vnet'
}
resource subnet 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: vnet
  name: name
  properties: {
    addressPrefix: '10.0.0.0/24'
    networkSecurityGroup: empty(group) ? null : { id: group }
  }
}
`;
  const main = `module web 'subnet.bicep' = {\n  params: { name: 'web' }\n}\n`;
  const after = firstRepaired({ 'main.bicep': main, 'subnet.bicep': subnet }, 'web');
  assert.ok(after.startsWith("module web 'subnet.bicep' = {\n  params: { name: 'web', group: webNsg.id }\n}\n"), after);
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

/** The files after the first repair of the finding of a rule, with its title. */
function repaired(
  files: Readonly<Record<string, string>>,
  ruleId: string,
  { at = 'main.bicep', isOwned = (_path: string): boolean => true } = {},
): { readonly title: string; readonly files: Readonly<Record<string, string>> } | null {
  const { workspace, file } = memoryWorkspace(files, isOwned);
  const engine = createEngine();
  const asked = file(at);
  const finding = engine.analyze(asked, { rules: {} }, workspace).findings.find((one) => one.ruleId === ruleId);
  assert.ok(finding, `there is no ${ruleId} in ${at}`);
  const [repair] = engine.repairs(asked, { rules: {} }, finding.key, workspace);
  if (repair === undefined) return null;
  const texts = repair.edits.map(({ path, edits }) => [path, applyEdits(files[path] ?? '', edits)]);
  return { title: repair.title, files: Object.fromEntries(texts) };
}

const restored = (path: string): boolean => !path.startsWith('restored/');

const vaultModule = `param publicAccess string = ''
param rules object?
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: 'kv'
  location: resourceGroup().location
  properties: { publicNetworkAccess: publicAccess == '' ? (rules.?access ?? 'Enabled') : publicAccess }
}
`;

test('a value that a restored module decides is given at the call', () => {
  const calling = (params: string): string => `module keys 'restored/vault.bicep' = {
  name: 'keys'
${params}}
`;
  const without = { 'main.bicep': calling(''), 'restored/vault.bicep': vaultModule };
  assert.deepEqual(repaired(without, 'no-public-network-access', { isOwned: restored })?.files, {
    'main.bicep': calling(`  params: {
    publicAccess: 'Disabled'
  }
`),
  });
  const given = { ...without, 'main.bicep': calling(`  params: {\n    publicAccess: 'Enabled' // for now\n  }\n`) };
  assert.deepEqual(repaired(given, 'no-public-network-access', { isOwned: restored })?.files, {
    'main.bicep': calling(`  params: {\n    publicAccess: 'Disabled' // for now\n  }\n`),
  });
  const nested = {
    'main.bicep': calling(`  params: {\n    rules: { access: 'Enabled' }\n  }\n`),
    'restored/vault.bicep': vaultModule,
  };
  assert.deepEqual(repaired(nested, 'no-public-network-access', { isOwned: restored })?.files, {
    'main.bicep': calling(`  params: {\n    rules: { access: 'Disabled' }\n  }\n`),
  });
});

test('what a restored module decides alone is not repaired', () => {
  const fixed = vaultModule.replace(/publicNetworkAccess: .* }/, "publicNetworkAccess: 'Enabled' }");
  const files = { 'main.bicep': `module keys 'restored/vault.bicep' = {}\n`, 'restored/vault.bicep': fixed };
  assert.equal(repaired(files, 'no-public-network-access', { isOwned: restored }), null);
});

test('a text that decides resources of several callers says so', () => {
  const fixed = vaultModule.replace(/publicNetworkAccess: .* }/, "publicNetworkAccess: 'Enabled' }");
  const files = {
    'main.bicep': `module one 'vault.bicep' = {}\nmodule two 'vault.bicep' = {}\n`,
    'other.bicep': `module three 'vault.bicep' = {}\n`,
    'vault.bicep': fixed,
  };
  const repair = repaired(files, 'no-public-network-access', { at: 'vault.bicep' });
  assert.deepEqual(repair?.files, { 'vault.bicep': fixed.replace("'Enabled'", "'Disabled'") });
  assert.match(repair?.title ?? '', /\(changes 3 resources\)$/);
});

test('what stands in a module is repaired there, by what its caller makes of it', () => {
  const main = `module network 'network.bicep' = {}
resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: 'pe'
  properties: { subnet: { id: network.outputs.subnet } }
}
`;
  const network = `resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg'
}
resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet'
  properties: {
    subnets: [
      {
        name: 'endpoints'
        properties: { networkSecurityGroup: { id: group.id } }
      }
    ]
  }
}
output subnet string = vnet.properties.subnets[0].id
`;
  const rule = 'nsg-without-effect-on-private-endpoints';
  const repair = repaired({ 'main.bicep': main, 'network.bicep': network }, rule, { at: 'network.bicep' });
  assert.deepEqual(repair?.files, {
    'network.bicep': network.replace(
      '{ id: group.id } }',
      "{ id: group.id }, privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled' }",
    ),
  });
});

const groupModule = `param name string
param rules object[]?
resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: name
  location: resourceGroup().location
  properties: {
    securityRules: [for rule in rules ?? []: { name: rule.name, properties: rule.properties }]
  }
}
`;

const denyAll = (indentation: string): string => denyAllInboundLines.map((line) => `${indentation}${line}\n`).join('');

test('a rule is added to the list that a module makes its rules of, or passed to it as one', () => {
  const calling = (argument: string): Readonly<Record<string, string>> => ({
    'main.bicep': `module web 'restored/group.bicep' = {\n  params: {\n    name: 'web'\n${argument}  }\n}\n`,
    'restored/group.bicep': groupModule,
  });
  for (const [before, after] of [
    ['    rules: []\n', `    rules: [\n${denyAll('      ')}    ]\n`],
    ['', `    rules: [\n${denyAll('      ')}    ]\n`],
  ] as const) {
    const repair = repaired(calling(before), 'no-deny-all-inbound', { isOwned: restored });
    assert.equal(repair?.files['main.bicep'], calling(after)['main.bicep']);
    assert.deepEqual(Object.keys(repair?.files ?? {}), ['main.bicep']);
  }
});

test('what stands in one place for several resources is repaired for all of them', () => {
  const files = {
    'main.bicep': `module each 'restored/group.bicep' = [
  for name in ['web', 'app']: {
    params: {
      name: name
      rules: name == 'web' ? [] : []
    }
  }
]
`,
    'restored/group.bicep': groupModule,
  };
  const repair = repaired(files, 'no-deny-all-inbound', { isOwned: restored });
  assert.equal(repair?.files['main.bicep']?.match(/'DenyAllInbound'/g)?.length, 2);
  assert.match(repair?.title ?? '', /\(changes 2 resources\)$/);
});
