import assert from 'node:assert/strict';
import { test } from 'node:test';
import { denyIn, denyOut } from '../../../test/flow-fixture.ts';
import { memoryWorkspace } from '../../../test/memory-workspace.ts';
import type { Refusal } from '../repair/verify.ts';
import { createEngine } from './engine.ts';
import { whyNoRepair } from './no-repair.ts';
import type { DeclaredIn } from './repairs.ts';

function why(refusal: Refusal | null, declaredIn: DeclaredIn = 'own'): string {
  const title = 'Add DenyAllInbound to nsg: blocks what AllowVnetInBound (65000) lets in; closes web -> app';
  const refused = [{ title, refusal }];
  return whyNoRepair({ repairs: [], refused, isWhole: true, declaredIn, noRepair: null, judgedBy: new Map() });
}

test('why there is no repair is said with what the repair would have been, and without what would have come of it', () => {
  assert.equal(
    why(null),
    'No repair: the text has no single place for "Add DenyAllInbound to nsg"; make that change by hand.',
  );
  assert.match(why(null, 'restored'), /^No repair: the module that is called here decides it and has no parameter/);
});

test('what would be new is named', () => {
  const refusal = { kind: 'breaks', ruleId: 'no-flow-log', message: 'vnet has no flow log. Add one.' } as const;
  assert.equal(
    why({ ...refusal, inModule: false }),
    'No repair: "Add DenyAllInbound to nsg" would bring up no-flow-log (vnet has no flow log); change both by hand together.',
  );
  assert.match(
    why({ ...refusal, inModule: true }, 'restored'),
    /\(vnet has no flow log\) in a module that is not yours; use /,
  );
});

test('what would be wrong elsewhere is named', () => {
  const said = "The module needs a value for the parameter 'subnet', which has none here.";
  assert.equal(
    why({ kind: 'problem', message: `main.bicep argument-missing ${said}`, said }),
    `No repair: "Add DenyAllInbound to nsg" would make the template wrong in another place (${said.slice(0, -1)}); change it by hand.`,
  );
});

/** A module whose one switch closes a vault and makes a network. */
const pattern = (group: string): string => `param privateNetworking bool = false
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: 'keys'
  location: resourceGroup().location
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    publicNetworkAccess: privateNetworking ? 'Disabled' : 'Enabled'
  }
}
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = if (privateNetworking) {
  name: 'vnet'
  location: resourceGroup().location
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/24'] }
    subnets: [{ name: 'peps', properties: { addressPrefix: '10.0.0.0/26'${group} } }]
  }
}
`;

const denyingGroup = `resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = if (privateNetworking) {
  name: 'nsg'
  location: resourceGroup().location
  properties: {
    securityRules: [
      ${denyIn}
      ${denyOut}
    ]
  }
}
`;

test('what a module that is not the author’s would bring up is said with what to do', () => {
  const bicep = "module services 'pattern.bicep' = {\n  name: 'services'\n}\n";
  const json = JSON.stringify({
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    resources: [
      {
        type: 'Microsoft.Resources/deployments',
        apiVersion: '2022-09-01',
        name: 'services',
        properties: { mode: 'Incremental', templateLink: { relativePath: 'pattern.bicep' } },
      },
    ],
  });
  const whyIn = (path: string, text: string, module: string, isOwned: (file: string) => boolean): string | null => {
    const { workspace, file } = memoryWorkspace({ [path]: text, 'pattern.bicep': module }, isOwned);
    const engine = createEngine();
    const { findings } = engine.analyze(file(path), { rules: {} }, workspace);
    const finding = findings.find(({ ruleId }) => ruleId === 'no-public-network-access');
    return engine.whyNoRepair(file(path), { rules: {} }, finding?.key ?? '', workspace);
  };
  for (const [path, text] of Object.entries({ 'main.bicep': bicep, 'main.json': json })) {
    const isOwned = (file: string): boolean => file === path;
    assert.equal(
      whyIn(path, text, pattern(''), isOwned),
      'No repair: "Disable public network access to keys" would bring up subnet-without-nsg (Subnet peps has no network security group, so nothing at the subnet filters its traffic) in a module that is not yours; use another version of it, or change this by hand and ignore that with a reason.',
    );
    // Where the module filters its subnet, the argument is written.
    const group = ', networkSecurityGroup: { id: group.id }';
    assert.equal(whyIn(path, text, pattern(group) + denyingGroup, isOwned), null);
  }
});

test('what Azure takes only of a new resource, or of another tier, is said', () => {
  const whyIn = (text: string): string | null => {
    const path = text.startsWith('{') ? 'main.json' : 'main.bicep';
    const { workspace, file } = memoryWorkspace({ [path]: text });
    const engine = createEngine();
    const { findings } = engine.analyze(file(path), { rules: {} }, workspace);
    const finding = findings.find(({ ruleId }) => ruleId === 'no-public-network-access');
    assert.ok(finding !== undefined, text);
    return engine.whyNoRepair(file(path), { rules: {} }, finding.key, workspace);
  };
  const json = (type: string, more: object): string =>
    JSON.stringify({
      $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
      contentVersion: '1.0.0.0',
      resources: [{ type, apiVersion: '2021-06-01', name: 'one', location: 'westeurope', ...more }],
    });
  const bicep = (type: string, more: string): string =>
    `resource one '${type}@2021-06-01' = {\n  name: 'one'\n  location: 'westeurope'\n  ${more}\n}\n`;
  const fixed =
    "No repair: public network access can only be disabled where managedVirtualNetwork is default, which can't be changed once one is deployed; if it isn't yet, set both by hand.";
  const synapse = 'Microsoft.Synapse/workspaces';
  assert.equal(whyIn(json(synapse, { properties: {} })), fixed);
  assert.equal(whyIn(bicep(synapse, 'properties: {}')), fixed);
  assert.equal(whyIn(json(synapse, { properties: { managedVirtualNetwork: 'default' } })), null);
  assert.equal(whyIn(bicep(synapse, "properties: { managedVirtualNetwork: 'default' }")), null);
  const tier = /^No repair: nobody would reach one any more \(.+[^.]\); choose another tier first\.$/;
  const bus = 'Microsoft.ServiceBus/namespaces';
  assert.match(whyIn(json(bus, { sku: { name: 'Standard' }, properties: {} })) ?? '', tier);
  assert.match(whyIn(bicep(bus, "sku: { name: 'Standard' }\n  properties: {}")) ?? '', tier);
});

test('where no stable apiVersion will do, that is said', () => {
  const bicep = `resource maps 'Microsoft.Maps/accounts@2024-07-01-preview' = {
  name: 'maps'
  location: 'westeurope'
  sku: { name: 'G2' }
  properties: {}
}
`;
  const json = JSON.stringify(
    {
      $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
      contentVersion: '1.0.0.0',
      resources: [
        {
          type: 'Microsoft.Maps/accounts',
          apiVersion: '2024-07-01-preview',
          name: 'maps',
          location: 'westeurope',
          sku: { name: 'G2' },
          properties: {},
        },
      ],
    },
    null,
    2,
  );
  for (const [path, text] of Object.entries({ 'main.bicep': bicep, 'main.json': json })) {
    const { workspace, file } = memoryWorkspace({ [path]: text });
    const engine = createEngine();
    const { findings } = engine.analyze(file(path), { rules: {} }, workspace);
    const finding = findings.find(({ ruleId }) => ruleId === 'no-public-network-access');
    assert.equal(
      engine.whyNoRepair(file(path), { rules: {} }, finding?.key ?? '', workspace),
      'No repair: no stable apiVersion of Microsoft.Maps/accounts after 2024-07-01-preview can set publicNetworkAccess and keeps all else that is used; raise it to a preview by hand if that will do.',
    );
  }
});
