import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { newRuleFiles } from './new-rule.ts';

const root = path.resolve(import.meta.dirname, '..');
const words = ['encryption/weak-mode', 'Microsoft.Storage/storageAccounts@2024-01-01', 'properties.mode', 'Strong'];

test('a new rule and its test run as they are made, registered by being there', (context) => {
  const copy = mkdtempSync(path.join(tmpdir(), 'zero-trust-rule-'));
  context.after(() => rmSync(copy, { recursive: true, force: true }));
  for (const folder of ['server', 'test', 'scripts'])
    cpSync(path.join(root, folder), path.join(copy, folder), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  writeFileSync(path.join(copy, 'package.json'), readFileSync(path.join(root, 'package.json')));
  const files = newRuleFiles(words);
  assert.ok(files);
  const rules = path.join(copy, 'server/src/rules');
  mkdirSync(path.join(rules, 'encryption'), { recursive: true });
  for (const { path: name, text } of files) writeFileSync(path.join(rules, name), text);
  const generated = (name: string, from: string): string => {
    const script = `import { ${name} } from './scripts/${from}.ts'; process.stdout.write(${name}().text);`;
    return spawnSync(process.execPath, ['--input-type=module-typescript', '--eval', script], {
      cwd: copy,
      encoding: 'utf8',
    }).stdout;
  };
  const index = generated('ruleIndex', 'rule-index');
  assert.match(index, /^ {2}weakMode,$/m);
  writeFileSync(path.join(rules, 'index.ts'), index);
  writeFileSync(path.join(rules, 'repair-kinds.generated.ts'), generated('repairKindsFile', 'repair-kinds'));
  const tests = ['encryption/weak-mode.test.ts', 'rules.test.ts'].map((name) => path.join(rules, name));
  const run = spawnSync(
    process.execPath,
    ['--test', '--test-name-pattern=weak-mode|accuses nobody|name of the property', ...tests],
    {
      cwd: copy,
      encoding: 'utf8',
      env: { ...process.env, NODE_TEST_CONTEXT: undefined },
    },
  );
  assert.equal(run.status, 0, run.stdout);
});

test('words that make no rule make no files', () => {
  assert.equal(newRuleFiles([]), null);
  for (const [at, word] of [
    [0, 'nowhere/weak-mode'],
    [0, 'encryption/Weak'],
    [1, 'Microsoft.Storage/storageAccounts'],
    [2, 'mode'],
    [3, "it's"],
  ] as const)
    assert.equal(newRuleFiles(words.with(at, word)), null, word);
});
