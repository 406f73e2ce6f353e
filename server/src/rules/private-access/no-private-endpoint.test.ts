import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkQuiet, checkRepair, checkRule, repairTitles } from '../../../../test/check-rule.ts';
import { armTemplate } from '../examples/example-template.ts';
import { noPrivateEndpoint } from './no-private-endpoint.ts';

const network = `
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' existing = {
  name: 'spoke'
}
`;

/** A resource `r` of a type with version, whose further lines are `body`, beside a virtual network. */
const resource = (type: string, body = '') => `
resource r '${type}' = {
  name: 'orders'
${body}
}
${network}`;

/** The same with a finding of this beginning at its symbolic name. */
const marked = (type: string, finding: string, body = '') =>
  resource(type, body).replace('= {\n', `= {\n//       ^ ${finding}\n`);

const endpoint = (groupId: string, target = 'r.id', array = 'privateLinkServiceConnections') => `
resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: 'endpoint'
  properties: {
    ${array}: [
      { name: 'c', properties: { privateLinkServiceId: ${target}, groupIds: ['${groupId}'] } }
    ]
  }
}
`;

const vault = 'Microsoft.KeyVault/vaults@2023-07-01';
const missing =
  'warning: orders has no private endpoint in this template, so no virtual network reaches it by a private address.';

test('a resource without an endpoint is reported at its name', () => {
  checkRule(noPrivateEndpoint, marked(vault, missing));
  checkRule(
    noPrivateEndpoint,
    armTemplate(`\
{
  "type": "microsoft.sql/SERVERS",
  "apiVersion": "2023-08-01",
  "name": "orders",
  //      ^^^^^^^^ warning: orders has no private endpoint
  "properties": { "publicNetworkAccess": "Disabled" }
},
{
  "type": "Microsoft.Network/virtualNetworks",
  "apiVersion": "2024-05-01",
  "name": "spoke"
}`),
  );
});

test('an endpoint of another resource, or of another group id, does not count', () => {
  checkRule(noPrivateEndpoint, marked(vault, missing) + endpoint('blob'));
  checkRule(
    noPrivateEndpoint,
    `${marked(vault, missing)}${endpoint('vault', "resourceId('Microsoft.KeyVault/vaults', 'other')")}`,
  );
});

test('a template without any network may leave the endpoint to another', () => {
  checkRule(noPrivateEndpoint, marked(vault, 'hint: orders has no private endpoint').replace(network, ''));
});

test('a template that hands the resource out may leave the endpoint to another', () => {
  checkRule(
    noPrivateEndpoint,
    `${marked(vault, 'hint: orders has no private endpoint')}\noutput vaultId string = r.id\n`,
  );
});

test('an endpoint that is deployed on a condition makes it possible', () => {
  const conditional = endpoint('vault').replace("= {\n  name: 'endpoint'", "= if (connected) {\n  name: 'endpoint'");
  checkRule(
    noPrivateEndpoint,
    `param connected bool\n${marked(vault, 'hint: orders has no private endpoint')}${conditional}`,
  );
});

test('a slot needs the group id of its own name, on its site', () => {
  const slot = (finding: string) => `
resource r 'Microsoft.Web/sites@2024-04-01' = {
  name: 'orders'
}
resource slot 'Microsoft.Web/sites/slots@2024-04-01' = {
${finding}  parent: r
  name: 'staging'
}
${network}`;
  const site = endpoint('sites');
  checkRule(noPrivateEndpoint, slot('//       ^^^^ warning: staging has no private endpoint\n') + site);
  const both = site.replace("groupIds: ['sites']", "groupIds: ['sites', 'sites-staging']");
  checkRule(noPrivateEndpoint, slot('') + both);
});

test('an endpoint for the resource and a group id of its type is silent', () => {
  checkRule(noPrivateEndpoint, resource(vault) + endpoint('vault'));
  checkRule(noPrivateEndpoint, resource(vault) + endpoint('VAULT'));
  checkRule(noPrivateEndpoint, resource(vault) + endpoint('vault', 'r.id', 'manualPrivateLinkServiceConnections'));
  checkRule(
    noPrivateEndpoint,
    resource(vault) + endpoint('vault', "resourceId('Microsoft.KeyVault/vaults', 'orders')"),
  );
  checkRule(noPrivateEndpoint, resource('Microsoft.Storage/storageAccounts@2023-05-01') + endpoint('file'));
  checkRule(
    noPrivateEndpoint,
    armTemplate(`\
{ "type": "Microsoft.Network/virtualNetworks", "apiVersion": "2024-05-01", "name": "spoke" },
{ "type": "Microsoft.Sql/servers", "apiVersion": "2023-08-01", "name": "[variables('server')]" },
{
  "type": "Microsoft.Network/privateEndpoints",
  "apiVersion": "2024-05-01",
  "name": "endpoint",
  "properties": {
    "privateLinkServiceConnections": [
      {
        "name": "c",
        "properties": {
          "privateLinkServiceId": "[resourceId('Microsoft.Sql/servers', variables('server'))]",
          "groupIds": [ "sqlServer" ]
        }
      }
    ]
  }
}`).replace('"resources"', '"variables": { "server": "orders" },\n  "resources"'),
  );
});

test('an endpoint through an existing resource of the same name is silent', () => {
  checkRule(
    noPrivateEndpoint,
    `${resource(vault)}
resource again '${vault}' existing = {
  name: 'orders'
}
${endpoint('vault', 'again.id')}`,
  );
});

test('something unread that receives the resource may hold the endpoint', () => {
  checkRule(
    noPrivateEndpoint,
    `${resource(vault)}
module endpoint 'endpoint.bicep' = {
  name: 'endpoint'
  params: { vaultName: r.name }
}
`,
  );
  checkRule(
    noPrivateEndpoint,
    `param targets array
${resource(vault)}
resource endpoints 'Microsoft.Network/privateEndpoints@2024-05-01' = [for target in targets: {
  name: target.name
}]
`,
  );
  checkRule(noPrivateEndpoint, `param targetId string\n${resource(vault)}${endpoint('vault', 'targetId')}`);
});

test('a module that has nothing to do with the resource changes nothing', () => {
  checkRule(
    noPrivateEndpoint,
    `${marked(vault, missing)}
module other 'other.bicep' = {
  name: 'other'
}
`,
  );
});

test('resources that are private in another way are silent and say why', () => {
  checkQuiet(
    noPrivateEndpoint,
    `param subnetId string\n${resource('Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01', '  properties: { network: { delegatedSubnetResourceId: subnetId } }')}`,
    'The server is injected into a delegated subnet',
  );
  checkQuiet(
    noPrivateEndpoint,
    resource(vault, "  properties: { publicNetworkAccess: 'SecuredByPerimeter' }"),
    'A network security perimeter guards the resource',
  );
  checkQuiet(
    noPrivateEndpoint,
    resource('Microsoft.ApiManagement/service@2023-05-01-preview', "  properties: { virtualNetworkType: 'External' }"),
    'An instance that is injected into a virtual network has no private endpoints.',
  );
});

test('tiers and kinds without private endpoints are silent and say why', () => {
  const tiers: readonly (readonly [string, string, string])[] = [
    ['Microsoft.ServiceBus/namespaces@2024-01-01', "  sku: { name: 'Standard' }", 'Only the Premium tier'],
    ['Microsoft.EventHub/namespaces@2024-01-01', "  sku: { name: 'basic' }", 'The Basic tier'],
    ['Microsoft.ContainerRegistry/registries@2023-07-01', "  sku: { name: 'Basic' }", 'Only the Premium tier'],
    ['Microsoft.Search/searchServices@2023-11-01', "  sku: { name: 'free' }", 'The Free tier'],
    ['Microsoft.AppConfiguration/configurationStores@2024-05-01', "  sku: { name: 'Free' }", 'The Free tier'],
    ['Microsoft.SignalRService/signalR@2023-02-01', "  sku: { name: 'Free_F1' }", 'The Free tier'],
    ['Microsoft.Web/staticSites@2024-04-01', "  sku: { name: 'Free' }", 'The Free plan'],
    ['Microsoft.Storage/storageAccounts@2023-05-01', "  kind: 'BlobStorage'", 'Only accounts of kind StorageV2'],
    ['Microsoft.MachineLearningServices/workspaces@2024-04-01', "  kind: 'Project'", 'A project is reached through'],
  ];
  for (const [type, body, reason] of tiers) checkQuiet(noPrivateEndpoint, resource(type, body), reason);
});

test('the plan of an app decides', () => {
  const plan = (sku: string) => `
resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan'
  sku: { name: '${sku}' }
}
`;
  const site = 'Microsoft.Web/sites@2024-04-01';
  const body = '  properties: { serverFarmId: plan.id }';
  checkQuiet(
    noPrivateEndpoint,
    resource(site, body) + plan('Y1'),
    'Free, Shared and Consumption plans have no private endpoints.',
  );
  checkRule(noPrivateEndpoint, marked(site, missing, body) + plan('P1v3'));
});

test('types that need no endpoint of their own are silent', () => {
  const types = [
    'Microsoft.ContainerService/managedClusters@2024-05-01',
    'Microsoft.Sql/managedInstances@2023-08-01',
    'Microsoft.Compute/disks@2023-10-02',
    'Microsoft.OperationalInsights/workspaces@2023-09-01',
    'Microsoft.Insights/components@2020-02-02',
    'Microsoft.DurableTask/schedulers@2026-02-01',
    'Microsoft.Synapse/privateLinkHubs@2021-06-01',
    'Microsoft.Network/applicationGateways@2024-05-01',
  ];
  for (const type of types) checkRule(noPrivateEndpoint, resource(type));
});

test('existing resources are never accused', () => {
  checkRule(noPrivateEndpoint, `${network}resource r '${vault}' existing = {\n  name: 'orders'\n}\n`);
});

test('a tier that is not known accuses nobody', () => {
  checkRule(
    noPrivateEndpoint,
    `param tier string\n${resource('Microsoft.ServiceBus/namespaces@2024-01-01', '  sku: { name: tier }')}`,
  );
});

test('a public access that is not known does not hide the missing endpoint', () => {
  checkRule(
    noPrivateEndpoint,
    `param access string\n${marked(vault, missing, '  properties: { publicNetworkAccess: access }')}`,
  );
});

/** What is said where the template has no subnet for endpoints. */
const asked = '; the id of its subnet has to be given as privateEndpointSubnetId';
const closed = `, and disable public network access: only private networks reach it then${asked}`;

test('one repair for each group id, commonest first, with its zone', () => {
  assert.deepEqual(
    repairTitles(noPrivateEndpoint, resource('Microsoft.Storage/storageAccounts@2023-05-01', "  kind: 'StorageV2'")),
    [
      `Add a private endpoint for orders (blob), with privatelink.blob.core.windows.net${asked}`,
      `Add a private endpoint for orders (blob), with privatelink.blob.core.windows.net${closed}`,
      `Add a private endpoint for orders (file), with privatelink.file.core.windows.net${asked}`,
      `Add a private endpoint for orders (table), with privatelink.table.core.windows.net${asked}`,
      `Add a private endpoint for orders (queue), with privatelink.queue.core.windows.net${asked}`,
      `Add a private endpoint for orders (dfs), with privatelink.dfs.core.windows.net${asked}`,
      `Add a private endpoint for orders (web), with privatelink.web.core.windows.net${asked}`,
    ],
  );
  assert.deepEqual(
    repairTitles(noPrivateEndpoint, resource('Microsoft.CognitiveServices/accounts@2024-10-01', "  kind: 'OpenAI'")),
    [
      `Add a private endpoint for orders (account), with privatelink.openai.azure.com${asked}`,
      `Add a private endpoint for orders (account), with privatelink.openai.azure.com${closed}`,
    ],
  );
  assert.deepEqual(repairTitles(noPrivateEndpoint, resource('Microsoft.Kusto/clusters@2023-08-15')), [
    `Add a private endpoint for orders (cluster), its DNS zone depends on the region and is left to you${asked}`,
    `Add a private endpoint for orders (cluster), its DNS zone depends on the region and is left to you${closed}`,
  ]);
});

test('public access is disabled with it only where it is open and the facts allow that', () => {
  const body = (access: string): string => `  properties: { publicNetworkAccess: ${access} }`;
  const titles = (access: string): readonly string[] =>
    repairTitles(noPrivateEndpoint, `param access string\n${resource(vault, body(access))}`);
  const add = 'Add a private endpoint for orders (vault), with privatelink.vaultcore.azure.net';
  assert.deepEqual(titles("'Enabled'"), [add + asked, add + closed]);
  assert.deepEqual(titles("'Disabled'"), [add + asked]);
  assert.deepEqual(titles('access'), [add + asked]);
});

test('the endpoint and the closed access are one repair of two steps, in both languages', () => {
  const { bad, good } = noPrivateEndpoint.examples;
  for (const language of ['bicep', 'json'] as const) {
    const closing = ', and disable public network access: only private networks reach it then';
    const open = bad[language].replace(/(publicNetworkAccess"?: ['"])Disabled/, '$1Enabled');
    assert.notEqual(open, bad[language]);
    const title = `Add a private endpoint for kv-orders (vault), with privatelink.vaultcore.azure.net${closing}`;
    checkRepair(noPrivateEndpoint, open, title, good[language]);
  }
});

test('silent fixtures outnumber loud ones', () => checkBalance(noPrivateEndpoint));
