import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkQuiet, checkRepair, checkRule, repairTitles } from '../../../../test/check-rule.ts';
import { deploymentOf } from '../../../../test/deployment.ts';
import { endpointOf } from '../../../../test/endpoint-fixture.ts';
import { closingValue, publicAccessOf, publicAccessTypes } from '../../azure/public-access.ts';
import { runRules } from '../engine.ts';
import { armTemplate } from '../examples/example-template.ts';
import { noPublicNetworkAccess } from './no-public-network-access.ts';

/** A resource `r` of a type with version, whose further lines are `body`, indented by two blanks. */
const resource = (type: string, body = '', name = "'orders'") => `
resource r '${type}' = {
  name: ${name}
${body}
}
`;

/** The same with a finding of this beginning at its symbolic name, where nothing is set. */
const unset = (type: string, finding: string, body = '') =>
  resource(type, body).replace('= {\n', `= {\n//       ^ ${finding}\n`);

const storage = 'Microsoft.Storage/storageAccounts@2023-05-01';

test('an open value is reported where it stands', () => {
  checkRule(
    noPublicNetworkAccess,
    resource(
      storage,
      `\
  properties: {
    publicNetworkAccess: 'Enabled'
    //                   ^^^^^^^^^ warning: publicNetworkAccess of orders is Enabled, which leaves it open to public networks.
  }`,
    ),
  );
  checkRule(
    noPublicNetworkAccess,
    armTemplate(`\
{
  "type": "microsoft.STORAGE/storageaccounts",
  "apiVersion": "2023-05-01",
  "name": "orders",
  "properties": {
    "publicNetworkAccess": "enabled"
    //                     ^^^^^^^^^ warning: publicNetworkAccess of orders is enabled
  }
}`),
  );
});

test('an omitted value is reported at the name, in words that say what is known of the default', () => {
  checkRule(
    noPublicNetworkAccess,
    unset(storage, 'warning: publicNetworkAccess of orders is not set, so the service allows public network access.'),
  );
  checkRule(
    noPublicNetworkAccess,
    unset(
      'Microsoft.Sql/servers@2023-08-01',
      'warning: publicNetworkAccess of orders is not set, so nothing turns public network access off.',
    ),
  );
  checkRule(
    noPublicNetworkAccess,
    unset(
      'Microsoft.Web/sites@2024-04-01',
      'warning: publicNetworkAccess of orders is not set and no private endpoint is here, so the service allows',
    ),
  );
  checkRule(
    noPublicNetworkAccess,
    armTemplate(`\
{
  "type": "Microsoft.KeyVault/vaults",
  "apiVersion": "2023-07-01",
  "name": "orders",
  //      ^^^^^^^^ warning: publicNetworkAccess of orders is not set, so the service allows
  "properties": {}
}`),
  );
});

test('null and empty text are no value', () => {
  for (const value of ['null', "''"]) {
    checkRule(
      noPublicNetworkAccess,
      resource(
        'Microsoft.Sql/servers@2023-08-01',
        `\
  properties: {
    publicNetworkAccess: ${value}
    //                   ${'^'.repeat(value.length)} warning: publicNetworkAccess of orders is not set, so nothing turns
  }`,
      ),
    );
  }
});

test('other paths, values and types of value', () => {
  const open: readonly (readonly [string, string, string])[] = [
    ['Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01', 'network: { publicNetworkAccess: ', "'Enabled' }"],
    ['Microsoft.Automation/automationAccounts@2023-11-01', 'publicNetworkAccess: ', 'true'],
    ['Microsoft.Sql/managedInstances@2023-08-01', 'publicDataEndpointEnabled: ', 'true'],
    ['Microsoft.StorageSync/storageSyncServices@2022-09-01', 'incomingTrafficPolicy: ', "'AllowAllTraffic'"],
    [
      'Microsoft.ContainerService/managedClusters@2024-05-01',
      'apiServerAccessProfile: { enablePrivateCluster: ',
      'false }',
    ],
    ['Microsoft.Purview/accounts@2021-12-01', 'publicNetworkAccess: ', "'NotSpecified'"],
    ['Microsoft.DesktopVirtualization/hostPools@2024-04-03', 'publicNetworkAccess: ', "'EnabledForClientsOnly'"],
    ['Microsoft.Web/hostingEnvironments@2024-04-01', 'internalLoadBalancingMode: ', "'None'"],
  ];
  for (const [type, before, value] of open) {
    const carets = '^'.repeat(value.replace(' }', '').length);
    checkRule(
      noPublicNetworkAccess,
      resource(
        type,
        `  properties: {\n    ${before}${value}\n    //${' '.repeat(before.length - 2)}${carets} warning: \n  }`,
      ),
    );
  }
});

test('of two properties each must be closed', () => {
  checkRule(
    noPublicNetworkAccess,
    resource(
      'Microsoft.OperationalInsights/workspaces@2023-09-01',
      `\
  properties: {
    publicNetworkAccessForIngestion: 'Disabled'
    publicNetworkAccessForQuery: 'Enabled'
    //                           ^^^^^^^^^ warning: publicNetworkAccessForQuery of orders is Enabled
  }`,
    ),
  );
});

test('a value that depends on a condition is possible', () => {
  checkRule(
    noPublicNetworkAccess,
    `
param open bool
${resource(
  storage,
  `\
  properties: {
    publicNetworkAccess: open ? 'Enabled' : 'Disabled'
    //                          ^^^^^^^^^ hint: publicNetworkAccess of orders is Enabled
  }`,
)}`,
  );
});

test('a default is reported where it stands, and both sides of a condition if both are open', () => {
  checkRule(
    noPublicNetworkAccess,
    `
@allowed(['Enabled', 'Disabled'])
param access string = 'Enabled'
//                    ^^^^^^^^^ warning: publicNetworkAccess of orders is Enabled
${resource(storage, '  properties: { publicNetworkAccess: access }')}`,
  );
});

test('switches that are open alike are told together, with what reaches the resource instead', () => {
  const of = (type: string, finding: string): void =>
    checkRule(noPublicNetworkAccess, unset(type, `warning: ${finding}`));
  of(
    'Microsoft.OperationalInsights/workspaces@2023-09-01',
    'publicNetworkAccessForIngestion and publicNetworkAccessForQuery of orders are not set, so nothing turns public network access off. Only its own access control then protects it. Set them to Disabled and use an Azure Monitor private link scope.',
  );
  of(
    'Microsoft.Compute/disks@2024-03-02',
    'publicNetworkAccess of orders is not set, so nothing turns public network access off. Only its own access control then protects it. Set it to Disabled and use a disk access resource with a private endpoint.',
  );
  const cluster = 'Microsoft.ContainerService/managedClusters@2024-09-01';
  const [finding] = runRules([noPublicNetworkAccess], deploymentOf(resource(cluster)), {}).findings;
  assert.match(finding?.message ?? '', /Set it to true\.$/);
});

test('a resource that is deployed on a condition is reported', () => {
  checkRule(
    noPublicNetworkAccess,
    `
param deployed bool
resource r '${storage}' = if (deployed) {
//       ^ warning: publicNetworkAccess of orders is not set
  name: 'orders'
}
`,
  );
});

test('an apiVersion that cannot write the property says from which on it can, and is raised by the repair', () => {
  const old = 'Microsoft.Storage/storageAccounts@2019-06-01';
  checkRule(
    noPublicNetworkAccess,
    unset(
      old,
      'warning: publicNetworkAccess of orders is not set, so the service allows public network access. Only its own access control then protects it. Set it to Disabled and use a private endpoint. The apiVersion 2019-06-01 cannot set it: use 2021-06-01 or later.',
    ),
  );
  assert.deepEqual(repairTitles(noPublicNetworkAccess, resource(old)), [
    'Disable public network access to orders: only private networks reach it then; raises its apiVersion from 2019-06-01 to 2021-06-01',
  ]);
});

test('closed values are silent, in any case, and so is a perimeter', () => {
  for (const value of ["'Disabled'", "'disabled'", "'SecuredByPerimeter'"]) {
    checkRule(noPublicNetworkAccess, resource(storage, `  properties: { publicNetworkAccess: ${value} }`));
  }
  checkRule(
    noPublicNetworkAccess,
    resource('Microsoft.Search/searchServices@2023-11-01', "  properties: { publicNetworkAccess: 'disabled' }"),
  );
  checkRule(
    noPublicNetworkAccess,
    resource('Microsoft.Automation/automationAccounts@2023-11-01', '  properties: { publicNetworkAccess: false }'),
  );
  checkRule(
    noPublicNetworkAccess,
    armTemplate(`\
{
  "type": "Microsoft.Automation/automationAccounts",
  "apiVersion": "2023-11-01",
  "name": "orders",
  "properties": { "publicNetworkAccess": "false" }
}`),
  );
  checkRule(
    noPublicNetworkAccess,
    resource(
      'Microsoft.Web/hostingEnvironments@2024-04-01',
      "  properties: { internalLoadBalancingMode: 'Web,Publishing' }",
    ),
  );
});

test('types whose documented default is closed may omit it', () => {
  checkRule(noPublicNetworkAccess, resource('Microsoft.Sql/managedInstances@2023-08-01'));
  checkRule(noPublicNetworkAccess, resource('Microsoft.Security/privateLinks@2026-01-01'));
});

test('types without such a property are silent', () => {
  for (const type of [
    'Microsoft.Network/virtualNetworks@2024-05-01',
    'Microsoft.Synapse/privateLinkHubs@2021-06-01',
    'Contoso.Lab/rooms@2024-01-01',
  ]) {
    checkRule(noPublicNetworkAccess, resource(type));
  }
});

test('an app or a configuration store with a private endpoint may omit it', () => {
  const endpoint = `
resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: 'endpoint'
  properties: {
    privateLinkServiceConnections: [
      { name: 'c', properties: { privateLinkServiceId: r.id, groupIds: ['sites'] } }
    ]
  }
}
`;
  checkRule(noPublicNetworkAccess, resource('Microsoft.Web/sites@2024-04-01') + endpoint);
  checkRule(
    noPublicNetworkAccess,
    resource('Microsoft.AppConfiguration/configurationStores@2024-05-01') +
      endpoint.replace("'sites'", "'configurationStores'"),
  );
});

test('what another declaration of the same resource sets is judged there', () => {
  const twice = (access: string): string => `
resource r '${storage}' = {
  name: 'orders'
}
resource again '${storage}' = {
  name: 'orders'
  properties: {
    publicNetworkAccess: ${access}
  }
}
`;
  checkRule(noPublicNetworkAccess, twice(`'Disabled'`));
  checkRule(
    noPublicNetworkAccess,
    twice(`'Enabled'
    //                   ^^^^^^^^^ warning: publicNetworkAccess of orders is Enabled`),
  );
  checkRule(
    noPublicNetworkAccess,
    unset(storage, 'warning: publicNetworkAccess of orders is not set') +
      twice(`'Disabled'`).replaceAll(`'orders'`, `'others'`).replaceAll('resource r ', 'resource s '),
  );
});

test('a module that is not read and gets the name may deploy the resource again', () => {
  const update = (name: string): string => `
var account = 'orders'
module update 'br/public:avm/res/storage/storage-account:0.1.0' = {
  params: { name: ${name} }
}
`;
  const named = (finding: string): string =>
    resource(storage, '', 'account').replace('= {\n', `= {\n//       ^ ${finding}\n`);
  checkRule(noPublicNetworkAccess, named('hint: publicNetworkAccess of orders is not set') + update('account'));
  checkRule(noPublicNetworkAccess, named('warning: publicNetworkAccess of orders is not set') + update(`'other'`));
});

test('a module that receives the app may hold its endpoint', () => {
  checkRule(
    noPublicNetworkAccess,
    `${resource('Microsoft.Web/sites@2024-04-01')}
module endpoint 'endpoint.bicep' = {
  name: 'endpoint'
  params: { targetId: r.id }
}
`,
  );
});

test('an app that is handed out may get its endpoint elsewhere; a storage account is open all the same', () => {
  const output = '\noutput id string = r.id\n';
  checkRule(
    noPublicNetworkAccess,
    unset('Microsoft.Web/sites@2024-04-01', 'hint: publicNetworkAccess of orders is not set') + output,
  );
  checkRule(noPublicNetworkAccess, unset(storage, 'warning: publicNetworkAccess of orders is not set') + output);
});

test('an explicit value wins over a private endpoint', () => {
  checkRule(
    noPublicNetworkAccess,
    `
resource r 'Microsoft.Web/sites@2024-04-01' = {
  name: 'orders'
  properties: {
    publicNetworkAccess: 'Enabled'
    //                   ^^^^^^^^^ warning: publicNetworkAccess of orders is Enabled
  }
}
resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: 'endpoint'
  properties: {
    privateLinkServiceConnections: [
      { name: 'c', properties: { privateLinkServiceId: r.id, groupIds: ['sites'] } }
    ]
  }
}
`,
  );
});

test('resources that are private in another way are silent and say why', () => {
  const postgres = 'Microsoft.DBforPostgreSQL/flexibleServers';
  const injected = '  properties: { network: { delegatedSubnetResourceId: subnetId } }';
  checkQuiet(
    noPublicNetworkAccess,
    `param subnetId string\n${resource(`${postgres}@2024-08-01`, injected)}`,
    'The server is injected into a delegated subnet',
  );
  checkQuiet(
    noPublicNetworkAccess,
    `param subnetId string\n${resource('Microsoft.DBforMySQL/flexibleServers@2021-05-01', injected)}`,
    'The server is injected into a delegated subnet',
  );
  checkQuiet(
    noPublicNetworkAccess,
    `param subnetId string\n${resource('Microsoft.Cache/redis@2024-03-01', '  properties: { subnetId: subnetId }')}`,
    'The cache is injected',
  );
  checkQuiet(
    noPublicNetworkAccess,
    resource('Microsoft.App/managedEnvironments@2024-03-01', '  properties: { vnetConfiguration: { internal: true } }'),
    'The environment is internal',
  );
  checkQuiet(
    noPublicNetworkAccess,
    resource('Microsoft.ApiManagement/service@2023-05-01-preview', "  sku: { name: 'Consumption', capacity: 0 }"),
    'The Consumption and Basic v2 tiers',
  );
  checkQuiet(
    noPublicNetworkAccess,
    resource('Microsoft.ApiManagement/service@2024-05-01', "  sku: { name: 'BasicV2', capacity: 1 }"),
    'The Consumption and Basic v2 tiers',
  );
});

test('an empty subnet id injects nothing', () => {
  checkRule(
    noPublicNetworkAccess,
    unset(
      'Microsoft.Cache/redis@2024-03-01',
      'warning: publicNetworkAccess of orders is not set',
      "  properties: { subnetId: '' }",
    ),
  );
});

test('another property or a child that closes it is silent', () => {
  checkRule(
    noPublicNetworkAccess,
    resource('Microsoft.Compute/disks@2023-10-02', "  properties: { networkAccessPolicy: 'DenyAll' }"),
  );
  checkRule(
    noPublicNetworkAccess,
    resource(
      'Microsoft.ContainerService/managedClusters@2024-05-01',
      "  properties: { publicNetworkAccess: 'Disabled' }",
    ),
  );
  checkRule(
    noPublicNetworkAccess,
    resource('Microsoft.Web/sites@2021-03-01', "  properties: { siteConfig: { publicNetworkAccess: 'Disabled' } }"),
  );
  checkRule(
    noPublicNetworkAccess,
    `${resource('Microsoft.ServiceBus/namespaces@2021-11-01')}
resource rules 'Microsoft.ServiceBus/namespaces/networkRuleSets@2021-11-01' = {
  parent: r
  name: 'default'
  properties: { publicNetworkAccess: 'Disabled' }
}
`,
  );
});

test('a child that leaves it open is reported at its value, and repaired there', () => {
  const template = `
resource r 'Microsoft.EventHub/namespaces@2021-11-01' = {
  name: 'orders'
}
resource rules 'Microsoft.EventHub/namespaces/networkRuleSets@2021-11-01' = {
  parent: r
  name: 'default'
  properties: {
    publicNetworkAccess: 'Enabled'
    //                   ^^^^^^^^^ warning: publicNetworkAccess of orders is Enabled
  }
}
`;
  checkRule(noPublicNetworkAccess, template);
  const before = template.replace(/\n *\/\/.*/, '');
  checkRepair(
    noPublicNetworkAccess,
    before,
    'Disable public network access to orders',
    before.replace("'Enabled'", "'Disabled'"),
  );
});

test('existing resources are never accused', () => {
  checkRule(noPublicNetworkAccess, `resource r '${storage}' existing = {\n  name: 'orders'\n}\n`);
});

test('what is unknown accuses nobody', () => {
  checkRule(
    noPublicNetworkAccess,
    `param access string\n${resource(storage, '  properties: { publicNetworkAccess: access }')}`,
  );
  checkRule(noPublicNetworkAccess, `param settings object\n${resource(storage, '  properties: settings')}`);
  checkRule(noPublicNetworkAccess, `param settings object\n${resource(storage, '  properties: { ...settings }')}`);
  checkRule(
    noPublicNetworkAccess,
    armTemplate(`\
{
  "type": "Microsoft.Storage/storageAccounts",
  "apiVersion": "2023-05-01",
  "name": "orders",
  "properties": "[parameters('settings')]"
}`),
  );
});

test('the repair writes the value that the type and version want, and adds what is missing', () => {
  const before = `resource r 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: 'orders'
  properties: {
    version: '16'
  }
}
`;
  checkRepair(
    noPublicNetworkAccess,
    before,
    'Disable public network access to orders: only private networks reach it then',
    before.replace(
      "    version: '16'\n",
      "    version: '16'\n    network: {\n      publicNetworkAccess: 'Disabled'\n    }\n",
    ),
  );
  const search = (version: string, value: string) =>
    `resource r 'Microsoft.Search/searchServices@${version}' = {\n  name: 'orders'\n  properties: {\n    publicNetworkAccess: '${value}'\n  }\n}\n`;
  checkRepair(noPublicNetworkAccess, search('2023-11-01', 'enabled'), 'Disable', search('2023-11-01', 'disabled'));
  checkRepair(noPublicNetworkAccess, search('2025-05-01', 'Enabled'), 'Disable', search('2025-05-01', 'Disabled'));
});

test('the repair closes every property, and in ARM JSON too', () => {
  const components = (ingestion: string, query: string) =>
    armTemplate(`\
{
  "type": "Microsoft.Insights/components",
  "apiVersion": "2020-02-02",
  "name": "orders",
  "properties": {
    "publicNetworkAccessForIngestion": "${ingestion}",
    "publicNetworkAccessForQuery": "${query}"
  }
}`);
  checkRepair(noPublicNetworkAccess, components('Enabled', 'Enabled'), 'Disable', components('Disabled', 'Disabled'));
});

test('a registry moves to the tier that can be closed, and the title says so', () => {
  const registry = (sku: string, access: string) =>
    `resource r 'Microsoft.ContainerRegistry/registries@2023-07-01' = {\n  name: 'orders'\n  sku: {\n    name: '${sku}'\n  }\n  properties: {\n    publicNetworkAccess: '${access}'\n  }\n}\n`;
  checkRepair(
    noPublicNetworkAccess,
    registry('Basic', 'Enabled'),
    'Disable public network access to orders: only private networks reach it then; sets sku.name to Premium too',
    registry('Premium', 'Disabled'),
  );
});

test('a static web app moves to the plan that has private endpoints, its tier where that is given', () => {
  const title = 'Disable public network access to shop: only private networks reach it then; sets sku.name to Standard';
  const bicep = (sku: string, access: string): string =>
    `resource app 'Microsoft.Web/staticSites@2024-04-01' = {\n  name: 'shop'\n  sku: ${sku}\n  properties: {\n    publicNetworkAccess: '${access}'\n  }\n}\n`;
  checkRepair(
    noPublicNetworkAccess,
    bicep("{ name: 'Free', tier: 'Free' }", 'Enabled'),
    `${title} and sku.tier to Standard too`,
    bicep("{ name: 'Standard', tier: 'Standard' }", 'Disabled'),
  );
  const json = (name: string, access: string): string =>
    JSON.stringify(
      {
        $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
        contentVersion: '1.0.0.0',
        resources: [
          {
            type: 'Microsoft.Web/staticSites',
            apiVersion: '2024-04-01',
            name: 'shop',
            sku: { name },
            properties: { publicNetworkAccess: access },
          },
        ],
      },
      null,
      2,
    );
  checkRepair(noPublicNetworkAccess, json('Free', 'Enabled'), `${title} too`, json('Standard', 'Disabled'));
  checkRepair(
    noPublicNetworkAccess,
    json('Standard', 'Enabled'),
    'Disable public network access to shop: only private networks reach it then',
    json('Standard', 'Disabled'),
  );
});

test('no repair where the tier has no private endpoints, or the service wants something first', () => {
  assert.deepEqual(
    repairTitles(
      noPublicNetworkAccess,
      resource('Microsoft.ServiceBus/namespaces@2024-01-01', "  sku: { name: 'Standard' }"),
    ),
    [],
  );
  assert.deepEqual(repairTitles(noPublicNetworkAccess, resource('Microsoft.Synapse/workspaces@2021-06-01')), []);
});

test('what is written counts more than a private endpoint', () => {
  checkRule(
    noPublicNetworkAccess,
    `
resource r 'Microsoft.Web/sites@2024-04-01' = {
  name: 'orders'
  properties: {
    publicNetworkAccess: 'Enabled'
    //                   ^^^^^^^^^ warning: publicNetworkAccess of orders is Enabled, which leaves it open to public networks.
  }
}
${endpointOf('r.id', 'sites', "resourceId('Microsoft.Network/virtualNetworks/subnets', 'spoke', 'endpoints')")}`,
  );
});

test('cautions stand in the title', () => {
  assert.deepEqual(
    repairTitles(
      noPublicNetworkAccess,
      resource('Microsoft.ApiManagement/service@2023-05-01-preview', "  sku: { name: 'Premium' }"),
    ),
    [
      'Disable public network access to orders: only private networks reach it then; the service accepts this only once it has a private endpoint',
    ],
  );
});

/** The newest version there could be. */
const version = '2099-01-01';

test('every type of the table is reported when nothing is set, unless its default is closed', () => {
  const closed = [
    'Microsoft.Sql/managedInstances',
    'Microsoft.Security/privateLinks',
    'Microsoft.HardwareSecurityModules/cloudHsmClusters',
  ];
  for (const type of publicAccessTypes) {
    const declared = `${type}@${version}`;
    checkRule(noPublicNetworkAccess, closed.includes(type) ? resource(declared) : unset(declared, 'warning: '));
  }
});

test('every type of the table is silent with its closing value', () => {
  for (const type of publicAccessTypes) {
    const facts = publicAccessOf(type);
    assert.ok(facts);
    const properties = facts.switches.map((door) => {
      const [last = '', ...outer] = door.path
        .replace(/^properties\./, '')
        .split('.')
        .reverse();
      const value = closingValue(facts, door, version);
      const written = `${last}: ${typeof value === 'string' ? `'${value}'` : value}`;
      return outer.reduce((inner, key) => `${key}: { ${inner} }`, written);
    });
    const body = type.endsWith('privateLinkScopes') ? mergedAccessModes(properties) : properties.join(', ');
    checkRule(noPublicNetworkAccess, resource(`${type}@${version}`, `  properties: { ${body} }`));
  }
});

/** Two members of one object, which a template can't name twice. */
function mergedAccessModes(properties: readonly string[]): string {
  if (properties.length < 2) return properties.join();
  const inner = properties.map((property) => property.replace(/^accessModeSettings: \{ | \}$/g, ''));
  return `accessModeSettings: { ${inner.join(', ')} }`;
}

test('a version that has lost the switch is to be changed for the one that has it', () => {
  checkRule(
    noPublicNetworkAccess,
    `
resource maps 'Microsoft.Maps/accounts@2024-07-01-preview' = {
  //     ^^^^ warning: publicNetworkAccess of maps is not set, so nothing turns public network access off. Only its own access control then protects it. Set it to disabled and use a private endpoint. The apiVersion 2024-07-01-preview cannot set it: use 2023-12-01-preview.
  name: 'maps'
}
`,
  );
});

test('the repair says whom the firewall of the service lets in no longer', () => {
  const account = (acls: string): string => `resource r 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'orders'
  properties: {
    networkAcls: ${acls}
  }
}
`;
  const title = 'Disable public network access to orders: only private networks reach it then';
  assert.deepEqual(
    repairTitles(noPublicNetworkAccess, account("{ defaultAction: 'Deny', ipRules: [{ value: '203.0.113.7' }] }")),
    [`${title}, no longer public addresses`],
  );
  assert.deepEqual(
    repairTitles(
      noPublicNetworkAccess,
      account("{ defaultAction: 'Deny', virtualNetworkRules: [{ id: resourceId('x/y', 'z') }] }"),
    ),
    [`${title}, no longer subnets by service endpoints`],
  );
  assert.deepEqual(repairTitles(noPublicNetworkAccess, account("{ defaultAction: 'Deny' }")), [title]);
  const asked = `param acls object\n${account('acls')}`;
  assert.deepEqual(repairTitles(noPublicNetworkAccess, asked), [title]);
});

test('silent fixtures outnumber loud ones', () => checkBalance(noPublicNetworkAccess));
