import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { type TestContext, test } from 'node:test';
import { createEngine } from '../../server/src/service/engine.ts';
import { program, root, run } from './command-line.ts';

const sample = path.join(root, 'test-fixtures', 'sample');
const schema = '"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"';

interface FindingJson {
  readonly ruleId: string;
  readonly severity: string;
  readonly file: string;
  readonly range: { readonly start: Place; readonly end: Place };
  readonly fixes: readonly { readonly title: string; readonly kind: string }[];
}

interface Place {
  readonly line: number;
  readonly character: number;
}

function folderOf(context: TestContext, files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zero-trust-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
  return folder;
}

function copyOfSample(context: TestContext): string {
  const folder = folderOf(context, {});
  cpSync(sample, folder, { recursive: true });
  return folder;
}

/** Findings as `file "the text at the range" severity rule`. */
async function findingsIn(folder: string): Promise<string[]> {
  const { output } = await run(folder, 'check', '--format', 'json', '.');
  const { findings } = JSON.parse(output) as { findings: FindingJson[] };
  return findings.map(({ ruleId, severity, file, range }) => {
    const line = readFileSync(path.join(folder, file), 'utf8').split(/\r?\n/)[range.start.line] ?? '';
    assert.equal(range.start.line, range.end.line);
    return `${file} ${line.slice(range.start.character, range.end.character)} ${severity} ${ruleId}`;
  });
}

test('the sample has findings of all six rules in both languages, each at its place', async () => {
  assert.deepEqual(await findingsIn(sample), [
    `azuredeploy.json "[variables('securityGroupName')]" warning no-deny-all-inbound`,
    `azuredeploy.json "[variables('securityGroupName')]" warning no-deny-all-outbound`,
    `azuredeploy.json "Internet" warning no-management-ports-from-internet`,
    `azuredeploy.json "snet-data" warning subnet-without-nsg`,
    `azuredeploy.json "[format('kv-{0}', parameters('workload'))]" warning no-private-endpoint`,
    `azuredeploy.json "enabled" error no-public-network-access`,
    `spoke.bicep webSecurityGroup warning no-deny-all-inbound`,
    `spoke.bicep webSecurityGroup warning no-deny-all-outbound`,
    `spoke.bicep '*' warning no-management-ports-from-internet`,
    `spoke.bicep dataSecurityGroup warning no-deny-all-outbound`,
    `spoke.bicep 'snet-app' warning subnet-without-nsg`,
    `spoke.bicep documents warning no-private-endpoint`,
    `spoke.bicep 'Enabled' error no-public-network-access`,
    `spoke.bicep sqlServer warning no-private-endpoint`,
    `spoke.bicep sqlServer error no-public-network-access`,
  ]);
});

test('every finding of the sample has a repair', async () => {
  const { output, code } = await run(root, 'check', '--fixes', '--format=json', sample);
  const { findings } = JSON.parse(output) as { findings: FindingJson[] };
  assert.equal(code, 1);
  for (const { ruleId, file, fixes } of findings) assert.notEqual(fixes.length, 0, `${file} ${ruleId}`);
});

test('fix --all leaves a sample without findings, and the patch of --dry-run is the same change', async (context) => {
  const folder = copyOfSample(context);
  const { output: patch } = await run(folder, 'fix', '--all', '--dry-run', '.');
  const fixed = await run(folder, 'fix', '--all', '.');
  assert.equal(fixed.code, 0, fixed.output);
  assert.deepEqual(await findingsIn(folder), []);
  assert.deepEqual(readdirSync(folder).sort(), readdirSync(sample).sort());

  const added = patch.split('\n').filter((line) => line.startsWith('+') && !line.startsWith('+++'));
  const texts = ['azuredeploy.json', 'spoke.bicep'].map((file) => readFileSync(path.join(folder, file), 'utf8'));
  for (const line of added)
    assert.ok(
      texts.some((text) => text.includes(`${line.slice(1)}\n`)),
      line,
    );
  assert.equal(
    readFileSync(path.join(folder, 'closed.bicep'), 'utf8'),
    readFileSync(path.join(sample, 'closed.bicep'), 'utf8'),
  );
});

test('fix without --all has nothing to do: no repair of these rules is safe', async (context) => {
  const folder = copyOfSample(context);
  const { code, output } = await run(folder, 'fix', '.');
  assert.equal(code, 1);
  assert.match(output, /^Applied 0 repairs\./m);
  assert.equal(
    readFileSync(path.join(folder, 'spoke.bicep'), 'utf8'),
    readFileSync(path.join(sample, 'spoke.bicep'), 'utf8'),
  );
});

test('bad input is one finding or one line, never a stack trace, and the others are checked', async (context) => {
  const nested = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);
  const folder = folderOf(context, {
    'a-binary.bicep': Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]),
    'b-array.json': `{ ${schema}, "resources": ${nested('[', ']', 10_000)} }`,
    'c-object.json': `{ ${schema}, "resources": ${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)} }`,
    'd-array.bicep': `var x = ${nested('[', ']', 10_000)}`,
    'e-unclosed.bicep': `var x = ${'('.repeat(10_000)}`,
    'f-expression.json': `{ ${schema}, "outputs": { "x": { "type": "string", "value": "[${'concat('.repeat(10_000)}]" } } }`,
    'g-empty.bicep': '',
    'h-mark.bicep': '\ufeff',
    'i-good.bicep':
      "resource x 'Microsoft.Network/networkSecurityGroups@2024-05-01' = { name: 'x', location: 'westeurope' }\n",
  });
  const { code, output, errors } = await run(folder, 'check', '--format=json', '.', 'missing');
  assert.equal(
    errors,
    'zero-trust: cannot check a-binary.bicep: not a text file in UTF-8\nzero-trust: cannot read missing: no such file or folder\n',
  );
  assert.equal(code, 2);
  const report = JSON.parse(output) as {
    files: { path: string; problems: { code: string }[] }[];
    findings: FindingJson[];
  };
  const codes = report.files.map(({ path: file, problems }) => `${file} ${problems[0]?.code ?? '-'}`);
  assert.deepEqual(codes, [
    'b-array.json too-deep',
    'c-object.json too-deep',
    'd-array.bicep too-deep',
    'e-unclosed.bicep too-deep',
    'f-expression.json expression-syntax',
    'g-empty.bicep -',
    'h-mark.bicep -',
    'i-good.bicep -',
  ]);
  assert.ok(report.findings.some(({ file }) => file === 'i-good.bicep'));
});

test('ten megabytes of JSON on one line are passed over in a folder, and refused in one line if named', async (context) => {
  const rows = Array.from({ length: 300_000 }, (_, id) => ({ id, name: `item ${id}` }));
  const folder = folderOf(context, { 'data.json': JSON.stringify(rows) });
  assert.deepEqual((await run(folder, 'check', '--format=json', '.')).code, 0);
  const { code, errors } = await run(folder, 'check', 'data.json');
  assert.equal(code, 2);
  assert.equal(errors, 'zero-trust: cannot check data.json: no Azure template or parameter file (its $schema tells)\n');
});

test('wrong usage is one line', async () => {
  assert.deepEqual(await run(root, 'check', '--sarif', sample), {
    code: 2,
    output: '',
    errors: 'zero-trust: unknown option --sarif for check\n',
  });
});

test('a reader that closes the pipe early is no error', async () => {
  const child = spawn(process.execPath, [program, 'check', sample], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  const errors: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  await new Promise((resolve) => child.on('close', resolve));
  assert.equal(Buffer.concat(errors).toString(), '');
});

test('output into a pipe is not coloured', async () => {
  const { output } = await run(root, 'check', sample);
  assert.ok(!output.includes('\u001b'));
});

test('rules and explain tell what the engine knows', async () => {
  const { output } = await run(root, 'rules', '--format', 'json');
  const engine = createEngine();
  assert.deepEqual(JSON.parse(output), { version: 1, rules: engine.rules() });
  for (const { id } of engine.rules()) {
    assert.equal((await run(root, 'explain', id)).output.trimEnd(), engine.explain(id)?.trimEnd());
  }
});

test('topology shows the tiers of the sample', async () => {
  const { output, code } = await run(sample, 'topology', '--format', 'json', 'spoke.bicep');
  const { version, tiers } = JSON.parse(output) as {
    version: number;
    tiers: { id: string; nodes: { name: string }[] }[];
  };
  assert.equal(code, 0);
  assert.equal(version, 1);
  const names = tiers.map(({ id, nodes }) => `${id}: ${nodes.map(({ name }) => name).join(', ')}`);
  assert.deepEqual(names, ['web: snet-web', 'app: snet-app', 'data: snet-data, stordersdocuments, sql-orders']);
});
