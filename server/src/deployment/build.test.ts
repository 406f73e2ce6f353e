import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deploymentOf } from '../../../test/deployment.ts';
import { deploymentOfFiles, type FileTexts } from '../../../test/template-files.ts';
import { Cell } from '../evaluate/cell.ts';
import { attempt, runAlternatives, Undecided } from './alternatives.ts';
import type { EvaluatedDeployment } from './build.ts';
import type { Json, ResourceView } from './view.ts';

/** All alternatives of what a read gives, `undecided` for those that can't be told. */
function alternatives(
  deployment: EvaluatedDeployment,
  read: () => Json | boolean,
): readonly (Json | boolean | 'undecided')[] {
  return runAlternatives(deployment.run, read).map((outcome) =>
    outcome.kind === 'decided' ? outcome.value : 'undecided',
  );
}

function resource(deployment: EvaluatedDeployment, key: string): ResourceView {
  const view = deployment.viewOf(key);
  assert.ok(view !== null, `${key} is among ${deployment.keys.join(', ')}`);
  return view;
}

const storage = (access: string, declarations = '') => `${declarations}
resource logs 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'logs'
  properties: {
    publicNetworkAccess: ${access}
  }
}
`;

function accessOf(access: string, declarations = '') {
  const deployment = deploymentOf(storage(access, declarations));
  return alternatives(deployment, () => resource(deployment, 'main/logs').read('properties.publicNetworkAccess'));
}

test('a value is read through variables, defaults and functions', () => {
  assert.deepEqual(accessOf(`'Disabled'`), ['Disabled']);
  assert.deepEqual(accessOf('access', `var access = 'Disabled'`), ['Disabled']);
  assert.deepEqual(accessOf('access', `param access string = 'Disabled'`), ['Disabled']);
  assert.deepEqual(accessOf(`settings.network['access']`, `var settings = { network: { access: 'Disabled' } }`), [
    'Disabled',
  ]);
  assert.deepEqual(accessOf(`toUpper('\${start}led')`, `param start string = 'disab'`), ['DISABLED']);
  assert.deepEqual(accessOf(`union(a, b).access`, `var a = { access: 'Enabled' }\nvar b = { access: 'Disabled' }`), [
    'Disabled',
  ]);
  assert.deepEqual(accessOf(`first(['Disabled', 'Enabled'])`), ['Disabled']);
  assert.deepEqual(accessOf(`null`), [null]);
});

test('a parameter without value is undecided, and accuses nobody', () => {
  assert.deepEqual(accessOf('access', 'param access string'), ['undecided']);
});

test('allowed values are alternatives that the author wrote', () => {
  assert.deepEqual(accessOf('access', `@allowed(['Enabled', 'Disabled'])\nparam access string`), [
    'Enabled',
    'Disabled',
  ]);
  assert.deepEqual(accessOf('access', `param access 'Enabled' | 'Disabled'`), ['Enabled', 'Disabled']);
});

test('a condition that is not known gives both sides, a known one its side', () => {
  assert.deepEqual(accessOf(`open ? 'Enabled' : 'Disabled'`, 'param open bool'), ['Enabled', 'Disabled']);
  assert.deepEqual(accessOf(`open ? 'Enabled' : 'Disabled'`, 'param open bool = false'), ['Disabled']);
  assert.deepEqual(accessOf(`empty(access) ? null : access`, `param access string = ''`), [null]);
  assert.deepEqual(accessOf(`access ?? 'Disabled'`, 'param access string?'), ['Disabled']);
});

test('conditions are correlated: what excludes itself is no alternative', () => {
  const declarations = `param env string
var isProduction = env == 'prod'
var isTest = env == 'test'`;
  assert.deepEqual(accessOf(`isProduction ? (isTest ? 'Never' : 'Disabled') : 'Enabled'`, declarations), [
    'Disabled',
    'Enabled',
  ]);
  assert.deepEqual(accessOf(`isProduction && !isProduction ? 'Never' : 'Disabled'`, declarations), ['Disabled']);
  assert.deepEqual(accessOf(`empty(env) ? 'None' : (env == '' ? 'Never' : 'Disabled')`, declarations), [
    'None',
    'Disabled',
  ]);
});

test('two values that hang on one condition change together', () => {
  const deployment = deploymentOf(`param open bool
resource logs 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'logs'
  properties: {
    publicNetworkAccess: open ? 'Enabled' : 'Disabled'
    networkAcls: open ? { defaultAction: 'Deny' } : null
  }
}
`);
  const logs = resource(deployment, 'main/logs');
  const pairs = alternatives(deployment, () => [
    logs.read('properties.publicNetworkAccess'),
    logs.omits('properties.networkAcls'),
  ]);
  assert.deepEqual(pairs, [
    ['Enabled', false],
    ['Disabled', true],
  ]);
});

test('what is missing is omitted; what cannot be null is not', () => {
  const deployment = deploymentOf(storage('access', 'param access string'));
  const logs = resource(deployment, 'main/logs');
  assert.equal(logs.omits('properties.publicNetworkAccess'), false);
  assert.equal(logs.omits('properties.networkAcls.defaultAction'), true);
});

const network = `param nsgName string
param location string = resourceGroup().location
resource webNsg 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: nsgName
  location: location
  properties: { securityRules: [ { name: 'AllowWeb' } ] }
}
resource appNsg 'microsoft.network/NetworkSecurityGroups@2024-05-01' = {
  name: 'nsg-app'
  resource deny 'securityRules' = { name: 'DenyAll' }
}
resource spoke 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-spoke'
  properties: {
    subnets: [
      { name: 'web', properties: { networkSecurityGroup: { id: webNsg.id } } }
      { name: 'app', properties: { networkSecurityGroup: { id: resourceId('Microsoft.Network/networkSecurityGroups', 'NSG-app') } } }
      { name: 'db', properties: { networkSecurityGroup: { id: '\${resourceGroup().id}/providers/Microsoft.Network/networkSecurityGroups/\${nsgName}' } } }
      { name: 'far', properties: { networkSecurityGroup: { id: '/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/networkSecurityGroups/other' } } }
      { name: 'table', properties: { networkSecurityGroup: { id: '/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/routeTables/other' } } }
    ]
  }
}
resource data 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: spoke
  name: 'data'
  properties: { networkSecurityGroup: { id: appNsg.id } }
}
resource late 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  name: 'vnet-spoke/late'
}
`;

test('ids lead to the resource they mean, however they are written', () => {
  const deployment = deploymentOf(network);
  const subnets = resource(deployment, 'main/spoke').children('subnets').known;
  const targets = subnets.map((subnet) => {
    const target = attempt(() => subnet.target('properties.networkSecurityGroup.id'));
    if (target === undefined) return `${subnet.name}: undecided`;
    if (target === null) return `${subnet.name}: none`;
    return `${subnet.name}: ${target.kind === 'resource' ? target.key : `external ${target.type} ${target.name}`}`;
  });
  assert.deepEqual(targets, [
    'web: main/webNsg',
    'app: main/appNsg',
    'db: main/webNsg',
    'far: undecided',
    'table: external Microsoft.Network/routeTables other',
    'data: main/appNsg',
    'late: none',
  ]);
});

test('children come in every form, and know their parent', () => {
  const deployment = deploymentOf(network);
  assert.deepEqual(
    resource(deployment, 'main/appNsg')
      .children('securityRules')
      .known.map((rule) => rule.label),
    ['DenyAll'],
  );
  for (const subnet of resource(deployment, 'main/spoke').children('subnets').known)
    assert.equal(subnet.parent()?.key, 'main/spoke');
});

test('a child resource wins over an element of the same name', () => {
  const deployment = deploymentOf(`resource spoke 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: { subnets: [ { name: 'web' } ] }
  resource web 'subnets' = { name: 'web', properties: { addressPrefix: '10.0.0.0/24' } }
}
`);
  const subnets = resource(deployment, 'main/spoke').children('subnets').known;
  assert.deepEqual(
    subnets.map((subnet) => subnet.key),
    ['main/spoke/web'],
  );
});

test('an element stays where a child resource only refers to it as existing', () => {
  const deployment = deploymentOf(`resource spoke 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: { subnets: [ { name: 'web' } ] }
  resource web 'subnets' existing = { name: 'web' }
  resource other 'subnets' existing = { name: 'other' }
}
`);
  const subnets = resource(deployment, 'main/spoke').children('subnets').known;
  assert.deepEqual(
    subnets.map(({ label, existing }) => [label, existing]),
    [
      ['web', false],
      ['other', true],
    ],
  );
});

test('lists are open where a loop, an unknown array or a module may hold more', () => {
  const withLoop = deploymentOf(`param rules array
resource nsg 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg'
  properties: { securityRules: [for rule in rules: { name: rule.name }] }
}
`);
  assert.equal(resource(withLoop, 'main/nsg').children('securityRules').open, true);

  const withModules =
    deploymentOf(`resource nsg 'Microsoft.Network/networkSecurityGroups@2024-05-01' = { name: 'nsg-web' }
resource other 'Microsoft.Network/networkSecurityGroups@2024-05-01' = { name: 'nsg-app' }
var target = nsg.id
module rules 'rules.bicep' = { params: { group: target } }
`);
  assert.equal(resource(withModules, 'main/nsg').children('securityRules').open, true, 'its id flows into the module');
  assert.equal(
    resource(withModules, 'main/other').children('securityRules').open,
    false,
    'nothing of it flows into the module',
  );
  const endpoints = withModules.view.resources('Microsoft.Network/privateEndpoints');
  assert.equal(
    attempt(() => endpoints.some(() => false)),
    undefined,
  );
  const aboutOther = withModules.view.resources(
    'Microsoft.Network/privateEndpoints',
    resource(withModules, 'main/other'),
  );
  assert.equal(
    aboutOther.some(() => false),
    false,
  );
});

test('a conditional resource is present in the alternatives of its condition', () => {
  const deployment = deploymentOf(`param deployIt bool
resource nsg 'Microsoft.Network/networkSecurityGroups@2024-05-01' = if (deployIt) { name: 'nsg' }
`);
  const count = alternatives(
    deployment,
    () => deployment.view.resources('Microsoft.Network/networkSecurityGroups').known.length,
  );
  assert.deepEqual(count, [1, 0]);
});

test('existing resources are undecided, and meet the resource that they mean', () => {
  const deployment = deploymentOf(`resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = { name: 'logs' }
resource same 'Microsoft.Storage/storageAccounts@2023-05-01' existing = { name: 'logs' }
resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: 'pe'
  properties: { privateLinkServiceConnections: [ { properties: { privateLinkServiceId: same.id } } ] }
}
`);
  const targets = resource(deployment, 'main/endpoint').targets(
    'properties.privateLinkServiceConnections',
    'properties.privateLinkServiceId',
  );
  assert.deepEqual(
    targets.map((target) => (target.kind === 'resource' ? target.key : target.type)),
    ['main/account'],
  );
  assert.equal(
    attempt(() => resource(deployment, 'main/same').read('properties.publicNetworkAccess')),
    undefined,
  );
});

test('circles end, whichever way they are entered', () => {
  const declarations = 'var a = b\nvar b = c\nvar c = a';
  assert.deepEqual(accessOf('a', declarations), ['undecided']);
  assert.deepEqual(accessOf('c', declarations), ['undecided']);
});

test('a chain of ten thousand variables is followed to its end', () => {
  const chain = Array.from({ length: 10_000 }, (_, index) => `var v${index} = v${index + 1}`).join('\n');
  assert.deepEqual(accessOf('v0', `${chain}\nvar v10000 = 'Disabled'`), ['Disabled']);
});

test('a resource that is its own parent is undecided, and does no harm', () => {
  const deployment = deploymentOf(`resource web 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: web
  name: 'web'
}
`);
  const web = resource(deployment, 'main/web');
  assert.equal(
    attempt(() => web.name),
    undefined,
  );
  assert.equal(
    attempt(() => web.parent()?.key),
    'main/web',
  );
  assert.equal(web.label, 'web');
});

test('null is null when it is read for the first time', () => {
  const { evaluator, frame } = deploymentOf('').index.program;
  const cell = new Cell({ kind: 'literal', node: 0, value: null }, frame);
  assert.equal(evaluator.force(cell), null);
  assert.equal(evaluator.force(cell), null);
});

test('two resources of a template are two, also where their names are not known', () => {
  const deployment = deploymentOf(`param webName string
param appName string
resource web 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: webName
}
resource app 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: appName
}
resource linked 'Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01' = {
  parent: web
  name: 'linked'
}
resource named 'Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01' = {
  name: '\${webName}/named'
}
`);
  const rulesOf = (key: string): readonly string[] =>
    resource(deployment, key)
      .children('securityRules')
      .known.map((rule) => rule.name);
  assert.deepEqual(rulesOf('main/web'), ['linked', 'named']);
  assert.deepEqual(rulesOf('main/app'), []);
});

test('a child of a resource outside of the template may be a child of one whose name is not known', () => {
  const deployment = deploymentOf(`param webName string
resource web 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: webName
}
resource named 'Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01' = {
  name: 'hub/named'
}
`);
  assert.throws(() => resource(deployment, 'main/web').children('securityRules'), Undecided);
});

test('a name that is not known hides no other resource', () => {
  const deployment = deploymentOf(`param names object
resource first 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: names
}
resource second 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'second'
}
resource spoke 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: {
    subnets: [{ name: 'app', properties: { networkSecurityGroup: { id: resourceId('Microsoft.Network/networkSecurityGroups', 'second') } } }]
  }
}
`);
  const [subnet] = resource(deployment, 'main/spoke').children('subnets').known;
  const target = subnet?.target('properties.networkSecurityGroup.id');
  assert.equal(target?.kind === 'resource' && target.key, 'main/second');
});

test('who names a resource is found over all alternatives, and who may do so', () => {
  const deployment = deploymentOf(`param isOpen bool
param other string
resource web 'Microsoft.Network/networkSecurityGroups@2024-05-01' = { name: 'web' }
resource app 'Microsoft.Network/networkSecurityGroups@2024-05-01' = { name: 'app' }
resource spoke 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: {
    subnets: [
      { name: 'one', properties: { networkSecurityGroup: { id: web.id } } }
      { name: 'two', properties: { networkSecurityGroup: { id: isOpen ? app.id : web.id } } }
      { name: 'three', properties: { networkSecurityGroup: { id: other } } }
      { name: 'four', properties: { networkSecurityGroup: isOpen ? null : { id: app.id } } }
      { name: 'five' }
    ]
  }
}
`);
  const naming = (key: string): readonly string[] =>
    deployment.view
      .naming(
        resource(deployment, key),
        'Microsoft.Network/virtualNetworks/subnets',
        'properties.networkSecurityGroup.id',
      )
      .known.map((subnet) => subnet.name);
  assert.deepEqual(naming('main/web'), ['one', 'two', 'three']);
  assert.deepEqual(naming('main/app'), ['two', 'four', 'three']);
});

test('one resource may be declared twice', () => {
  const deployment = deploymentOf(`resource spoke 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: { subnets: [ { name: 'web' }, { name: 'app' } ] }
  resource web 'subnets' = { name: 'web', properties: { addressPrefix: '10.0.0.0/24' } }
}
resource same 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' existing = {
  name: 'spoke/web'
}
`);
  const [inline] = deployment.view
    .resources('Microsoft.Network/virtualNetworks/subnets')
    .known.filter((subnet) => subnet.isElement && subnet.name === 'web');
  assert.deepEqual(
    inline?.otherDeclarations().map((other) => other.key),
    ['main/spoke/web'],
  );
  assert.deepEqual(
    resource(deployment, 'main/spoke/web')
      .otherDeclarations()
      .map((other) => other.isElement),
    [true],
  );
});

test('where one module deploys the same names twice, an id leads to the resource of the call it is written for', () => {
  const spoke = `param id string = resourceId('Microsoft.Network/virtualNetworks', 'spoke')
resource spoke 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: { subnets: [ { name: 'AzureBastionSubnet' } ] }
}
resource bastion 'Microsoft.Network/bastionHosts@2024-05-01' = {
  name: 'bastion'
  properties: { ipConfigurations: [ { properties: { subnet: { id: '\${id}/subnets/AzureBastionSubnet' } } } ] }
}
`;
  const calls = (text: string): FileTexts => ({ 'main.bicep': text, 'spoke.bicep': spoke });
  const subnetsOf = (files: FileTexts): readonly (string | undefined)[] => {
    const deployment = deploymentOfFiles(files);
    const bastions = deployment.view.resources('Microsoft.Network/bastionHosts').known;
    return bastions.map((bastion) => {
      const subnet = attempt(() => bastion.targets('properties.ipConfigurations', 'properties.subnet.id'))?.[0];
      return subnet?.kind === 'resource' ? subnet.key.slice(0, bastion.key.lastIndexOf('/')) : subnet?.kind;
    });
  };
  const twice = calls("module spokes 'spoke.bicep' = [for turn in ['init', 'idem']: { name: turn }]\n");
  assert.deepEqual(subnetsOf(twice), ['main/spokes[0]', 'main/spokes[1]']);
  const other = { ...twice, 'other.bicep': spoke };
  const differs = "module spoke 'spoke.bicep' = { name: 'a' }\nmodule other 'other.bicep' = { name: 'b' }\n";
  assert.deepEqual(subnetsOf({ ...other, 'main.bicep': differs }), [undefined, undefined]);
});
