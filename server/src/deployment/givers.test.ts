import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deploymentOfFiles, type FileTexts, loadedFile } from '../../../test/template-files.ts';
import type { Lacking } from './givers.ts';
import type { IsOwned } from './levers.ts';

const everyFile: IsOwned = () => true;
const notRestored: IsOwned = (file) => !file.startsWith('restored/');

/** The text where the giver of the last resource of a type decides, with the parameter; null if there is none. */
function giver(files: FileTexts, type: string, lacking: Lacking, isOwned = everyFile): string | null {
  const deployment = deploymentOfFiles(files);
  const key = deployment.keys.findLast((one) => deployment.viewOf(one)?.isType(type));
  assert.ok(key !== undefined);
  const found = deployment.giverOf(key, lacking, isOwned);
  if (found === null) return null;
  const { file, node } = found.node;
  const { start, end } = loadedFile(files, file).lowered.spans.spanOf(node);
  return `${file}: ${String(files[file]).slice(start, end)} (${[found.parameter, ...found.path].join('.')})`;
}

const group = 'Microsoft.Network/networkSecurityGroups';
const rules: Lacking = { kind: 'value', path: 'properties.securityRules' };

const groupModule = (list: string): string => `param securityRules array = []
param name string
resource group '${group}@2024-05-01' = {
  name: name
  properties: { securityRules: ${list} }
}
`;
const passedOn = groupModule('[for rule in securityRules: { name: rule.name, properties: rule.properties }]');

test('a list that a module only passes on is given by the call, also where it is left out', () => {
  const files = (argument: string): FileTexts => ({
    'main.bicep': `var mine = []\nmodule web 'nsg.bicep' = { params: { name: 'web'${argument} } }\n`,
    'nsg.bicep': passedOn,
  });
  assert.equal(giver(files(''), group, rules), 'main.bicep: web (securityRules)');
  assert.equal(giver(files(', securityRules: mine'), group, rules), 'main.bicep: mine (securityRules)');
  assert.equal(giver(files(`, securityRules: [{ name: 'a' }]`), group, rules), 'main.bicep: web (securityRules)');
});

test('a list that a module joins is given by the call, one that it writes itself is not', () => {
  const files = (list: string): FileTexts => ({
    'main.bicep': `module web 'nsg.bicep' = { params: { name: 'web' } }\n`,
    'nsg.bicep': groupModule(list),
  });
  assert.equal(giver(files('concat([], securityRules)'), group, rules), 'main.bicep: web (securityRules)');
  assert.equal(giver(files('[...securityRules]'), group, rules), 'main.bicep: web (securityRules)');
  assert.equal(giver(files('[]'), group, rules), null);
  assert.equal(giver(files(`[{ name: 'for-\${name}' }]`), group, rules), null);
  assert.equal(giver(files(`name == 'web' ? [] : [{ name: 'a' }]`), group, rules), null);
  assert.equal(giver({ 'main.bicep': passedOn }, group, rules), null);
});

test('a list that is read of what a module gives out stands where it is read', () => {
  const files: FileTexts = {
    'main.bicep': `module tier 'tier.bicep' = { name: 'tier-\${uniqueString(deployment().name)}' }
module groups 'nsg.bicep' = { name: 'groups', params: { name: 'web', securityRules: tier.outputs.rules } }
`,
    'nsg.bicep': passedOn,
    'tier.bicep': 'output rules array = []\n',
  };
  assert.equal(giver(files, group, rules), 'main.bicep: tier.outputs.rules (securityRules)');
});

test('a list that is read of an object stands at the name of the object', () => {
  const files: FileTexts = {
    'main.bicep': `var tiers = [{ name: 'web', rules: [] }, { name: 'app', rules: [] }]
module groups 'nsg.bicep' = [for tier in tiers: { params: { name: tier.name, securityRules: tier.rules } }]
`,
    'nsg.bicep': passedOn,
  };
  assert.equal(giver(files, group, rules), `main.bicep: 'app' (securityRules)`);
});

test('what an element of a default lacks is given at the name of the element, where the call leaves the list out', () => {
  const files = (list: string, call = ''): FileTexts => ({
    'main.bicep': `module network 'spoke.bicep' = { params: {${call}} }\n`,
    'spoke.bicep': `param tiers array = ${list}
module groups 'nsg.bicep' = [for tier in tiers: { params: { name: tier.name, securityRules: tier.?rules } }]
`,
    'nsg.bicep': passedOn
      .replace('securityRules array = []', 'securityRules array?')
      .replace('in securityRules', 'in securityRules ?? []'),
  });
  const written = `[{ name: 'web', rules: [] }, { name: 'app' }]`;
  assert.equal(giver(files(written), group, rules), `spoke.bicep: 'app' (tiers.1.rules)`);
  assert.equal(giver(files('[]', `tiers: ${written}`), group, rules), `main.bicep: 'app' (tiers.1.rules)`);
  const alone = files(`[{ name: 'web', rules: [] }]`);
  assert.equal(giver(alone, group, rules), `spoke.bicep: 'web' (tiers.0.rules)`);
  const onlyMain: IsOwned = (file) => file === 'main.bicep';
  assert.equal(giver(alone, group, rules, onlyMain), 'main.bicep: network (tiers.0.rules)');
});

test('an element that a loop makes is given what its body reads of the item; what that leaves out is missing in the body', () => {
  const subnet = 'Microsoft.Network/virtualNetworks/subnets';
  const files = (body: string): FileTexts => ({
    'main.bicep': `module spoke 'spoke.bicep' = { params: { tiers: [{ name: 'web' }, { name: 'app' }] } }\n`,
    'spoke.bicep': `param tiers array
module network 'network.bicep' = { params: { subnets: [for tier in tiers: ${body}] } }
`,
    'network.bicep': `param subnets array
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  resource each 'subnets' = [for one in subnets: { name: one.name, properties: { defaultOutboundAccess: one.?outbound } }]
}
`,
  });
  const outbound: Lacking = { kind: 'value', path: 'properties.defaultOutboundAccess' };
  assert.equal(
    giver(files('{ name: tier.name, outbound: tier.?outbound }'), subnet, outbound),
    `main.bicep: 'app' (tiers.1.outbound)`,
  );
  // What it makes of the item isn't the item's own, but it asks for it.
  const asking = `{ name: tier.name, outbound: !empty(tier.?outbound) ? resourceId('a/b', tier.name) : null }`;
  assert.equal(giver(files(asking), subnet, outbound), `main.bicep: 'app' (tiers.1.outbound)`);
  assert.equal(giver(files('{ name: tier.name }'), subnet, outbound), 'spoke.bicep: tier.name (subnets.1.outbound)');
});

test('an item of a list inside of an element is named by both', () => {
  const files: FileTexts = {
    'main.bicep': `module all 'spokes.bicep' = {
  params: { spokes: [{ name: 'one', tiers: [{ name: 'web', rules: [] }] }, { name: 'two', tiers: [{ name: 'app' }] }] }
}
`,
    'spokes.bicep': `param spokes array
module each 'groups.bicep' = [for spoke in spokes: {
  params: { tiers: [for tier in (spoke.?tiers ?? []): { name: tier.name, rules: tier.?rules }] }
}]
`,
    'groups.bicep': `param tiers array
module groups 'nsg.bicep' = [for tier in tiers: { params: { name: tier.name, securityRules: tier.?rules ?? [] } }]
`,
    'nsg.bicep': passedOn,
  };
  assert.equal(giver(files, group, rules), `main.bicep: 'app' (spokes.1.tiers.0.rules)`);
});

test('what the module reads of an element is named once', () => {
  const subnet = 'Microsoft.Network/virtualNetworks/subnets';
  const files: FileTexts = {
    'main.bicep': `module hub 'network.bicep' = { params: { subnets: [{ name: 'first' }] } }\n`,
    'network.bicep': `param subnets array
module one 'subnet.bicep' = [for subnet in subnets: { params: { name: subnet.name, policies: subnet.?policies } }]
`,
    'subnet.bicep': `param name string
param policies string?
resource subnet '${subnet}@2024-05-01' = {
  name: 'hub/\${name}'
  properties: { privateEndpointNetworkPolicies: policies }
}
`,
  };
  const policies: Lacking = { kind: 'value', path: 'properties.privateEndpointNetworkPolicies' };
  assert.equal(giver(files, subnet, policies), `main.bicep: 'first' (subnets.0.policies)`);
});

test('the outermost call that the parameter leads to counts, if it is owned', () => {
  const files: FileTexts = {
    'main.bicep': `module spoke 'restored/spoke.bicep' = { params: { rules: [] } }\n`,
    'restored/spoke.bicep': `param rules array\nmodule web 'nsg.bicep' = { params: { name: 'web', securityRules: rules } }\n`,
    'restored/nsg.bicep': passedOn,
  };
  assert.equal(giver(files, group, rules), 'main.bicep: spoke (rules)');
  assert.equal(giver(files, group, rules, notRestored), 'main.bicep: spoke (rules)');
  const ownList = files['restored/spoke.bicep']?.toString().replace('securityRules: rules', 'securityRules: []') ?? '';
  const fixed = { ...files, 'restored/spoke.bicep': ownList };
  assert.equal(giver(fixed, group, rules), 'restored/spoke.bicep: web (securityRules)');
  assert.equal(giver(fixed, group, rules, notRestored), null);
});

test('what an element of a list lacks is given at the name of the element', () => {
  const subnet = 'Microsoft.Network/virtualNetworks/subnets';
  const files = (groupId: string): FileTexts => ({
    'main.bicep': `module hub 'network.bicep' = {
  params: { subnets: [{ name: 'first', groupId: 'x' }, { name: 'second' }] }
}
`,
    'network.bicep': `param subnets array
module one 'subnet.bicep' = [for subnet in subnets: { params: { name: subnet.name, groupId: ${groupId} } }]
`,
    'subnet.bicep': `param name string
param groupId string?
resource subnet '${subnet}@2024-05-01' = {
  name: 'hub/\${name}'
  properties: { networkSecurityGroup: !empty(groupId) ? { id: groupId } : null }
}
`,
  });
  const link: Lacking = { kind: 'value', path: 'properties.networkSecurityGroup.id' };
  assert.equal(giver(files('subnet.?groupId'), subnet, link), `main.bicep: 'second' (subnets.1.groupId)`);
  assert.equal(giver(files('null'), subnet, link), 'network.bicep: null (groupId)');
});

test('a resource that a module declares when it is asked to is given by the call', () => {
  const vault = 'Microsoft.KeyVault/vaults';
  const endpoint: Lacking = { kind: 'resource', type: 'Microsoft.Network/privateEndpoints' };
  const files = (declaration: string): FileTexts => ({
    'main.bicep': `module store 'vault.bicep' = { params: {} }\n`,
    'vault.bicep': `param privateEndpoints array?
param isPrivate bool = false
resource vault '${vault}@2024-11-01' = { name: 'v' }
${declaration}
`,
    'endpoint.bicep': `param target string
resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: 'pe'
  properties: { privateLinkServiceConnections: [{ name: 'a', properties: { privateLinkServiceId: target } }] }
}
`,
    'lock.bicep': `param target string\nresource lock 'Microsoft.Authorization/locks@2020-05-01' = { name: target }\n`,
  });
  const loop = (file: string): string =>
    `module endpoints '${file}' = [for each in (privateEndpoints ?? []): { params: { target: vault.id } }]`;
  assert.equal(giver(files(loop('endpoint.bicep')), vault, endpoint), 'main.bicep: store (privateEndpoints)');
  const optional = `module endpoints 'endpoint.bicep' = if (isPrivate) { params: { target: vault.id } }`;
  assert.equal(giver(files(optional), vault, endpoint), 'main.bicep: store (isPrivate)');
  assert.equal(giver(files(loop('lock.bicep')), vault, endpoint), null);
  assert.equal(giver(files(loop('endpoint.bicep').replace('vault.id', `'x'`)), vault, endpoint), null);
  assert.equal(giver(files(''), vault, endpoint), null);
});

test('of several resources of the type the one that holds the text is meant, else one of a list', () => {
  const site = 'Microsoft.Web/sites';
  const settings: Lacking = { kind: 'resource', type: `${site}/config`, text: 'authsettingsV2' };
  const declared = (name: string, header: string): string =>
    `resource config${header.length} '${site}/config@2024-04-01' = ${header}{ parent: app, name: ${name}, properties: {} }`;
  const files = (...declarations: readonly string[]): FileTexts => ({
    'main.bicep': `module shop 'site.bicep' = { params: {} }\n`,
    'site.bicep': `param logs object = { enabled: false }
param signIn object = { enabled: false }
param configs array?
resource app '${site}@2024-04-01' = { name: 'shop' }
${declarations.join('\n')}
`,
  });
  const logs = declared(`'logs'`, 'if (logs.enabled) ');
  const signIn = declared(`'AuthSettingsV2'`, 'if (signIn.enabled) ');
  assert.equal(giver(files(logs, signIn), site, settings), 'main.bicep: shop (signIn.enabled)');
  const byName = signIn.replace('parent: app, ', '').replace(`'AuthSettingsV2'`, "'${app.name}/authsettingsV2'");
  assert.equal(giver(files(logs, byName), site, settings), 'main.bicep: shop (signIn.enabled)');
  assert.equal(giver(files(logs), site, settings), null);
  const listed = `resource listed '${site}/config@2024-04-01' = [for one in (configs ?? []): {
  parent: app
  name: one.name
  properties: one.properties
}]`;
  assert.equal(giver(files(logs, listed), site, settings), 'main.bicep: shop (configs)');
});
