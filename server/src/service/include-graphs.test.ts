import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type MemoryWorkspace, memoryWorkspace } from '../../../test/memory-workspace.ts';
import type { Configuration } from '../config/configuration.ts';
import { createEngine } from './engine.ts';
import type { Engine, FileAnalysis } from './model.ts';

const onlyAccess: Configuration = { rules: { 'no-private-endpoint': 'off' } };

const vault = `param name string
param access string = 'Enabled'
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  properties: {
    publicNetworkAccess: access
  }
}
`;

const fixed = vault.replace(': access', ": 'Enabled'");

function callOf(path: string, access: string): string {
  return `module a '${path}' = {\n  params: {\n    name: 'a'\n    access: '${access}'\n  }\n}\n`;
}

/** More than is read at once, in files of which none concerns the others. */
const others: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from({ length: 60 }, (_, index) => [`others/o${index}.bicep`, `var v = '${'x'.repeat(10_000)}'\n`]),
);

function lines({ findings, path }: FileAnalysis, { file }: MemoryWorkspace): readonly string[] {
  const { text } = file(path);
  return findings.map(({ at, certainty }) => `${text.slice(0, at.span.start).split('\n').length} ${certainty}`);
}

function glance(engine: Engine, memory: MemoryWorkspace, path: string): FileAnalysis {
  return engine.glance(memory.file(path), onlyAccess, memory.workspace);
}

function renewAll(engine: Engine, { file, workspace }: MemoryWorkspace, path: string): number {
  let slices = 1;
  while (engine.renew(file(path), workspace, () => true)) slices++;
  return slices;
}

test('a module whose callers are not known yet is not accused by its defaults', () => {
  const memory = memoryWorkspace({
    'app/vault.bicep': vault,
    ...others,
    'zone/deep/main.bicep': callOf('../../app/vault.bicep', 'Disabled'),
  });
  const engine = createEngine();
  const first = glance(engine, memory, 'app/vault.bicep');
  assert.deepEqual([lines(first, memory), first.searching, first.complete], [[], true, false]);
  assert.ok(renewAll(engine, memory, 'app/vault.bicep') > 30, 'one file a slice');
  const last = glance(engine, memory, 'app/vault.bicep');
  assert.deepEqual([lines(last, memory), last.searching, last.complete], [[], false, true]);
});

test('what the text says whoever calls it is found at once, what its defaults say once nobody does', () => {
  const memory = memoryWorkspace({ 'app/fixed.bicep': fixed, 'app/vault.bicep': vault, ...others });
  const engine = createEngine();
  const first = glance(engine, memory, 'app/fixed.bicep');
  assert.deepEqual([lines(first, memory), first.searching], [['6 certain'], true]);
  assert.deepEqual(lines(glance(engine, memory, 'app/vault.bicep'), memory), []);
  renewAll(engine, memory, 'app/vault.bicep');
  assert.deepEqual(lines(glance(engine, memory, 'app/vault.bicep'), memory), ['2 certain']);
  assert.deepEqual(lines(glance(engine, memory, 'app/fixed.bicep'), memory), ['6 certain']);
});

test('a parameter that may be left out is unknown too, and a condition on it accuses nobody', () => {
  const optional = vault
    .replace("access string = 'Enabled'", 'access string?')
    .replace(': access', ": access == null ? 'Enabled' : 'Disabled'");
  const memory = memoryWorkspace({ 'app/vault.bicep': optional, ...others });
  const engine = createEngine();
  assert.deepEqual(lines(glance(engine, memory, 'app/vault.bicep'), memory), []);
  renewAll(engine, memory, 'app/vault.bicep');
  assert.deepEqual(lines(glance(engine, memory, 'app/vault.bicep'), memory), ['6 certain']);
});

test('a parameter file that lies near is known at once, and so are callers with one', () => {
  const memory = memoryWorkspace({
    ...others,
    'app/vault.bicep': vault,
    'app/main.bicep': `param access string\n${callOf('vault.bicep', '').replace("''", 'access')}`,
    'app/main.bicepparam': `using 'main.bicep'\nparam access = 'Enabled'\n`,
  });
  const engine = createEngine();
  const first = glance(engine, memory, 'app/main.bicepparam');
  assert.deepEqual([lines(first, memory), first.searching], [['2 certain'], true]);
});

test('a small workspace is known with the first question', () => {
  const memory = memoryWorkspace({ 'vault.bicep': vault, 'far/main.bicep': callOf('../vault.bicep', 'Disabled') });
  const first = glance(createEngine(), memory, 'vault.bicep');
  assert.deepEqual([lines(first, memory), first.searching, first.complete], [[], false, true]);
});

test('after an edit only the file that changed is read again, and what it includes now counts', () => {
  const memory = memoryWorkspace({
    'app/vault.bicep': vault,
    ...others,
    'zone/main.bicep': callOf('../app/vault.bicep', 'Disabled'),
  });
  const engine = createEngine();
  renewAll(engine, memory, 'app/vault.bicep');
  memory.write('zone/main.bicep', callOf('../app/vault.bicep', 'Enabled'));
  const edited = glance(engine, memory, 'zone/main.bicep');
  assert.deepEqual([lines(edited, memory), edited.searching], [['4 certain'], false]);
  memory.write('zone/main.bicep', '// nothing\n');
  const left = glance(engine, memory, 'app/vault.bicep');
  assert.deepEqual([lines(left, memory), left.searching, left.complete], [['2 certain'], false, true]);
});

test('all answers that say nothing of being provisional know the whole workspace', () => {
  const memory = memoryWorkspace({
    'app/vault.bicep': vault,
    ...others,
    'zone/main.bicep': callOf('../app/vault.bicep', 'Disabled'),
  });
  const { file, workspace } = memory;
  assert.deepEqual(createEngine().analyze(file('app/vault.bicep'), onlyAccess, workspace).findings, []);
});
