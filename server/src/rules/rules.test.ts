/** What every rule must have; see `Rule`. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { checkExample } from '../../../test/check-rule.ts';
import { azurePolicies } from '../azure/policies.ts';
import { rules } from './index.ts';
import { rulePage } from './page.ts';
import { repairKinds } from './repair-kinds.generated.ts';

const languages = ['bicep', 'json'] as const;

test('rule ids are words and numbers with hyphens, each used once', () => {
  const ids = rules.map((rule) => rule.id);
  assert.deepEqual(
    ids.filter((id) => !/^[a-z]+(-[a-z0-9]+)*$/.test(id)),
    [],
  );
  assert.equal(new Set(ids).size, ids.length);
});

test('each rule stands in a file of its name, and every such file is registered', () => {
  const files = globSync('*/*.test.ts', { cwd: import.meta.dirname });
  const names = files.map((file) => path.basename(file, '.test.ts'));
  assert.deepEqual(names.sort(), rules.map((rule) => rule.id).sort());
});

test('the tests of each rule compare their silent and loud fixtures', () => {
  for (const rule of rules) {
    const [file] = globSync(`*/${rule.id}.test.ts`, { cwd: import.meta.dirname });
    assert.ok(file && existsSync(path.join(import.meta.dirname, file)), rule.id);
    assert.match(readFileSync(path.join(import.meta.dirname, file), 'utf8'), /checkBalance\(/, rule.id);
  }
});

test('rules cite requirements and an article, and say why and what in sentences', () => {
  for (const rule of rules) {
    assert.ok(rule.rows.length > 0 && rule.articles.length > 0, rule.id);
    assert.ok(rule.why.endsWith('.') && rule.what.endsWith('.'), rule.id);
    assert.ok(!rule.title.endsWith('.'), rule.id);
  }
});

test('each known policy is cited by a rule', () => {
  const cited = new Set(rules.flatMap(({ policies = [] }) => policies));
  assert.deepEqual(
    Object.entries(azurePolicies).flatMap(([name, policy]) => (cited.has(policy) ? [] : [name])),
    [],
  );
});

test('rules do not catch: an unknown value must end the run', () => {
  for (const file of globSync('{*,*/*}.ts', { cwd: import.meta.dirname })) {
    if (file === 'rules.test.ts') continue;
    assert.doesNotMatch(readFileSync(path.join(import.meta.dirname, file), 'utf8'), /\btry\s*\{|\bcatch\b/, file);
  }
});

for (const rule of rules) {
  for (const language of languages) {
    test(`${rule.id}: the bad ${language} example is reported once, and repairing it gives the good one, which is silent`, () => {
      checkExample(rule, rule.examples.bad[language], rule.examples.good[language]);
    });
  }

  test(`${rule.id} has a page with both examples in both languages`, () => {
    const page = rulePage(rule);
    assert.ok(page.startsWith(`# ${rule.id}\n`));
    for (const example of [rule.examples.bad, rule.examples.good]) {
      for (const language of languages) assert.ok(page.includes(example[language].trimEnd()));
    }
    assert.doesNotMatch(page, /undefined|\[object/);
  });

  test(`${rule.id} says of which kinds its repairs are, if it offers any`, () => {
    const kinds = repairKinds[rule.id] ?? [];
    assert.equal(kinds.length > 0, rule.repairs.length > 0);
    const repairs = /^## Repairs\n(?<text>[^#]*)/m.exec(rulePage(rule))?.groups?.text ?? '';
    const named = [...repairs.matchAll(/\*\*(?<kind>\w+)\*\*/g)].map((match) => match.groups?.kind?.toLowerCase());
    assert.deepEqual(named, kinds);
  });
}
