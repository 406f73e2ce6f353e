import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canWrite, compareApiVersions, isPreview } from './api-version.ts';

const both = { since: '2021-11-01', previewSince: '2019-06-01-preview', except: ['2020-02-02-preview'] };

test('a stable version can write a property from the first stable one on', () => {
  assert.equal(canWrite(both, '2014-04-01'), false);
  assert.equal(canWrite(both, '2021-11-01'), true);
  assert.equal(canWrite(both, '2023-08-01'), true);
});

test('a stable version older than the first stable one gains nothing from an older preview', () => {
  assert.equal(canWrite(both, '2020-01-01'), false);
});

test('a preview can write it from the first preview on, exceptions aside', () => {
  assert.equal(canWrite(both, '2015-05-01-preview'), false);
  assert.equal(canWrite(both, '2019-06-01-preview'), true);
  assert.equal(canWrite(both, '2020-02-02-preview'), false);
  assert.equal(canWrite(both, '2021-11-01-Preview'), true);
});

test('a property of previews only is closed to every stable version', () => {
  const previewOnly = { since: null, previewSince: '2023-12-01-preview', except: [] };
  assert.equal(canWrite(previewOnly, '2024-01-01'), false);
  assert.equal(canWrite(previewOnly, '2025-10-01-preview'), true);
});

test('an unknown version is not accused of being too old', () => {
  assert.equal(canWrite(both, ''), true);
});

test('versions are ordered by date, then previews after the stable version of the day', () => {
  const versions = ['2021-11-01-preview', '2021-11-01', '2020-01-01', '2021-02-01-privatepreview'];
  assert.deepEqual(versions.sort(compareApiVersions), [
    '2020-01-01',
    '2021-02-01-privatepreview',
    '2021-11-01',
    '2021-11-01-preview',
  ]);
  assert.equal(isPreview('2021-11-01'), false);
  assert.equal(isPreview('2021-02-01-privatepreview'), true);
});
