import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryWorkspace } from '../../../test/memory-workspace.ts';
import { defaultConfiguration } from '../config/configuration.ts';
import { completed } from '../evaluate/pauses.ts';
import { rules } from '../rules/index.ts';
import { createEngine } from './engine.ts';
import { Evaluations, type Keeping } from './evaluations.ts';
import { FileStore } from './file-store.ts';
import { Scene } from './scene.ts';

const account = (name: string): string =>
  `resource a 'Microsoft.Storage/storageAccounts@2023-01-01' = {\n  name: '${name}'\n  location: 'westeurope'\n}\n`;

/** Asks for deployments of templates one after the other; those of which the second answer is the same object. */
function keptOf(names: readonly string[], keeping: Partial<Keeping>): readonly string[] {
  const files = Object.fromEntries(names.map((name) => [name, account(name)]));
  const { workspace, file } = memoryWorkspace(files);
  const evaluations = new Evaluations(keeping);
  const scene = new Scene(new FileStore(), workspace, file(names[0] ?? ''));
  const deploymentOf = (template: string) => {
    const { deployment } = evaluations.deployment(scene, { template, parameters: null });
    // What is read later counts too.
    for (const { body } of deployment?.index.entries ?? []) deployment?.index.program.evaluator.force(body);
    return deployment;
  };
  const made = names.map((template) => ({ template, deployment: deploymentOf(template) }));
  // The newest first: asking for one that isn't kept makes it anew, and may drop another.
  const kept = made.reverse().filter(({ template, deployment }) => deploymentOf(template) === deployment);
  return kept.map(({ template }) => template).reverse();
}

test('the last deployments are kept, as many as were asked for', () => {
  const names = ['a.bicep', 'b.bicep', 'c.bicep'];
  assert.deepEqual(keptOf(names, { deployments: 3 }), names);
  assert.deepEqual(keptOf(names, {}), names);
  assert.deepEqual(keptOf(names, { deployments: 1 }), ['c.bicep']);
});

test('few deployments are kept if they are large, and always the newest', () => {
  assert.deepEqual(keptOf(['a.bicep', 'b.bicep', 'c.bicep'], { steps: 1 }), ['c.bicep']);
});

test('ten times the modules of one file make ten times the questions to the host, not a hundred times', () => {
  const readsOf = (count: number): number => {
    const names = Array.from({ length: count }, (_, index) => `m${index}`);
    const calls = names.map((name) => `module ${name} '${name}.bicep' = {}`).join('\n');
    const memory = memoryWorkspace({
      'main.bicep': calls,
      ...Object.fromEntries(names.map((name) => [`${name}.bicep`, "output a string = 'a'"])),
    });
    let reads = 0;
    const read = (path: string) => {
      reads++;
      return memory.workspace.host.read(path);
    };
    const workspace = { ...memory.workspace, host: { ...memory.workspace.host, read } };
    const engine = createEngine();
    for (const path of workspace.paths) engine.analyze(memory.file(path), defaultConfiguration, workspace);
    return reads;
  };
  assert.ok(readsOf(100) < readsOf(10) * 15);
});

test('rules that no configuration has turned on are not run, and are once one has', () => {
  const { workspace, file } = memoryWorkspace({ 'a.bicep': account('a') });
  const evaluations = new Evaluations();
  const scene = new Scene(new FileStore(), workspace, file('a.bicep'));
  const entry = { template: 'a.bicep', parameters: null };
  const found = (): readonly string[] => evaluations.currentOrNew(scene, entry).findings.map(({ ruleId }) => ruleId);
  const recommended = found();
  assert.ok(recommended.includes('no-public-network-access'));
  assert.ok(!recommended.includes('storage-shared-keys'));
  const first = evaluations.current(scene, entry);
  evaluations.want({ ...defaultConfiguration, rules: { 'no-public-network-access': 'off' } });
  assert.equal(evaluations.current(scene, entry), first, 'what was found by more rules holds for fewer');
  evaluations.want({ ...defaultConfiguration, profile: 'strict' });
  assert.equal(evaluations.current(scene, entry), null);
  assert.ok(found().includes('storage-shared-keys'));
  evaluations.want(defaultConfiguration);
  assert.ok(found().includes('storage-shared-keys'));
});

test('an engine finds by each configuration what it finds when it is asked by that one alone', () => {
  const memory = memoryWorkspace({
    'm.bicep': `param name string\n${account('a').replace("'a'", 'name')}`,
    'one.bicep': "module m 'm.bicep' = { params: { name: 'one' } }\n",
    'two.bicep': "module m 'm.bicep' = { params: { name: 'two' } }\n",
  });
  const configurations = [
    defaultConfiguration,
    { ...defaultConfiguration, profile: 'strict' },
    { ...defaultConfiguration, rules: { 'no-public-network-access': 'off', 'storage-shared-keys': 'error' } },
    defaultConfiguration,
  ] as const;
  const shared = createEngine();
  const found = configurations.map((configuration) => {
    const file = memory.file('m.bicep');
    const alone = createEngine().analyze(file, configuration, memory.workspace);
    while (shared.renew(file, memory.workspace, () => false));
    shared.glance(file, configuration, memory.workspace);
    while (shared.renew(file, memory.workspace, () => false));
    const renewed = shared.glance(file, configuration, memory.workspace);
    assert.equal(renewed.complete, true);
    assert.deepEqual(renewed.findings, alone.findings);
    assert.deepEqual(shared.analyze(file, configuration, memory.workspace), alone);
    return alone.findings.map(({ ruleId }) => ruleId).join();
  });
  assert.equal(new Set(found).size, 3);
});

test('what was tried out by some rules is found by all once the files are so, and not where they are otherwise', () => {
  const open = account('open');
  const closed = open.replace("'westeurope'\n", "'westeurope'\n  properties: { publicNetworkAccess: 'Disabled' }\n");
  const { workspace, file } = memoryWorkspace({ 'a.bicep': open });
  const evaluations = new Evaluations();
  const entry = { template: 'a.bicep', parameters: null };
  const store = new FileStore();
  const scene = new Scene(store, workspace, file('a.bicep'));
  const sceneOf = (text: string): Scene => new Scene(store, workspace, { ...file('a.bicep'), text });
  const freshOf = (text: string) => new Evaluations().evaluate(sceneOf(text), entry);
  const by = rules.filter(({ id }) => id === 'no-public-network-access' || id === 'storage-shared-keys');
  const tried = completed(evaluations.trial(scene.with(new Map([['a.bicep', closed]])), entry, null));
  const judged = completed(evaluations.judgeTrial(entry, tried, by, null));
  assert.deepEqual(
    judged.findings.map(({ ruleId }) => ruleId),
    ['storage-shared-keys'],
  );

  const other = evaluations.evaluate(sceneOf(`${closed}// more\n`), entry);
  assert.deepEqual(other.findings, freshOf(`${closed}// more\n`).findings);
  assert.notEqual(evaluations.deployment(sceneOf(`${closed}// more\n`), entry).deployment, tried.deployment);

  const found = evaluations.evaluate(sceneOf(closed), entry);
  const fresh = freshOf(closed);
  assert.equal(evaluations.deployment(sceneOf(closed), entry).deployment, tried.deployment);
  assert.deepEqual([found.findings, found.quiet, found.problems], [fresh.findings, fresh.quiet, fresh.problems]);
  const looked = [...(fresh.seen?.byRule.keys() ?? [])];
  assert.ok(
    looked.length > by.length && looked.every((rule) => found.seen?.byRule.has(rule)),
    'all say what they looked at',
  );
  assert.ok(
    found.findings.some(({ ruleId }) => ruleId === 'no-private-endpoint'),
    'rules that were not tried are run',
  );
  assert.ok(!found.findings.some(({ ruleId }) => ruleId === 'storage-shared-keys'), 'rules that are off tell nothing');
});

test('deployments that are asked in passing leave those alone that are kept', () => {
  const names = ['a.bicep', 'b.bicep', 'c.bicep'];
  const { workspace, file } = memoryWorkspace(Object.fromEntries(names.map((name) => [name, account(name)])));
  const evaluations = new Evaluations({ deployments: 1 });
  const scene = new Scene(new FileStore(), workspace, file('a.bicep'));
  const entryOf = (template: string) => ({ template, parameters: null });
  const { deployment } = evaluations.deployment(scene, entryOf('a.bicep'));
  const [first, second] = [1, 2].map(() => evaluations.deploymentInPassing(scene, entryOf('b.bicep')).deployment);
  assert.deepEqual(first?.keys, second?.keys);
  assert.notEqual(first, second);
  assert.equal(evaluations.deploymentInPassing(scene, entryOf('a.bicep')).deployment, deployment);
});
