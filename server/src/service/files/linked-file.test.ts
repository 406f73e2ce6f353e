import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { test } from 'node:test';
import { linkedFile } from './linked-file.ts';

/** What an address means to /w/app/main.json; one of which only the end is known begins with `.../`. */
function fileOf(written: string, ...files: readonly string[]): string | null | undefined {
  const isWhole = !written.startsWith('.../');
  const lookup = {
    parent: (path: string) => (path === '/' ? null : posix.dirname(path)),
    resolve: posix.resolve,
    has: (path: string) => (files.includes(`?${path}`) ? undefined : files.includes(path)),
  };
  return linkedFile(lookup, '/w/app/main.json', { path: isWhole ? written : written.slice(4), isWhole });
}

test('a whole path is that of the file beside the template', () => {
  assert.equal(
    fileOf('nested/x.json', '/w/app/nested/x.json', '/w/app/x.json', '/w/nested/x.json'),
    '/w/app/nested/x.json',
  );
  assert.equal(fileOf('../shared/x.json', '/w/shared/x.json'), '/w/shared/x.json');
});

test('a whole path may begin at a folder around the template', () => {
  assert.equal(fileOf('app/x.json', '/w/app/x.json'), '/w/app/x.json');
  assert.equal(fileOf('shared/x.json', '/w/shared/x.json'), '/w/shared/x.json');
  assert.equal(fileOf('x.json', '/w/x.json'), '/w/x.json');
});

test('of an address that is known by its end, the longest end that is a path counts', () => {
  const files = ['/w/app/nested/x.json', '/w/app/x.json'];
  assert.equal(fileOf('.../quick/start/nested/x.json', ...files), '/w/app/nested/x.json');
  assert.equal(fileOf('.../quick/start/x.json', ...files), '/w/app/x.json');
  assert.equal(fileOf('.../other/main.json', '/w/other/main.json', '/w/app/main.json'), '/w/other/main.json');
});

test('no file, several files, and the template itself are none', () => {
  assert.equal(fileOf('nested/x.json'), null);
  assert.equal(fileOf('.../quick/x.json', '/w/x.json'), null);
  assert.equal(fileOf('.../q/x.json', '/w/q/x.json', '/q/x.json', '/w/app/x.json'), null);
  assert.equal(fileOf('.../quick/main.json', '/w/app/main.json'), null);
});

test('what is not known yet is waited for', () => {
  assert.equal(fileOf('nested/x.json', '?/w/app/nested/x.json', '/w/app/x.json'), undefined);
});
