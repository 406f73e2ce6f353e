import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryWorkspace } from '../../../test/memory-workspace.ts';
import { completed } from '../evaluate/pauses.ts';
import type { Rule } from '../rules/rule.ts';
import type { RuleFinding } from '../rules/rule-finding.ts';
import type { Entry } from './entries.ts';
import { type Change, EntryTrials } from './entry-trial.ts';
import { Evaluations, type TriedDeployment } from './evaluations.ts';
import { FileStore } from './file-store.ts';
import { Scene } from './scene.ts';

/** Notes by which rules trials were judged, and on how many resources. */
class WatchedEvaluations extends Evaluations {
  by: readonly Rule[] = [];
  resources = 0;

  override *judgeTrial(entry: Entry, tried: TriedDeployment, by: readonly Rule[]) {
    this.by = by;
    this.resources = tried.deployment?.index.program.instances.length ?? 0;
    return yield* super.judgeTrial(entry, tried, by, null);
  }
}

function breachesIn(findings: readonly RuleFinding[]): readonly string[] {
  return findings
    .flatMap(({ ruleId, severity, subjects }) => subjects.map((subject) => `${ruleId} ${severity} ${subject}`))
    .sort();
}

/** Judges a change of one file, as little of it as is needed and as a whole: both must say the same. */
function judged(files: Readonly<Record<string, string>>, path: string, from: string, to: string) {
  const memory = memoryWorkspace(files);
  const scene = new Scene(new FileStore(), memory.workspace, memory.file(path));
  const changed = scene.with(new Map([[path, memory.file(path).text.replace(from, to)]]));
  const evaluations = new WatchedEvaluations();
  const entry: Entry = { template: 'main.bicep', parameters: null };
  const before = evaluations.evaluate(scene, entry);
  const change: Change = { before, scene, changed, files: new Set([path]) };
  const trials = new EntryTrials(evaluations, null);
  const compared = completed(trials.compare(change));
  const { after } = completed(trials.judge(change, compared, before.by));
  const { by, resources } = evaluations;
  const whole = new Evaluations().evaluate(changed, entry);
  assert.deepEqual(breachesIn(after.findings), breachesIn(whole.findings));
  const isChanged = JSON.stringify(breachesIn(before.findings)) !== JSON.stringify(breachesIn(whole.findings));
  return { by: new Set(by.map(({ id }) => id)), resources, isChanged, isWhole: compared?.after.isWhole === true };
}

const store = `param name string
resource store 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: name
  location: 'westeurope'
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: { publicNetworkAccess: 'Enabled' }
}
output id string = store.id
`;

const network = `resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'group'
  location: 'westeurope'
  properties: {
    securityRules: [
      {
        name: 'all'
        properties: { access: 'Allow', direction: 'Inbound', priority: 100, protocol: '*', sourceAddressPrefix: '*', sourcePortRange: '*', destinationAddressPrefix: '*', destinationPortRange: '*' }
      }
    ]
  }
}
`;

const main = `module store 'store.bicep' = { params: { name: 'store' } }
module network 'network.bicep' = {}
`;

const files = { 'main.bicep': main, 'store.bicep': store, 'network.bicep': network };
const closing = ["'Enabled'", "'Disabled'"] as const;

test('a property is judged by the rules that look at it, without the modules that they do not look at', () => {
  const { by, resources, isChanged, isWhole } = judged(files, 'store.bicep', ...closing);
  assert.ok(isChanged);
  assert.ok(by.has('no-public-network-access') && by.size < 12, `${by.size} rules`);
  assert.ok(!by.has('any-any-allow') && !by.has('no-deny-all-inbound'));
  assert.equal(resources, 1);
  assert.equal(isWhole, false);
});

test('what no rule looks at is judged by none', () => {
  const thing = `${store}resource thing 'Contoso.Things/things@2024-01-01' = {\n  name: 'thing'\n  properties: { size: 1 }\n}\n`;
  const { by, isChanged } = judged({ ...files, 'store.bicep': thing }, 'store.bicep', 'size: 1', 'size: 2');
  assert.deepEqual([by.size, isChanged], [0, false]);
});

test('a caller that passes something else on to another resource is judged as a whole', () => {
  const reader = `param access string
resource reader 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'reader'
  location: 'westeurope'
  properties: { tenantId: tenant().tenantId, sku: { family: 'A', name: 'standard' }, publicNetworkAccess: access }
}
`;
  const telling = `${store}output access string = store.properties.publicNetworkAccess\n`;
  const passing = `${main}module reader 'reader.bicep' = { params: { access: store.outputs.access } }\n`;
  const { by, isWhole, isChanged } = judged(
    { ...files, 'main.bicep': passing, 'store.bicep': telling, 'reader.bicep': reader },
    'store.bicep',
    ...closing,
  );
  assert.ok(isWhole && isChanged && by.has('no-public-network-access'));
});

test('callers differ by what they pass: one whose argument decides against the change has nothing changed', () => {
  const steered = store.replace("'Enabled'", "name == 'open' ? 'Enabled' : 'Disabled'");
  const call = (name: string): string => main.replace("name: 'store'", `name: '${name}'`);
  const edit = ["'open'", "'closed'"] as const;
  const changedFor = (name: string): boolean => {
    const { by, isChanged } = judged(
      { ...files, 'main.bicep': call(name), 'store.bicep': steered },
      'store.bicep',
      ...edit,
    );
    assert.equal(by.size > 0, isChanged, name);
    return isChanged;
  };
  assert.deepEqual(['open', 'closed', 'other'].map(changedFor), [true, true, false]);
});

test('what reads a resource as existing is judged too, wherever it stands', () => {
  const twin = `resource own 'Microsoft.Storage/storageAccounts@2023-05-01' existing = { name: 'store' }
resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'vault'
  location: 'westeurope'
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    publicNetworkAccess: own.properties.publicNetworkAccess
  }
}
`;
  const { by, isChanged } = judged({ ...files, 'main.bicep': `${main}${twin}` }, 'store.bicep', ...closing);
  assert.ok(isChanged);
  assert.ok(by.size > 50, 'all rules are asked');
});

test('a module that is a library too, and a resource more, are judged by all who see them', () => {
  const variable = `@export()\nvar access = 'Enabled'\n${store.replace("publicNetworkAccess: 'Enabled'", 'publicNetworkAccess: access')}`;
  const vault = `import { access } from 'store.bicep'
resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'vault'
  location: 'westeurope'
  properties: { tenantId: tenant().tenantId, sku: { family: 'A', name: 'standard' }, publicNetworkAccess: access }
}
`;
  const both = { ...files, 'main.bicep': `${vault}${main}`, 'store.bicep': variable };
  assert.ok(judged(both, 'store.bicep', ...closing).isWhole);
  const more = `${network}resource wide 'Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01' = {
  parent: group
  name: 'deny'
  properties: { access: 'Deny', direction: 'Inbound', priority: 4096, protocol: '*', sourceAddressPrefix: '*', sourcePortRange: '*', destinationAddressPrefix: '*', destinationPortRange: '*' }
}
`;
  assert.ok(judged(files, 'network.bicep', network, more).by.has('no-deny-all-inbound'));
});

test('where a module is not read, all rules are asked that it may concern', () => {
  const unread = { ...files, 'main.bicep': `${main}module gone 'gone.bicep' = { params: { id: store.outputs.id } }\n` };
  assert.ok(judged(unread, 'store.bicep', ...closing).isChanged);
});

test('an edit of the entry itself is judged by the rules that see it, on all of it', () => {
  const { by, isWhole, isChanged } = judged(
    { 'main.bicep': `${network}${store.replace('param name string', "var name = 'store'")}` },
    'main.bicep',
    "publicNetworkAccess: 'Enabled'",
    "publicNetworkAccess: 'Disabled'",
  );
  assert.ok(isWhole && isChanged);
  assert.ok(by.has('no-public-network-access') && !by.has('any-any-allow'));
});
