/**
 * The fifteen hard snippets of real templates, and what has to be concluded from each (spec: languages, section 5). Templates of our own call the
 * modules that the snippets are from, in both languages where the corpus has both; 10 and 15 aren't there, so code of the same shape stands for
 * them.
 */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { needsCorpus } from '../corpus.ts';
import { type SnippetScene, sceneOf } from './snippet-scene.ts';

const group = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/other';

/** A call of a module of the registry's folder, by its Bicep and, if it is there, by its compiled JSON. */
function calls(module: string, languages: 'both' | 'bicep', params: string, others = ''): readonly SnippetScene[] {
  const paths = [`br/public:avm/${module}:1.0.0`, ...(languages === 'both' ? [`../${module}/main.json`] : [])];
  return paths.map((path) => sceneOf(`${others}\nmodule it '${path}' = { params: { name: 'it', ${params} } }\n`));
}

suite('hard snippets', needsCorpus('avm'), () => {
  test('1: a public access in three ways; null is the default of the service, which is public', () => {
    const access = 'properties.publicNetworkAccess';
    const subnet = `privateEndpoints: [{ subnetResourceId: '${group}/providers/Microsoft.Network/virtualNetworks/v/subnets/s' }]`;
    const cases = [
      [`tags: {}`, 'omitted', ['certain: it']],
      [`publicNetworkAccess: 'Disabled'`, 'Disabled', []],
      [`publicNetworkAccess: 'Enabled'`, 'Enabled', [`certain: 'Enabled'`]],
      [subnet, 'Disabled', []],
    ] as const;
    for (const [params, value, findings] of cases) {
      for (const scene of calls('res/key-vault/vault', 'both', params)) {
        assert.deepEqual(scene.values('Microsoft.KeyVault/vaults', access), [value], params);
        assert.deepEqual(scene.findings('no-public-network-access'), findings, params);
      }
    }
    for (const scene of calls('res/key-vault/vault', 'both', `${subnet}, networkAcls: { defaultAction: 'Deny' }`))
      assert.deepEqual(scene.values('Microsoft.KeyVault/vaults', access), ['omitted']);
  });

  test('2: the same property with the opposite default', () => {
    const cases = [
      [`tags: {}`, 'Disabled', []],
      [`networkAcls: { defaultAction: 'Deny' }`, 'Enabled', [`certain: { defaultAction: 'Deny' }`]],
      [`publicNetworkAccess: 'Enabled'`, 'Enabled', [`certain: 'Enabled'`]],
    ] as const;
    for (const [params, value, findings] of cases) {
      for (const scene of calls('res/cognitive-services/account', 'bicep', `kind: 'OpenAI', ${params}`)) {
        assert.deepEqual(scene.values('Microsoft.CognitiveServices/accounts', 'properties.publicNetworkAccess'), [
          value,
        ]);
        assert.deepEqual(scene.findings('no-public-network-access'), findings, params);
      }
    }
  });

  test('3: rules of a storage account are safe when nothing is given, and spreads beside them hide nothing', () => {
    const account = 'Microsoft.Storage/storageAccounts';
    const cases = [
      [`tags: {}`, 'omitted', 'Deny'],
      [`networkAcls: { bypass: 'None' }`, 'omitted', 'Deny'],
      [`networkAcls: { defaultAction: 'Allow' }`, 'omitted', 'Allow'],
      [`publicNetworkAccess: 'Disabled', allowBlobPublicAccess: true`, 'Disabled', 'Deny'],
    ] as const;
    for (const [params, access, action] of cases) {
      for (const scene of calls('res/storage/storage-account', 'bicep', params)) {
        assert.deepEqual(scene.values(account, 'properties.publicNetworkAccess'), [access], params);
        assert.deepEqual(scene.values(account, 'properties.networkAcls.defaultAction'), [action], params);
      }
    }
    // The compiled form: all properties in one text.
    const compiled = sceneOf(`{
      "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
      "parameters": { "acls": { "type": "object", "defaultValue": {} }, "tier": { "type": "string", "defaultValue": "" } },
      "resources": [{
        "type": "Microsoft.Storage/storageAccounts", "apiVersion": "2024-01-01", "name": "st", "location": "westeurope",
        "properties": "[shallowMerge(createArray(if(not(empty(parameters('tier'))), createObject('accessTier', parameters('tier')), createObject()), createObject('networkAcls', if(not(empty(parameters('acls'))), union(createObject('defaultAction', coalesce(tryGet(parameters('acls'), 'defaultAction'), 'Deny')), if(contains(parameters('acls'), 'bypass'), createObject('bypass', parameters('acls').bypass), createObject())), createObject('bypass', 'AzureServices', 'defaultAction', 'Deny')), 'publicNetworkAccess', 'Disabled')))]"
      }]
    }`);
    assert.deepEqual(compiled.values(account, 'properties'), [
      { networkAcls: { bypass: 'AzureServices', defaultAction: 'Deny' }, publicNetworkAccess: 'Disabled' },
    ]);
  });

  test('4: type, casing and path of a public access differ from service to service', () => {
    const cases = [
      [
        'res/automation/automation-account',
        'bicep',
        'Microsoft.Automation/automationAccounts',
        '',
        [false, true, 'omitted'],
      ],
      ['res/search/search-service', 'bicep', 'Microsoft.Search/searchServices', '', ['disabled', 'enabled', 'enabled']],
      [
        'res/db-for-postgre-sql/flexible-server',
        'both',
        'Microsoft.DBforPostgreSQL/flexibleServers',
        '.network',
        ['Disabled', 'Enabled', 'Disabled'],
      ],
    ] as const;
    const given = [`publicNetworkAccess: 'Disabled'`, `publicNetworkAccess: 'Enabled'`, 'tags: {}'];
    for (const [module, languages, type, path, values] of cases) {
      for (const [index, params] of given.entries()) {
        for (const scene of calls(
          module,
          languages,
          `skuName: 'x', tier: 'Burstable', availabilityZone: 1, ${params}`,
        )) {
          const value = values[index];
          assert.deepEqual(scene.values(type, `properties${path}.publicNetworkAccess`), [value], `${module} ${params}`);
          const isOpen = value === true || value === 'enabled' || value === 'Enabled' || value === 'omitted';
          const place = params.startsWith('tags') ? 'it' : `'Enabled'`;
          assert.deepEqual(scene.findings('no-public-network-access'), isOpen ? [`certain: ${place}`] : [], module);
        }
      }
    }
  });

  test('5: two variables that depend on each other stay in step', () => {
    const type = 'Microsoft.ContainerRegistry/registries';
    const paths = ['properties.publicNetworkAccess', 'properties.networkRuleSet.defaultAction'];
    const params = `publicNetworkAccess: isOpen ? 'Enabled' : 'Disabled'`;
    const [scene] = calls('res/container-registry/registry', 'bicep', params, 'param isOpen bool');
    assert.deepEqual([...(scene?.together(type, paths) ?? [])].sort(), ['"Disabled" and null', '"Enabled" and "Deny"']);
    assert.equal(scene?.findings('no-public-network-access').length, 1);
    assert.match(scene?.findings('no-public-network-access')[0] ?? '', /^possible: /);
  });

  test('6: the object that a caller gives replaces the default object', () => {
    const cases = [
      [`tags: {}`, 'Disabled', []],
      [`networkRestrictions: { ipRules: [] }`, 'Disabled', []],
      [`networkRestrictions: { publicNetworkAccess: 'Enabled' }`, 'Enabled', [`certain: 'Enabled'`]],
    ] as const;
    for (const [params, value, findings] of cases) {
      for (const scene of calls('res/document-db/database-account', 'both', params)) {
        assert.deepEqual(scene.values('Microsoft.DocumentDB/databaseAccounts', 'properties.publicNetworkAccess'), [
          value,
        ]);
        assert.deepEqual(scene.findings('no-public-network-access'), findings);
      }
    }
  });

  test('7: an empty prefix is none, and each rule leads to its element in the array of the caller', () => {
    const rule = (name: string, port: number, source: string): string =>
      `{ name: '${name}', properties: { access: 'Allow', direction: 'Inbound', priority: ${port}, protocol: 'Tcp', ${source}, sourcePortRange: '*', destinationAddressPrefix: '10.0.0.0/24', destinationPortRange: '${port}' } }`;
    const rules = `securityRules: [ ${rule('a', 22, `sourceAddressPrefixes: ['10.0.0.0/8']`)}, ${rule('b', 3389, `sourceAddressPrefix: '*'`)} ]`;
    for (const scene of calls('res/network/network-security-group', 'both', rules)) {
      const type = 'Microsoft.Network/networkSecurityGroups';
      assert.deepEqual(scene.values(type, 'properties.securityRules.0.properties.sourceAddressPrefix'), ['']);
      assert.deepEqual(scene.findings('no-management-ports-from-internet'), [`certain: '*'`]);
      assert.deepEqual(scene.places(type, 'properties.securityRules.1.properties.destinationPortRange'), [`'3389'`]);
    }
  });

  test('8: subnets that modules declare by themselves are those of their network', () => {
    const [scene] = calls(
      'res/network/virtual-network',
      'bicep',
      `addressPrefixes: ['10.0.0.0/16'], subnets: [{ name: 'app', addressPrefix: '10.0.0.0/24' }, { name: 'data', addressPrefix: '10.0.1.0/24', networkSecurityGroupResourceId: guard.id }]`,
      `resource guard 'Microsoft.Network/networkSecurityGroups@2024-05-01' = { name: 'guard', location: 'westeurope' }`,
    );
    assert.ok(scene !== undefined);
    assert.deepEqual(scene.values('Microsoft.Network/virtualNetworks', 'properties.subnets'), ['omitted']);
    const subnets = 'Microsoft.Network/virtualNetworks/subnets';
    assert.deepEqual(
      scene.resources(subnets).map(({ name }) => name),
      ['it/app', 'it/data'],
    );
    const guard = { type: 'Microsoft.Network/networkSecurityGroups', name: 'guard', path: 'id' };
    assert.deepEqual(scene.values(subnets, 'properties.networkSecurityGroup.id'), ['omitted', guard]);
    assert.equal(scene.findings('subnet-without-nsg').length, 1);
    assert.deepEqual(scene.places(subnets, 'properties.networkSecurityGroup'), [
      `{ name: 'app', addressPrefix: '10.0.0.0/24' }`,
      'guard.id',
    ]);
  });

  test('9: a group that is the output of a module under a condition, and a subnet that may be there', () => {
    const subnets = 'Microsoft.Network/virtualNetworks/subnets';
    const own = `resource own 'Microsoft.Network/networkSecurityGroups@2024-05-01' = { name: 'own', location: 'westeurope' }\nparam hasBastion bool`;
    const cases = [
      ['tags: {}', ['nsg-it', 'omitted'], ['present', 'present']],
      [
        'virtualNetworkConfiguration: { subnet: { networkSecurityGroupResourceId: own.id } }',
        ['own', 'omitted'],
        ['present', 'present'],
      ],
      ['bastionConfiguration: { enabled: false }', ['nsg-it'], ['present']],
      ['bastionConfiguration: { enabled: hasBastion }', ['nsg-it', 'omitted'], ['present', 'conditional']],
    ] as const;
    for (const [params, groups, presences] of cases) {
      const [scene] = calls('ptn/ai-platform/baseline', 'bicep', params, own);
      assert.ok(scene !== undefined);
      const links = scene.values(subnets, 'properties.networkSecurityGroup.id');
      const names = links.map((link) =>
        typeof link === 'object' && link !== null && 'name' in link ? link.name : link,
      );
      assert.deepEqual(names, groups, params);
      const found = scene.resources(subnets).map(({ presence }) => presence);
      assert.deepEqual(found, presences, params);
    }
  });

  test('11: a private endpoint for each element that the caller gives', () => {
    const endpoint = 'Microsoft.Network/privateEndpoints';
    const [scene] = calls(
      'res/key-vault/vault',
      'bicep',
      `privateEndpoints: [{ subnetResourceId: subnet, resourceGroupResourceId: '${group}' }, { subnetResourceId: subnet, isManualConnection: true, privateDnsZoneGroup: { privateDnsZoneGroupConfigs: [{ privateDnsZoneResourceId: zone.id }] } }]`,
      `param subnet string\nresource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = { name: 'privatelink.vaultcore.azure.net', location: 'global' }`,
    );
    assert.ok(scene !== undefined);
    const vault = { type: 'Microsoft.KeyVault/vaults', name: 'it', path: 'id' };
    const connection = '0.properties.privateLinkServiceId';
    const [automatic, manual] = ['privateLinkServiceConnections', 'manualPrivateLinkServiceConnections'];
    assert.deepEqual(scene.values(endpoint, `properties.${automatic}.${connection}`), [vault, 'omitted']);
    assert.deepEqual(scene.values(endpoint, `properties.${manual}.${connection}`), ['omitted', vault]);
    assert.equal(scene.resources(endpoint)[0]?.scope, group);
    const zoneGroups = scene.resources(`${endpoint}/privateDnsZoneGroups`).map(({ name }) => name);
    assert.deepEqual(zoneGroups, ['pep-it-vault-1/default']);
    assert.deepEqual(scene.findings('no-private-endpoint'), []);
    const [none] = calls('res/key-vault/vault', 'bicep', 'privateEndpoints: []');
    assert.deepEqual(none?.resources(endpoint), []);
    const [open] = calls('res/key-vault/vault', 'bicep', 'privateEndpoints: endpoints', 'param endpoints array');
    assert.deepEqual(
      open?.resources(endpoint).map(({ presence }) => presence),
      ['conditional'],
    );
    assert.deepEqual(open?.findings('no-private-endpoint'), []);
  });

  test('12: the id of the first subnet is that of the subnet that is declared first', () => {
    const scene = sceneOf(`
module dependencies '../res/key-vault/vault/tests/e2e/waf-aligned/dependencies.bicep' = { params: { virtualNetworkName: 'v', managedIdentityName: 'm' } }
resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: 'pe'
  location: 'westeurope'
  properties: { subnet: { id: dependencies.outputs.subnetResourceId } }
}`);
    assert.deepEqual(scene.values('Microsoft.Network/privateEndpoints', 'properties.subnet.id'), [
      { type: 'Microsoft.Network/virtualNetworks/subnets', name: 'v/defaultSubnet', path: 'id' },
    ]);
  });

  test('13: a deployment whose template is written down empty deploys nothing, and hides nothing', () => {
    for (const scene of calls('res/network/network-security-group', 'both', 'enableTelemetry: true')) {
      const others = scene.resources('Microsoft.Network/networkSecurityGroups');
      assert.deepEqual(
        others.map(({ name, presence }) => [name, presence]),
        [['it', 'present']],
      );
      assert.deepEqual(scene.values('Microsoft.Network/networkSecurityGroups', 'properties.securityRules'), [[]]);
      const [without] = calls('res/network/network-security-group', 'both', 'enableTelemetry: false');
      assert.deepEqual(scene.findings('no-deny-all-inbound'), without?.findings('no-deny-all-inbound'));
      assert.equal(scene.findings('no-deny-all-inbound').length, 1);
    }
  });

  test('14: of an object after an unknown one the later keys are certain; the name of the child says what it means', () => {
    const type = 'Microsoft.Web/sites/config';
    const params = `kind: 'app', serverFarmResourceId: 'x', configs: [
      { name: 'appsettings', properties: { A: '1' } }
      { name: 'authsettingsV2', properties: { platform: { enabled: true } } }
      { name: 'appsettings', retainCurrentAppSettings: false, properties: { B: '1' } }
    ]`;
    for (const scene of calls('res/web/site', 'both', params)) {
      assert.deepEqual(
        scene.resources(type).map(({ name }) => name),
        ['it/appsettings', 'it/authsettingsV2', 'it/appsettings'],
      );
      // ?? is the loosest operator, so what is retained for the second one is nothing only by its name.
      assert.deepEqual(scene.values(type, 'properties.A'), ['1', 'omitted', 'omitted']);
      assert.deepEqual(scene.values(type, 'properties.$more'), [true, 'omitted', 'omitted']);
      assert.deepEqual(scene.values(type, 'properties.platform.enabled'), ['omitted', true, 'omitted']);
      assert.deepEqual(scene.values(type, 'properties'), [
        scene.values(type, 'properties')[0],
        { platform: { enabled: true } },
        { B: '1' },
      ]);
    }
  });
});
