import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parameterChoices, withChoice } from './parameter-choice.ts';

const files = ['env/dev.bicepparam', 'prod.bicepparam', '/abs/other.json'];

function current(settings: Parameters<typeof withChoice>[0]): readonly string[] {
  return parameterChoices('main.bicep', files, settings)
    .filter(({ isCurrent }) => isCurrent)
    .map(({ label }) => label);
}

test('one can choose what belongs to the template, its defaults, and each file', () => {
  assert.deepEqual(
    parameterChoices('main.bicep', files, {}).map(({ label, description }) => `${label} (${description})`),
    [
      'Automatic (the parameter files that name the template, and its callers)',
      'Defaults (no parameter file)',
      'dev.bicepparam (env)',
      'prod.bicepparam ()',
      'other.json (/abs)',
    ],
  );
});

test('what is set now is marked; several files are none of the choices', () => {
  assert.deepEqual(current({}), ['Automatic']);
  assert.deepEqual(current({ 'main.bicep': [] }), ['Defaults']);
  assert.deepEqual(current({ 'main.bicep': 'prod.bicepparam', 'b.bicep': [] }), ['prod.bicepparam']);
  assert.deepEqual(current({ 'main.bicep': ['env/dev.bicepparam'] }), ['dev.bicepparam']);
  assert.deepEqual(current({ 'main.bicep': ['env/dev.bicepparam', 'prod.bicepparam'] }), []);
});

test('a choice leaves the settings of other templates alone, and the last one that is taken back leaves nothing', () => {
  const settings = { 'b.bicep': 'x.json' };
  assert.deepEqual(withChoice(settings, 'main.bicep', ['prod.bicepparam']), {
    'b.bicep': 'x.json',
    'main.bicep': 'prod.bicepparam',
  });
  assert.deepEqual(withChoice({ ...settings, 'main.bicep': 'y' }, 'main.bicep', []), { ...settings, 'main.bicep': [] });
  assert.deepEqual(withChoice({ ...settings, 'main.bicep': 'y' }, 'main.bicep', null), settings);
  assert.equal(withChoice(settings, 'b.bicep', null), undefined);
});
