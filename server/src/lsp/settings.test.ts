import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { contextKeys } from '../evaluate/scenario.ts';
import { readSettings } from './settings.ts';

function read(values: unknown, folder: string | null = 'file:///work') {
  const warnings: string[] = [];
  const settings = readSettings([{ folder, values }], (line) => warnings.push(line));
  return { settings, warnings };
}

test('parameter files are named from the folder, one or several of a template, or of all', () => {
  const parameters = {
    'infra/main.bicep': 'infra/prod.bicepparam',
    'a b.bicep': ['x.json', '/abs/y.json'],
    'none.bicep': [],
    '*': 'all.json',
  };
  const { settings, warnings } = read({ parameters });
  const [choice] = settings.choices;
  assert.deepEqual(warnings, []);
  assert.deepEqual(
    [...(choice?.parameters ?? [])],
    [
      ['file:///work/infra/main.bicep', ['file:///work/infra/prod.bicepparam']],
      ['file:///work/a%20b.bicep', ['file:///work/x.json', 'file:///abs/y.json']],
      ['file:///work/none.bicep', []],
    ],
  );
  assert.deepEqual([choice?.common, choice?.folder], [['file:///work/all.json'], 'file:///work']);
});

test('the place of deployment has known keys only; an empty one is not set', () => {
  const { settings, warnings } = read({
    scenario: { resourceGroupLocation: 'westeurope', subscriptionId: '', region: 'x', tenantId: 7 },
  });
  assert.deepEqual(settings.choices[0]?.context, { resourceGroupLocation: 'westeurope' });
  assert.equal(warnings.length, 2);
  assert.match(warnings[0] ?? '', /"region" is none of subscriptionId, /);
});

test('the folder of restored modules may be absolute or relative, of Windows too', () => {
  assert.equal(read({ registryCache: '../cache' }).settings.registryCache, 'file:///cache');
  assert.equal(read({ registryCache: 'C:\\cache\\bicep' }).settings.registryCache, 'file:///c%3A/cache/bicep');
  assert.equal(read({ registryCache: '' }).settings.registryCache, null);
  assert.deepEqual(read({ registryCache: 'cache' }, null).warnings, [
    'zeroTrust.registryCache: "cache" leads to no file.',
  ]);
});

test('what is of another kind counts as not set, and nothing set is no reason to warn', () => {
  for (const values of [undefined, null, [], 'x', {}, { parameters: null, scenario: undefined }])
    assert.deepEqual(read(values), {
      settings: {
        choices: [{ folder: 'file:///work', parameters: new Map(), common: [], context: {} }],
        registryCache: null,
        profiles: [],
      },
      warnings: [],
    });
  const { settings, warnings } = read({ parameters: [], scenario: 'x', registryCache: 1 });
  assert.equal(warnings.length, 3);
  assert.equal(settings.registryCache, null);
  assert.deepEqual(read({ parameters: { 'a.bicep': 3, 'b.bicep': [1] } }).warnings.length, 2);
});

test('the editor offers the keys of a place of deployment that the evaluation knows', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  const { properties } = manifest.contributes.configuration;
  assert.deepEqual(Object.keys(properties['zeroTrust.scenario'].properties), [...contextKeys]);
});

test('the profile of a folder is one of the known ones; the default one is as good as none', () => {
  assert.deepEqual(read({ profile: 'hub' }).settings.profiles, [{ folder: 'file:///work', profile: 'hub' }]);
  assert.deepEqual(read({ profile: 'recommended' }).settings.profiles, []);
  assert.deepEqual(read({ profile: 'all' }).warnings, [
    'zeroTrust.profile is one of recommended, iaas, paas, hub, strict.',
  ]);
});
