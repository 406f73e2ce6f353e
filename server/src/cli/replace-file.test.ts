import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { replaceFile } from './replace-file.ts';

function folderWith(context: TestContext, content: string): { folder: string; file: string } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zero-trust-replace-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'main.bicep');
  writeFileSync(file, content);
  return { folder, file };
}

test('a file is replaced', (context) => {
  const { folder, file } = folderWith(context, 'old');
  assert.equal(replaceFile(file, Buffer.from('old'), Buffer.from('new')), null);
  assert.equal(readFileSync(file, 'utf8'), 'new');
  assert.deepEqual(readdirSync(folder), ['main.bicep']);
});

test('a file that changed meanwhile is left as it is', (context) => {
  const { folder, file } = folderWith(context, 'typed by somebody else');
  assert.deepEqual(replaceFile(file, Buffer.from('old'), Buffer.from('new')), {
    error: 'it changed while it was being repaired',
  });
  assert.equal(readFileSync(file, 'utf8'), 'typed by somebody else');
  assert.deepEqual(readdirSync(folder), ['main.bicep']);
});

test('a file that is gone is not written', (context) => {
  const { folder, file } = folderWith(context, 'old');
  rmSync(file);
  assert.deepEqual(replaceFile(file, Buffer.from('old'), Buffer.from('new')), { error: 'no such file or folder' });
  assert.deepEqual(readdirSync(folder), []);
});
