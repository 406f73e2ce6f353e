import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type MemoryWorkspace, memoryWorkspace } from '../../../test/memory-workspace.ts';
import type { Configuration } from '../config/configuration.ts';
import { createEngine } from './engine.ts';
import type { Engine, FileAnalysis } from './model.ts';

const onlyAccess: Configuration = { rules: { 'no-private-endpoint': 'off' } };

const module = `param name string
param access string = 'Disabled'
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  properties: {
    publicNetworkAccess: 'Enabled'
  }
}
`;

const call = (name: string): string => `module a 'vault.bicep' = { params: { name: '${name}' } }\n`;

const callers = 50;

function workspaceWith(caller: (index: number) => string): MemoryWorkspace {
  const files = Array.from({ length: callers }, (_, index) => [`caller${index}.bicep`, caller(index)] as const);
  return memoryWorkspace({ 'vault.bicep': module, ...Object.fromEntries(files) });
}

/** A clock that says so after it was asked so often, and counts how often it did. */
function clockOf(steps: number): { readonly isDue: () => boolean; readonly asked: () => number } {
  let asked = 0;
  let all = 0;
  const isDue = (): boolean => {
    all++;
    if (++asked < steps) return false;
    asked = 0;
    return true;
  };
  return { isDue, asked: () => all };
}

/** Renews the module to the end; gives the number of slices. */
function renewed(engine: Engine, { file, workspace }: MemoryWorkspace, isDue: () => boolean): number {
  let slices = 1;
  while (engine.renew(file('vault.bicep'), workspace, isDue)) slices++;
  return slices;
}

function shown({ findings }: FileAnalysis): readonly string[] {
  return findings.map(({ ruleId, at, instances }) => `${ruleId}@${at.span.end} x${instances}`);
}

test('all callers of a module are renewed in slices, of which none is longer than the clock allows', () => {
  const memory = workspaceWith((index) => call(`v${index}`));
  const engine = createEngine();
  const clock = clockOf(5);
  const slices = renewed(engine, memory, clock.isDue);
  // A slice ends at the fifth step, so there are as many as the steps ask for.
  assert.equal(slices, Math.floor(clock.asked() / 5) + (clock.asked() % 5 === 0 ? 0 : 1));
  assert.ok(slices > callers, `${slices} slices`);
  const result = engine.glance(memory.file('vault.bicep'), onlyAccess, memory.workspace);
  assert.equal(result.complete, true);
  assert.deepEqual(shown(result), [`no-public-network-access@${module.indexOf('\n  }')} x${callers}`]);
});

test('an entry that is larger than a slice is done in several, with the same findings', () => {
  const resource = module.replace(/^param.*\n/gm, '');
  const resources = Array.from({ length: 40 }, (_, index) =>
    resource.replace('resource vault', `resource vault${index}`).replace('name: name', `name: '\${name}${index}'`),
  );
  const many = `param name string\n${resources.join('')}module inner 'inner.bicep' = [for i in range(0, 30): { params: { name: 'x\${i}' } }]\n`;
  const files = { 'main.bicep': `module m 'vault.bicep' = { params: { name: 'a' } }\n`, 'vault.bicep': many };
  const memory = memoryWorkspace({ ...files, 'inner.bicep': module });
  const always = createEngine();
  const slices = renewed(always, memory, () => true);
  assert.ok(slices > 100, `${slices} slices`);
  const whole = createEngine();
  for (const path of ['vault.bicep', 'inner.bicep', 'main.bicep']) {
    const expected = whole.analyze(memory.file(path), onlyAccess, memory.workspace);
    assert.deepEqual(always.glance(memory.file(path), onlyAccess, memory.workspace), expected);
  }
  assert.equal(whole.analyze(memory.file('inner.bicep'), onlyAccess, memory.workspace).findings[0]?.instances, 30);
});

test('what has just the steps that it needs is found the same in slices, where work that is taken up again counts twice', () => {
  const keys = Array.from({ length: 1000 }, (_, index) => `k${index}: '${index}'`).join(', ');
  const text = `var keys = { ${keys} }
var sum = reduce(range(0, 118), 0, (sum, i) => sum + min(i, union(keys, { more: i }).more, i + 1, i + 2))
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: 'v'
  properties: {
    publicNetworkAccess: sum > 1 ? 'Enabled' : 'Disabled'
  }
}
`;
  const memory = memoryWorkspace({ 'vault.bicep': text });
  const [divided, whole] = [createEngine(), createEngine()];
  renewed(divided, memory, () => true);
  const expected = whole.analyze(memory.file('vault.bicep'), onlyAccess, memory.workspace);
  assert.equal(expected.findings.length, 1);
  assert.deepEqual(divided.glance(memory.file('vault.bicep'), onlyAccess, memory.workspace), expected);
});

test('a file that changes meanwhile begins what was under way anew; what is found is of the new text', () => {
  const memory = workspaceWith((index) => call(`v${index}`));
  const engine = createEngine();
  const file = () => memory.file('vault.bicep');
  engine.analyze(file(), onlyAccess, memory.workspace);

  memory.write('vault.bicep', `${module.replace("'Enabled'", "'enabled'")}`);
  for (let slice = 0; slice < 5; slice++) assert.equal(engine.renew(file(), memory.workspace, clockOf(3).isDue), true);
  memory.write('vault.bicep', `// moved\n${module.replace("'Enabled'", "'Disabled'")}`);
  const at = file().text.indexOf('\n  }');
  const between = engine.glance(file(), onlyAccess, memory.workspace);
  assert.equal(between.complete, false);
  assert.deepEqual(
    shown(between),
    [`no-public-network-access@${at} x${callers - 1}`],
    'what is not renewed stays and moves',
  );
  renewed(engine, memory, clockOf(7).isDue);
  const after = engine.glance(file(), onlyAccess, memory.workspace);
  assert.deepEqual([after.complete, shown(after)], [true, []]);
});

test('another caller that changes in the middle of its own evaluation is evaluated as it is then', () => {
  const memory = memoryWorkspace({
    'vault.bicep': module.replace("'Enabled'", 'access'),
    'caller.bicep': `module a 'vault.bicep' = {\n  params: {\n    name: 'v'\n    access: 'Enabled'\n  }\n}\n`,
    'main.bicep': `module m 'caller.bicep' = {}\n`,
  });
  const engine = createEngine();
  assert.equal(
    engine.renew(memory.file('vault.bicep'), memory.workspace, () => true),
    true,
  );
  memory.write('caller.bicep', memory.file('caller.bicep').text.replace("'Enabled'", "'Disabled'"));
  renewed(engine, memory, () => true);
  for (const path of ['caller.bicep', 'vault.bicep']) {
    const { findings, complete } = engine.glance(memory.file(path), onlyAccess, memory.workspace);
    assert.deepEqual([findings, complete], [[], true]);
  }
});
