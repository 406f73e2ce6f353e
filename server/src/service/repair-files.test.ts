import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { markerEngine } from '../../../test/marker-engine.ts';
import { memoryWorkspace } from '../../../test/memory-workspace.ts';
import { createEngine } from './engine.ts';
import type { Engine } from './model.ts';
import { type RepairOrder, repairFiles } from './repair-files.ts';

function repaired(
  texts: Readonly<Record<string, string>>,
  engine: Engine,
  {
    isOwned = (_path: string): boolean => true,
    ...order
  }: Partial<RepairOrder> & { isOwned?: (path: string) => boolean } = {},
) {
  const { workspace, file } = memoryWorkspace(texts, isOwned);
  return repairFiles({
    engine,
    files: workspace.paths.map(file),
    configurationOf: () => ({ rules: {} }),
    workspace,
    kinds: ['safe', 'review'],
    ruleId: null,
    obstacleOf: () => null,
    ...order,
  });
}

describe('repairs of several files', () => {
  test('each is applied on what the one before left, also at one place', () => {
    const { texts, complete, files } = repaired({ 'a.bicep': 'OPEN LOOSE OPEN', 'b.bicep': 'MAYBE' }, markerEngine());
    assert.deepEqual([...texts], [['a.bicep', 'SHUT TIGHT SHUT']]);
    assert.ok(complete);
    assert.deepEqual(
      files.map(({ path, applied, left }) => [path, applied.length, [...left.values()]]),
      [
        ['a.bicep', 3, []],
        ['b.bicep', 0, ['No repair: nobody knows how to mend it.']],
      ],
    );
  });

  test('only what was asked for: a rule, a kind, files that may be changed', () => {
    const text = { 'a.bicep': 'OPEN LOOSE' };
    assert.deepEqual([...repaired(text, markerEngine(), { ruleId: 'open-door' }).texts.values()], ['SHUT LOOSE']);
    assert.deepEqual([...repaired(text, markerEngine(), { kinds: ['safe'] }).texts.values()], ['OPEN TIGHT']);
    const kept = repaired(text, markerEngine(), { obstacleOf: () => 'read-only' });
    assert.equal(kept.texts.size, 0);
    assert.deepEqual(
      [...(kept.files[0]?.left.values() ?? [])],
      ['OPEN', 'LOOSE'].map(
        (word) => `Left: "Make it ${word === 'OPEN' ? 'SHUT' : 'TIGHT'}" changes a.bicep, which is read-only.`,
      ),
    );
  });

  test('repairs that call forth each other end after ten rounds', () => {
    const marker = markerEngine();
    const flipping: Engine = {
      ...marker,
      repairs: (...question) =>
        marker.repairs(...question).map((repair) => ({
          ...repair,
          edits: repair.edits.map((file) => ({
            ...file,
            edits: file.edits.map((edit) => ({ ...edit, newText: 'OPEN ' })),
          })),
        })),
    };
    const { texts, complete, files } = repaired({ 'a.bicep': 'OPEN' }, flipping);
    assert.equal(complete, false);
    assert.equal(files[0]?.applied.length, 10);
    assert.equal(texts.get('a.bicep'), `OPEN${' '.repeat(10)}`);
  });

  test('a file that fails is left as it is, and the others are repaired', () => {
    const failed: string[] = [];
    const { texts, files } = repaired({ 'a.bicep': 'FRAIL OPEN', 'b.bicep': 'OPEN' }, markerEngine(), {
      onFailure: (path) => failed.push(path),
    });
    assert.deepEqual(failed, ['a.bicep']);
    assert.deepEqual([...texts.keys()], ['b.bicep']);
    assert.deepEqual(
      files.map(({ path }) => path),
      ['b.bicep'],
    );
  });
});

const vault = (access: string): string => `param access string = ${access}
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: 'kv'
  location: resourceGroup().location
  properties: { publicNetworkAccess: ACCESS }
}
`;

/** Why the finding of a rule in main.bicep is left. */
function whyLeft(texts: Readonly<Record<string, string>>, ruleId: string): string | undefined {
  const { files } = repaired(texts, createEngine(), {
    ruleId,
    isOwned: (path) => !path.startsWith('restored/'),
  });
  const main = files.find(({ path }) => path.startsWith('main.'));
  assert.ok(main !== undefined);
  return [...main.left.values()][0];
}

describe('why a finding is left', () => {
  test('a restored module decides it and has no parameter for it', () => {
    const texts = {
      'main.bicep': "module keys 'restored/vault.bicep' = {}\n",
      'restored/vault.bicep': vault("'x'").replace('ACCESS', "'Enabled'"),
    };
    assert.match(
      whyLeft(texts, 'no-public-network-access') ?? '',
      /^No repair: the module that is called here decides it/,
    );
  });

  test('there is a syntax error where it would be made, and elsewhere that does not matter', () => {
    const broken = vault("'x'").replace('ACCESS', "'Enabled'").replace("name: 'kv'", "name: 'kv'\n  tags: { a: }");
    assert.match(
      whyLeft({ 'main.bicep': broken }, 'no-public-network-access') ?? '',
      /^No repair: there is a syntax error where it would be made/,
    );
    const elsewhere = `${vault("'x'").replace('ACCESS', "'Enabled'")}\nresource half 'Microsoft\n`;
    const { texts } = repaired({ 'main.bicep': elsewhere }, createEngine(), { ruleId: 'no-public-network-access' });
    assert.equal(texts.get('main.bicep'), elsewhere.replace("'Enabled'", "'Disabled'"));
  });
});

describe('limits of Azure', () => {
  const template = (resources: readonly object[], more: object = {}): string =>
    JSON.stringify({
      $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
      contentVersion: '1.0.0.0',
      ...more,
      resources,
    });
  const network = (count: number): readonly object[] => [
    {
      type: 'Microsoft.Network/virtualNetworks',
      apiVersion: '2024-05-01',
      name: 'vnet',
      location: '[resourceGroup().location]',
      properties: { subnets: [{ name: 'web', properties: { addressPrefix: '10.0.0.0/24' } }] },
    },
    ...Array.from({ length: count }, (_, index) => ({
      type: 'Microsoft.Resources/tags',
      apiVersion: '2021-04-01',
      name: `t${index}`,
    })),
  ];

  test('no repair makes more than 800 resources', () => {
    const ruleId = 'subnet-without-nsg';
    assert.equal(whyLeft({ 'main.json': template(network(790)) }, ruleId), undefined);
    assert.match(
      whyLeft({ 'main.json': template(network(799)) }, ruleId) ?? '',
      /more than 800 resources, which Azure/,
    );
  });

  test('no repair makes more than 4 MB', () => {
    const text = (length: number): string => template(network(0), { metadata: { filler: 'x'.repeat(length) } });
    const room = 4 * 1024 * 1024 - text(0).length;
    assert.equal(whyLeft({ 'main.json': text(room - 4000) }, 'subnet-without-nsg'), undefined);
    assert.match(whyLeft({ 'main.json': text(room - 10) }, 'subnet-without-nsg') ?? '', /more than 4 MB, which Azure/);
  });
});
