import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryWorkspace } from '../../../test/memory-workspace.ts';
import { createEngine } from './engine.ts';

const store = `param access string = 'Enabled'
resource store 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'store'
  location: resourceGroup().location
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: { publicNetworkAccess: access }
}
`;

const callOf = (name: string): string => `module store 'store.bicep' = { name: '${name}' }\n`;

/** Repairs of the first finding of a module's open access, in a workspace. */
function scene(files: Readonly<Record<string, string>>) {
  const { workspace, file } = memoryWorkspace({ 'store.bicep': store, ...files });
  const engine = createEngine();
  const configuration = { rules: {} };
  const asked = file('store.bicep');
  const { findings } = engine.analyze(asked, configuration, workspace);
  const found = findings.find(({ ruleId }) => ruleId === 'no-public-network-access');
  assert.ok(found !== undefined);
  const question = [asked, configuration, found.key, workspace] as const;
  // A pause is due each time that it was asked for so often.
  const advance = (most: number, key: string | null): number => {
    let turns = 0;
    let count = 0;
    const isDue = (): boolean => count++ % 50 === 49;
    while (turns < most && engine.verify(asked, configuration, workspace, isDue, key)) turns++;
    return turns;
  };
  return { engine, question, found, advance };
}

const titlesOf = (repairs: readonly { readonly title: string }[]): readonly string[] =>
  repairs.map(({ title }) => title.replace(/:.*?(?=\(|$)/, ' '));

test('what one deployment allows is offered before the others are asked', () => {
  const { engine, question } = scene({ 'one.bicep': callOf('one'), 'two.bicep': callOf('two') });
  const offers = engine.offers(...question);
  assert.equal(offers.isWhole, false);
  assert.deepEqual(titlesOf(offers.repairs), ['Disable public network access to store ']);
  assert.deepEqual(titlesOf(engine.repairs(...question)), [
    'Disable public network access to store (changes 2 resources)',
  ]);
  // What is known is offered from then on.
  assert.deepEqual(engine.offers(...question), { repairs: engine.repairs(...question), isWhole: true, whyNone: null });
});

test('what only one deployment reads is known as a whole at once', () => {
  const { engine, question } = scene({});
  const { repairs, isWhole } = engine.offers(...question);
  assert.equal(isWhole, true);
  assert.deepEqual(repairs, engine.repairs(...question));
});

test('verification in slices comes to the same, and ends', () => {
  const files = { 'one.bicep': callOf('one'), 'two.bicep': callOf('two') };
  const { engine, question, advance } = scene(files);
  assert.ok(advance(10_000, null) > 1);
  assert.equal(engine.offers(...question).isWhole, true);
  assert.deepEqual(engine.repairs(...question), scene(files).engine.repairs(...question));
});

test('of a single finding all deployments are asked at once', () => {
  const { engine, question, found, advance } = scene({ 'one.bicep': callOf('one'), 'two.bicep': callOf('two') });
  advance(10_000, found.key);
  assert.equal(engine.offers(...question).isWhole, true);
  assert.equal(advance(10_000, 'no such finding'), 0);
});
