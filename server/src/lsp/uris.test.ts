import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalUri, isInside, parentUri, resolvedUri } from './uris.ts';

test('a URI is spelled as VS Code spells it, whoever writes it', () => {
  for (const [written, canonical] of [
    ['file:///work/main.bicep', 'file:///work/main.bicep'],
    ['file:///C:/work/main.bicep', 'file:///c%3A/work/main.bicep'],
    ['file:///c%3A/work/main.bicep', 'file:///c%3A/work/main.bicep'],
    ["file:///work/it's (a) copy!*.bicep", 'file:///work/it%27s%20%28a%29%20copy%21%2A.bicep'],
    ['file:///work/a%c3%a9/', 'file:///work/a%C3%A9'],
    ['file:///work/100%.bicep', 'file:///work/100%25.bicep'],
    ['file:///', 'file://'],
    ['file://server/share/main.bicep', 'file://server/share/main.bicep'],
    ['untitled:Untitled-1', 'untitled:Untitled-1'],
  ] as const) {
    assert.equal(canonicalUri(written), canonical);
    assert.equal(canonicalUri(canonical), canonical);
  }
});

test('a relative name leads from a folder to a file, and never above the top', () => {
  for (const [folder, relative, expected] of [
    ['file:///work', 'modules/vault.bicep', 'file:///work/modules/vault.bicep'],
    ['file:///work/app', '../it#1?.bicep', 'file:///work/it%231%3F.bicep'],
    ['file:///work', './a//b', 'file:///work/a/b'],
    ['file:///work', '..', 'file://'],
    ['file:///work', '../..', null],
    ['file:///work', '/etc/hosts', 'file:///etc/hosts'],
    ['file:///c%3A/work', 'D:/x.bicep', 'file:///d%3A/x.bicep'],
    ['file:///work', '100%25.txt', 'file:///work/100%2525.txt'],
    ['file:///work', '//server/share', 'file:///server/share'],
    ['untitled:Untitled-1', 'a.bicep', null],
  ] as const) {
    assert.equal(resolvedUri(folder, relative), expected, relative);
  }
});

test('folders end at the top', () => {
  assert.equal(parentUri('file:///work/main.bicep'), 'file:///work');
  assert.equal(parentUri('file:///work'), 'file://');
  assert.equal(parentUri('file://'), null);
  assert.equal(parentUri('untitled:Untitled-1'), null);
});

test('a folder holds itself and what is below it, and no neighbour of a longer name', () => {
  assert.equal(isInside('file:///work', 'file:///work'), true);
  assert.equal(isInside('file:///work/a/b', 'file:///work'), true);
  assert.equal(isInside('file:///workshop/a', 'file:///work'), false);
});
